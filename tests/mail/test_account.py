"""Signing in: verified encryption or none at all, and an error for a person that names the cure."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows.errors import MailError
from flows.mail.account import Account, AccountRefused, ConnectionLost, open_connection
from flows.mail.decisions import Verdict
from tests.certificate import throw_away_certificate
from tests.smtp_server import HANG_UP, SILENCE, Server

USER, PASSWORD = "karir@example.ac.id", "kata sandi rahasia"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return throw_away_certificate(tmp_path_factory.mktemp("tls"))


def account(server: Server, **changes: object) -> Account:
    values: dict[str, object] = {"security": "none", "user": USER, "password": PASSWORD, "timeout": 5}
    return Account("127.0.0.1", server.port, **(values | changes))  # type: ignore[arg-type]


def sign_in(server: Server, **changes: object) -> None:
    smtp = open_connection(account(server, **changes))
    assert smtp.noop()[0] == 250
    assert smtp.sock is not None
    assert smtp.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    smtp.quit()


@pytest.mark.parametrize("security", ["ssl", "starttls"])
def test_it_signs_in_over_a_verified_connection(security: str, authority: tuple[Path, Path]) -> None:
    trusted, certificate = authority
    with Server(security=security, certificate=certificate, users={USER: PASSWORD}) as server:
        sign_in(server, security=security, ca_file=trusted)
    lines = [line for _, line in server.commands]
    assert lines[-3:] == ["AUTH …", "NOOP", "QUIT"]
    assert "EHLO example.ac.id" in lines, "its own name, which nobody had to look up"


@pytest.mark.parametrize("security", ["ssl", "starttls"])
def test_it_does_not_talk_to_a_server_that_it_cannot_trust(security: str, authority: tuple[Path, Path]) -> None:
    with (
        Server(security=security, certificate=authority[1], users={USER: PASSWORD}) as server,
        pytest.raises(MailError, match="certificate cannot be trusted"),
    ):
        open_connection(account(server, security=security))
    assert "AUTH …" not in [line for _, line in server.commands]


def test_it_does_not_trust_a_certificate_of_another_host(tmp_path: Path) -> None:
    trusted, certificate = throw_away_certificate(tmp_path, host="mail.example.com")
    with (
        Server(security="ssl", certificate=certificate, users={USER: PASSWORD}) as server,
        pytest.raises(MailError, match="IP address mismatch"),
    ):
        open_connection(account(server, security="ssl", ca_file=trusted))


def test_it_does_not_sign_in_when_encryption_is_not_offered() -> None:
    with Server(users={USER: PASSWORD}) as server, pytest.raises(MailError, match="STARTTLS"):
        open_connection(account(server, security="starttls"))
    assert "AUTH …" not in [line for _, line in server.commands]


def test_it_does_not_wait_for_a_greeting_in_the_wrong_language(authority: tuple[Path, Path]) -> None:
    with Server(users={USER: PASSWORD}) as server, pytest.raises(MailError, match="does not answer in TLS"):
        open_connection(account(server, security="ssl", ca_file=authority[0]))


def test_a_local_relay_needs_no_user() -> None:
    with Server() as server:
        sign_in(server, user="", password="", sender="UPT-PKPK <karir@example.ac.id>")
    assert [line for _, line in server.commands] == ["EHLO example.ac.id", "NOOP", "QUIT"]


def test_a_user_need_not_be_an_address() -> None:
    with Server(users={"karir": PASSWORD}) as server:
        sign_in(server, user="karir", sender="karir@example.ac.id")


def test_it_warns_of_an_unencrypted_connection_beyond_this_machine(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(ConnectionLost):
        open_connection(Account("127.0.0.1", closed_port(), "none", sender=USER))
    assert not caplog.records
    with caplog.at_level(logging.WARNING), pytest.raises(ConnectionLost):
        open_connection(Account("mail.invalid", 25, "none", sender=USER))
    assert "unencrypted" in caplog.text


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.parametrize(
    ("stage", "answer", "verdict", "cure"),
    [
        ("AUTH", "535 5.7.8 Username and Password not accepted", Verdict.PERSON, "app password"),
        ("AUTH", "534 5.7.9 Application-specific password required", Verdict.PERSON, "app password"),
        ("AUTH", "535 5.7.139 SmtpClientAuthentication is disabled for the Tenant", Verdict.PERSON, "administrator"),
        ("AUTH", "454 4.7.0 Too many login attempts, please try again later", Verdict.RECONNECT, ""),
        ("CONNECT", "421 4.7.0 Too many connections", Verdict.RECONNECT, ""),
        ("CONNECT", "554 5.7.1 No", Verdict.PERSON, "mail.host"),
        ("STARTTLS", "454 4.7.0 TLS not available", Verdict.RECONNECT, ""),
    ],
)
def test_a_refusal_leads_to(stage: str, answer: str, verdict: Verdict, cure: str, authority: tuple[Path, Path]) -> None:
    trusted, certificate = authority
    with (
        Server(
            security="starttls", certificate=certificate, users={USER: PASSWORD}, script={stage: [answer]}
        ) as server,
        pytest.raises(AccountRefused) as refused,
    ):
        open_connection(account(server, security="starttls", ca_file=trusted))
    assert refused.value.decision.verdict is verdict
    assert cure in refused.value.decision.cure


@pytest.mark.parametrize("answer", [HANG_UP, SILENCE, "hello", "220-x" * 5000])
def test_a_server_that_is_none_is_left(answer: str) -> None:
    with Server(script={"CONNECT": [answer]}) as server, pytest.raises((ConnectionLost, AccountRefused)) as left:
        open_connection(account(server, timeout=0.3))
    if isinstance(left.value, AccountRefused):
        assert left.value.decision.verdict in (Verdict.RECONNECT, Verdict.PERSON)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"user": "", "password": ""}, "no address to send from"),
        ({"user": "karir", "sender": ""}, "no address to send from"),
        ({"password": ""}, "no password"),
        ({"password": "abcd\u00a0efgh"}, "no-break spaces"),
        ({"oauth2_file": Path("/nonexistent")}, "OAuth2 file"),
    ],
)
def test_an_incomplete_account_names_the_cure(changes: dict[str, object], what: str) -> None:
    with Server(users={USER: PASSWORD}) as server, pytest.raises(MailError, match=what) as error:
        open_connection(account(server, **changes))
    assert "Cure:" in str(error.value)
    assert PASSWORD not in str(error.value)


def test_its_password_is_not_shown() -> None:
    with Server() as server:
        assert PASSWORD not in repr(account(server))


class Tokens(BaseHTTPRequestHandler):
    """Google's token service, as far as a refresh goes."""

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        good = "refresh_token=good" in form and "client_id=office" in form
        body = json.dumps(
            {"access_token": "fresh", "expires_in": 3600} if good else {"error": "invalid_grant"}
        ).encode()
        self.send_response(200 if good else 400)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def tokens() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Tokens) as service:
        threading.Thread(target=service.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{service.server_port}/token"
        service.shutdown()


def oauth2_file(folder: Path, token_uri: str, refresh_token: str = "good") -> Path:
    path = folder / "oauth2.json"
    record = {
        "google_client_id": "office", "google_client_secret": "s", "google_refresh_token": refresh_token,
        "token_uri": token_uri,
    }  # fmt: skip
    path.write_text(json.dumps(record))
    return path


def test_it_signs_in_by_oauth2_over_starttls(tmp_path: Path, tokens: str, authority: tuple[Path, Path]) -> None:
    trusted, certificate = authority
    with Server(security="starttls", certificate=certificate, users={USER: "fresh"}) as server:
        sign_in(server, security="starttls", ca_file=trusted, password="", oauth2_file=oauth2_file(tmp_path, tokens))
    lines = [line for _, line in server.commands]
    assert lines.index("STARTTLS") < lines.index("AUTH …")


def test_a_refused_access_token_is_noticed(tmp_path: Path, tokens: str) -> None:
    with Server(users={USER: "another"}) as server, pytest.raises(AccountRefused) as refused:
        open_connection(account(server, password="", oauth2_file=oauth2_file(tmp_path, tokens)))
    assert refused.value.decision.verdict is Verdict.PERSON


def test_a_withdrawn_refresh_token_is_for_a_person(tmp_path: Path, tokens: str) -> None:
    with Server(users={USER: "fresh"}) as server, pytest.raises(MailError, match="no longer accepts"):
        open_connection(account(server, password="", oauth2_file=oauth2_file(tmp_path, tokens, "withdrawn")))


def test_a_token_service_that_is_away_is_tried_again(tmp_path: Path) -> None:
    away = oauth2_file(tmp_path, f"http://127.0.0.1:{closed_port()}/token")
    with Server(users={USER: "fresh"}) as server, pytest.raises(ConnectionLost, match="access tokens"):
        open_connection(account(server, password="", oauth2_file=away))
