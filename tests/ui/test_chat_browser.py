"""The chat as a person uses it, in Chromium; every request beyond this machine is aborted and counted."""

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make test installs it")


@pytest.fixture
def chat(open_chat, library, settings) -> Iterator[SimpleNamespace]:
    """A served chat below a prefix, and an open page."""
    with open_chat(library, settings(examples=("Xếp hạng năm 2024?",), prefix="/hoidap")) as opened:
        yield opened


def test_ask_read_the_citation_and_follow_it_to_the_sentence(chat) -> None:
    page = chat.page
    reply = chat.ask("Năm 2024 tỉnh Mẫu xếp thứ mấy?")
    assert "đứng thứ 12" in reply
    assert "[2]" in reply
    assert page.locator("#chat [aria-label*='message']").count() == 0
    sync_api.expect(page.get_by_role("log", name="Cuộc trò chuyện")).to_be_visible()
    sources = page.locator("#sources")
    sync_api.expect(sources.locator("details.src > summary")).to_have_count(2)
    quote = sources.locator("mark").last.inner_text()
    assert quote in reply
    sync_api.expect(sources).to_contain_text("Cổng thông tin tỉnh Mẫu · 18/09/2024")
    sync_api.expect(sources).to_contain_text("Độ tin cậy: cao")
    with chat.context.expect_page() as opened:
        sources.locator("details.src").last.get_by_role("link", name="Mở toàn bài tại câu này").click()
    article = opened.value
    mark = article.locator("mark#trich")
    assert mark.inner_text() == quote
    sync_api.expect(mark).to_be_in_viewport()
    article.wait_for_function("scrollY > 0")  # the browser scrolls to the anchor a moment after the page is there
    article.get_by_role("link", name="Về trang hỏi đáp").click()
    article.locator("#q textarea").wait_for()
    assert article.url == f"{chat.base}/"


def test_a_hostile_document_is_shown_letter_by_letter(chat, hostile) -> None:
    page = chat.page
    evil = hostile.text.split("\n")[1]
    assert evil in chat.ask("Câu độc là gì?")
    assert page.locator("#sources mark").inner_text() == evil
    assert hostile.title in page.locator("#sources summary").inner_text()
    with chat.context.expect_page() as opened:
        page.locator("#sources .open a").click()
    assert opened.value.locator("mark#trich").inner_text() == evil
    for seen in (page, opened.value):
        assert seen.evaluate("window.pwned") is None
        assert seen.locator("iframe, [onerror], [onload], #chat b, main b").count() == 0


def test_abstaining_follow_ups_and_a_new_conversation(chat) -> None:
    page = chat.page
    page.get_by_role("button", name="Xếp hạng năm 2024?").click()
    sync_api.expect(page.locator('#chat [data-testid="bot"]')).to_have_count(1)
    sync_api.expect(page.locator("#examples")).to_be_hidden()
    assert chat.ask("Còn năm 2022?").startswith("Đã hiểu là: Xếp hạng năm 2024 Còn năm 2022?")
    assert chat.ask("Mai thời tiết ra sao?").startswith("Không tìm thấy trong tài liệu.")
    sync_api.expect(page.locator("#sources")).to_contain_text("Những đoạn gần nhất")
    sync_api.expect(page.locator("#sources details")).to_have_count(2)
    page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    sync_api.expect(page.locator('#chat [data-testid="bot"]')).to_have_count(0)
    sync_api.expect(page.locator("#examples")).to_be_visible()
    sync_api.expect(page.locator("#sources details")).to_have_count(0)
    chat.ask("Còn gì nữa?")
    assert chat.library.asked[-1][1] == ()


def test_thumbs_are_kept_with_a_reason(chat) -> None:
    page = chat.page
    sync_api.expect(page.get_by_role("button", name="Chưa đúng")).to_be_hidden()
    chat.ask("Năm 2024?")
    page.get_by_role("button", name="Đúng", exact=True).click()
    sync_api.expect(page.locator("#thanks")).to_contain_text("Đã ghi nhận")
    chat.ask("Năm 2022?")
    page.get_by_role("button", name="Chưa đúng").click()
    page.locator("#reason textarea, #reason input").fill("nhầm năm")
    page.get_by_role("button", name="Gửi góp ý").click()
    sync_api.expect(page.locator("#thanks")).to_contain_text("Đã ghi nhận")
    kept = [(question, verdict, reason) for question, _, verdict, reason in chat.library.feedback]
    assert kept == [("Năm 2024?", "up", None), ("Năm 2022?", "down", None), ("Năm 2022?", "down", "nhầm năm")]


def test_bad_questions_and_faults_are_messages(chat) -> None:
    page = chat.page
    assert chat.ask("   ").startswith("Bạn chưa nhập câu hỏi.")
    assert chat.ask("a" * 10_001).startswith("Câu hỏi dài quá 10.000 ký tự.")
    assert chat.ask("hỏng").startswith("Đã có lỗi khi trả lời")
    assert "đứng thứ 12" in chat.ask("Năm 2024?")
    sync_api.expect(page.get_by_role("textbox", name="Câu hỏi")).to_be_focused()


def test_it_fits_a_phone_and_speaks_english(chat) -> None:
    page = chat.page
    page.set_viewport_size({"width": 360, "height": 740})
    chat.ask("Năm 2024?")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    small = (
        "[...document.querySelectorAll('button, .open a')].filter(e => e.offsetParent && e.offsetHeight < 28).length"
    )
    assert page.evaluate(small) == 0
    page.get_by_role("link", name="English").or_(page.get_by_role("button", name="English")).click()
    page.wait_for_url(re.compile("/en/$"))
    page.get_by_role("textbox", name="Question").wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"
    box = page.get_by_role("textbox", name="Question")
    box.fill("2024?")
    box.press("Enter")
    sync_api.expect(page.locator("#sources")).to_contain_text("Confidence: high")
    assert page.locator("#sources .open a").first.get_attribute("href").startswith("../doc/")
