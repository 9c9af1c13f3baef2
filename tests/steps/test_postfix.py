"""The office's steps against a real Postfix: what it refuses, and what it takes and sends back."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import text

from flows.errors import MailError
from flows.steps.returns import Taken, read_returns
from tests.certificate import throw_away_certificate
from tests.imap_server import PASSWORD, USER, ImapServer, imap_server
from tests.postfix import FULL, GONE, MISSING, SLOW, Postfix, postfix
from tests.steps.local_office import ANI, BUDI, CITRA, STAFF, LocalOffice, alumnus, local_office, vacancy

pytestmark = pytest.mark.early
EVERYBODY = {ANI: 1, BUDI: 1, CITRA: 1}
LEFT, SILENT, CROWDED = f"dewi@{GONE}", f"eka@{SLOW}", f"fajar@{FULL}"
Make = Callable[..., LocalOffice]


@pytest.fixture(scope="module")
def mailbox() -> Iterator[ImapServer]:
    if MISSING:
        pytest.skip(MISSING)
    with TemporaryDirectory(prefix="loker-imap-") as folder:
        Path(folder).chmod(0o755)  # Dovecot looks at it as nobody
        with imap_server(Path(folder)) as running:
            yield running


@pytest.fixture(scope="module")
def running(mailbox: ImapServer) -> Iterator[Postfix]:
    with postfix(mailbox.maildir) as server:
        yield server


@pytest.fixture
def mx(running: Postfix) -> Iterator[Postfix]:
    yield running
    running.empty()


@pytest.fixture
def office(office: Make, mx: Postfix) -> Make:
    """As `tests.steps.conftest.office`, with Postfix for its mail server."""

    def made(*vacancies: Any, **settings: Any) -> LocalOffice:
        office_made = office(*(vacancies or [vacancy()]), **settings)
        settings.pop("alumni", None)
        office_made.configure(**{"port": mx.port} | settings)
        return office_made

    return made


def inbox(mx: Postfix) -> Counter[str]:
    """How many messages each has got, staff apart."""
    return Counter(one.recipient for one in mx.messages if one.recipient != STAFF)


def answers(office: LocalOffice, recipient: str) -> list[tuple[str, int, str]]:
    """State, code and words of each try to write to somebody."""
    query = "SELECT state, code, reply FROM message JOIN recipient r ON r.id = recipient_id WHERE r.key = :key"
    with office.open() as inside, inside.ledger.store.write() as connection:
        return [tuple(row) for row in connection.execute(text(f"{query} ORDER BY message.id"), {"key": recipient})]


def stage(office: LocalOffice) -> str:
    """What staff read."""
    return str(office.sheet.status("Juru Las")["Tahap"]).partition(" · ")[2]


class TestOneRecipient:
    def test_without_a_mailbox_is_refused_for_good(self, office: Make, mx: Postfix) -> None:
        mx.know([ANI, CITRA])
        made = office()
        report = made.tick()
        assert (report.sent, report.refused) == (2, 1)
        ((state, code, reply),) = answers(made, BUDI)
        assert (state, code, reply[:5]) == ("refused", 550, "5.1.1")
        assert BUDI not in reply
        assert stage(made) == "2 terkirim · 1 ditolak"
        mx.know(None)
        assert made.later(days=1).sent == 0
        assert inbox(mx) == {ANI: 1, CITRA: 1}

    @pytest.mark.parametrize("answer", ["450 4.2.0 Greylisted", "421 4.3.2 Shutting down"])
    def test_that_is_put_off_gets_it_later(self, office: Make, mx: Postfix, answer: str) -> None:
        mx.answer({BUDI: answer})
        made = office()
        report = made.tick()
        assert (report.sent, report.deferred, report.refused) == (2, 1, 0)
        assert stage(made) == "2 terkirim · 1 menunggu"
        assert inbox(mx) == {ANI: 1, CITRA: 1}
        mx.answer({})
        assert made.later(minutes=14).sent == 0
        assert made.later(minutes=2).sent == 1
        assert [one[:2] for one in answers(made, BUDI)] == [("deferred", int(answer[:3])), ("sent", 250)]
        assert stage(made) == "3 terkirim"
        assert inbox(mx) == EVERYBODY


class TestAMessageThatNobodyMayHave:
    """Not one was taken, and not one was said to be unknown: it is not they who are refused."""

    @pytest.mark.parametrize(
        ("position", "settings", "said"),
        [
            ("Juru Las", {"message_size_limit": 4_000}, "message file too big"),
            ("Juru Las Terlarang", {}, "Message content rejected"),
            ("Juru Las Mencurigakan", {}, "looks like spam"),
            ("Juru Las", {"smtpd_recipient_restrictions": "permit_sasl_authenticated, reject"}, "Access denied"),
        ],
        ids=["size", "header", "body", "submission without a sign-in"],
    )
    def test_waits_until_somebody_has_seen_to_it(
        self, office: Make, mx: Postfix, position: str, settings: dict[str, Any], said: str
    ) -> None:
        mx.set(**settings)
        made = office(vacancy(position))
        with pytest.raises(MailError, match=f"refused 3 recipients in a row.*{said}"):
            made.tick()
        assert str(made.sheet.status(position)["Tahap"]).endswith("0 terkirim · 3 menunggu")
        assert inbox(mx) == {}
        mx.set(receive_override_options="no_header_body_checks")
        assert made.later(minutes=16).sent == 3
        assert inbox(mx) == EVERYBODY


class TestAServerThatIsBusy:
    def test_that_takes_so_many_a_minute_is_waited_for(self, office: Make, mx: Postfix) -> None:
        mx.set(smtpd_client_message_rate_limit=2)
        made = office()
        assert made.tick().sent == 3
        assert "rate limit exceeded" in mx.log()
        assert inbox(mx) == EVERYBODY

    def test_that_lets_in_one_at_a_time_gets_it_from_one(self, office: Make, mx: Postfix) -> None:
        made = office(alumni=people(40), connections=3, port=mx.narrow_port)
        assert made.tick().sent == 40
        assert "Connection concurrency limit exceeded" in mx.log()
        assert inbox(mx) == {person["Email"]: 1 for person in people(40)}

    def test_that_hangs_up_at_twenty_errors_is_told_of_more_unknown_people(self, office: Make, mx: Postfix) -> None:
        mx.know(["a0@example.com", "a29@example.com"])
        made = office(alumni=people(30))
        report = made.tick()
        assert (report.sent, report.refused) == (2, 28)
        assert "too many errors" in mx.log()
        assert inbox(mx) == {"a0@example.com": 1, "a29@example.com": 1}

    def test_that_is_restarted_meanwhile_leaves_one_in_doubt_at_most(self, office: Make, mx: Postfix) -> None:
        made = office(alumni=people(60))
        restarting = threading.Thread(target=_restart, args=(mx, mx.taken() + 15))
        restarting.start()
        report = made.tick()
        restarting.join()
        arrived = inbox(mx)
        assert set(arrived.values()) == {1}
        assert report.unknown <= 1
        assert report.sent <= len(arrived) <= report.sent + report.unknown
        assert report.sent + report.unknown + report.deferred == 60
        assert made.later(minutes=16).sent == report.deferred
        assert 60 - report.unknown <= len(inbox(mx)) <= 60
        assert set(inbox(mx).values()) == {1}


def people(number: int) -> list[dict[str, Any]]:
    return [alumnus(one, f"a{one}@example.com") for one in range(number)]


def _restart(mx: Postfix, at: int) -> None:
    while mx.taken() < at:
        time.sleep(0.005)
    mx.stop()
    mx.start()


SIGN_IN = {
    "smtpd_sasl_auth_enable": "yes", "smtpd_sasl_type": "dovecot",
    "smtpd_relay_restrictions": "permit_sasl_authenticated, reject",
}  # fmt: skip
ENCRYPTED = {"smtpd_tls_security_level": "encrypt"}
AT_ONCE = {"smtpd_delay_reject": "no"}
"""Refuse EHLO and MAIL themselves, where Postfix else waits for the first RCPT."""


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An authority's of whom no machine knows, and Postfix's own with its key."""
    return throw_away_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def turned_down(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalOffice]:
    with local_office(tmp_path_factory.mktemp("office"), vacancy()) as made:
        yield made


