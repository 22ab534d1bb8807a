import json
from dataclasses import fields, replace

import pytest

from corpus.errors import BadInput
from eval.saved import (
    COMPARED,
    RECORDS,
    RUN,
    Cited,
    Digests,
    Found,
    Held,
    Run,
    Saved,
    differences,
    open_run,
    read_run,
    to_line,
    write_info,
    write_run,
)


@pytest.fixture
def full(make):
    """A record in which nothing is left at its default."""
    return Saved(
        id="q1", lang="vi", question="Huế có\nmấy “quận”?", kind="list", subkind="s", variant="v", history=("Huế?",),
        docs=("hue.txt",), answers=("9 quận",), all_of=("a",), wrong=("b",), evidence=("c",), answerable=True, right=False,
        abstained=True, stage="not_indexed", why={"vi": "không", "en": "no"}, abstention_reason="not_answered", confidence=0.1,
        forced_right=True, hit1=False, hit3=True, citation_precision=0.5, citation_recall=1.0, complete=False, span_em=0.0,
        span_f1=2 / 3, citations=(Cited("a/hue.txt", "Huế có 9 quận.", 5, 19, 0.9, "context", ("b.txt",), (7, 13), False),),
        passages=(Found("a/hue.txt#0-9", "a/hue.txt", 0, 9, True),), relevant=("a/hue.txt#0-9",),
        holding=Held("a/hue.txt", 0, 9, "Sông Hươn"), ms=12.5, error="ValueError: hỏng",
        words=(Found("b.txt#0-2", "b.txt", 0, 2),), grades=(2,), level="high",
    )  # fmt: skip


def test_a_record_comes_back_as_it_was(make, full, tmp_path):
    defaults = Saved("q1", "vi", "?", "factoid")
    same = [field.name for field in fields(Saved) if getattr(full, field.name) == getattr(defaults, field.name)]
    assert same == ["id", "lang", "answerable", "right"]
    run = Run(make.info(finished=True), (full, replace(defaults, id="q2")))
    write_run(tmp_path, run)
    assert read_run(tmp_path) == run
    assert "\n" not in to_line(full)
    assert json.loads(to_line(full))["citations"][0]["answer_span"] == [7, 13]


@pytest.fixture
def begun(make, tmp_path):
    """A run of three questions that was interrupted after the first."""
    with open_run(tmp_path, make.info(questions=3), ["q1", "q2", "q3"]) as writer:
        writer.append(make.saved("q1"))
    return tmp_path


def test_a_record_is_on_the_disk_at_once(make, tmp_path):
    with open_run(tmp_path, make.info(), ["q1", "q2"]) as writer:
        writer.append(make.saved("q1"))
        assert [record.id for record in read_run(tmp_path).records] == ["q1"]
        writer.append(make.saved("q2"))
        assert not read_run(tmp_path).info.finished
        run = writer.finish()
    assert run.info.finished
    assert run == read_run(tmp_path)


def test_an_interrupted_run_goes_on_and_equals_one_that_was_not(make, begun, tmp_path_factory):
    with (begun / RECORDS).open("ab") as file:
        file.write(to_line(make.saved("q2")).encode()[:40])  # killed while it wrote
    assert [record.id for record in read_run(begun).records] == ["q1"]
    with open_run(begun, make.info(questions=3, started="2030-01-01T00:00:00+00:00"), ["q1", "q2", "q3"]) as writer:
        assert [record.id for record in writer.done] == ["q1"]
        writer.append(make.saved("q2"))
        writer.append(make.saved("q3"))
        writer.finish()
    whole = tmp_path_factory.mktemp("whole")
    with open_run(whole, make.info(questions=3), ["q1", "q2", "q3"]) as writer:
        for id in ("q1", "q2", "q3"):
            writer.append(make.saved(id))
        writer.finish()
    assert read_run(begun) == read_run(whole)
    assert (begun / RECORDS).read_bytes() == (whole / RECORDS).read_bytes()


