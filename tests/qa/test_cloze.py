"""Headlines and articles written for these tests."""

import gzip
import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from corpus.vietnamese import fold
from qa import cloze
from qa.cloze import Cloze, cloze_groups, clozes, holds

Written: TypeAlias = Callable[..., Path]

TITLE = "Làng gốm bên sông có 45 lò nung"
RIGHT = "Đến mùa thu này làng gốm đã dựng được 45 lò nung cạnh bến sông."
OTHERS = (
    "Người thợ già nhất vẫn dậy từ tờ mờ sáng để nhóm lửa.",
    "Đất sét được chở về bằng thuyền nan mỗi buổi chiều.",
    "Chuyến xe số 45 thường đỗ trước cổng đình vào phiên chợ.",
    "Khách phương xa hay ghé mua ấm trà và bình hoa.",
)


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(*articles: dict[str, Any], name: str = "tin.jsonl.gz") -> Path:
        path = tmp_path / name
        with gzip.open(path, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
        return path

    return write


def news(title: str = TITLE, lead: str = RIGHT, body: tuple[str, ...] = OTHERS) -> dict[str, Any]:
    return {"title": title, "lead": lead, "body": list(body)}


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions as written, none turned, none emptied."""
    monkeypatch.setattr(cloze, "FORMS", {"written": 1.0})
    monkeypatch.setattr(cloze, "NEAR_MISSES", 0.0)
    monkeypatch.setattr(cloze, "EMPTIED", 0.0)


def right(group: dict[str, Any]) -> list[str]:
    return [sentence["text"] for sentence in group["sentences"] if sentence["right"]]


# --- headlines ---


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (TITLE, [Cloze("Làng gốm bên sông có bao nhiêu lò nung?", "45")]),
        ("Hơn 1.200 thuyền ra khơi", [Cloze("Bao nhiêu thuyền ra khơi?", "1.200")]),
        ("Sản lượng cá tăng 12,5% so với trước", [Cloze("Sản lượng cá tăng bao nhiêu phần trăm so với trước?", "12,5%")]),
        ("Làng bán gần 3 triệu bình gốm", [Cloze("Làng bán bao nhiêu bình gốm?", "3 triệu")]),
        ("Phiên chợ mở từ ngày 5/9", [Cloze("Phiên chợ mở khi nào?", "5/9")]),
        ("Phiên chợ mở lại vào năm 2031", [Cloze("Phiên chợ mở lại năm nào?", "2031")]),
        ("Lễ hội thuyền nan ở Ninh Bình…", [Cloze("Lễ hội thuyền nan ở đâu?", "Ninh Bình")]),
        ("Ông Trần Văn Gốm mở lò", [Cloze("Ai mở lò?", "Trần Văn Gốm")]),
        ("Làng gốm vào hội", []),
        ("Top 10 làng gốm", []),
        ("Tuyến Sông 45 mở lại", []),
    ],
)  # fmt: skip
def test_what_a_headline_pins_down_is_asked_for(title: str, expected: list[Cloze]) -> None:
    assert clozes(title) == expected


def test_an_english_headline() -> None:
    assert clozes("Village fires 45 kilns in 2031", "en") == [
        Cloze("Village fires how many kilns in 2031?", "45"),
        Cloze("Village fires 45 kilns in which year?", "2031"),
    ]
    assert clozes("Catch grows by 12% this season", "en") == [
        Cloze("Catch grows by what percentage of this season?", "12%")
    ]


def test_each_thing_gives_a_question_of_its_own() -> None:
    found = clozes("Làng gốm ở Ninh Bình có 45 lò và 7 bến")
    assert {one.answer for one in found} == {"45", "7", "Ninh Bình"}
    assert all(one.answer not in one.question for one in found)


@pytest.mark.parametrize(
    ("text", "answer", "held"),
    [
        ("Có 45 lò.", "45", True),
        ("Có 45.", "45", True),
        ("Có 45, rồi 46.", "45", True),
        ("Có 145 lò.", "45", False),
        ("Có 450 lò.", "45", False),
        ("Có 45,5 tấn.", "45", False),
        ("Có 3.45 tấn.", "45", False),
        ("Ngày 45/9.", "45", False),
        ("Tăng 45%.", "45%", True),
        ("Ở Ninh Bình.", "Ninh Bình", True),
        ("Ở Ninh Bìnhx.", "Ninh Bình", False),
        ("Có 3x5 tấn.", "3.5", False),
    ],
)
def test_an_answer_stands_as_a_word_of_its_own(text: str, answer: str, held: bool) -> None:
    assert holds(text, answer) is held


# --- groups ---


@pytest.mark.usefixtures("plain")
def test_a_group_by_hand(written: Written) -> None:
    [group] = cloze_groups(written(news()), 10)
    assert group["question"] == "Làng gốm bên sông có bao nhiêu lò nung?"
    assert group["collection"] < 0
    assert right(group) == [RIGHT]
    assert {sentence["text"] for sentence in group["sentences"]} == {RIGHT, *OTHERS} - {OTHERS[2]}
    for sentence in group["sentences"]:
        assert sentence["answers"] == (["45"] if sentence["right"] else [])
    assert group["sentences"][0]["text"] == RIGHT  # it shares most words with the question


@pytest.mark.usefixtures("plain")
def test_the_context_is_what_stands_before(written: Written) -> None:
    [group] = cloze_groups(written(news()), 1)
    contexts = {sentence["text"]: sentence["context"] for sentence in group["sentences"]}
    assert contexts[RIGHT] == ""
    assert contexts[OTHERS[0]] == RIGHT
    assert all(len(context) <= cloze.BEFORE for context in contexts.values())
    assert contexts[OTHERS[3]].endswith(OTHERS[2])


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(
    "article",
    [
        news(body=OTHERS[:1]),
        news(title="Làng gốm bên sông vào hội"),
        news(lead="Năm nay có 45."),
        news(lead="Đến mùa thu này làng gốm đã dựng được 145 lò nung cạnh bến sông."),
        news(body=(RIGHT, RIGHT, RIGHT, *OTHERS)),
        {"title": "", "lead": "", "body": []},
    ],
    ids=["two sentences", "no figure", "too short", "another figure", "told in too many", "empty"],
)
def test_nothing_where_an_article_does_not_serve(written: Written, article: dict[str, Any]) -> None:
    assert list(cloze_groups(written(article), 10)) == []


def test_a_near_miss_has_no_right_sentence(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cloze, "FORMS", {"written": 1.0})
    monkeypatch.setattr(cloze, "NEAR_MISSES", 1.0)
    title = f"{TITLE} năm 2031"
    groups = list(cloze_groups(written(news(title, f"Năm 2031, {RIGHT[0].lower()}{RIGHT[1:]}")), 1))
    [group] = groups
    questions = {one.question for one in clozes(title)}
    assert group["question"] not in questions
    assert right(group) == []
    assert len(group["sentences"]) == 5  # those that hold the answer too


def test_a_headline_that_cannot_be_turned_keeps_its_right_sentence(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cloze, "NEAR_MISSES", 1.0)
    monkeypatch.setattr(cloze, "EMPTIED", 0.0)
    [group] = cloze_groups(written(news()), 1)
    assert right(group) == [RIGHT]


def test_an_emptied_group_has_lost_every_sentence_that_holds_the_answer(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cloze, "NEAR_MISSES", 0.0)
    monkeypatch.setattr(cloze, "EMPTIED", 1.0)
    [group] = cloze_groups(written(news()), 1)
    assert {sentence["text"] for sentence in group["sentences"]} == {*OTHERS} - {OTHERS[2]}
    assert right(group) == []


def many(count: int) -> Iterator[dict[str, Any]]:
    """Articles each of whose headlines names a figure, a year and a place."""
    for (one, other), number in zip(pairwise(["Ninh Bình", "Kon Tum", "Hà Nội"] * count), range(count), strict=False):
        lead = f"Năm {2031 + number % 9}, làng gốm ở {one} đã dựng {100 + number} lò nung bên bến sông."
        yield news(
            f"Làng gốm ở {one} có {100 + number} lò nung năm {2031 + number % 9}", lead, (*OTHERS, f"Xa {other}.")
        )


def test_a_file_gives_the_same_groups_every_time_up_to_the_limit(written: Written) -> None:
    path = written(*many(60))
    groups = list(cloze_groups(path, 40))
    assert len(groups) == 40
    assert groups == list(cloze_groups(path, 40))
    assert list(cloze_groups(path, 5)) == groups[:5]
    assert len(list(cloze_groups(path, 1000))) == 60


def test_the_mixture(written: Written) -> None:
    groups = list(cloze_groups(written(*many(200)), 200))
    without = sum(not right(group) for group in groups) / len(groups)
    unmarked = sum(fold(group["question"]) == group["question"] for group in groups) / len(groups)
    assert 0.25 < without < 0.6
    assert 0.1 < unmarked < 0.45
    for group in groups:
        assert 0 < len(group["sentences"]) <= cloze.SIZE
        for sentence in group["sentences"]:
            assert all(holds(sentence["text"], answer) for answer in sentence["answers"])
            assert bool(sentence["answers"]) == sentence["right"]
