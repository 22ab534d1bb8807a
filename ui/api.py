"""The web server: the JSON API, the source pages and, mounted last, the chat in both languages.

    POST /api/v1/ask      {"question", "history"?, "id"?, "always"?, "since"?, "until"?, "source"?} -> an answer
    POST /api/v1/search   {"query", "k"?, "id"?}                       -> {"id", "query", "hits": [...]}
    GET  /api/v1/status                                                -> what the library holds
    GET  /healthz                                                      -> {"ok": true}
    GET  /doc/SOURCE?start=…&end=…#trich                               -> the article, that span highlighted
    GET  /widget.js                                                    -> a floating button for other pages
    GET  /                                                             -> the chat; the other language below /en/ or /vi/

A request that cannot be used gets a 4xx status and {"error", "error_en"}: one sentence in each language that says what to do.
"""

import base64
import hashlib
import logging
from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse
from pydantic import AfterValidator, BaseModel, Field, StrictBool, StrictInt, StrictStr
from starlette.exceptions import HTTPException as StarletteHTTPException

from corpus.errors import BadInput, HoiDapError, Language
from qa.answer import WORDS
from qa.limits import read_limits
from qa.question import MAX_LENGTH
from ui import chat, guard, output, source_page, theme
from ui.asker import Asker, Settings
from ui.texts import TEXTS, Texts

log = logging.getLogger(__name__)

MOST_HITS: Final = 100
MOST_TURNS: Final = 100

BODY = (
    "Thân yêu cầu không phải là JSON hợp lệ. Hãy gửi một đối tượng JSON kèm tiêu đề Content-Type: application/json.",
    "The body is not valid JSON. Send one JSON object with the header Content-Type: application/json.",
)
# What to do about each field, by its name: the same sentence for a missing field, a wrong type and a wrong value.
FIELDS: Final[Mapping[str, tuple[str, str]]] = {
    "question": (
        'Trường "question" phải có và phải là một chuỗi ký tự Unicode hợp lệ. Hãy gửi {"question": "câu hỏi"}.',
        'The field "question" is required and must be a string of valid Unicode. Send {"question": "your question"}.',
    ),
    "history": (
        f'Trường "history" phải là danh sách tối đa {MOST_TURNS} chuỗi: các câu hỏi trước, câu cũ nhất đứng đầu.',
        f'The field "history" must be a list of at most {MOST_TURNS} strings: the earlier questions, oldest first.',
    ),
    "always": (
        'Trường "always" phải là true hoặc false.',
        'The field "always" must be true or false.',
    ),
    **{
        name: (
            f'Trường "{name}" phải là một chuỗi ký tự, như {example}.',
            f'The field "{name}" must be a string such as {example}.',
        )
        for name, example in (("since", '"2024-05"'), ("until", '"2024-05-31"'), ("source", '"tin-tuc/"'))
    },
    "query": (
        f'Trường "query" phải là một chuỗi từ 1 đến {MAX_LENGTH} ký tự. Hãy gửi {{"query": "từ cần tìm"}}.',
        f'The field "query" must be a string of 1 to {MAX_LENGTH} characters. Send {{"query": "words to find"}}.',
    ),
    "k": (
        f'Trường "k" phải là số nguyên từ 1 đến {MOST_HITS}.',
        f'The field "k" must be a whole number from 1 to {MOST_HITS}.',
    ),
    "id": (
        'Trường "id" phải là một chuỗi hoặc một số nguyên.',
        'The field "id" must be a string or a whole number.',
    ),
}
STATUS: Final[Mapping[int, tuple[str, str]]] = {
    400: BODY,
    404: ("Không có địa chỉ này. Hãy xem danh sách địa chỉ trong README.", "There is no such address. See the list of addresses in the README."),
    405: ("Địa chỉ này không nhận phương thức đó. Hãy dùng POST cho ask và search, GET cho các địa chỉ khác.", "This address does not take that method. Use POST for ask and search, GET elsewhere."),
    500: ("Máy chủ gặp lỗi. Hãy thử lại; nếu vẫn lỗi, hãy báo cho người quản trị.", "The server failed. Try again; if it keeps failing, tell the administrator."),
}  # fmt: skip


def _unicode(text: str) -> str:
    """Half a surrogate pair is valid in JSON's grammar and nowhere else."""
    text.encode()
    return text


Text = Annotated[StrictStr, AfterValidator(_unicode)]
Id = Text | StrictInt | None


class AskRequest(BaseModel):
    """The body of /api/v1/ask. Its length is judged by the library, whose answer then carries the reason."""

    question: Text
    history: Annotated[list[Text], Field(max_length=MOST_TURNS)] | None = None
    id: Id = None
    always: StrictBool = False
    since: Text = ""
    until: Text = ""
    source: Text = ""


class SearchRequest(BaseModel):
    """The body of /api/v1/search."""

    query: Annotated[Text, Field(min_length=1, max_length=MAX_LENGTH, pattern=r"\S")]
    k: Annotated[StrictInt, Field(ge=1, le=MOST_HITS)] = 10
    id: Id = None


