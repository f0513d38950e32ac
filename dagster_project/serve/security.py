"""What every request and every answer has to keep: who asks, from where, and what a page may do.

- The Host must be one of ours: a page elsewhere whose name is made to point at this machine (DNS
  rebinding) asks under its own name.
- What changes something must come from our own pages: a browser says from where it asks.
- With a token, nobody is answered who does not send it.
- A page runs our script alone, loads from here alone, and is framed by nobody: whatever stands in a
  document is text.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dagster_project.serve.config import ServeConfig

COOKIE = "juesuan"
_SAFE = frozenset({"GET", "HEAD"})
# What whoever is not known yet may see.
_OPEN_PATHS = ("/login", "/static/")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Answers for the application where a request must not reach it."""

    def __init__(self, app: ASGIApp, config: ServeConfig) -> None:
        """Stand before ``app``."""
        self.app = app
        self.config = config

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it; put the headers on the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refusal = self._refusal(HTTPConnection(scope), scope["method"])
        await (refusal or self.app)(scope, receive, send_guarded)

    def _refusal(self, request: HTTPConnection, method: str) -> Response | None:
        headers = request.headers
        if _name_of(headers.get("host", "")) not in self.config.names:
            return PlainTextResponse("这个地址不是本服务的名称\n", 421)
        if method not in _SAFE and not _is_same_origin(headers):
            return PlainTextResponse("请求不是从本服务的页面发出的\n", 403)
        if self.config.token is None or request.url.path.startswith(_OPEN_PATHS):
            return None
        if knows_token(request, self.config.token):
            return None
        if method == "GET" and "text/html" in headers.get("accept", ""):
            return RedirectResponse("/login", 303)
        return PlainTextResponse("需要访问口令\n", 401, {"WWW-Authenticate": "Bearer"})


def _name_of(host: str) -> str:
    """Return a Host without its port."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()


def _is_same_origin(headers: Headers) -> bool:
    """Return whether a browser says that the request comes from our own page.

    What is no browser (curl) says nothing, and no page elsewhere can make it ask.
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def cookie_of(token: str) -> str:
    """Return what a browser keeps instead of the token."""
    return hmac.new(token.encode(), b"juesuan serve", hashlib.sha256).hexdigest()


def knows_token(request: HTTPConnection, token: str) -> bool:
    """Return whether a request brings the token, as a bearer or as the cookie of a login."""
    kind, _, said = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and hmac.compare_digest(said.strip().encode(), token.encode()):
        return True
    kept = request.cookies.get(COOKIE, "")
    return hmac.compare_digest(kept.encode(), cookie_of(token).encode())
