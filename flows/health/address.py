"""The office's public address, and the certificate that it shows."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from flows.health.finding import Finding, good, unclear, wrong
from flows.visit import visit

SECONDS = 10.0
SOON = timedelta(days=14)
"""Certificates that renew themselves do so a month before their end: two weeks before it something is broken."""
_WHY = {
    "dns": "its name is not known in DNS",
    "tls": "its certificate is not to be trusted",
    "timeout": "it does not answer in time",
    "unreachable": "nothing answers there",
    "login": "it asks visitors to sign in",
    "elsewhere": "it leads to another host",
    "redirects": "it leads in a circle",
}
_CURE = (
    "see that `loker up` or `loker serve` runs and that the web server before it passes requests on;"
    " else correct web.public_url"
)


def look(url: str, now: datetime, context: ssl.SSLContext | None = None) -> Iterator[Finding]:
    """Whether anything answers at ``url``, and for how long its certificate lasts."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        yield _certificate(parts.hostname or "", parts.port or 443, now, context)
    page = url.rstrip("/") + "/"
    answer = visit([page], seconds=SECONDS)[page]
    if answer in _WHY and not (answer == "tls" and context is not None):
        # From inside a campus its own public address is often out of reach, though the world comes in.
        outside = answer in ("timeout", "unreachable")
        told = f"{url}: {_WHY[answer]}" + (" from this machine" if outside else "")
        yield (
            unclear("public address", told, f"open it from a telephone; {_CURE}")
            if outside
            else wrong("public address", told, _CURE)
        )
    elif answer.startswith("5"):
        yield wrong("public address", f"{url}: it answers with {answer}", _CURE)
    else:
        yield good("public address", url)


def _certificate(host: str, port: int, now: datetime, context: ssl.SSLContext | None) -> Finding:
    name, renew = "certificate", "renew it where the web server gets it (certbot renew), and have that done by itself"
    trust = context or ssl.create_default_context()
    try:
        with (
            socket.create_connection((host, port), SECONDS) as plain,
            trust.wrap_socket(plain, server_hostname=host) as secured,
        ):
            shown = secured.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        return wrong(name, f"{host}: {error.verify_message}", renew)
    except OSError as error:
        return unclear(name, f"{host} does not show it to this machine ({type(error).__name__})")
    end = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)
    days = (end - now).days
    if end - now < SOON:
        return wrong(name, f"{host}: it ends in {days} days", renew)
    return good(name, f"{host}: {days} days left")
