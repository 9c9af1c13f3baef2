"""Whether published pages answer anybody: looked at as a stranger would, without a password, cookie or account."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    import requests

SECONDS = 10.0
"""For all pages together."""
_REDIRECTS = 5
_SIGN_IN = frozenset({
    "login", "log-in", "signin", "sign-in", "masuk", "auth", "oauth", "oauth2", "sso", "cas", "saml", "saml2",
    "shibboleth", "accounts", "wp-login",
})  # fmt: skip
"""A step of an address, or a part of a host's name, at which one has to sign in."""
Failure = Literal["login", "elsewhere", "redirects", "timeout", "dns", "tls", "unreachable"]
"""``elsewhere``: the page sends on to another host, which nobody configured: it is not asked."""


def visit(pages: Iterable[str], *, seconds: float = SECONDS) -> dict[str, str]:
    """What each page (its address) answers: an HTTP status as text, or a `Failure`. It never raises, nor lasts longer.

    Looking up a name has no time-out of its own, so each page has a thread, which is not waited for.
    """
    found: dict[str, str] = dict.fromkeys(pages, "timeout")
    answers: Queue[tuple[str, str]] = Queue()
    for page in found:
        Thread(target=_look, args=(page, seconds, answers), daemon=True).start()
    end = time.monotonic() + seconds
    with suppress(Empty):
        for _ in list(found):
            page, answer = answers.get(timeout=max(end - time.monotonic(), 0))
            found[page] = answer
    return found


def asks_to_sign_in(address: str) -> bool:
    """Whether an address looks like one of a page for signing in."""
    parts = urlsplit(address)
    steps = [*(parts.hostname or "").split("."), *(step.partition(".")[0] for step in parts.path.split("/"))]
    return any(step.lower() in _SIGN_IN for step in steps)


def _look(page: str, seconds: float, answers: Queue[tuple[str, str]]) -> None:
    answers.put((page, _visit(page, seconds)))


def _visit(page: str, seconds: float) -> str:
    import requests
    from requests.exceptions import SSLError, Timeout

    try:
        with requests.Session() as session:
            session.auth = lambda request: request  # else requests would sign in with what a .netrc holds
            return _follow(session, page, seconds)
    except SSLError:
        return "tls"
    except Timeout:
        return "timeout"
    except Exception as error:  # of whatever kind: an answer that is no HTTP, an address that is none
        return "dns" if any(isinstance(cause, socket.gaierror) for cause in _causes(error)) else "unreachable"


def _follow(session: requests.Session, page: str, seconds: float) -> str:
    """Redirects are followed by hand: on the same host, and to no sign-in."""
    address = page
    for _ in range(_REDIRECTS):
        # The body is not read: it may have no end.
        with session.get(address, timeout=seconds, allow_redirects=False, stream=True) as answer:
            if not answer.is_redirect:
                return str(answer.status_code)
            address = urljoin(address, answer.headers["Location"])
        if asks_to_sign_in(address):
            return "login"
        if urlsplit(address).hostname != urlsplit(page).hostname:
            return "elsewhere"
    return "redirects"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
