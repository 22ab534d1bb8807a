"""Turns, history, limits, verdicts: no widget, no browser."""

import pytest

from qa.answer import WORDS
from qa.limits import read_limits
from ui import conversation
from ui.texts import EN, VI


def turn(library, question: str, past=()) -> conversation.Turn:
    return conversation.reply(library, VI, question, past, "", "")


def test_earlier_questions_go_with_a_new_one_oldest_first(library) -> None:
    past = [turn(library, "Câu một?"), turn(library, " "), turn(library, "hỏng"), turn(library, "Câu hai?")]
    last = turn(library, "Còn câu ba?", past)
    assert library.asked[-1][:2] == ("Còn câu ba?", ("Câu một?", "Câu hai?"))
    assert last.reply.startswith("Đã hiểu là: Câu hai Còn câu ba?\n")


@pytest.mark.parametrize("question", ["", "  \n", "a" * 10_001, "\U0001f600" * 10_001])
def test_an_unusable_question_is_a_message_and_never_reaches_the_library(library, question: str) -> None:
    got = turn(library, question)
    assert got.reply == WORDS["question_too_long" if question.strip() else "question_empty"]["vi"]
    assert got.answer is None
    assert len(got.question) <= 300
    assert library.asked == []


def test_a_question_of_the_greatest_length_is_asked(library) -> None:
    assert turn(library, "a" * 10_000).answer is not None


def test_a_fault_is_a_sentence_in_the_readers_language(library) -> None:
    assert turn(library, "hỏng").reply == VI.fault
    assert turn(library, "kho cũ").reply == "Kho do bản khác ghi. Hãy nạp lại."
    assert conversation.reply(library, EN, "kho cũ", (), "", "").reply == "Another version wrote the home. Index again."


def test_messages_are_escaped_on_both_sides(library) -> None:
    shown = conversation.messages([turn(library, "<b>độc</b> & hại")])
    assert [message["role"] for message in shown] == ["user", "assistant"]
    assert shown[0]["content"] == "&lt;b&gt;độc&lt;/b&gt; &amp; hại"
    assert "<" not in shown[1]["content"]


def test_a_verdict_is_kept_with_the_answer_it_judges(library) -> None:
    past = [turn(library, "Câu một?"), turn(library, "thời tiết")]
    assert conversation.judge(library, VI, past, "down", None) == VI.thanks
    assert conversation.judge(library, VI, past, "down", "số cũ") == VI.thanks
    (question, first, verdict, reason), (_, second, _, why) = library.feedback
    assert (question, verdict, reason, why) == ("thời tiết", "down", None, "số cũ")
    assert first["id"] == second["id"]
    assert first["reason"] == "not_answered"


def test_no_verdict_without_an_answer(library) -> None:
    assert conversation.judge(library, VI, [], "up", None) == ""
    assert conversation.judge(library, VI, [turn(library, "")], "up", None) == ""
    assert library.feedback == []


def test_a_verdict_that_cannot_be_kept_is_told(library) -> None:
    class Full(type(library)):
        def add_feedback(self, *_args) -> None:
            raise OSError("disk full")

    assert conversation.judge(Full(), VI, [turn(library, "Câu một?")], "up", None) == VI.feedback_fault


def test_what_was_understood_can_be_edited(library) -> None:
    first = turn(library, "Năm 2024?")
    second = turn(library, "Còn năm 2022?", (first,))
    assert conversation.understood((first,)) == conversation.understood(()) == ""
    assert conversation.understood((first, second)) == "Năm 2024 Còn năm 2022?"


def test_limits_as_typed_reach_the_library_and_a_wrong_day_is_said(library) -> None:
    conversation.reply(library, VI, "Năm 2024?", (), "", "", ("2024", "", "tin"))
    assert library.limits == read_limits("2024", "", "tin")
    wrong = conversation.reply(library, VI, "Năm 2024?", (), "", "", ("mai", "", ""))
    assert "không phải là ngày" in wrong.reply
