import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from corpus.errors import BadInput
from eval.report.page import read_scores, write_report
from eval.report.words import CARDS, KINDS, MEASURED, PAGE, PLOTS, REASONS, SETUP, STAGES
from eval.saved import Cited, Digests, Found, Held, Run, RunInfo, Saved, read_run, write_run
from eval.score import run_scores
from ui import theme

HOSTILE = '<script>window.pwned=1</script><img src=x onerror="window.pwned=2"> {{ 7*7 }} {% raw %} & "\' $x^2$'
INFO = RunInfo(
    program="0.1.0",
    started="2026-03-04T05:06:00+00:00",
    language="vi",
    set="gold",
    gold="mau.jsonl",
    questions=6,
    digests=Digests("a1" * 32, "b2" * 32, {"encoder": "c3" * 20, "ranker": "d4" * 20}),
    threshold=0.25,
    articles=3,
    passages=12,
    finished=True,
)


def record(id, **fields):
    given = {"question": f"Câu {id}?", "kind": "factoid", "docs": ("hue.txt",), "answers": ("9 quận",), "ms": 12.0}
    return Saved(**{"id": id, "lang": "vi", **given, "confidence": 0.5, **fields})


def wrong(id, stage, **fields):
    return record(id, stage=stage, why={"vi": "vì", "en": "since"}, **fields)


CITED = Cited("hue.txt", "Huế có  9 QUẬN, huyện.", 0, 22, 0.9)
PASSAGES = (Found("vinh.txt#0-20", "vinh.txt", 0, 20), Found("hue.txt#0-40", "hue.txt", 0, 40, relevant=True))
RECORDS = (
    record("g1", right=True, forced_right=True, confidence=0.9, citations=(CITED,), citation_precision=1.0),
    wrong(
        "g2",
        "not_selected",
        history=("Huế ở đâu?",),
        all_of=("sông Hương", "sông Lam"),
        wrong=("16 phường",),
        citations=(Cited("vinh.txt", "Vinh có 16 phường.", 0, 18, 0.8), Cited("hue.txt", "Sông Hương.", 0, 11, 0.7)),
        passages=PASSAGES,
        relevant=("hue.txt#0-40",),
        holding=Held("hue.txt", 0, 40, "Huế có 9 quận, huyện."),
        confidence=0.4,
    ),
    wrong("g3", "abstained", abstained=True, abstention_reason="not_answered", confidence=0.1, kind="list"),
    wrong("g4", "not_silent", docs=(), answers=(), answerable=False, kind="unanswerable", citations=(CITED,)),
    wrong("g5", "crashed", error="ValueError: hỏng", confidence=0.0),
    record(
        "g6", right=True, docs=(), answers=(), answerable=False, abstained=True, kind="unanswerable", confidence=0.1
    ),
)
EVIL = wrong(
    HOSTILE,
    "wrong_cited",
    question=HOSTILE,
    kind=HOSTILE,
    subkind=HOSTILE,
    variant=HOSTILE,
    history=(HOSTILE,),
    docs=(HOSTILE,),
    answers=(HOSTILE,),
    all_of=("<b>",),
    wrong=("</blockquote>",),
    citations=(Cited(HOSTILE, f"{HOSTILE} </blockquote><b>", 0, 9, 0.5),),
    holding=Held(HOSTILE, 0, 9, f"{HOSTILE}</details>"),
    passages=(Found("x", HOSTILE, 0, 9),),
)


