"""A person who had themselves erased: nothing of them is left but counts, and no mail ever goes to them again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from flows.ledger import schema
from flows.ledger.erasure import Person
from flows.steps.person import known
from tests.steps.aged_office import CLOSED, young_office
from tests.steps.local_office import ANI, BUDI, STAFF, LocalOffice, alumnus, vacancy

SARI = "sari@example.com"


def forget(office: LocalOffice, address: str, **what: tuple[str, ...]) -> object:
    with office.open() as opened:
        erased = opened.ledger.erasure.forget(Person(address, **what), office.clock())
        assert opened.ledger.store.compact()
        return erased


def on_disk(office: LocalOffice) -> bytes:
    """All that stands in the ledger's files."""
    return b"".join(file.read_bytes() for file in office.folder.glob("loker.db*"))


class TestForget:
    def test_nothing_of_an_alumnus_is_left_but_counts(self, office: Callable[..., LocalOffice]) -> None:
        here = office(vacancy())
        here.tick()
        assert ANI.encode() in on_disk(here)
        before = here.sheet.status("Juru Las")["Terkirim"]
        erased = forget(here, ANI, names=("Ani",), numbers=("3311900000",))
        assert (erased.addresses, erased.messages, erased.waiting) == (1, 1, 0)
        assert ANI.encode() not in on_disk(here).lower()
        here.sheet.delete("Alumni", ANI)
        here.tick()
        assert here.sheet.status("Juru Las")["Terkirim"] == before
        assert ANI.encode() not in on_disk(here).lower()

    def test_no_mail_goes_there_though_the_row_stays_and_staff_are_told(
        self, office: Callable[..., LocalOffice]
    ) -> None:
        here = office(vacancy())
        forget(here, ANI)
        here.tick()
        assert here.inbox() == {BUDI: 1, "citra@example.com": 1}
        [problem] = [row for row in here.sheet.rows("Masalah") if row["Tab"] == "Alumni"]
        assert (problem["Baris"], problem["Kolom"], problem["Nilai"]) == (2, "Email", None)
        assert problem["Masalah"] == "Orang di baris ini sudah meminta agar datanya dihapus."
        here.later(days=1)
        told = [mail.text for mail in here.mails(STAFF) if "sudah meminta" in mail.text]
        assert len(told) == 1
        assert ANI not in told[0]
        assert ANI.encode() not in on_disk(here)
        here.sheet.add("Alumni", alumnus(77, ANI.upper()))  # comes back with the next list of graduates
        here.sheet.add("Lowongan", vacancy("Akuntan", Segera="Ya"))
        here.later(days=1)
        assert here.inbox()[ANI] == here.inbox()[ANI.upper()] == 0
        assert here.inbox()[BUDI] == 2
        assert here.sheet.status("Akuntan")["Penerima"] == 2

    def test_what_waits_does_not_leave(self, office: Callable[..., LocalOffice]) -> None:
        here = office(vacancy(), limit=1)
        here.tick()
        [first] = here.inbox()
        last = "citra@example.com" if first != "citra@example.com" else ANI
        assert forget(here, last).waiting == 1
        here.configure()
        here.later(days=2)
        assert here.inbox()[last] == 0
        assert sum(here.inbox().values()) == 2

    def test_a_queue_that_names_the_person_all_the_same_sends_nothing(self, office: Callable[..., LocalOffice]) -> None:
        """The last gate is the claim: whoever queues what, a number without an address gets no message."""
        here = office(vacancy())
        forget(here, ANI)
        with here.open() as opened:
            numbers = opened.ledger.outbox.enrol({ANI: ANI, BUDI: BUDI})
            again = opened.ledger.outbox.enrol({ANI: ANI})
            assert again[ANI] == numbers[ANI]
            recipient = opened.ledger.recipients.get(numbers[ANI])
            assert recipient is not None
            assert recipient.address == ""

    def test_a_contact_is_gone_with_what_named_them(self, tmp_path: Path) -> None:
        with young_office(tmp_path) as here:
            with here.open() as opened:
                [case] = [one for one in opened.ledger.responses.cases() if one.vacancy == CLOSED]
                opened.ledger.responses.save_draft(case.partner_id, CLOSED, {"respondent": "Sari"}, here.clock())
            erased = forget(here, SARI, names=("Sari Dewi",), companies=("juru las nusantara",))
            assert erased.forms == 1
            assert erased.texts == 1
            disk = on_disk(here).lower()
            assert b"sari@" not in disk
            assert b"sari dewi" not in disk
            with here.open() as opened:
                latest = opened.ledger.responses.latest(CLOSED)
                assert latest is not None
                assert (latest.answers["applied"], latest.answers["respondent"]) == (5, "[dihapus]")
            here.tick()
            assert [row["Tab"] for row in here.sheet.rows("Masalah") if "meminta" in row["Masalah"]] == ["Mitra"]

    def test_once_more_does_no_harm(self, office: Callable[..., LocalOffice]) -> None:
        here = office(vacancy())
        here.tick()
        forget(here, ANI)
        again = forget(here, ANI)
        assert (again.addresses, again.opt_outs) == (0, 0)

    def test_it_is_known_by_another_key_to_nobody(self, office: Callable[..., LocalOffice]) -> None:
        here = office(vacancy())
        forget(here, ANI)
        with sqlite3.connect(here.folder / "loker.db") as raw:
            [(mark,)] = raw.execute("select key from erased").fetchall()
        assert len(mark) == 64
        (here.folder / "secret.key").write_text("x" * 64)
        with here.open() as opened:
            assert opened.ledger.erasure.marks([ANI]) == {}


