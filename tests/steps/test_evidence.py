"""What the ledger keeps for recaps, and the frames that are gathered of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pandas as pd

from flows.steps.evidence import gather
from tests.steps.local_office import LocalOffice, vacancy
from tests.steps.test_recap import answer, at, move

Make = Callable[..., LocalOffice]


def gathered(office: LocalOffice) -> Any:
    with office.open() as opened:
        return gather(opened)


def row(frame: pd.DataFrame, key: str) -> dict[str, Any]:
    [found] = frame[frame[frame.columns[0]] == key].to_dict("records")
    return found


def test_a_vacancy_is_as_it_was_told_with_whom_its_lists_mean(office: Make) -> None:
    made = office(
        vacancy("Juru Las", Sasaran="Teknik Informatika, Rumpun", Batas_Lamaran=date(2026, 12, 1), Jumlah_Dibutuhkan=4),
        vacancy("Kasir", Sasaran="Angkatan 2024"),
    )
    made.sheet.add(
        "Daftar",
        {"Nama Daftar": "Rumpun", "Prodi": "TRPL, Teknik Mesin"},
        {"Nama Daftar": "Angkatan 2024", "Tahun Lulus Dari": 2024, "Tahun Lulus Sampai": 2024},
    )
    made.tick()
    made.sheet.delete("Daftar", "Rumpun")
    made.sheet.set("Lowongan", "Juru Las", Posisi="Diubah, tidak diralat")
    at(made, "2026-12-02 09:00")
    vacancies = gathered(made).vacancies
    one = row(vacancies, "L26-0001")
    assert (one["position"], one["openings"], one["everybody"]) == ("Juru Las", 4, False)
    assert one["programmes"] == ("IF", "MS", "TRPL")
    assert (one["meant"], one["sent"], one["refused"], one["closed"]) == (3, 3, 0, date(2026, 12, 1))
    assert one["received"] <= one["announced"]
    two = row(vacancies, "L26-0002")
    assert (two["everybody"], two["closed"]) == (True, None), "a list without study programmes is of all of them"
    assert pd.isna(two["openings"])


def test_unknown_is_never_zero_and_every_version_is_there(office: Make) -> None:
    made = office(vacancy("Juru Las", Batas_Lamaran=date(2026, 12, 1)))
    made.tick()
    at(made, "2026-12-04 09:00")
    answer(made, "Juru Las", accepted=0, ethics=4, suggestions="Baik")
    made.clock.forward(hours=1)
    answer(made, "Juru Las", accepted=0, ethics=5, accepted_by_programme={"IF": 0})
    answers = gathered(made).answers
    assert answers["accepted"].tolist() == [0, 0]
    assert answers["applied"].isna().all()
    assert answers["version"].tolist() == [1, 2]
    assert answers["accepted_by_programme"].tolist() == [None, {"IF": 0}]
    assert row(gathered(made).requests, "L26-0001")["state"] == "open"


def test_an_event_outlives_its_row_and_one_called_off_does_not(office: Make) -> None:
    made = office(vacancy("Juru Las"))
    made.tick()
    event = {
        "Jenis": "Seminar", "Mulai": datetime(2026, 12, 7, 9), "Lowongan": "L26-0001", "Status": "Setuju",
        "Disetujui Oleh": "Rina",
    }  # fmt: skip
    made.sheet.add("Kegiatan", event | {"Judul": "Bincang", "Jumlah Hadir": 31}, event | {"Judul": "Batal nanti"})
    at(made, "2026-12-08 09:00")
    made.clock.forward(minutes=10)
    made.tick()
    made.sheet.delete("Kegiatan", "Bincang")
    made.sheet.set("Kegiatan", "Batal nanti", Status="Batal")
    made.clock.forward(minutes=10)
    made.tick()
    [kept] = gathered(made).events.to_dict("records")
    assert (kept["title"], kept["day"], kept["attended"], kept["vacancies"]) == (
        "Bincang", date(2026, 12, 7), 31, ("L26-0001",),
    )  # fmt: skip


def test_a_vacancy_that_was_never_announced_but_asked_about_has_unknown_recipients(office: Make) -> None:
    made = office(
        vacancy("Juru Las", Perusahaan="PT Galangan", Batas_Lamaran=date(2026, 11, 20), Status="Tutup"),
    )
    with made.open() as opened:
        from flows.run import Run

        run = Run(opened)
        run.request_feedback(date(2026, 11, 1))
        run.write_back()
    made.later(minutes=10)
    one = row(gathered(made).vacancies, "L26-0001")
    assert (one["company"], one["closed"]) == ("PT Galangan", date(2026, 11, 20))
    assert pd.isna(one["meant"])
    assert pd.isna(one["announced"])


def test_however_much_there_is_the_queries_are_the_same(office: Make) -> None:
    def queries(made: LocalOffice) -> int:
        told: list[str] = []
        with made.open() as opened:
            opened.ledger.store._cursor.connection.set_trace_callback(told.append)
            gather(opened)
        return sum(statement.lstrip().startswith("SELECT") for statement in told)

    made = office(*(vacancy(f"Posisi {number}", Batas_Lamaran=date(2026, 12, 1)) for number in range(3)))
    made.tick()
    move(made, "2026-12-04 09:00")
    made.tick()
    few = queries(made)
    made.sheet.add("Lowongan", *(vacancy(f"Lagi {number}", Batas_Lamaran=date(2026, 12, 9)) for number in range(20)))
    made.tick()
    at(made, "2026-12-05 09:00")
    at(made, "2026-12-14 09:00")
    assert len(gathered(made).vacancies) == 23
    assert queries(made) == few
