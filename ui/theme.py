"""The look: a handful of colours for light and dark, shared by the chat and the source pages. System fonts only."""

import json
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).with_name("static")

LIGHT: Final = (
    "--bg:#f5f6f8;--card:#fff;--ink:#1b232c;--soft:#55616e;--line:#dde2e8;--field:#7b8794;--accent:#1f4f8f;--accent-ink:#fff;"
    "--accent-hover:#173e72;--tint:#e9f0f9;--mark:#ffedb0;--mark-ink:#1b232c;--good:#1c6b46;--warn:#8a5200;"
)
DARK: Final = (
    "--bg:#11161c;--card:#1a2129;--ink:#e7ebf0;--soft:#a5b0bd;--line:#303a45;--field:#78869a;--accent:#8cb8f2;--accent-ink:#0e1a2a;"
    "--accent-hover:#aecdf7;--tint:#1d2c40;--mark:#5e4a10;--mark-ink:#fff3cf;--good:#7fd0a6;--warn:#f0bf76;"
)
FONTS: Final = (
    '--sans:"Noto Sans","Segoe UI",system-ui,-apple-system,"Helvetica Neue",Arial,sans-serif;'
    '--serif:"Noto Serif","Source Serif 4",Cambria,"Times New Roman",serif;'
)


def chat_css() -> str:
    """The style of the chat, where Gradio sets the class `dark` as the reader's system asks."""
    return f":root{{{LIGHT}{FONTS}}}.dark{{{DARK}}}" + (STATIC / "chat.css").read_text(encoding="utf-8")


def chat_head(language: str, conversation: str) -> str:
    """What the chat adds to the head of Gradio's page.

    The style stands here because Gradio's `css=` rewrites every selector; the script because its `js=` needs the
    content policy to allow 'unsafe-eval'.
    """
    words = json.dumps({"language": language, "conversation": conversation}, ensure_ascii=False)
    script = (STATIC / "chat.js").read_text(encoding="utf-8")
    return f"<style>{chat_css()}</style><script>const WORDS = {words};\n{script}</script>"


def page_css() -> str:
    """The style of a source page, dark where the reader's system is."""
    dark = f"@media (prefers-color-scheme:dark){{:root{{{DARK}}}}}"
    return f":root{{{LIGHT}{FONTS}}}{dark}" + (STATIC / "page.css").read_text(encoding="utf-8")