class Page(HTMLParser):
    """Every tag with its attributes, and the text by the tag around it."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.open, self.texts = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "script"):
            self.texts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())


@pytest.fixture
def write(tmp_path):
    """Writes a run and its report; gives the page and the Markdown."""

    def write(records=RECORDS, language="vi", **info):
        run = Run(replace(INFO, questions=len(records), **info), tuple(records))
        write_run(tmp_path, run)
        scores = json.dumps(run_scores(run.records, run.info.set))
        (tmp_path / "scores.json").write_text(scores, encoding="utf-8")
        write_report(tmp_path, language)
        return tuple((tmp_path / name).read_text(encoding="utf-8") for name in ("report.html", "report.md"))

    return write


def article(html, number):
    return re.search(rf'<article [^>]*id="cau-{number}".*?</article>', html, re.S).group()


def test_the_page_says_what_was_measured_and_how_it_went(write):
    html, _ = write()
    text = Page(html).text
    assert "Trả lời đúng 1 trong 4 câu mà tài liệu có đáp án." in text
    assert "Im lặng đúng ở 1 trong 2 câu mà tài liệu không trả lời." in text
    assert "6 câu · 3 tài liệu, 12 đoạn · ngưỡng im lặng 0,25 · 05:06, 04/03/2026" in text
    assert "25,0% 1/4" in text  # the card; Wilson's interval of 1 of 4 is below
    assert "4,6–69,9%" in text
    assert "mau.jsonl · 6 câu" in text
    assert "dấu vân a1a1a1a1a1a1" in text
    assert "c3" * 6 in text
    assert "c3" * 7 not in text
    assert f'title="{"a1" * 32}"' in html
    assert "Lần chấm này chưa xong" not in text


def test_a_wrong_answer_shows_what_was_expected_given_and_where_it_was(write):
    html, _ = write()
    case = article(html, 1)
    text = Page(case).text
    assert "Chọn nhầm câu" in text
    assert "Đã hỏi trước đó: “Huế ở đâu?”" in text
    assert "sông Lam (thiếu)" in text
    assert "sông Hương (thiếu)" not in text
    assert '<mark class="bad">16 phường</mark>' in case
    assert '<mark class="good">Sông Hương</mark>' in case
    assert '<mark class="good">9 quận</mark>' in case  # in the passage that held it
    assert "hue.txt · đứng thứ 2 trong các đoạn tìm được" in text
    assert "vinh.txt · không thuộc tài liệu cần trích" in text
    assert "tin cậy 40,0%, ngưỡng 25,0%" in text
    assert "Đã im lặng: không đủ chắc để trả lời." in Page(article(html, 2)).text
    assert "Im lặng: tài liệu không trả lời câu này." in Page(article(html, 3)).text
    assert "ValueError: hỏng" in Page(article(html, 4)).text
    assert 'id="cau-5"' not in html


def test_all_questions_stand_in_the_table(write):
    html, _ = write()
    rows = re.findall(r'<tr><th scope="row">(Câu g\d)', html)
    assert rows == [f"Câu {each.id}" for each in RECORDS]
    assert html.count('<a href="#cau-') == 4


def test_the_page_in_english(write):
    html, markdown = write(language="en")
    text = Page(html).text
    assert '<html lang="en">' in html
    assert "1 of 4 questions that the documents answer were answered right." in text
    assert "25.0% 1/4" in text
    assert "05:06, 4 March 2026" in text
    assert "Other sentence chosen" in text
    ours = re.sub(
        r"Câu g\d|Huế[^<”]*|Sông[^<”]*|sông[^<”]*|Vinh[^<”]*|hỏng|Hỏi Đáp|quận|phường|QUẬN", "", text + markdown
    )
    assert not re.findall(r"\w*[ăâđêôơưạảấầậắặẹẻếềệọốồộợụủứừựỳ]\w*", ours)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_hostile_strings_stay_strings(write, language):
    html, markdown = write((*RECORDS, EVIL), language, gold=HOSTILE)
    page = Page(html)
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not {"img", "iframe", "object"} & {tag for tag, _ in page.tags}
    assert all("onerror" not in attributes and "onload" not in attributes for _, attributes in page.tags)
    assert html.count("<b>") == 1  # our own
    assert html.count("<blockquote>") == html.count("</blockquote>")
    assert page.text.count(HOSTILE) >= 10
    assert "{{ 7*7 }} {% raw %}" in page.text
    assert "&lt;script&gt;" in html
    assert not re.search(r"(?<!\\)<(script|img|b|/)", markdown)


def test_nothing_comes_from_outside(write):
    html, _ = write((*RECORDS, EVIL))
    for tag, attributes in Page(html).tags:
        for key in ("src", "href", "action", "srcset", "data", "xlink:href"):
            value = attributes.get(key) or ""
            assert value == "" or value.startswith(("#", "data:")), (tag, key, value)
    style = "".join(re.findall(r"<style>(.*?)</style>", html, re.S))
    assert "@import" not in style
    assert "url(" not in style
    assert "http:" not in html
    assert "https:" not in html
    assert "default-src 'none'" in html


def test_300_questions_are_less_than_3_mb(write):
    long = "Huế có 9 quận, huyện và một câu dài để đo kích thước của trang. " * 15
    records = [
        wrong(
            f"g{number}",
            "not_selected",
            kind=f"loại {number % 20}",
            citations=(Cited("hue.txt", long[:400], 0, 400, 0.5), Cited("hue.txt", long[:400], 0, 400, 0.5)),
            holding=Held("hue.txt", 0, len(long), long),
            passages=PASSAGES,
            confidence=number / 300,
            ms=float(number),
        )
        for number in range(300)
    ]
    html, _ = write(records)
    assert len(html.encode("utf-8")) < 3_000_000
    assert html.count("<article") == 300


def test_a_run_that_was_interrupted_is_reported_as_far_as_it_went(tmp_path):
    write_run(tmp_path, Run(replace(INFO, questions=9, finished=False), RECORDS[:3]))
    write_report(tmp_path)
    text = Page((tmp_path / "report.html").read_text(encoding="utf-8")).text
    assert "Lần chấm này chưa xong: mới có 3 trong 9 câu." in text


def test_nothing_asked_and_nothing_wrong(write):
    html, markdown = write([RECORDS[0]])
    assert "Không có câu nào sai." in Page(html).text
    assert "<form" not in html
    assert "Không có câu nào sai." in markdown
    write([])


def test_a_set_of_rankings_shows_rankings_alone(write):
    first = Found("d1", "d1", 0, 9, relevant=True)
    records = [
        Saved("q1", "vi", "một", "query", right=True, passages=(first,), relevant=("d1",), grades=(1,)),
        Saved("q2", "vi", "hai", "query", stage="not_retrieved", passages=(first,), relevant=("d2",), grades=(1,)),
    ]
    html, markdown = write(records, set="beir", gold="bộ")
    text = Page(html).text
    assert "Tài liệu đứng đầu là tài liệu cần tìm ở 1 trong 2 câu." in text
    assert "Tìm đúng tài liệu (nDCG@10) 0,500" in text
    assert "Đứng đầu: d1." in Page(article(html, 1)).text
    assert "d2" in Page(article(html, 1)).text
    assert "Biết mình đúng hay sai" not in text
    assert "Đứng đầu: d1." in markdown


def test_a_squad_set_leads_with_first_sentences(write):
    records = [
        replace(each, kind="answerable" if each.answerable else "impossible", words=each.passages) for each in RECORDS
    ]
    html, _ = write(records, set="squad")
    text = Page(html).text
    assert "Câu đầu đúng 33,3%" in text
    assert "Xếp hạng tài liệu, chỉ từ: nDCG@10" in text


def test_markdown_tells_the_same(write):
    _, markdown = write()
    assert "# Kết quả trên mau.jsonl" in markdown
    assert "Trả lời đúng 1 trong 4 câu" in markdown
    assert "### g2: Huế ở đâu? → Câu g2?" in markdown
    assert "Vinh có ~~16 phường~~." in markdown
    assert "**Sông Hương**." in markdown
    assert "(hue.txt · đứng thứ 2 trong các đoạn tìm được): “Huế có **9 quận**, huyện.”" in markdown
    for block in re.findall(r"(?:^\|.*\n)+", markdown, re.M):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1


def test_the_same_run_gives_the_same_bytes(write):
    assert write() == write()


def test_scores_that_cannot_be_read_are_said_to_be(tmp_path):
    write_run(tmp_path, Run(INFO, RECORDS))
    with pytest.raises(BadInput, match=r"scores\.json"):
        read_scores(tmp_path, read_run(tmp_path))
    with pytest.raises(BadInput, match=r"run\.json"):
        write_report(tmp_path / "nowhere")


def test_every_word_has_both_languages_and_the_same_places():
    both = [*PAGE.values(), *SETUP.values(), *PLOTS.values(), *KINDS.values(), *REASONS.values(), *MEASURED.values()]
    both += [words for pair in (*STAGES.values(), *CARDS.values()) for words in pair]
    for words in both:
        assert set(words) == {"vi", "en"}
        assert all(words.values())
        assert set(re.findall(r"\{\w+\}", words["vi"])) == set(re.findall(r"\{\w+\}", words["en"]))


def test_the_colours_are_those_of_the_chat(write):
    html, _ = write()
    style = re.search(r"<style>(.*?)</style>", html, re.S).group(1)
    light, dark = style.split("@media (prefers-color-scheme: dark)", 1)
    for part, palette in ((light, theme.LIGHT), (dark.split("}", 1)[0], theme.DARK)):
        for pair in filter(None, palette.split(";")):
            if not pair.startswith("--accent-hover"):
                assert f"{pair};" in part