def build_app(library: Asker, settings: Settings) -> FastAPI:
    """The whole server, ready for uvicorn (one worker: the chat's queue lives in the process).

    Raises:
        BadConfig: where a setting cannot be used.
    """
    prefix = _prefix(settings.prefix)
    texts = TEXTS[settings.language]
    policy = guard.chat_policy(settings.allowed_origins)
    app = FastAPI(title=settings.title, docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(_api(library), prefix=f"{prefix}/api/v1")
    app.include_router(_pages(library, settings, prefix), prefix=prefix)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(StarletteHTTPException, _bad_status)
    app.add_exception_handler(HoiDapError, _mendable)
    app.add_exception_handler(Exception, _fault)
    chat.mount(app, library, settings, TEXTS[texts.other], path=f"{prefix}/{texts.other}", base="../")
    chat.mount(app, library, settings, texts, path=prefix or "/", base="")
    nowhere = source_page.message_page(texts.no_page, texts.no_page_hint, texts, f"{prefix}/", theme.page_css())
    app.add_middleware(guard.Guard, prefix=prefix, policy=policy, not_found=nowhere)
    return app


def _api(library: Asker) -> APIRouter:
    router = APIRouter()

    @router.post("/ask")
    def ask(request: AskRequest) -> JSONResponse:
        limits = read_limits(request.since, request.until, request.source)
        answer = library.ask(request.question, request.history or (), always=request.always, limits=limits)
        body = answer.to_json(request.id)
        if answer.reason in ("question_empty", "question_too_long"):
            words = WORDS[answer.reason]
            return JSONResponse({**body, "error": words["vi"], "error_en": words["en"]}, 422)
        return JSONResponse(body)

    @router.post("/search")
    def search(request: SearchRequest) -> JSONResponse:
        hits = library.search(request.query, request.k)
        return JSONResponse(output.search_json(request.query, hits, request.id))

    @router.get("/status")
    def status() -> JSONResponse:
        # Where the files lie on the server is nobody's business on the network.
        return JSONResponse({name: value for name, value in library.status().items() if name != "home"})

    @router.api_route("/{name}", methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
    def wrong_method(name: str) -> None:  # the guard lets only the names above come here
        raise StarletteHTTPException(405)

    return router


def _pages(library: Asker, settings: Settings, prefix: str) -> APIRouter:
    router = APIRouter()
    css = theme.page_css()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        f"{guard.frame_ancestors(settings.allowed_origins)}"
    )

    @router.api_route("/healthz", methods=["GET", "HEAD"])
    def health() -> dict[str, bool]:
        return {"ok": True}

    @router.get("/widget.js")
    def widget() -> FileResponse:
        return FileResponse(theme.STATIC / "widget.js", media_type="text/javascript")

    @router.get("/favicon.ico")
    @router.get("/en/favicon.ico")
    @router.get("/vi/favicon.ico")
    def favicon() -> FileResponse:
        return FileResponse(theme.STATIC / "favicon.svg", media_type="image/svg+xml")

    @router.get(f"/{TEXTS[settings.language].other}")
    def other_language(request: Request) -> RedirectResponse:
        return RedirectResponse(request.url.path.rsplit("/", 1)[-1] + "/")

    @router.get(f"/{settings.language}")
    @router.get(f"/{settings.language}/")
    def same_language(request: Request) -> RedirectResponse:
        return RedirectResponse("../" if request.url.path.endswith("/") else "./")

    @router.get("/doc/{source:path}")
    def document(
        request: Request,
        source: str,
        start: Annotated[str | None, Query()] = None,
        end: Annotated[str | None, Query()] = None,
        lang: Annotated[str | None, Query()] = None,
    ) -> HTMLResponse:
        texts = TEXTS[_language(lang, settings.language)]
        home = f"{request.scope.get('root_path', '')}{prefix}/{_below_language(texts, settings)}"
        headers = {"Content-Security-Policy": policy}
        article = library.article(source)
        if article is None:
            page = source_page.message_page(texts.no_document, texts.no_document_hint, texts, home, css)
            return HTMLResponse(page, 404, headers)
        span = source_page.read_span(start, end, len(article.text))
        stale = span is None and (start is not None or end is not None)
        return HTMLResponse(source_page.article_page(article, span, texts, home, css, stale=stale), headers=headers)

    return router


def _prefix(prefix: str) -> str:
    """The prefix with one slash before it and none behind it.

    >>> _prefix("hoidap/"), _prefix("/"), _prefix("")
    ('/hoidap', '', '')
    """
    return "/" + prefix.strip("/") if prefix.strip("/") else ""


def _language(asked: str | None, default: Language) -> Language:
    return "en" if asked == "en" else "vi" if asked == "vi" else default


def _below_language(texts: Texts, settings: Settings) -> str:
    return "" if texts.language == settings.language else f"{texts.language}/"


def _error(status: int, sentences: tuple[str, str]) -> JSONResponse:
    return JSONResponse({"error": sentences[0], "error_en": sentences[1]}, status)


async def _bad_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    place = error.errors()[0]["loc"]
    field = place[1] if len(place) > 1 else None
    sentences = FIELDS.get(str(field))
    return _error(422, sentences) if sentences else _error(400, BODY)


async def _bad_status(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, StarletteHTTPException)
    return _error(error.status_code, STATUS.get(error.status_code, STATUS[500]))


async def _mendable(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HoiDapError)
    return _error(422 if isinstance(error, BadInput) else 503, (error.vi, error.en))


async def _fault(request: Request, error: Exception) -> JSONResponse:
    log.error("a request failed", exc_info=error)
    return _error(500, STATUS[500])
