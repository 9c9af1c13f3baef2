"""Mail that came back, from a real mailbox to what is sent next and what staff read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from flows.errors import MailError
from flows.ledger.returns import Returns
from flows.office import Office
from flows.steps.returned_addresses import suggestion
from flows.steps.returns import read_returns
from tests.imap_server import PASSWORD, USER, ImapServer, imap_server
from tests.steps.local_office import ANI, BUDI, CITRA, LocalOffice, vacancy

OFFICE = "karir@example.ac.id"


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    with TemporaryDirectory(prefix="loker-imap-") as folder:
        Path(folder).chmod(0o755)  # Dovecot looks at it as nobody
        with imap_server(Path(folder)) as running:
            yield running


@pytest.fixture
def mailbox(server: ImapServer) -> Iterator[ImapServer]:
    yield server
    server.empty()


@pytest.fixture
def office(office: Callable[..., LocalOffice], mailbox: ImapServer) -> LocalOffice:
    made = office(vacancy("Juru Las"))

    def begin() -> None:
        with made.config.open("a", encoding="utf-8") as file:
            file.write(f'[returns]\nhost = "127.0.0.1"\nport = {mailbox.port}\nsecurity = "none"\n')
            file.write(f'user = "{USER}"\npassword = "{PASSWORD}"\n')
        made.tick()

    made.once(f"with a mailbox at {mailbox.port}", begin)
    return made


@contextmanager
def opened(office: LocalOffice) -> Iterator[Office]:
    with office.open() as inside:
        yield inside


def report(office: LocalOffice, address: str, status: str = "5.1.1", said: str = "User unknown", **more: str) -> bytes:
    """A report by RFC 3464; a different one each time."""
    action, message_id = more.get("action", "failed"), more.get("message_id", "<x@example.ac.id>")
    return (
        f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.com\nTo: {OFFICE}\nSubject: Undelivered\n"
        f"Date: {format_datetime(office.clock())}\nMessage-ID: <{more.get('id', address)}@mx.example.com>\n"
        'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\n\nTidak terkirim.\n\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example.com\n\n"
        f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 {said}\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message_id}\nTo: {address}\n\n--b--\n"
    ).encode()


def letter(sender: str, subject: str) -> bytes:
    return f"From: <{sender}>\nTo: {OFFICE}\nSubject: {subject}\n\nTerima kasih.\n".encode()


def another(office: LocalOffice) -> None:
    """One more vacancy is announced, on the next day."""
    office.clock.forward(days=1)
    office.sheet.add("Lowongan", vacancy("Kasir"))
    office.clock.forward(hours=1)
    office.tick(by_hand=True)


class TestAddresses:
    def test_one_that_does_not_exist_is_written_to_no_more_and_staff_are_told(
        self, office: LocalOffice, mailbox: ImapServer
    ) -> None:
        mailbox.put(report(office, ANI))
        with opened(office) as inside:
            taken = read_returns(inside)
        assert (taken.read, taken.returned, taken.stopped) == (1, 1, 1)
        another(office)
        assert office.inbox() == {ANI: 1, BUDI: 2, CITRA: 2}
        (row,) = [line for line in office.sheet.rows("Masalah") if line["Kolom"] == "Email"]
        assert row["Tab"] == "Alumni"
        assert "kembali" in str(row["Masalah"])

    def test_another_address_in_the_row_is_written_to(self, office: LocalOffice, mailbox: ImapServer) -> None:
        mailbox.put(report(office, ANI))
        with opened(office) as inside:
            read_returns(inside)
        office.sheet.set("Alumni", "3311900000", Email="ani.baru@example.com")
        another(office)
        assert office.inbox()["ani.baru@example.com"] >= 1
        assert [line for line in office.sheet.rows("Masalah") if line["Kolom"] == "Email"] == []

    @pytest.mark.parametrize(("reports", "stopped"), [(2, False), (3, True)])
    def test_passing_troubles_stop_it_at_the_third(
        self, office: LocalOffice, mailbox: ImapServer, reports: int, stopped: bool
    ) -> None:
        for number in range(reports):
            mailbox.put(report(office, ANI, "4.4.1", "Connection timed out", id=str(number)))
        with opened(office) as inside:
            read_returns(inside)
            assert (ANI in inside.ledger.returns.stopped()) is stopped

    def test_a_full_mailbox_is_shown_and_written_to(self, office: LocalOffice, mailbox: ImapServer) -> None:
        for number in range(4):
            mailbox.put(report(office, ANI, "5.2.2", "Mailbox full", id=str(number)))
        with opened(office) as inside:
            read_returns(inside)
        another(office)
        assert office.inbox()[ANI] == 2
        assert any("penuh" in str(line["Masalah"]) for line in office.sheet.rows("Masalah"))

    def test_a_report_about_a_stranger_or_a_delay_changes_nothing(
        self, office: LocalOffice, mailbox: ImapServer
    ) -> None:
        mailbox.put(report(office, "orang.lain@example.net"), report(office, BUDI, "4.4.1", "later", action="delayed"))
        with opened(office) as inside:
            taken = read_returns(inside)
            assert (taken.read, taken.returned, inside.ledger.returns.marks()) == (2, 0, {})

    def test_an_alias_is_known_by_the_message_that_came_back(self, office: LocalOffice, mailbox: ImapServer) -> None:
        with opened(office) as inside:
            header_id = _header_id(inside, ANI)
            mailbox.put(report(office, "ani.dalam@cabang.example.com", message_id=header_id))
            read_returns(inside)
            assert inside.ledger.returns.stopped() == {ANI}


class TestPeople:
    def test_who_asks_by_mail_leaves_once(self, office: LocalOffice, mailbox: ImapServer) -> None:
        mailbox.put(letter(ANI, "Berhenti"), letter("orang.lain@example.net", "Berhenti"))
        with opened(office) as inside:
            assert read_returns(inside).left == 1
            assert inside.ledger.outbox.left() == {ANI}
            inside.ledger.outbox.come_back(ANI)
            inside.ledger.notes.put(returns={})  # as after a restore of the mail server: it is read anew
            assert read_returns(inside, at_once=True).left == 0
            assert inside.ledger.outbox.left() == set()

    def test_what_people_answer_is_forwarded_where_that_is_wanted(
        self, office: LocalOffice, mailbox: ImapServer
    ) -> None:
        with office.config.open("a", encoding="utf-8") as file:
            file.write('forward_to = "unit@example.ac.id"\n')
        mailbox.put(letter(ANI, "Re: Lowongan"), letter(ANI, "Balasan otomatis: Lowongan"))
        with opened(office) as inside:
            assert read_returns(inside).forwarded == 1
            assert read_returns(inside, at_once=True).forwarded == 0
        (forwarded,) = [one for one in office.server.messages if one.recipient == "unit@example.ac.id"]
        assert b"balasan.eml" in forwarded.data


class TestMailbox:
    def test_nothing_in_it_is_changed(self, office: LocalOffice, mailbox: ImapServer) -> None:
        mailbox.put(report(office, ANI), letter(BUDI, "Re: Lowongan"))
        before = mailbox.state()
        with opened(office) as inside:
            read_returns(inside)
        assert [line.replace(" \\Recent", "").replace("\\Recent", "") for line in mailbox.state()] == [
            line.replace(" \\Recent", "").replace("\\Recent", "") for line in before
        ]

    def test_it_reads_on_where_it_stopped_and_only_when_it_is_time(
        self, office: LocalOffice, mailbox: ImapServer
    ) -> None:
        mailbox.put(*(letter(BUDI, f"Re: {number}") for number in range(60)))
        with opened(office) as inside:
            assert read_returns(inside).read == 60
            mailbox.put(letter(BUDI, "Re: lagi"))
            assert read_returns(inside).read == 0
            office.clock.forward(minutes=10)
            assert read_returns(inside).read == 1
            office.clock.forward(minutes=10)
            assert read_returns(inside).read == 0

    def test_a_wrong_password_says_what_to_do_and_shows_nothing(self, office: LocalOffice, mailbox: ImapServer) -> None:
        office.config.write_text(office.config.read_text().replace(f'"{PASSWORD}"', '"salah"'))
        with opened(office) as inside, pytest.raises(MailError) as raised:
            read_returns(inside)
        assert "refuses user or password" in str(raised.value)
        assert "salah" not in str(raised.value)

    def test_what_lies_in_the_sent_folder_has_left(self, office: LocalOffice, mailbox: ImapServer) -> None:
        with opened(office) as inside:
            sent, lost = _header_id(inside, ANI), _header_id(inside, BUDI)
            _doubt(inside, sent, lost)
            mailbox.put(f"Message-ID: {sent}\nSubject: x\n\nx\n".encode(), folder="Sent")
            assert read_returns(inside).settled == 1
            assert set(inside.ledger.returns.in_doubt(10)) == {lost}


class TestMarks:
    def test_soft_ones_far_apart_do_not_add_up(self, office: LocalOffice) -> None:
        with opened(office) as inside:
            returns, now = inside.ledger.returns, office.clock()
            for number in range(6):
                _keep(returns, f"r{number}", now + timedelta(days=16 * number))
            assert returns.stopped() == set()
            _keep(returns, "r6", now + timedelta(days=81))
            assert returns.stopped() == {ANI}

    def test_old_ones_go_unless_they_stop_somebody_who_is_still_there(self, office: LocalOffice) -> None:
        with opened(office) as inside:
            returns, now = inside.ledger.returns, office.clock()
            for key in (ANI, BUDI):
                returns.keep(key, key, now, verdict="hard", reason="user unknown", status="5.1.1")
            assert returns.forget_old(now + timedelta(days=91), {ANI}) == 1
            assert returns.stopped() == {ANI}


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("ani@gmial.com", "ani@gmail.com"),
        ("ani@gmaill.com", "ani@gmail.com"),
        ("ani@yaho.co.id", "ani@yahoo.co.id"),
        ("ani@gmail.com", ""),
        ("ani@perusahaan.example", ""),
    ],
)
def test_it_suggests_the_domain_that_was_meant(address: str, meant: str) -> None:
    assert suggestion(address) == meant


def _keep(returns: Returns, source: str, at: object) -> None:
    returns.keep(ANI, source, at, verdict="soft", reason="expired", status="4.4.1")  # type: ignore[arg-type]


def _header_id(office: Office, address: str) -> str:
    from sqlalchemy import text

    with office.ledger.store.write() as connection:
        query = text("SELECT header_id FROM message JOIN recipient r ON r.id = recipient_id WHERE r.key = :key")
        return str(connection.scalar(query, {"key": address}))


def _doubt(office: Office, *header_ids: str) -> None:
    from sqlalchemy import text

    with office.ledger.store.write() as connection:
        for one in header_ids:
            connection.execute(text("UPDATE message SET state = 'unknown' WHERE header_id = :one"), {"one": one})
