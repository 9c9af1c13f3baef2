"""Around the whole site: headers that every answer carries, and a log that names no visitor and no token."""

from __future__ import annotations

import logging
import traceback
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("loker.web")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
NOT_KEPT = (b"cache-control", b"no-store")
HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}


class Armour:
    """Wraps the site from the outside, so that its page for an error of ours is armoured as well."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        headers = HEADERS | HTTPS_ONLY if https else HEADERS
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                own = {name for name, _ in message["headers"]}  # a page that knows better goes first
                message["headers"] += [header for header in (*self._headers, NOT_KEPT) if header[0] not in own]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            # Its message may hold what a visitor typed, so that only its kind and place are told.
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error(  # noqa: TRY400 - the traceback would tell it, too
                "%s in %s:%s", type(error).__name__, place.filename, place.lineno
            )
        # The page's name, not its path: that would tell tokens.
        page = getattr(scope.get("endpoint"), "__name__", "-")
        log.info("%s %s %s %.0f ms", scope["method"], page, status, 1000 * (perf_counter() - began))
