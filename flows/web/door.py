"""What every request passes before a page sees it: its rate, where it was sent from, how much it brings.

A page is a plain function ``(request, form) -> Response``. It waits for the ledger, and so runs in the clerk's thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial, wraps
from hashlib import sha256
from math import ceil
from time import monotonic
from urllib.parse import parse_qsl, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from flows.web.clerk import Clerk
from flows.web.rate import Rate, neighbourhood

MAX_BODY = 512 * 1024
"""Bytes: ten vacancies answered with every text at its longest."""
MAX_FIELDS = 2_000
BODY_SECONDS = 20.0

Form = Mapping[str, str]
"""What was posted and is not empty; of a name that came twice the last value."""
Page = Callable[[Request, Form], Response]


@dataclass(frozen=True)
class Door:
    """Lets requests in to the pages of one site, or raises `HTTPException`."""

    origin: str
    """``scheme://host[:port]`` of the public address: forms are sent from there and nowhere else."""
    clerk: Clerk[Response]
    of_address: Rate = field(default_factory=lambda: Rate(240, 120, monotonic))
    """A whole company or campus may share an address."""
    of_token: Rate = field(default_factory=lambda: Rate(40, 20, monotonic))
    seldom: Rate = field(default_factory=lambda: Rate(10, 0.5, monotonic))
    """For what makes us write to somebody: a class that signs up together shares an address, too."""
    crowd: Rate = field(default_factory=lambda: Rate(900, 300, monotonic))
    """For a hall full of guests who scan one poster within minutes, all by the campus's one address."""
    everybody: Rate = field(default_factory=lambda: Rate(3_000, 1_500, monotonic))
    """For the public page, which a whole campus reads by one address."""

    def page(
        self,
        page: Page,
        *,
        from_elsewhere: bool = False,
        seldom: bool = False,
        crowd: bool = False,
        everybody: bool = False,
    ) -> Callable[[Request], Awaitable[Response]]:
        """The page behind this door.

        ``from_elsewhere`` lets in what a mail program posts (RFC 8058); its fields, of whatever type, are not read.
        What is posted to one that is asked for ``seldom`` is counted at the rate of that name, too. One that a
        ``crowd`` asks for at once, or ``everybody`` may read, has that rate for an address instead of the usual one.
        """

        @wraps(page)
        async def inside(request: Request) -> Response:
            usual = self.everybody if everybody else self.crowd if crowd else self.of_address
            self._refuse_the_hasty(request, usual, seldom=seldom and request.method == "POST")
            form: Form = {}
            if request.method == "POST" and not from_elsewhere:
                self._refuse_strangers(request)
                form = await read_form(request)
            return await self.clerk.do(partial(page, request, form), lasting=request.method == "POST")

        return inside

    def _refuse_the_hasty(self, request: Request, usual: Rate, *, seldom: bool) -> None:
        address = neighbourhood(request.client.host) if request.client else ""
        wait = usual.wait(address)
        if not wait and seldom:
            wait = self.seldom.wait(address)
        if not wait and (token := request.path_params.get("token")):
            wait = self.of_token.wait(sha256(token.encode("utf-8", "replace")).hexdigest())  # it may be of any length
        if wait:
            raise HTTPException(429, headers={"Retry-After": str(ceil(wait))})

    def _refuse_strangers(self, request: Request) -> None:
        """A form of another site. Our own pages are sent with ``no-referrer``, which makes ``Origin`` ``null``."""
        site = request.headers.get("sec-fetch-site", "same-origin")
        origin = request.headers.get("origin", "null")
        if site not in ("same-origin", "none") or origin not in ("null", self.origin):
            raise HTTPException(403)


async def read_form(request: Request) -> Form:
    """The posted fields, read no further than is allowed. Raises `HTTPException` 400, 408, 413 or 415."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", ""):
        raise HTTPException(415)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_BODY:
                    raise HTTPException(413)
    except TimeoutError:
        raise HTTPException(408) from None
    except ClientDisconnect:
        raise HTTPException(400) from None
    try:
        fields = parse_qsl(body.decode("utf-8", "replace"), max_num_fields=MAX_FIELDS)
    except ValueError:
        raise HTTPException(413) from None
    return dict(fields)


def origin_of(public_url: str) -> str:
    """``https://karir.example.ac.id`` of ``https://karir.example.ac.id/loker``, as browsers write it."""
    parts = urlsplit(public_url)
    default = {"http": 80, "https": 443}.get(parts.scheme)
    port = f":{parts.port}" if parts.port not in (None, default) else ""
    return f"{parts.scheme}://{parts.hostname}{port}".lower()
