"""What must every request and every answer keep to, before any page is asked?"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_FORM = 1_000_000
LARGEST_UPLOAD = 64_000_000
"""More than is kept of files: whoever sends too much is told so, and what was typed is recorded."""
TAKES_FILES = re.compile(
    r"/plans/[^/]+/measures/[^/]+/(log|records/[^/]+/evidence)|/answer/[^/]+|/my/bulk/table"
    r"|/plans/[^/]+/amend-file"
)
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Refuses forms of other sites and bodies beyond measure; puts the same headers on all answers."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self.app, self.public_url = app, public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        if refused := self.refusal(scope):
            await refused(scope, receive, guarded)
        else:
            await self.app(scope, receive, guarded)

    def refusal(self, scope: Scope) -> PlainTextResponse | None:
        if scope["method"] in SAFE:
            return None
        headers = Headers(scope=scope)
        if not self.is_from_here(headers):
            return PlainTextResponse("This form belongs to another site.", 403)
        length = headers.get("content-length", "")
        if not length.isdigit():
            return PlainTextResponse("A form says how long it is.", 411)
        takes_files = TAKES_FILES.fullmatch(scope["path"])
        if int(length) > (LARGEST_UPLOAD if takes_files else LARGEST_FORM):
            return PlainTextResponse("This form is too long.", 413)
        return None

    def is_from_here(self, headers: Headers) -> bool:
        """By the browser's own word where it gives one, else by the origin; a program gives neither."""
        if site := headers.get("sec-fetch-site"):
            return site == "same-origin"
        origin = headers.get("origin")
        if origin is None:
            return True
        return urlsplit(origin).netloc in {headers.get("host", ""), urlsplit(self.public_url).netloc}
