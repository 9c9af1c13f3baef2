"""*Pendaftar*: who wants to be on the list, in which staff accept; and those accepted among the alumni."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from flows.office import Office
from flows.procedure.dates import short_day, short_moment
from flows.procedure.joining import ACCEPTED, REFUSED, Clashes, Decision, SignUp, clashes, join
from flows.procedure.problems import Problem
from flows.procedure.values import Fault, email_key, fault, text, yes
from flows.procedure.wording import problem
from flows.steps.observe import Observed
from flows.workbook.flow_tabs import SIGNUPS
from flows.workbook.interface import Cell, Grid
from flows.workbook.reading import columns

Person = tuple[str, str]
"""A row of the tab: normalised address and NIM. By the address alone a *Ya* would let in whoever confirms another NIM
under it before the tab is rewritten."""
_DECISIONS: Mapping[bool | None, Decision] = {True: ACCEPTED, False: REFUSED, None: ""}


def joined(office: Office, observed: Observed) -> Observed:
    """What was read, with those among the alumni whom staff accepted. What was typed in *Diterima* counts first."""
    ledger, at = office.ledger, observed.at
    kept = office.settings.retention
    ledger.signups.forget(
        asked_before=at - timedelta(days=kept.unconfirmed_days), refused_before=at - timedelta(days=kept.refused_days)
    )
    _heed(office, observed)
    accepted = [one for one in ledger.signups.confirmed() if one.joins(at, office.settle)]
    if not accepted:
        return observed
    return replace(observed, desk=replace(observed.desk, alumni=join(observed.desk.alumni, accepted)))


def signups_waiting(office: Office, observed: Observed) -> Iterator[Problem]:
    """Who waits for staff: so they learn of it by mail."""
    rows = {person: number for number, (person, _) in _lines(observed.reading.grids.get(SIGNUPS.title, []))}
    for one in office.ledger.signups.confirmed():
        if not one.decision:
            yield problem(
                fault("signup_waits"), language=office.settings.office.language, tab=SIGNUPS.title, id=one.nim,
                row=rows.get((one.key, one.nim)), column="Diterima", blocking=False,
            )  # fmt: skip


def signups_grid(office: Office, observed: Observed, before: Grid) -> Grid:
    """All who confirmed: those that wait first. What was typed since the tab was read stays where it was typed."""
    signups = office.ledger.signups.confirmed()
    if not signups and len(before) <= 1:
        return before
    typed = {person: cell for _, (person, cell) in _lines(before)}
    found, left = clashes(observed.desk.alumni, signups), office.ledger.outbox.left()
    doubled = [one.nim for one in signups]
    rows: Grid = [list(SIGNUPS.headings)]
    for one in sorted(signups, key=lambda one: bool(one.decision)):
        programme = office.catalogue.find(one.programme)
        cells: dict[str, Cell] = {
            "Email": one.address,
            "Nama": one.name,
            "NIM": one.nim,
            "Prodi": programme.title if programme else one.programme,
            "Tahun Lulus": one.year,
            "Terdaftar": short_moment(one.confirmed_at or one.asked_at, office.zone, "id"),
            "Diterima": typed.get((one.key, one.nim), one.decision) or None,
            "Tahap": _stage(office, one, found, left=one.key in left, doubled=doubled.count(one.nim) > 1),
        }
        rows.append([cells[heading] for heading in SIGNUPS.headings])
    return rows


def _heed(office: Office, observed: Observed) -> None:
    """Take up what staff chose, and what they took away again. A row that is gone changes nothing."""
    typed = {person: cell for _, (person, cell) in _lines(observed.reading.grids.get(SIGNUPS.title, []))}
    for one in office.ledger.signups.confirmed() if typed else ():
        cell = typed.get((one.key, one.nim), one.decision)
        answer = yes(cell)
        if not isinstance(answer, Fault) and (decision := _DECISIONS[answer]) != one.decision:
            office.ledger.signups.decide(one.key, decision, observed.at)


def _lines(grid: Grid) -> Iterator[tuple[int, tuple[Person, Cell]]]:
    """Each row's number in the sheet, whom it is about, and what stands in *Diterima*."""
    places = columns(SIGNUPS, grid)[0]
    if {"Email", "NIM", "Diterima"} <= places.keys():
        for number, line in enumerate(grid[1:], 2):
            address, nim, cell = (
                line[places[one]] if places[one] < len(line) else None for one in ("Email", "NIM", "Diterima")
            )
            yield number, ((email_key(text(address)), text(nim)), cell)


def _stage(office: Office, one: SignUp, found: Clashes, *, left: bool, doubled: bool) -> str:
    def day(at: object) -> str:
        return short_day(at.astimezone(office.zone).date(), "id")  # type: ignore[attr-defined]

    if row := found.by_key.get(one.key):
        return f"Sudah ada di tab Alumni, baris {row}; baris itu yang berlaku"
    if one.decision == REFUSED and one.decided_at:
        gone = one.decided_at + timedelta(days=office.settings.retention.refused_days)
        return f"Tidak diterima; dihapus setelah {day(gone)}"
    if left:
        return "Sudah berhenti menerima surel lewat tautan; tidak dikirimi apa pun"
    if row := found.by_nim.get(one.nim):
        return f"NIM ini ada di tab Alumni, baris {row}, dengan alamat lain. Bila orangnya sama, ganti alamat di sana"
    if doubled:
        return "NIM ini dipakai pendaftar lain juga; terima salah satunya saja"
    if one.decision == ACCEPTED and one.decided_at:
        if one.joins(office.clock(), office.settle):
            return f"Diterima {day(one.decided_at)}; menerima lowongan seperti alumni lain"
        settled = short_moment(one.decided_at + office.settle, office.zone, "id")
        return f"Diterima; berlaku setelah {settled}. Kosongkan untuk membatalkan"
    return f"Menunggu staf sejak {day(one.confirmed_at)}: cocokkan NIM, lalu isi Diterima dengan Ya atau Tidak"
