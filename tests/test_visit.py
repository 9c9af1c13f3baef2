"""Published pages as a stranger sees them, from servers of every kind on the loopback."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from flows.visit import asks_to_sign_in, visit
from tests.certificate import throw_away_certificate

Answer = tuple[int, Mapping[str, str]]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


class Site:
    """A web server that answers by path, and remembers what it was asked."""

    def __init__(self, port: int, scheme: str, seen: list[Mapping[str, str]]) -> None:
        self.root, self.seen = f"{scheme}://127.0.0.1:{port}", seen

    def look(self, path: str = "/") -> str:
        [answer] = visit([self.root + path], seconds=5).values()
        return answer


@contextmanager
def serving(answers: Mapping[str, Answer], tls: Path | None = None) -> Iterator[Site]:
    seen: list[Mapping[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(dict(self.headers))
            status, headers = answers[self.path]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign] - who breaks off a handshake is expected
        if tls is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tls)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield Site(server.server_port, "https" if tls else "http", seen)
        server.shutdown()


@pytest.fixture
def site() -> Iterator[Callable[[Mapping[str, Answer]], Site]]:
    with ExitStack() as stack:
        yield lambda answers: stack.enter_context(serving(answers))


@pytest.mark.parametrize("status", [200, 204, 401, 403, 404, 500, 503])
def test_a_page_answers_with_its_status(site, status: int) -> None:
    assert site({"/": (status, {})}).look() == str(status)


@pytest.mark.parametrize(
    "place", ["/login", "/masuk?next=%2F", "/sso/start", "/wp-login.php", "https://accounts.example.com/o/oauth2"]
)
def test_one_that_sends_to_a_sign_in_is_not_public(site, place: str) -> None:
    made = site({"/": (302, {"Location": place})})
    assert made.look() == "login"
    assert len(made.seen) == 1, "nobody signs in"


def test_one_that_sends_to_another_page_of_the_site_is(site) -> None:
    made = site({"/": (301, {"Location": "/beranda"}), "/beranda": (308, {"Location": "beranda/"}),
                 "/beranda/": (200, {})})  # fmt: skip
    assert made.look() == "200"


def test_a_host_that_nobody_configured_is_not_asked(site, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **more: asked.append(host) or real(host, *rest, **more)
    )
    assert site({"/": (302, {"Location": "http://stranger.example/"})}).look() == "elsewhere"
    assert set(asked) <= {"127.0.0.1"}


def test_one_that_sends_in_a_circle_is_left(site) -> None:
    made = site({"/": (302, {"Location": "/"})})
    assert made.look() == "redirects"
    assert len(made.seen) < 10


def test_a_stranger_has_no_account(site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login ani password rahasia\n")
    monkeypatch.setenv("NETRC", str(netrc))
    made = site({"/": (200, {})})
    made.look()
    [headers] = made.seen
    assert not {"Authorization", "Cookie"} & headers.keys()


def test_a_server_that_never_answers_keeps_nobody_waiting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        page = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        begun = time.monotonic()
        assert visit([page, f"{page}a", f"{page}b"], seconds=0.3) == dict.fromkeys(
            [page, f"{page}a", f"{page}b"], "timeout"
        )
        assert time.monotonic() - begun < 10


def test_nor_does_one_that_answers_drop_by_drop() -> None:
    """Each drop comes within the time-out that `requests` knows."""
    with socket.create_server(("127.0.0.1", 0)) as slow:

        def drip() -> None:
            connection, _ = slow.accept()
            with connection:
                for drop in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 1_000:
                    try:
                        connection.send(bytes([drop]))
                    except OSError:
                        return
                    time.sleep(0.05)

        threading.Thread(target=drip, daemon=True).start()
        begun = time.monotonic()
        assert set(visit([f"http://127.0.0.1:{slow.getsockname()[1]}/"], seconds=0.3).values()) == {"timeout"}
        assert time.monotonic() - begun < 10


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert set(visit(["https://karir.example.ac.id/"]).values()) == {"dns"}


def test_a_name_that_takes_for_ever_to_look_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(30))
    begun = time.monotonic()
    assert set(visit(["https://karir.example.ac.id/"], seconds=0.2).values()) == {"timeout"}
    assert time.monotonic() - begun < 10


def test_a_certificate_that_nobody_signed(tmp_path: Path) -> None:
    _, certificate = throw_away_certificate(tmp_path)
    with serving({"/": (200, {})}, certificate) as made:
        assert made.look() == "tls"


def test_no_server_and_no_http_and_no_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        closed = f"http://127.0.0.1:{gone.getsockname()[1]}/"
    assert visit([closed, "http://", "http://[::1", f"https://{'a' * 64}.example/"]) == {
        closed: "unreachable", "http://": "unreachable", "http://[::1": "unreachable",
        f"https://{'a' * 64}.example/": "unreachable",
    }  # fmt: skip


def test_nothing_to_visit() -> None:
    assert visit([]) == {}


@pytest.mark.parametrize(
    ("address", "asks"),
    [("https://x.example/Login", True), ("https://sso.x.example/", True), ("https://login.microsoftonline.com/a", True),
     ("https://x.example/cas/begin", True), ("https://x.example/surat-masuk", False),
     ("https://x.example/prosedur/pendaftaran", False), ("https://masukan.example/", False)],
)  # fmt: skip
def test_what_looks_like_a_sign_in(address: str, asks: bool) -> None:
    assert asks_to_sign_in(address) is asks
