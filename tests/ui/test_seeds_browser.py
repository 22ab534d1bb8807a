"""Five real pages asked in the chat, in Chromium. Skipped where the sample pages are not beside the project."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval.gold import read_gold
from qa.library import Library

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make test installs it")


@pytest.fixture
def chat(open_chat, seeds: Library) -> Iterator[SimpleNamespace]:
    with open_chat(seeds, seeds.config) as opened:
        yield opened


@pytest.mark.parametrize("id", ["s006", "s009", "s020"])
def test_the_chat_answers_and_leads_to_the_sentence(shared: Path, chat: SimpleNamespace, id: str) -> None:
    asked = next(q for q in read_gold(shared / "gold" / "sample.jsonl") if q.id == id)
    reply = chat.ask(asked.question)
    assert any(answer in reply for answer in asked.answers)
    assert re.search(r"\[1\]", reply)
    quote = chat.page.locator("#sources mark").first.inner_text()
    assert quote in reply
    with chat.context.expect_page() as opened:
        chat.page.locator("#sources details.src").first.get_by_role("link", name="Mở toàn bài tại câu này").click()
    mark = opened.value.locator("mark#trich")
    assert mark.inner_text() == quote
    sync_api.expect(mark).to_be_in_viewport()
