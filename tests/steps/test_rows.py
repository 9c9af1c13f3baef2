"""Which row is which: staff sort, copy, insert, delete and undo at any moment, also while a run is under way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flows.errors import WorkbookError
from tests.steps.local_office import ANI, BUDI, CITRA, STAFF, LocalOffice, vacancy

Make = Callable[..., LocalOffice]
POSITIONS = ("Juru Las", "Kasir", "Perawat")


def ids(made: LocalOffice) -> dict[str, str | None]:
    """Position → ID, of rows that have one."""
    return {row["Posisi"]: row["ID"] for row in made.sheet.rows("Lowongan")}


def assert_in_place(made: LocalOffice) -> None:
    """Every row has an ID of its own, and *Status* says the same of it."""
    rows = made.sheet.rows("Lowongan")
    assert len({row["ID"] for row in rows} - {None}) == len(rows)
    titles = {row["ID"]: f"{row['Posisi']} · {row['Perusahaan']}" for row in rows}
    assert {row["ID"]: row["Judul"] for row in made.sheet.rows("Status")} == titles


class TestCopies:
    def test_a_copied_row_counts_as_a_draft_until_its_status_is_set_again(self, office: Make) -> None:
        made = office(vacancy())
        made.tick()
        before = made.inbox()
        made.sheet.copy("Lowongan", "Juru Las", Posisi="Juru Las Kapal", Perusahaan="PT Lain Sama Sekali",
                        Deskripsi="Mengelas lambung kapal.", Cara_Melamar="https://lain.example/lamar")  # fmt: skip
        for _ in range(2):
            made.later(days=1)
        assert made.inbox() == before
        assert "disalin" in made.mails(STAFF)[0].text
        assert made.sheet.status("Juru Las Kapal")["Tahap"] == "Draf"
        [waits] = made.sheet.rows("Masalah")
        assert (waits["ID"], waits["Kolom"], waits["Nilai"]) == (ids(made)["Juru Las Kapal"], "Status", "Setuju")
        assert_in_place(made)
        made.sheet.set("Lowongan", "Juru Las Kapal", Status="Pratinjau")
        assert made.later(minutes=10).sent == 1
        assert made.sheet.rows("Masalah") == []
        made.sheet.set("Lowongan", "Juru Las Kapal", Status="Setuju")
        assert made.later(days=1).sent == 3

    def test_the_original_keeps_its_id_wherever_it_stands(self, office: Make) -> None:
        made = office(vacancy())
        made.tick()
        before = ids(made)["Juru Las"]
        made.sheet.copy("Lowongan", "Juru Las", Posisi="Kasir")
        made.sheet.turn_round("Lowongan")
        made.later(minutes=10)
        assert ids(made)["Juru Las"] == before != ids(made)["Kasir"]
        served = made.inbox()
        made.later(days=1)
        assert made.inbox() == served
        assert_in_place(made)


class TestLostIds:
    @pytest.mark.parametrize("how", ["cleared", "exchanged"])
    def test_a_lost_id_is_restored_and_nothing_is_sent_again(self, office: Make, how: str) -> None:
        made = office(vacancy("Juru Las"), vacancy("Kasir"))
        made.tick()
        before = ids(made)
        made.sheet.set("Lowongan", "Juru Las", ID=None if how == "cleared" else before["Kasir"])
        if how == "exchanged":
            made.sheet.set("Lowongan", "PT Kasir Nusantara", ID=before["Juru Las"])
        for _ in range(2):
            assert made.later(days=1).sent == 0
        assert ids(made) == before

    def test_an_old_copy_of_the_workbook_sends_nothing_again(self, office: Make) -> None:
        made = office(vacancy("Juru Las"), vacancy("Kasir"))
        old = made.sheet.path.read_bytes()
        made.tick()
        before = ids(made)
        made.sheet.path.write_bytes(old)
        assert made.later(days=1).sent == 0
        assert ids(made) == before


class TestWhileARunIsUnderWay:
    @pytest.mark.parametrize("edit", ["sorted", "inserted", "deleted", "retyped"])
    def test_no_id_and_no_status_comes_to_stand_beside_another_row(self, office: Make, edit: str) -> None:
        made = office(*map(vacancy, POSITIONS))

        def meddle() -> None:
            if edit == "sorted":
                made.sheet.turn_round("Lowongan")
            elif edit == "inserted":
                made.sheet.insert("Lowongan", 2, vacancy("Sopir"))
            elif edit == "deleted":
                made.sheet.delete("Lowongan", "Juru Las")
            else:
                made.sheet.set("Lowongan", "Kasir", Lokasi="Bintan")

        made.tick(meddle=meddle)
        made.later(days=1)
        made.later(days=1)
        assert_in_place(made)
        expected = {"sorted": 3, "inserted": 4, "deleted": 2, "retyped": 3}[edit]
        for one in (ANI, BUDI, CITRA):
            text = "".join(mail.text for mail in made.mails(one))
            assert (
                sum(text.count(f"{position}.example") > 0 for position in ("juru-las", "kasir", "perawat", "sopir"))
                == expected
            )
            assert len({mail.text for mail in made.mails(one)}) == len(made.mails(one))

    @pytest.mark.parametrize("edit", ["sorted", "inserted", "deleted"])
    def test_status_is_right_when_staff_edit_just_before_it_is_written(self, office: Make, edit: str) -> None:
        made = office(*map(vacancy, POSITIONS))
        made.clock.forward(hours=-5)
        made.tick()  # gives the IDs: the next run's first write is Status
        before = ids(made)
        made.clock.forward(hours=6)

        def meddle() -> None:
            if edit == "sorted":
                made.sheet.turn_round("Lowongan")
            elif edit == "inserted":
                made.sheet.insert("Lowongan", 2, vacancy("Sopir", Status="Draf"))
            else:
                made.sheet.delete("Lowongan", "Perawat")

        assert made.tick(meddle=meddle).sent == 3
        assert made.sheet.status("Kasir")["Tahap"].endswith("3 terkirim")
        made.later(minutes=10)
        assert_in_place(made)
        assert all(before[position] == one for position, one in ids(made).items() if position in before)
        assert made.inbox() == {ANI: 1, BUDI: 1, CITRA: 1}


def test_a_vacancy_that_fits_nobody_is_told_and_one_for_a_mailing_list_is_not(office: Make) -> None:
    made = office(vacancy(Sasaran="Akuntansi"), vacancy("Kasir", Sasaran="Tim Kapal"), vacancy("Perawat"))
    made.sheet.add(
        "Daftar", {"Nama Daftar": "Tim Kapal", "Prodi": "Akuntansi", "Alamat Milis": "kapal@milis.example.com"}
    )
    made.tick()
    [told] = made.sheet.rows("Masalah")
    assert (told["ID"], told["Kolom"], told["Nilai"]) == (ids(made)["Juru Las"], "Sasaran", "Akuntansi")
    assert "tidak sampai kepada siapa pun" in told["Masalah"]


def test_a_tab_that_is_gone_keeps_no_other_from_being_written(office: Make) -> None:
    made = office(vacancy(), vacancy("Kasir", Sasaran="Teknik Entah"))
    with made.sheet.open() as book:
        del book["Status"]
    with pytest.raises(WorkbookError, match=r"Status.*Cure"):
        made.tick()
    assert [row["Kolom"] for row in made.sheet.rows("Masalah")] == ["Sasaran"]
    with made.sheet.open() as book:
        book.create_sheet("Status")
    made.later(minutes=10)
    assert made.sheet.status("Juru Las")["Terkirim"]