class TestTheAccount:
    """One office whose account is turned down in each way."""

    @pytest.mark.parametrize(
        ("server", "account", "says"),
        [
            (SIGN_IN, {"user": USER, "password": "salah"}, "does not accept mail.user and mail.password"),
            (ENCRYPTED, {}, "wants an encrypted connection"),
            (ENCRYPTED, {"security": "starttls"}, "certificate cannot be trusted"),
            ({}, {"security": "starttls"}, "does not offer what the settings ask for"),
            ({"smtpd_helo_restrictions": "reject"}, {}, "refuses this machine"),
            ({"smtpd_helo_restrictions": "reject"} | AT_ONCE, {}, "refuses this machine"),
            ({"smtpd_sender_restrictions": "reject"}, {}, "does not let this account send as mail.sender"),
            ({"smtpd_sender_restrictions": "reject"} | AT_ONCE, {}, "does not let this account send as mail.sender"),
            ({"smtpd_client_restrictions": "reject"} | AT_ONCE, {}, "refuses this machine"),
        ],
        ids=["password", "no TLS", "self-signed", "no STARTTLS", "name", "name at once", "sender", "sender at once",
             "address at once"],
    )  # fmt: skip
    def test_is_turned_down_and_nothing_is_lost(
        self, turned_down: LocalOffice, mx: Postfix, mailbox: ImapServer, certificates: tuple[Path, Path],
        server: dict[str, str], account: dict[str, str], says: str,
    ) -> None:  # fmt: skip
        mx.set(**server, smtpd_sasl_path=str(mailbox.auth), smtpd_tls_chain_files=str(certificates[1]))
        turned_down.configure(port=mx.port, **account)
        with pytest.raises(MailError, match=says):
            turned_down.later(hours=2)
        assert stage(turned_down) == "0 terkirim · 3 menunggu"
        assert inbox(mx) == {}

    def test_signs_in_over_a_connection_whose_authority_the_settings_name(
        self, office: Make, mx: Postfix, mailbox: ImapServer, certificates: tuple[Path, Path]
    ) -> None:
        authority, own = certificates
        mx.set(**SIGN_IN, **ENCRYPTED, smtpd_sasl_path=str(mailbox.auth), smtpd_tls_chain_files=str(own))
        made = office(security="starttls", ca_file=str(authority), user=USER, password=PASSWORD)
        assert made.tick().sent == 3
        assert f"sasl_method=PLAIN, sasl_username={USER}" in mx.log()
        assert inbox(mx) == EVERYBODY

    def test_that_may_not_write_abroad_is_not_the_alumni_s_fault(self, office: Make, mx: Postfix) -> None:
        mx.set(smtpd_relay_restrictions="reject_unauth_destination")
        abroad = ["ani@luar.example", "budi@luar.example"]
        made = office(alumni=[alumnus(number, one) for number, one in enumerate(abroad)])
        with pytest.raises(MailError, match="does not pass on mail for us"):
            made.tick()
        assert stage(made) == "0 terkirim · 2 menunggu"