@pytest.mark.parametrize(
    ("change", "vi", "en"),
    [
        ({"digests": Digests("x", "c", {"encoder": "e"})}, "bộ câu hỏi", "questions"),
        ({"digests": Digests("g", "x", {"encoder": "e"})}, "tài liệu", "documents"),
        ({"digests": Digests("g", "c", {"encoder": "x"})}, "mô hình", "models"),
        ({"program": "2.0"}, "phiên bản chương trình", "version of the program"),
        ({"code": "x"}, "mã chương trình", "program's code"),
        ({"threshold": 0.5}, "ngưỡng im lặng", "threshold of silence"),
        ({"set": "squad"}, "loại bộ câu hỏi", "kind of set"),
        ({"questions": 4}, "số câu hỏi", "number of questions"),
        ({"digests": Digests("x", "x", {"encoder": "e"})}, "bộ câu hỏi, tài liệu", "questions, documents"),
    ],
)
def test_a_run_does_not_go_on_over_other_things(make, begun, change, vi, en):
    with pytest.raises(BadInput) as error:
        open_run(begun, make.info(**{"questions": 3, **change}), ["q1", "q2", "q3"])
    assert f"đã đổi {vi}. Hãy" in error.value.vi
    assert f"have changed: {en}. Choose" in error.value.en
    assert [record.id for record in read_run(begun).records] == ["q1"]


def test_what_may_differ_between_two_runs_that_are_alike(make):
    info = make.info()
    assert differences(info, replace(info, started="later", language="en", gold="other.jsonl", finished=True)) == []
    assert set(differences(info, replace(info, program="x", code="x"))) == {"program", "code"} <= set(COMPARED)


def test_records_of_other_questions_are_not_taken_up(make, begun):
    with pytest.raises(BadInput, match="không phải những câu hỏi đầu"):
        open_run(begun, make.info(questions=3), ["q2", "q1", "q3"])


def test_a_finished_run_is_never_written_over(make, tmp_path):
    with open_run(tmp_path, make.info(questions=1), ["q1"]) as writer:
        writer.append(make.saved("q1"))
        writer.finish()
    with pytest.raises(BadInput, match="hoàn tất"):
        open_run(tmp_path, make.info(questions=1), ["q1"])


def test_a_folder_with_other_files_is_left_alone(make, tmp_path):
    (tmp_path / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(BadInput, match=r"letter\.txt"):
        open_run(tmp_path, make.info(), ["q1", "q2"])
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(BadInput, match="Không ghi được"):
        open_run(tmp_path / "letter.txt", make.info(), ["q1", "q2"])


def test_a_folder_that_is_no_run_says_so(tmp_path):
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(BadInput) as error:
            read_run(folder)
        assert "không phải thư mục của một lần chấm" in error.value.vi
        assert "is not the folder of a run" in error.value.en


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("{", "dòng 2: "),
        ("", "dòng 2: "),
        ("[]", "dòng 2: "),
        ('{"id":"q2","lang":"vi","question":"?"}', "dòng 2, trường 'kind': "),
        ('{"id":"q2","lang":"vi","question":"?","kind":"k","right":1}', "dòng 2, trường 'right': "),
        ('{"id":"q2","lang":"vi","question":"?","kind":"k","confidence":"1"}', "dòng 2, trường 'confidence': "),
        ('{"id":"q2","lang":"vi","question":"?","kind":"k","stage":"lost"}', "dòng 2, trường 'stage': "),
        ('{"id":"q2","lang":"vi","question":"?","kind":"k","passages":[{"id":"x"}]}', "trường 'passages.0.source': "),
        ('{"id":"q1","lang":"vi","question":"?","kind":"k"}', "dòng 2, trường 'id': "),
    ],
)
def test_a_broken_line_is_named(begun, line, place):
    with (begun / RECORDS).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(BadInput) as error:
        read_run(begun)
    assert f"{begun / RECORDS}, " in error.value.vi
    assert place in error.value.vi
    assert place.replace("dòng", "line").replace("trường", "field") in error.value.en


def test_a_field_of_a_later_version_is_passed_over(begun):
    with (begun / RECORDS).open("a", encoding="utf-8") as file:
        file.write('{"id":"q2","lang":"vi","question":"?","kind":"k","mood":"good"}\n')
    assert len(read_run(begun).records) == 2


def test_a_run_of_another_format_or_with_lines_missing_is_refused(make, begun):
    write_info(begun, make.info(questions=3, finished=True))
    with pytest.raises(BadInput, match="1 bản ghi"):
        read_run(begun)
    write_info(begun, make.info(format=2))
    with pytest.raises(BadInput, match="'format'"):
        read_run(begun)
    (begun / RUN).write_text("{}", encoding="utf-8")
    with pytest.raises(BadInput, match="'program'"):
        read_run(begun)
