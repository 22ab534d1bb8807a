import json
from dataclasses import replace

import pytest

from corpus.errors import BadInput
from eval.saved import Cited, Digests, Found, Run, RunInfo, Saved
from eval.stability import Edited, change, edits, stability
from eval.stability_text import stability_text

INFO = RunInfo(
    program="0.1.0",
    started="2026-11-20T08:30:00+00:00",
    language="vi",
    set="gold",
    gold="gold.jsonl",
    questions=1,
    digests=Digests("g", "c1", {"encoder": "e1"}),
    threshold=0.4,
    articles=3,
    passages=9,
    finished=True,
    sources={"hue.txt": "1", "vinh.txt": "2", "old.txt": "3"},
)
AFTER = {"hue.txt": "9", "vinh.txt": "2", "new.txt": "4"}
NAMES = ("trước", "sau")


def cite(source="hue.txt", quote="Huế có 9 quận.", start=0):
    return Cited(source, quote, start, start + len(quote), 0.9)


def record(*citations, id="q1", passages=(), **fields):
    found = tuple(Found(f"{source}#0-1", source, 0, 1) for source in passages)
    given = {"lang": "vi", "question": f"Câu {id}?", "kind": "factoid", "right": bool(citations), **fields}
    return Saved(id, citations=citations, abstained=not citations, passages=found, **given)


def runs(before, after, sources=AFTER, corpus="c2", **fields):
    first = Run(replace(INFO, questions=len(before)), tuple(before))
    digests = replace(INFO.digests, corpus=corpus)
    return first, Run(replace(INFO, questions=len(after), digests=digests, sources=sources, **fields), tuple(after))


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (record(), record(), "same"),
        (record(cite()), record(cite()), "same"),
        (record(cite()), record(cite(start=7)), "moved"),
        (record(cite()), record(cite("vinh.txt")), "moved"),
        (record(cite()), record(cite(quote="Huế có 8 quận.")), "changed"),
        (record(cite()), record(cite(), cite("vinh.txt", "Vinh?")), "changed"),
        (record(cite(), cite("vinh.txt", "Vinh?")), record(cite("vinh.txt", "Vinh?"), cite()), "changed"),
        (record(cite()), record(), "lost"),
        (record(), record(cite()), "gained"),
        (record(cite()), record(error="KeyError: 'x'"), "lost"),
    ],
)
def test_what_became_of_an_answer(before, after, what):
    assert change(before, after) == what


def test_documents_are_added_removed_or_changed():
    assert edits(INFO.sources, AFTER) == (
        Edited("hue.txt", "changed"),
        Edited("new.txt", "added"),
        Edited("old.txt", "removed"),
    )
    assert edits(AFTER, AFTER) == ()


def test_the_documents_that_an_answer_cites_explain_it():
    before = [record(cite("old.txt"), id="1"), record(cite(), id="2"), record(id="3"), record(cite("vinh.txt"), id="4")]
    after = [record(id="1"), record(cite(quote="Huế có 8 quận."), id="2"), record(cite("new.txt"), id="3"), before[3]]
    found = stability(*runs(before, after))
    cited = {answer.before.id: [(one.source, one.edit) for one in answer.cited] for answer in found.answers}
    assert cited == {
        "1": [("old.txt", "removed")],
        "2": [("hue.txt", "changed")],
        "3": [("new.txt", "added")],
        "4": [],
    }
    assert found.counts() == {"lost": 1, "changed": 1, "gained": 1, "moved": 0, "same": 1}
    assert all(answer.explained for answer in found.answers)


def test_documents_that_were_only_considered_explain_what_those_cited_do_not():
    before = record(cite("vinh.txt"), passages=("vinh.txt", "hue.txt"))
    after = record(passages=("new.txt", "vinh.txt"))
    [answer] = stability(*runs([before], [after])).answers
    assert answer.cited == ()
    assert {one.source for one in answer.seen} == {"hue.txt", "new.txt"}
    far = ("vinh.txt",) * 10 + ("new.txt",)
    [answer] = stability(*runs([record(cite("vinh.txt"))], [record(passages=far)])).answers
    assert not answer.explained


def test_a_change_without_edited_documents_is_not_explained_by_them():
    first, second = runs([record(cite())], [record()], sources=INFO.sources, corpus="c1", threshold=0.9)
    found = stability(first, second)
    assert found.edited == ()
    assert found.unlike == ("threshold",)
    assert found.to_json()["unexplained"] == ["q1"]
    text = stability_text(found, NAMES)
    assert "Không tài liệu nào thay đổi." in text
    assert "cũng đã đổi ngưỡng im lặng" in text
    assert "Vì: không phải do tài liệu" in text


def test_runs_that_kept_no_digest_of_each_document_say_so():
    found = stability(*runs([record(cite())], [record()], sources={}))
    assert found.edited is None
    assert found.to_json()["documents"] is None
    assert "cannot be told" in stability_text(found, NAMES, "en")


def test_questions_of_one_run_only_are_listed():
    before = [record(id="1"), record(id="2"), record(id="3")]
    after = [record(id="2", question="Câu khác?"), record(id="3"), record(id="4")]
    found = stability(*runs(before, after))
    assert [answer.before.id for answer in found.answers] == ["3"]
    assert (found.only_before, found.only_after) == (("1", "2"), ("2", "4"))
    with pytest.raises(BadInput, match="không có câu hỏi chung"):
        stability(*runs([record(id="1")], [record(id="2")]))


def test_the_text_shows_before_after_and_why_in_both_languages():
    found = stability(*runs([record(cite("old.txt"))], [record(abstention_reason="not_answered")]))
    vi, en = stability_text(found, NAMES, "vi"), stability_text(found, NAMES, "en")
    assert "(từ đúng thành sai)" in vi
    assert "Trước: “Huế có 9 quận.” (old.txt)" in vi
    assert "Sau: từ chối trả lời (not_answered)" in vi
    assert "Vì: old.txt (đã bỏ)" in vi
    assert "Because of: old.txt (removed)" in en
    assert "- Trả lời đúng: 1 → 0" in vi
    assert "## Lost (1)" in en


def test_everything_is_json():
    found = stability(*runs([record(cite("old.txt"))], [record()]))
    value = json.loads(json.dumps(found.to_json(), ensure_ascii=False))
    assert value["counts"] == {"lost": 1, "changed": 0, "gained": 0, "moved": 0, "same": 0}
    assert value["per_question"][0]["documents"]["cited"] == [{"source": "old.txt", "edit": "removed"}]
    assert value["right"] == {"before": 1, "after": 0}
