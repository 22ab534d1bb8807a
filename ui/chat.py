"""The chat: one question, one event, an answer with numbered citations and its sources beside it.

Everything that Gradio shows of a document is escaped in `ui.render`. The settings below are read by Gradio when it is
imported, so they stand before it: no usage reports, no look-ups at a model hub.
"""

import asyncio
import logging
import os
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

os.environ.update(GRADIO_ANALYTICS_ENABLED="False", HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")

import gradio as gr
from fastapi import FastAPI

from ui import render, theme
from ui.asker import Asker, Settings
from ui.conversation import Turn, judge, messages, reply, understood
from ui.texts import GRADIO_VI, Texts

log = logging.getLogger(__name__)

INPUT_LIMIT: Final = 30_000  # UTF-16 units that the box takes: enough to be told that a question is too long
MOST_TURNS: Final = 50  # kept per conversation


def mount(app: FastAPI, library: Asker, settings: Settings, texts: Texts, *, path: str, base: str) -> None:
    """Put the chat of one language at `path` of `app`; `base` is the server's root as seen from the chat, "" or "../"."""
    put = partial(_mount, app, library, settings, texts, path, base)
    try:
        asyncio.get_running_loop()
    except RuntimeError:  # then Gradio would open several loops and never close them
        with asyncio.Runner() as runner:
            runner.run(_awaited(put))
    else:
        put()


async def _awaited(call: Callable[[], None]) -> None:
    call()


def _mount(app: FastAPI, library: Asker, settings: Settings, texts: Texts, path: str, base: str) -> None:
    demo = build(library, settings, texts, base)
    demo.queue(max_size=64, default_concurrency_limit=16, api_open=False)
    words = GRADIO_VI if texts.language == "vi" else {}
    gr.mount_gradio_app(
        app,
        demo,
        path=path,
        theme=_theme(),
        head=theme.chat_head(texts.language, texts.conversation),
        i18n=gr.I18n(**{locale: dict(words) for locale in _locales()}) if words else None,
        footer_links=[],
        run_history=False,
        max_file_size=1,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )


def build(library: Asker, settings: Settings, texts: Texts, base: str) -> gr.Blocks:
    """The page in one language, not yet mounted."""
    own = texts.language == settings.language
    query = "" if own else f"lang={texts.language}"
    examples = (settings.examples if own else ()) or texts.examples
    demo: gr.Blocks
    with gr.Blocks(title=settings.title, analytics_enabled=False, fill_width=True) as demo:
        turns = gr.State(())
        with gr.Column(elem_id="page"):
            with gr.Row(elem_id="top"):
                gr.Markdown(
                    f"<h1>{render.escape_markdown(settings.title)}</h1><p>{texts.tagline}</p>", elem_id="brand", **PLAIN
                )
                clear = gr.Button(texts.clear, elem_id="clear", elem_classes="quiet", size="sm")
                gr.Button(
                    texts.other_name,
                    link=f"{texts.other}/" if own else base,
                    elem_id="language",
                    elem_classes="quiet",
                    size="sm",
                )
            with gr.Row(elem_id="columns"):
                with gr.Column(elem_id="left", min_width=0):
                    chatbot = gr.Chatbot(
                        elem_id="chat",
                        label=texts.conversation,
                        show_label=False,
                        container=False,
                        render_markdown=False,
                        latex_delimiters=[],
                        allow_tags=False,
                        group_consecutive_messages=False,
                        buttons=[],
                        height=None,
                        placeholder=f"<p class='welcome'>{texts.welcome}</p>",
                    )
                    with gr.Row(elem_id="verdict", visible=False) as verdict:
                        gr.Markdown(texts.feedback, elem_id="verdict-question", **PLAIN)
                        up = gr.Button(texts.up, elem_id="up", elem_classes="quiet", size="sm")
                        down = gr.Button(texts.down, elem_id="down", elem_classes="quiet", size="sm")
                        edit = gr.Button(texts.edit, elem_id="edit", elem_classes="quiet", size="sm", visible=False)
                    thanks = gr.Markdown("", elem_id="thanks", **PLAIN)
                    with gr.Row(elem_id="why", visible=False) as why:
                        reason = gr.Textbox(
                            label=texts.ask_reason,
                            placeholder=texts.ask_reason,
                            show_label=False,
                            container=False,
                            max_length=500,
                            elem_id="reason",
                        )
                        tell = gr.Button(texts.send_reason, elem_id="tell", elem_classes="quiet", size="sm")
                    with gr.Column(elem_id="examples", visible=True) as chips:
                        gr.Markdown(texts.examples_label, elem_id="examples-label", **PLAIN)
                        buttons = [gr.Button(example, elem_classes="example", size="sm") for example in examples]
                    with gr.Row(elem_id="composer"):
                        box = gr.Textbox(
                            label=texts.question,
                            placeholder=texts.question_placeholder,
                            show_label=False,
                            container=False,
                            lines=1,
                            max_lines=6,
                            max_length=INPUT_LIMIT,
                            autofocus=False,
                            elem_id="q",
                            scale=1,
                        )
                        send = gr.Button(texts.send, variant="primary", elem_id="send", scale=0)
                    with gr.Accordion(texts.limits, open=False, elem_id="limits"), gr.Row():
                        since, until, source = (
                            gr.Textbox(label=label, placeholder=hint, max_length=200, elem_id=name, min_width=120)
                            for name, label, hint in (
                                ("since", texts.since, texts.day_hint),
                                ("until", texts.until, texts.day_hint),
                                ("source", texts.limit_source, texts.source_hint),
                            )
                        )
                with gr.Column(elem_id="right", min_width=0):
                    panel = gr.Markdown(_opening(library, texts), elem_id="sources", **PLAIN)

        shown = [turns, chatbot, panel, box, verdict, thanks, why, chips, edit]
        limits = [since, until, source]

        def answer(question: str | None, past: tuple[Turn, ...], *limits: str | None) -> Iterator[tuple[Any, ...]]:
            question = question or ""
            asked = messages([*past, Turn(render.shorten(question, 300).strip(), "", "")])
            yield (
                past,
                asked,
                gr.skip(),
                "",
                gr.update(visible=False),
                "",
                gr.update(visible=False),
                gr.update(visible=False),
                gr.update(visible=False),
            )
            first, last, named = (text or "" for text in limits)
            turn = reply(library, texts, question, past, base, query, (first, last, named))
            now = (*past, turn)[-MOST_TURNS:]
            judged = gr.update(visible=turn.answer is not None)
            editable = gr.update(visible=bool(understood(now)))
            yield now, messages(now), turn.panel, gr.skip(), judged, "", gr.skip(), gr.skip(), editable

        def verdict_given(which: Literal["up", "down"], past: tuple[Turn, ...]) -> tuple[Any, ...]:
            said = judge(library, texts, past, which, None)
            ask_why = which == "down" and said == texts.thanks
            hidden = gr.update(visible=False)
            return hidden, "" if ask_why else render.escape_markdown(said), gr.update(visible=ask_why), ""

        def reason_given(text: str | None, past: tuple[Turn, ...]) -> tuple[Any, ...]:
            text = (text or "").strip()[:500]
            said = judge(library, texts, past, "down", text) if text else texts.thanks
            return render.escape_markdown(said), gr.update(visible=False)

        def start_again() -> tuple[Any, ...]:
            hidden = gr.update(visible=False)
            return (), [], _opening(library, texts)(), "", hidden, "", hidden, gr.update(visible=True), hidden

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        gr.on([box.submit, send.click], answer, [box, turns, *limits], shown, **quiet)
        edit.click(understood, [turns], [box], **quiet)
        for button, example in zip(buttons, examples, strict=True):
            button.click(partial(_of_example, answer, example), [turns, *limits], shown, **quiet)
        up.click(partial(verdict_given, "up"), [turns], [verdict, thanks, why, reason], **quiet)
        down.click(partial(verdict_given, "down"), [turns], [verdict, thanks, why, reason], **quiet)
        gr.on([tell.click, reason.submit], reason_given, [reason, turns], [thanks, why], **quiet)
        clear.click(start_again, None, shown, **quiet)
    return demo


PLAIN: Final[dict[str, Any]] = {"latex_delimiters": [], "container": False}
Handler = Callable[..., Iterator[tuple[Any, ...]]]


def _of_example(
    answer: Handler, example: str, past: tuple[Turn, ...], *limits: str | None
) -> Iterator[tuple[Any, ...]]:
    yield from answer(example, past, *limits)


def _opening(library: Asker, texts: Texts) -> Callable[[], str]:
    """The panel of a fresh conversation; read anew for each page, since the library may have grown."""

    def panel() -> str:
        try:
            articles = library.status().get("articles")
        except Exception:
            log.exception("the library's status could not be read")
            articles = None
        return render.empty_panel(texts, articles if isinstance(articles, int) else None)

    return panel


def _locales() -> list[str]:
    """The languages that this Gradio brings; a page picks one of them, so the Vietnamese words stand under each."""
    assets = Path(gr.__file__).parent / "templates" / "frontend" / "assets"
    names = (re.fullmatch(r"([a-z]{2}(?:-[A-Z]{2})?)-.{8}\.js", path.name) for path in assets.iterdir())
    return sorted({match[1] for match in names if match} | {"en"})


def _theme() -> gr.themes.Base:
    font = gr.themes.Font
    base = gr.themes.Base(
        font=[font("Noto Sans"), font("Segoe UI"), font("system-ui"), font("sans-serif")],
        font_mono=[font("Consolas"), font("monospace")],
    )
    colours = {
        "body_background_fill": "var(--bg)",
        "body_text_color": "var(--ink)",
        "body_text_color_subdued": "var(--soft)",
        "background_fill_primary": "var(--card)",
        "background_fill_secondary": "var(--card)",
        "border_color_primary": "var(--line)",
        "block_background_fill": "transparent",
        "block_label_text_color": "var(--soft)",
        "input_background_fill": "var(--card)",
        "input_border_color": "var(--line)",
        "input_border_color_focus": "var(--accent)",
        "input_placeholder_color": "var(--soft)",
        "button_primary_background_fill": "var(--accent)",
        "button_primary_background_fill_hover": "var(--accent-hover)",
        "button_primary_text_color": "var(--accent-ink)",
        "button_secondary_background_fill": "var(--card)",
        "button_secondary_background_fill_hover": "var(--tint)",
        "button_secondary_text_color": "var(--ink)",
        "link_text_color": "var(--accent)",
        "link_text_color_hover": "var(--accent-hover)",
        "link_text_color_visited": "var(--accent)",
        "link_text_color_active": "var(--accent)",
    }
    return base.set(**colours, **{f"{name}_dark": colour for name, colour in colours.items()})
