"""A small library without an index (three articles, answers by rule, everything it is told kept in lists), and Chromium."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
import uvicorn

from corpus.errors import BadHome, Language
from corpus.types import Article, Passage, Span
from qa.limits import ANYWHERE, Limits
from qa.types import Answer, Citation, Hit, Related

RANKING = Article(
    source="báo cáo/Xếp hạng #1 (50%)?.txt",
    text=(
        "Việt Nam vào nhóm 50 nước dẫn đầu khu vực về dịch vụ số\n"
        "Bản tin tóm tắt kết quả đánh giá được công bố trong tháng 9.\n"
        "Kết quả chính\n"
        "Đợt đánh giá xem xét ba nhóm chỉ số thành phần. Năm 2024, tỉnh Mẫu đứng thứ 12 trên bảng xếp hạng dịch vụ số, "
        "tăng 5 bậc so với năm 2022. Ban tổ chức cho biết phương pháp tính không đổi so với kỳ trước, nên hai năm so sánh "
        "được với nhau.\n" + "Phần phụ lục trình bày cách thu thập số liệu của từng đơn vị tham gia đánh giá.\n" * 30
    ),
    title="Việt Nam vào nhóm 50 nước dẫn đầu khu vực về dịch vụ số",
    published=date(2024, 9, 18),
    event=date(2024, 9, 17),
    publisher="Cổng thông tin tỉnh Mẫu",
    url="https://example.invalid/xep-hang",
)
PLAIN = Article(source="ghi-chu.txt", text="Chỉ tiêu năm 2025 là 80% hồ sơ được nộp trực tuyến.")
HOSTILE = Article(
    source="xấu/<img src=x>&\"'.html",
    text=(
        'Mở đầu <script>window.pwned=1</script> <img src="http://evil.invalid/a.png" onerror="window.pwned=2">\n'
        "Câu độc ![ảnh](http://evil.invalid/b.png) [bấm](javascript:alert(1)) $$x^2$$ **đậm** ${1+1} {{value}} "
        '<b style="position:fixed">che</b> </mark></blockquote><iframe src="http://evil.invalid/"></iframe>.'
    ),
    title='Tiêu đề <svg onload="window.pwned=3"> & "nháy"',
    publisher="<i>nơi đăng</i>",
    url="javascript:alert(1)",
)


def span_of(article: Article, quote: str) -> Span:
    start = article.text.index(quote)
    return Span(start, start + len(quote))


def cite(article: Article, quote: str, **more: Any) -> Citation:
    return Citation(article, span_of(article, quote), quote, 0.9, **more)


RANKED = "Năm 2024, tỉnh Mẫu đứng thứ 12 trên bảng xếp hạng dịch vụ số, tăng 5 bậc so với năm 2022."
INTRO = "Đợt đánh giá xem xét ba nhóm chỉ số thành phần."
EVIL = HOSTILE.text.split("\n")[1]


@dataclass
class FakeLibrary:
    asked: list[tuple[str, tuple[str, ...], bool]] = field(default_factory=list)
    feedback: list[tuple[str, Mapping[str, Any], str, str | None]] = field(default_factory=list)

    def ask(
        self, question: str, history: Sequence[str] = (), *, always: bool = False, limits: Limits = ANYWHERE
    ) -> Answer:
        self.limits = limits
        self.asked.append((question, tuple(history), always))
        if not question.strip():
            return Answer(question, "Câu hỏi trống.", reason="question_empty")
        if len(question) > 10_000:
            return Answer(question, "Câu hỏi quá dài.", reason="question_too_long")
        if "hỏng" in question:
            raise RuntimeError("secret detail")
        if "kho cũ" in question:
            raise BadHome(vi="Kho do bản khác ghi. Hãy nạp lại.", en="Another version wrote the home. Index again.")
        if "độc" in question:
            return Answer(question, f"{EVIL} [1]", (cite(HOSTILE, EVIL),), confidence=0.4, level="low")
        if "thời tiết" in question:
            related = (Related(PLAIN, Span(0, len(PLAIN.text))), Related(RANKING, span_of(RANKING, INTRO)))
            return Answer(question, "Không có.", reason="not_answered", related=related, confidence=0.1)
        standalone = f"{history[-1].rstrip('?')} {question}" if history and question.startswith("Còn") else question
        citations = (cite(RANKING, INTRO, role="context"), cite(RANKING, RANKED, also_in=(PLAIN.source,)))
        return Answer(
            question,
            f"{INTRO} [1] {RANKED} [2]",
            citations,
            standalone_question=standalone,
            confidence=0.93,
            level="high",
        )

    def search(self, query: str, k: int = 10) -> list[Hit]:
        passages = [
            Passage(i, article, Span(0, len(article.text))) for i, article in enumerate((RANKING, PLAIN, HOSTILE))
        ]
        return [Hit(passage, 1.0 / (1 + passage.id)) for passage in passages][:k]

    def article(self, source: str) -> Article | None:
        return {article.source: article for article in (RANKING, PLAIN, HOSTILE)}.get(source)

    def add_feedback(
        self, question: str, answer: Mapping[str, Any], verdict: Literal["up", "down"], reason: str | None
    ) -> None:
        self.feedback.append((question, answer, verdict, reason))

    def status(self) -> Mapping[str, Any]:
        return {"articles": 1203, "passages": 3456, "home": "/srv/secret"}


@dataclass(frozen=True)
class FakeSettings:
    title: str = "Hỏi Đáp"
    language: Language = "vi"
    examples: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    prefix: str = ""


@pytest.fixture(scope="session")
def fakes() -> SimpleNamespace:
    return SimpleNamespace(library=FakeLibrary, settings=FakeSettings)


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture
def settings() -> type[FakeSettings]:
    return FakeSettings


@pytest.fixture
def ranking() -> Article:
    return RANKING


@pytest.fixture
def hostile() -> Article:
    return HOSTILE


@pytest.fixture
def plain() -> Article:
    return PLAIN


CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
HOST = "127.0.0.1"


@contextmanager
def serve(app) -> Iterator[str]:
    """The address of `app`, served on a free port."""
    listening = socket.create_server((HOST, 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    try:
        yield f"http://{HOST}:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make test installs it")
    if not CHROMIUM.exists():
        pytest.skip("/usr/bin/chromium is missing: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_chat(browser) -> Callable[..., AbstractContextManager[SimpleNamespace]]:
    """Serves a library's chat and opens a page on it. Requests beyond this machine are aborted; there must be none, and no error."""

    @contextmanager
    def opened(library, settings) -> Iterator[SimpleNamespace]:
        from ui import api

        foreign: list[str] = []
        errors: list[str] = []

        def watch(route) -> None:
            if urlsplit(route.request.url).hostname == HOST:
                route.continue_()
            else:
                foreign.append(route.request.url)
                route.abort()

        with serve(api.build_app(library, settings)) as address:
            context = browser.new_context(locale="vi-VN", viewport={"width": 1280, "height": 800})
            context.route("**/*", watch)
            context.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
            page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            base = f"{address}{settings.prefix}"
            page.goto(f"{base}/")
            page.locator("#q textarea").wait_for()
            yield SimpleNamespace(
                page=page, context=context, base=base, library=library, ask=lambda question: ask(page, question)
            )
            context.close()
        assert foreign == []
        assert errors == []

    return opened


def ask(page, question: str) -> str:
    """Type a question and wait for the reply to it."""
    from playwright.sync_api import expect

    bots = page.locator('#chat [data-testid="bot"]')
    count = bots.count()
    box = page.get_by_role("textbox", name="Câu hỏi")
    box.fill(question)
    box.press("Enter")
    expect(bots).to_have_count(count + 1)
    return bots.last.inner_text()