@pytest.fixture(scope="module")
def came_back(
    running: Postfix, mailbox: ImapServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[LocalOffice, Taken]]:
    """An office that has read all that came back, and what it took."""
    alumni = [alumnus(number, address) for number, address in enumerate((ANI, LEFT, SILENT, CROWDED))]
    with ExitStack() as stack:
        stack.callback(running.empty)
        made = stack.enter_context(local_office(tmp_path_factory.mktemp("office"), vacancy(), alumni=alumni))
        made.configure(port=running.port)
        with made.config.open("a", encoding="utf-8") as file:
            file.write(f'[returns]\nhost = "127.0.0.1"\nport = {mailbox.port}\nsecurity = "none"\n')
            file.write(f'user = "{USER}"\npassword = "{PASSWORD}"\n')
        assert made.tick().sent == 4
        deadline = time.monotonic() + 20
        while len(mailbox.state()) < 4:  # two refusals, a delay, and what came of it
            assert time.monotonic() < deadline, mailbox.state()
            time.sleep(0.1)
        with made.open() as inside:
            taken = read_returns(inside, at_once=True)
        yield made, taken


class TestWhatPostfixSendsBack:
    """Taken, and returned by Postfix's own bounce(8) to the mailbox that Dovecot serves."""

    def test_one_is_gone_one_is_full_one_does_not_answer_and_a_delay_is_nothing(
        self, came_back: tuple[LocalOffice, Taken]
    ) -> None:
        office, taken = came_back
        assert (taken.read, taken.returned, taken.stopped) == (4, 3, 1)
        with office.open() as inside:
            marks = inside.ledger.returns.marks()
        assert {address: (mark.verdict, mark.stopped) for address, mark in marks.items()} == {
            LEFT: ("hard", True),
            CROWDED: ("not theirs", False),
            SILENT: ("soft", False),
        }

    def test_the_next_vacancy_goes_to_the_others_and_staff_are_told(self, came_back: tuple[LocalOffice, Taken]) -> None:
        office, _ = came_back
        office.clock.forward(days=1)
        office.sheet.add("Lowongan", vacancy("Kasir"))
        office.clock.forward(hours=1)
        assert office.tick(by_hand=True).sent == 3
        tries = {one: [state for state, _, _ in answers(office, one)] for one in (ANI, LEFT, SILENT, CROWDED)}
        assert tries == {ANI: ["sent"] * 2, LEFT: ["sent"], SILENT: ["sent"] * 2, CROWDED: ["sent"] * 2}
        told = {row["ID"]: str(row["Masalah"]) for row in office.sheet.rows("Masalah") if row["Kolom"] == "Email"}
        assert {number: told[number].partition("): ")[2] for number in told} == {
            "3311900001": "alamat itu tidak ada di server penerima. Tidak ada lagi surel yang dikirim ke sana.",
            "3311900003": "kotak suratnya penuh. Surel berikutnya tetap dikirim.",
        }
