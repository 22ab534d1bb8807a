"""What every request passes first: an allow-list of paths, a cap on the body, and headers that keep the page to itself.

The chat is served by Gradio, which also offers uploads, a proxy, file fetches and API pages that this program has no use
for; whatever is not named here does not exist.
"""

import json
import re
from collections.abc import Sequence
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.errors import BadConfig

BODY_LIMIT: Final = 256 * 1024  # bytes
OWN: Final = re.compile(
    r"/(doc/.+|api/v1/(ask|search|status)|healthz|widget\.js|favicon\.ico|(en|vi)/favicon\.ico|en|vi)?"
)
GRADIO: Final = re.compile(
    r"/((en|vi)/)?(config|theme\.css|manifest\.json|robots\.txt|assets/.+|static/.+|"
    r"gradio_api/(queue/(join|data)|run/predict|cancel|reset|heartbeat/[^/]+|login_check|startup-events))?"
)
ORIGIN: Final = re.compile(r"https?://[A-Za-z0-9.*\[\]:-]+")
TOO_LARGE: Final = {
    "error": "Yêu cầu lớn quá 256 KiB. Hãy rút ngắn câu hỏi và phần hội thoại gửi kèm.",
    "error_en": "The request is larger than 256 KiB. Shorten the question and the history sent with it.",
}


def frame_ancestors(origins: Sequence[str]) -> str:
    """The CSP directive that lets the page itself and `origins` frame the chat.

    Raises:
        BadConfig: where one of them is not an origin.

    >>> frame_ancestors(["https://intranet.example.vn"])
    "frame-ancestors 'self' https://intranet.example.vn"
    """
    for origin in origins:
        if not ORIGIN.fullmatch(origin):
            raise BadConfig(
                vi=f"allowed_origins có giá trị {origin!r} không phải là một origin. Hãy viết dạng https://intranet.example.vn, không có đường dẫn.",
                en=f"allowed_origins holds {origin!r}, which is not an origin. Write it as https://intranet.example.vn, without a path.",
            )
    return " ".join(["frame-ancestors 'self'", *origins])


def chat_policy(origins: Sequence[str]) -> str:
    """The Content-Security-Policy of the chat: nothing from, to or of another host. Gradio needs its inline script."""
    return (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'none'; object-src 'none'; "
        f"base-uri 'self'; form-action 'self'; {frame_ancestors(origins)}"
    )


class Guard:
    """The ASGI middleware around the whole application.

    Args:
        prefix: the public path that the application is mounted at, "" for the root.
        policy: the Content-Security-Policy of responses that bring none of their own.
        not_found: the page for a path that does not exist.
    """

    def __init__(self, app: ASGIApp, *, prefix: str, policy: str, not_found: str) -> None:
        self.app = app
        self.prefix = prefix
        self.policy = policy
        self.not_found = not_found

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = _below(scope.get("root_path", ""), scope["path"])
        inner = _below(self.prefix, path)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_headers(MutableHeaders(scope=message), inner, message["status"])
            await send(message)

        if not (self.prefix and path == self.prefix) and not (
            path.startswith(self.prefix + "/") and (OWN.fullmatch(inner) or GRADIO.fullmatch(inner))
        ):
            await HTMLResponse(self.not_found, 404)(scope, receive, send_guarded)
            return
        buffered = await _within_limit(scope, receive)
        if buffered is None:
            too_large = Response(json.dumps(TOO_LARGE, ensure_ascii=False), 413, media_type="application/json")
            await too_large(scope, receive, send_guarded)
            return
        await self.app(scope, buffered, send_guarded)

    def _add_headers(self, headers: MutableHeaders, path: str, status: int) -> None:
        headers.setdefault("Content-Security-Policy", self.policy)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        if headers.get("content-type", "").startswith("text/event-stream"):
            headers["X-Accel-Buffering"] = "no"
        elif "/assets/" in path and status == 200:  # their names carry a hash of the content
            headers.setdefault("Cache-Control", "public, max-age=31536000, immutable")


def _below(prefix: str, path: str) -> str:
    """`path` without `prefix`.

    >>> _below("/hoidap", "/hoidap/doc/a"), _below("", "/doc/a")
    ('/doc/a', '/doc/a')
    """
    prefix = prefix.rstrip("/")
    return path[len(prefix) :] if prefix and path.startswith(prefix + "/") else path


async def _within_limit(scope: Scope, receive: Receive) -> Receive | None:
    """A `receive` whose body is at most `BODY_LIMIT` bytes, or None where it is larger.

    A body of unannounced length is read here and replayed.
    """
    headers = Headers(scope=scope)
    length = headers.get("content-length")
    if length is not None:
        return receive if length.isdigit() and int(length) <= BODY_LIMIT else None
    if "transfer-encoding" not in headers:
        return receive
    messages: list[Message] = []
    size = 0
    while True:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        if size > BODY_LIMIT:
            return None
        if message["type"] != "http.request" or not message.get("more_body", False):
            break
    queue = iter(messages)

    async def replay() -> Message:
        for kept in queue:
            return kept
        return await receive()

    return replay
