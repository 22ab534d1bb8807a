from eval.judge import Verdict, judge


def test_right_when_a_quote_from_the_docs_holds_an_answer(make):
    verdict = judge(make.question(), make.answer(make.cite(make.HUE, "Huế có 9 quận, huyện.")))
    assert verdict == Verdict(right=True, abstained=False)
    assert verdict.reason() == ""


def test_case_composition_and_white_space_do_not_matter(make):
    decomposed = "CO\u0301  9 Quận".replace("ậ", "a\u0323\u0302")
    answer = make.answer(make.cite(make.HUE, "Huế có 9 quận, huyện."))
    assert judge(make.question(answers=(decomposed,)), answer).right


def test_any_of_answers_but_all_of_all_of_over_several_quotes(make):
    both = make.answer(make.cite(make.HUE, "Sông Hương chảy qua Huế."), make.cite(make.HUE, "Huế có 9 quận, huyện."))
    one = make.answer(make.cite(make.HUE, "Sông Hương chảy qua Huế."))
    listed = make.question(answers=(), all_of=("Sông Hương", "9 quận"))
    assert judge(listed, both).right
    assert judge(listed, one).missing == ("9 quận",)
    assert judge(make.question(answers=(), all_of=("Perfume River || sông Hương", "9 quận")), both).right
    assert judge(make.question(answers=("mười quận", "9 quận")), both).right
    assert judge(make.question(answers=("mười quận", "chín quận")), both).missing == ("mười quận", "chín quận")
    assert not judge(make.question(answers=("mười quận",), all_of=("Sông Hương",)), both).right


def test_docs_match_the_whole_source_or_its_last_part_only(make):
    answer = make.answer(make.cite(make.HUE, "Huế có 9 quận, huyện."))
    assert judge(make.question(docs=("a/hue.txt",)), answer).right
    assert not judge(make.question(docs=("ue.txt",)), answer).right
    assert not judge(make.question(docs=("b/hue.txt",)), answer).right


def test_a_quote_outside_docs_does_not_count_and_is_no_error_by_itself(make):
    outside = make.cite(make.VINH, "Vinh có 16 phường.")
    assert not judge(make.question(answers=("16 phường",)), make.answer(outside)).right
    right = make.cite(make.HUE, "Huế có 9 quận, huyện.")
    assert judge(make.question(), make.answer(outside, right)).right


def test_another_source_of_the_same_sentence_does_not_make_it_count(make):
    elsewhere = make.cite(make.VINH, "Vinh có 16 phường.", also_in=("a/hue.txt",))
    assert not judge(make.question(answers=("16 phường",)), make.answer(elsewhere)).right


def test_a_quote_of_two_sentences_does_not_count(make):
    two = make.cite(make.HUE, "Sông Hương chảy qua Huế. Huế có 9 quận, huyện.")
    assert not judge(make.question(), make.answer(two)).right


def test_what_the_gold_calls_wrong_is_an_error_wherever_it_is_cited(make):
    right, other = make.cite(make.HUE, "Huế có 9 quận, huyện."), make.cite(make.VINH, "Vinh có 16 phường.")
    verdict = judge(make.question(wrong=("16 PHƯỜNG",)), make.answer(right, other))
    assert verdict == Verdict(right=False, abstained=False, stage="wrong_cited", wrong=("16 PHƯỜNG",))
    assert verdict.reason("en") == "cites what the gold calls wrong; wrong: 16 PHƯỜNG"


def test_an_unanswerable_question_is_right_only_in_silence(make):
    question = make.question(docs=())
    assert judge(question, make.answer()) == Verdict(right=True, abstained=True)
    verdict = judge(question, make.answer(make.cite(make.VINH, "Vinh có 16 phường.")))
    assert (verdict.right, verdict.stage) == (False, "not_silent")
    assert verdict.reason() == "trả lời khi phải từ chối"


def test_the_stage_that_lost_an_answer(make):
    question = make.question()
    other = make.cite(make.VINH, "Vinh có 16 phường.")

    def stage(*citations, hits):
        return judge(question, make.answer(*citations, hits=hits)).stage

    assert stage(hits=[make.VINH, make.HUE]) == "abstained"
    assert stage(hits=[make.VINH]) == "not_retrieved"
    assert stage(hits=[]) == "not_retrieved"
    assert stage(other, hits=[make.VINH]) == "not_retrieved"
    assert stage(other, hits=[make.VINH, make.HUE]) == "not_selected"
    assert stage(other, hits=[]) is None
    partly = make.question(answers=(), all_of=("9 quận", "16 phường"), docs=("hue.txt", "vinh.txt"))
    assert judge(partly, make.answer(other, hits=[make.VINH])).stage == "not_retrieved"
