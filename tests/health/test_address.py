"""The public address and its certificate."""

from __future__ import annotations

import http.server
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.health.address import look
from flows.health.finding import Verdict
from tests.certificate import throw_away_certificate

NOW = datetime.now(UTC)


@contextmanager
def serving(status: int, pem: Path | None = None) -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if pem:
            trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            trust.load_cert_chain(pem)
            server.socket = trust.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"{'https' if pem else 'http'}://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def verdicts(url: str, **how: object) -> dict[str, Verdict]:
    return {one.name: one.verdict for one in look(url, **{"now": NOW, **how})}  # type: ignore[arg-type]


def test_any_page_that_answers_is_good() -> None:
    with serving(404) as url:  # the pages have no home
        assert verdicts(url) == {"public address": Verdict.GOOD}


def test_a_web_server_with_nothing_behind_it_is_wrong() -> None:
    with serving(502) as url:
        assert verdicts(url) == {"public address": Verdict.WRONG}


def test_from_inside_it_may_be_out_of_reach() -> None:
    assert verdicts("http://127.0.0.1:9") == {"public address": Verdict.UNCLEAR}


def test_a_certificate_that_ends_soon_or_that_nobody_trusts_is_wrong(tmp_path: Path) -> None:
    authority, pem = throw_away_certificate(tmp_path)
    trusted = ssl.create_default_context(cafile=authority)
    with serving(200, pem) as url:  # its certificate lasts for a day
        assert verdicts(url, context=trusted, now=NOW - timedelta(days=40))["certificate"] is Verdict.GOOD
        assert verdicts(url, context=trusted)["certificate"] is Verdict.WRONG
        assert verdicts(url) == {"certificate": Verdict.WRONG, "public address": Verdict.WRONG}