class TestExport:
    def test_an_alumnus_reads_all_that_is_known(self, office: Callable[..., LocalOffice]) -> None:
        here = office(vacancy())
        here.tick()
        with here.open() as opened:
            opened.ledger.outbox.leave(ANI, here.clock(), "link")
            told = known(opened, ANI)
        [row] = told["sheet"]
        assert (row["tab"], row["cells"]["NIM"], row["cells"]["Nama"]) == ("Alumni", "3311900000", "Ani")
        assert told["opted_out"]["source"] == "link"
        [mail] = told["mails"]
        assert (mail["purpose"], mail["state"]) == ("announce", "sent")
        assert mail["title"] == "Juru Las · PT Juru Las Nusantara"
        assert mail["at"] == "2026-11-24T09:00:00+07:00"
        assert told["contact_of"] == []
        assert BUDI not in str(told)

    def test_a_contact_reads_what_their_company_was_asked_and_answered(self, tmp_path: Path) -> None:
        with young_office(tmp_path) as here, here.open() as opened:
            told = known(opened, SARI)
        assert {row["tab"] for row in told["sheet"]} == {"Mitra"}
        [company] = told["contact_of"]
        assert company["company"] == "juru las nusantara"
        assert [answer["answers"]["applied"] for answer in company["answers"]] == [5]
        assert {mail["purpose"] for mail in told["mails"]} == {"request"}

    def test_of_a_stranger_nothing_is_known(self, office: Callable[..., LocalOffice]) -> None:
        here = office(vacancy())
        with here.open() as opened:
            told = known(opened, "an@example.com")  # a part of another address
        assert not told["sheet"]
        assert told["recipient"] is None
        assert not told["mails"]


def test_every_table_was_thought_of() -> None:
    """Whoever adds a table says here whether it holds people; if it does, `flows.ledger.erasure` clears it."""
    cleared = {"recipient", "message", "skeleton", "unit", "optout", "draft", "response", "version", "oddity", "event",
               "attendance", "guest", "signup", "returned", "snapshot", "note"}  # fmt: skip
    numbers_alone = {"trail", "matter", "rsvp", "revoked", "closing", "page_check", "disposed", "row", "problem",
                     "calendar_entry", "feedback_case", "erased", "publication", "worker"}  # fmt: skip
    who_answers_for_what = {"approval", "archived", "disposal"}
    companies = {"partner"}
    known_tables = cleared | numbers_alone | who_answers_for_what | companies
    assert set(schema.metadata.tables) == known_tables
