"""The report as a person opens it: a file, in Chromium, offline."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval.report.page import write_report
from eval.saved import Cited, Digests, Held, Run, RunInfo, Saved, write_run

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make test installs it")

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
EVIL = '<img src="http://evil.invalid/a.png" onerror="window.pwned=1"><script>window.pwned=2</script>'


def record(number: int, **fields) -> Saved:
    given = {"kind": "factoid", "docs": ("huế.txt",), "answers": ("9 quận",), "ms": 10.0 + number, "confidence": 0.5}
    return Saved(**{"id": f"g{number}", "lang": "vi", "question": f"Câu số {number}?", **given, **fields})


RECORDS = (
    *(record(number, right=True, forced_right=True, confidence=number / 20) for number in range(1, 15)),
    record(20, question="Đường Lê Lợi dài bao nhiêu?", stage="not_selected", citations=(Cited("huế.txt", EVIL, 0, 9, 0.5),)),
    record(21, stage="abstained", abstained=True, kind="list", holding=Held("huế.txt", 0, 9, f"Huế có 9 quận. {EVIL}")),
    record(22, stage="abstained", abstained=True, kind=EVIL, question="x" * 300, docs=("y" * 200,)),
)  # fmt: skip


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("run")
    digests = Digests("a" * 64, "b" * 64, {"encoder": "c" * 16})
    info = RunInfo("0.1.0", "2026-03-04T05:06:00", "vi", "gold", "mẫu.jsonl", 99, digests, 0.25, 1, 2)
    write_run(folder, Run(info, RECORDS))
    write_report(folder)
    return (folder / "report.html").as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator:
    if not CHROMIUM.exists():
        pytest.skip("/usr/bin/chromium is missing: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser, report) -> Iterator[Callable[..., SimpleNamespace]]:
    """Opens the report; beside the one file nothing may be asked for, and nothing may go wrong."""
    requests: list[str] = []
    errors: list[str] = []
    contexts = []

    def opened(**settings):
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: errors.append(message.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(report)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert {url for url in requests if not url.startswith("data:")} == {report}
    assert errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_the_screen_and_is_harmless(opened, width, scheme) -> None:
    page = opened(viewport={"width": width, "height": 844}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("window.pwned") is None
    assert page.locator("img, iframe, [onerror]").count() == 0
    assert EVIL in page.locator("#cau-1 blockquote").inner_text()
    assert page.locator("svg.plot[role=img][aria-label]").count() == 4
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark == ("rgb(245, 246, 248)" if scheme == "light" else "rgb(17, 22, 28)")
    text, ground = (
        page.locator("svg.plot text").first.evaluate("each => getComputedStyle(each).fill"),
        page.locator("figure").first.evaluate("each => getComputedStyle(each).backgroundColor"),
    )
    assert contrast(text, ground) > 4.5


def contrast(one: str, other: str) -> float:
    """Between two colours that a browser writes as rgb(…), by the accessibility guidelines."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in colour.removeprefix("rgb(").rstrip(")").split(",")]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_wrong_answers_are_filtered(opened) -> None:
    page = opened()
    shown = page.locator(".wrong:visible")
    sync_api.expect(shown).to_have_count(3)
    stage, kind = page.get_by_label("Chặng để mất"), page.get_by_label("Loại câu hỏi", exact=True)
    search = page.get_by_label("Tìm trong các câu sai")
    stage.select_option("abstained")
    sync_api.expect(shown).to_have_count(2)
    sync_api.expect(page.get_by_text("Đang xem 2 trong 3 câu")).to_be_visible()
    kind.select_option("list")
    sync_api.expect(shown).to_have_count(1)
    page.get_by_role("button", name="Bỏ lọc").click()
    sync_api.expect(shown).to_have_count(3)
    search.fill("duong le loi")
    sync_api.expect(shown).to_have_count(1)
    search.fill("đường Huế không có")
    sync_api.expect(shown).to_have_count(0)
    sync_api.expect(page.get_by_text("Không có câu sai nào khớp")).to_be_visible()
    page.get_by_role("link", name="Im lặng khi có đáp án").first.click()
    sync_api.expect(shown).to_have_count(2)
    assert stage.input_value() == "abstained"


def test_from_the_table_of_all_questions_to_a_wrong_answer(opened) -> None:
    page = opened()
    page.get_by_label("Tìm trong các câu sai").fill("không khớp gì cả")
    page.get_by_text("Mở bảng 17 câu hỏi").click()
    page.locator("td.off a").nth(1).click()
    sync_api.expect(page.locator("#cau-2")).to_be_in_viewport()


def test_without_a_script_everything_can_be_read(opened) -> None:
    page = opened(java_script_enabled=False)
    sync_api.expect(page.locator(".wrong:visible")).to_have_count(3)
    sync_api.expect(page.locator("#filter")).to_be_hidden()
    page.locator("#cau-2 summary").click()
    sync_api.expect(page.locator("#cau-2 .holding mark.good")).to_have_text("9 quận")


def test_names_headings_and_tables_are_told_to_those_who_hear_the_page(opened) -> None:
    page = opened()
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(each => +each.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.evaluate("[...document.querySelectorAll('table')].every(each => each.caption?.textContent.trim())")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
    assert len(ids) == len(set(ids))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
