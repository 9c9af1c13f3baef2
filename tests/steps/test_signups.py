"""From a form on the web to a vacancy in the mail, and away again: whoever has the last word has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from flows.ledger.attendances import Attendance, AttendanceSource
from flows.ledger.erasure import Person
from flows.steps.person import known
from flows.workbook.flow_tabs import SIGNUPS
from tests.steps.joining_office import SARI, TYPED, URL, Joining, joining_office
from tests.steps.local_office import ANI, STAFF, alumnus, vacancy


@pytest.fixture
def joining(tmp_path: Path) -> Iterator[Joining]:
    with joining_office(tmp_path, vacancy()) as made:
        yield made


def is_hidden(joining: Joining) -> bool:
    with joining.office.sheet.open() as book:
        return bool(book[SIGNUPS.title].sheet_state != "visible")


class TestTheWholeWay:
    def test_asked_confirmed_accepted_and_told_of_what_is_open(self, joining: Joining) -> None:
        office = joining.office
        office.tick()
        joining.ask()
        assert office.sheet.rows("Pendaftar") == []

        office.later(minutes=10)
        (mail,) = office.mails(SARI)
        assert "Konfirmasi" in mail.subject
        office.later(minutes=10)
        assert office.sheet.rows("Pendaftar") == []  # not before it is confirmed
        assert is_hidden(joining)

        joining.confirm()
        office.later(minutes=10)
        assert not is_hidden(joining)
        row = joining.row()
        assert (row["Nama"], row["NIM"], row["Prodi"], row["Tahun Lulus"], row["Diterima"]) == (
            "Sari Dewi", "3311900077", "D3 Teknik Informatika", 2024, None,
        )  # fmt: skip
        assert str(row["Tahap"]).startswith("Menunggu staf sejak 24 Nov 2026")
        assert [mail.subject for mail in office.mails(SARI)] == [mail.subject]

        joining.answer("Ya")
        office.later(minutes=10)
        assert str(joining.row()["Tahap"]).startswith("Diterima 24 Nov 2026")
        assert joining.row()["Diterima"] == "Ya"
        office.later(days=1)
        assert ["Juru Las" in mail.subject for mail in office.mails(SARI)] == [False, True]
        assert office.inbox()[ANI] == 1

    def test_the_mail_holds_nothing_that_was_typed(self, joining: Joining) -> None:
        joining.ask(nama="Hadiah Besar", nim="9988776655", tahun="2011")
        joining.office.tick()
        (message,) = (one.data.decode() for one in joining.office.server.messages if one.recipient == SARI)
        for typed in ("Hadiah", "9988776655", "2011", "Informatika"):
            assert typed not in message
        assert "List-Unsubscribe" not in message

    def test_the_mail_is_english_for_who_asked_for_that(self, joining: Joining) -> None:
        joining.ask(bahasa_surel="en")
        joining.office.tick()
        (mail,) = joining.office.mails(SARI)
        assert mail.subject == "Confirm your e-mail address for UPT-PKPK"
        assert joining.link().endswith("?bahasa=en")

    def test_staff_learn_of_it_by_the_mail_of_problems_once(self, joining: Joining) -> None:
        joining.sign_up()
        (problem,) = [row for row in joining.office.sheet.rows("Masalah") if row["Tab"] == "Pendaftar"]
        assert problem["ID"] == "3311900077"
        joining.office.later(days=1)
        joining.office.later(days=1)
        assert sum("Pendaftar" in mail.text for mail in joining.office.mails(STAFF)) == 1
        joining.answer("Ya")
        joining.office.later(minutes=10)
        assert [row for row in joining.office.sheet.rows("Masalah") if row["Tab"] == "Pendaftar"] == []

    def test_jeda_holds_the_mail_back(self, joining: Joining) -> None:
        joining.office.sheet.add("Kendali", {"Nama": "Jeda", "Nilai": "Ya"})
        joining.ask()
        joining.office.tick()
        assert joining.office.mails(SARI) == []


class TestStaffDecide:
    def test_an_answer_counts_when_it_has_stood_and_can_be_taken_back(self, tmp_path: Path) -> None:
        with joining_office(tmp_path, vacancy(Segera="Ya"), settle=10) as joining:
            office = joining.office
            joining.sign_up()
            joining.answer("Ya")
            office.later(minutes=5)
            assert str(joining.row()["Tahap"]).startswith("Diterima; berlaku setelah")
            joining.answer(None)
            office.later(minutes=5)
            office.later(minutes=30)
            assert len(office.mails(SARI)) == 1
            joining.answer("ya")
            office.later(minutes=10)
            office.later(minutes=10)
            assert len(office.mails(SARI)) == 2

    def test_who_is_refused_hears_nothing_and_is_forgotten_after_thirty_days(self, joining: Joining) -> None:
        joining.sign_up()
        joining.answer("Tidak")
        joining.office.later(minutes=10)
        assert joining.row()["Tahap"] == "Tidak diterima; dihapus setelah 24 Des 2026"
        joining.office.later(days=29)
        assert joining.row()
        joining.office.later(days=2)
        assert joining.office.sheet.rows("Pendaftar") == []
        assert len(joining.office.mails(SARI)) == 1

    def test_who_does_not_confirm_is_forgotten_after_seven_days(self, joining: Joining) -> None:
        joining.ask()
        joining.office.tick()
        for days, there in ((6, True), (2, False)):
            joining.office.later(days=days)
            with joining.office.open() as office:
                assert bool(office.ledger.signups.all_pending()) is there

    def test_what_is_no_answer_stays_and_decides_nothing(self, joining: Joining) -> None:
        joining.sign_up()
        joining.answer("nanti")
        joining.office.later(minutes=10)
        assert joining.row()["Diterima"] == "nanti"
        assert str(joining.row()["Tahap"]).startswith("Menunggu staf")

    def test_what_is_chosen_while_the_tab_is_rewritten_is_not_lost(self, joining: Joining) -> None:
        joining.sign_up()
        joining.sign_up(alamat="budi2@example.com", nim="3311900078")
        joining.ask(alamat="citra2@example.com", nim="3311900079")
        joining.office.tick()
        joining.confirm("citra2@example.com")
        joining.office.tick(meddle=lambda: joining.answer("Ya", "budi2@example.com"))
        chosen = {row["Email"]: row["Diterima"] for row in joining.office.sheet.rows("Pendaftar")}
        assert chosen == {SARI: None, "budi2@example.com": "Ya", "citra2@example.com": None}

    def test_a_yes_does_not_let_in_another_nim_under_the_same_address(self, joining: Joining) -> None:
        joining.sign_up()
        joining.answer("Ya")
        joining.office.later(days=1)
        joining.ask(nim="1234567")
        joining.office.later(days=1)
        joining.confirm()
        joining.office.later(minutes=10)
        row = joining.row()
        assert (row["NIM"], row["Diterima"]) == ("1234567", None)

    def test_a_row_that_staff_delete_comes_back_as_it_was_decided(self, joining: Joining) -> None:
        joining.sign_up()
        joining.answer("Ya")
        joining.office.later(minutes=10)
        joining.office.sheet.delete("Pendaftar", SARI)
        joining.office.later(minutes=10)
        assert joining.row()["Diterima"] == "Ya"


class TestTheSheetWins:
    def test_who_is_in_it_already_is_shown_as_such_and_mailed_once(self, joining: Joining) -> None:
        office = joining.office
        joining.sign_up(alamat="Ani@example.com", nim="3311900000")
        assert joining.row("Ani@example.com")["Tahap"] == "Sudah ada di tab Alumni, baris 2; baris itu yang berlaku"
        joining.answer("Ya", "Ani@example.com")
        office.later(days=1)
        assert office.inbox()[ANI] == 2  # the vacancy, and the link
        assert joining.row("Ani@example.com")["Tahap"] == "Sudah ada di tab Alumni, baris 2; baris itu yang berlaku"

    def test_a_nim_that_is_there_with_another_address_waits_for_staff(self, joining: Joining) -> None:
        office = joining.office
        joining.sign_up(nim=alumnus(1, "x")["NIM"])
        joining.answer("Ya")
        office.later(days=1)
        assert str(joining.row()["Tahap"]).startswith("NIM ini ada di tab Alumni, baris 3, dengan alamat lain")
        assert len(office.mails(SARI)) == 1
        office.sheet.set("Alumni", alumnus(1, "x")["NIM"], Email=SARI)
        office.later(days=1)
        assert str(joining.row()["Tahap"]).startswith("Sudah ada di tab Alumni, baris 3")
        assert len(office.mails(SARI)) == 2

    def test_two_under_one_nim_are_shown_as_such(self, joining: Joining) -> None:
        joining.sign_up()
        joining.sign_up(alamat="sari2@example.com")
        stages = {row["Tahap"] for row in joining.office.sheet.rows("Pendaftar")}
        assert stages == {"NIM ini dipakai pendaftar lain juga; terima salah satunya saja"}

    def test_a_preview_counts_them(self, joining: Joining) -> None:
        joining.sign_up()
        joining.answer("Ya")
        joining.office.later(minutes=10)
        joining.office.sheet.add("Lowongan", vacancy("Akuntan", Status="Pratinjau"))
        joining.office.later(minutes=10)
        (preview,) = [mail.text for mail in joining.office.mails(STAFF) if "Akuntan" in mail.subject]
        assert "4 alumni" in preview


class TestLeaving:
    def test_an_opt_out_beats_acceptance_until_they_sign_up_again(self, joining: Joining) -> None:
        office = joining.office
        joining.sign_up()
        joining.answer("Ya")
        office.later(days=1)
        assert len(office.mails(SARI)) == 2
        joining.leave(SARI)
        office.sheet.add("Lowongan", vacancy("Akuntan"))
        office.later(days=1)
        assert str(joining.row()["Tahap"]).startswith("Sudah berhenti menerima surel")
        assert len(office.mails(SARI)) == 2
        joining.ask()
        office.later(minutes=10)
        assert len(office.mails(SARI)) == 3  # the link alone: asking takes nothing back
        joining.confirm()
        office.later(days=1)
        assert "Akuntan" in office.mails(SARI)[-1].subject

    def test_who_comes_back_gets_what_is_still_open(self, joining: Joining) -> None:
        office = joining.office
        office.tick()
        joining.leave(ANI)
        office.sheet.add("Lowongan", vacancy("Akuntan"))
        office.later(days=1)
        assert office.inbox()[ANI] == 1
        with office.open() as opened:
            number = opened.ledger.recipients.find(ANI)
            assert number
            path = opened.links.opt_out(number.id).removeprefix(URL)
        with joining.visitor() as visitor:
            assert "Anda menerima surel lagi" in visitor.post(f"{path}/kembali").text
        office.later(days=1)
        assert "Akuntan" in office.mails(ANI)[-1].subject


class TestTheirRights:
    def test_all_of_it_is_told_and_erased_with_the_person(self, joining: Joining) -> None:
        office = joining.office
        joining.sign_up()
        joining.answer("Ya")
        office.later(minutes=10)
        joining.ask(nim="44444")
        joining.ask(nim="55555")
        with office.open() as opened:
            told = known(opened, SARI)["asked_to_join"]
            assert [(one["nim"], one["pending"], one["consent"]) for one in told] == [
                (TYPED["nim"], False, "2026-11/id"), ("55555", True, "2026-11/id"),
            ]  # fmt: skip
            assert opened.ledger.erasure.forget(Person(SARI), office.clock()).sign_ups == 2
            assert known(opened, SARI)["asked_to_join"] == []
        office.later(minutes=10)
        assert office.sheet.rows("Pendaftar") == []

    def test_who_was_let_in_is_erased_from_lists_of_those_present_and_nobody_on_their_word_alone(
        self, joining: Joining
    ) -> None:
        there = Attendance(TYPED["nim"], "Sari Dewi", "IF", joining.office.clock(), AttendanceSource.STAFF)
        joining.sign_up()
        for decision, names in (("Tidak", ["Sari Dewi"]), ("Ya", [""])):
            joining.answer(decision)
            joining.office.later(minutes=10)
            with joining.office.open() as opened:
                opened.ledger.attendances.check_in("K26-0001", there)
                with pytest.raises(_Undone) if decision == "Tidak" else nullcontext(), opened.ledger.together():
                    opened.ledger.erasure.forget(Person(SARI), joining.office.clock())
                    assert [one.name for one in opened.ledger.attendances.of("K26-0001")] == names
                    if decision == "Tidak":
                        raise _Undone


class _Undone(Exception):
    """What was tried is not kept."""
