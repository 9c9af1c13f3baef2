"""For each step of procedure No.PR.23.3: which records of a year prove it, and where one is missing. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flows.procedure.audit.marks import PATIENCE, Row, State, Step
from flows.procedure.audit.ways import CANCELLED, NOT_GIVEN, Final, Ways
from flows.procedure.dates import number, short_day
from flows.procedure.filing import Archived
from flows.procedure.kpi_lines import Line
from flows.procedure.recap.records import EVERYTHING
from flows.procedure.retention import kept_until

YEARS = 5
"""For how long the procedure's section 4 has vacancies and recaps kept."""


class Condition(Enum):
    """Of a file of the archive; the value is how it is told."""

    SOUND = "sesuai"
    ALTERED = "isinya berubah"
    MISSING = "tidak ada di folder arsip"
    OUTSIDE = "letaknya yang tercatat di luar folder arsip"


@dataclass(frozen=True, slots=True)
class Filed(Archived):
    """A file of the archive as entered there, and as it is found."""

    condition: Condition


class Lack(NamedTuple):
    """A record that is missing."""

    about: str
    """A vacancy's or event's ID, a file, a recap, a year."""
    text: str

    def __str__(self) -> str:
        return f"{self.about}: {self.text}"


@dataclass(frozen=True, slots=True)
class Proof:
    """A step of the procedure."""

    number: str
    """``3.1`` to ``3.7`` in the order of its section 3, ``4`` its section on keeping, or a KPI's code."""
    demand: str
    """What the procedure says."""
    records: str
    """What proves it, counted."""
    files: str
    """Where in the audit file that stands."""
    lacks: tuple[Lack, ...]


@dataclass(frozen=True)
class Year:
    """All that is known of a year."""

    year: int
    ways: Ways
    rows: Sequence[Row]
    filed: Sequence[Filed]
    measures: Sequence[Line]
    now: datetime
    zone: ZoneInfo
    disposed: Mapping[str, str] = field(default_factory=dict)
    """Files of recaps that were disposed of, with the number of the record of it (*berita acara*)."""

    @property
    def finals(self) -> list[Final]:
        """Revisions that were archived in the year, or are of days of it."""
        return [final for final in self.ways.finals if self.year in final_years(final, self.zone)]

    @property
    def over(self) -> bool:
        return self.now.astimezone(self.zone).year > self.year

    def steps(self, *names: str) -> int:
        """How often the year's entries tell of these steps."""
        return sum(self.ways.steps.get(self.year, {}).get(name, 0) for name in names)

    def count(self, step: Step, state: State = State.DONE) -> int:
        return sum(row.marks[step].state is state for row in self.rows)


def final_years(final: Final, zone: ZoneInfo) -> set[int]:
    """The years that a recap concerns."""
    return {*range(final.first.year, final.last.year + 1), final.at.astimezone(zone).year}


def proofs(known: Year) -> list[Proof]:
    """In the order of the procedure."""
    return [
        _updated(known), _announced(known), _facilitated(known), _asked(known), _recapped(known), _archived(known),
        _informed(known), _kept(known), *_measured(known),
    ]  # fmt: skip


def _updated(known: Year) -> Proof:
    records = (
        f"{_n(known.count(Step.RECEIVED))} lowongan diterima dan {_n(known.count(Step.APPROVED))} disetujui, "
        f"dari {_n(len(known.rows))} lowongan"
    )
    lacks = _of(known, Step.RECEIVED, Step.APPROVED)
    return Proof("3.1", "Mengupdate data lowongan kerja di sistem", records, "lowongan.csv, jejak.csv", lacks)


def _announced(known: Year) -> Proof:
    sent = sum(row.way.sent or 0 for row in known.rows)
    refused = sum(mails.refused for row in known.rows for mails in row.way.announcements.values())
    corrected = sum(bool(row.way.corrections) for row in known.rows)
    records = f"{_n(known.count(Step.ANNOUNCED))} lowongan diumumkan: {_n(sent)} terkirim, {_n(refused)} ditolak server"
    records += f"; {_n(corrected)} diralat" if corrected else ""
    lacks = _of(known, Step.ANNOUNCED)
    return Proof("3.2", "Mengumumkan lowongan kerja", records, "lowongan.csv, jejak.csv", lacks)


def _facilitated(known: Year) -> Proof:
    held = [event for event in known.ways.events.values() if event.day.year == known.year]
    today = known.now.astimezone(known.zone).date()
    people = sum(event.attended or 0 for event in held)
    unknown = [event.id for event in held if event.attended is None and event.day < today and not event.vacancies]
    records = f"{_n(len(held))} kegiatan disetujui, {_n(people)} hadir"
    lacks = (*_of(known, Step.EVENT), *(Lack(one, "kehadiran tidak tercatat") for one in unknown))
    demand = "Memfasilitasi proses perekrutan di Polibatam (Prosedur Penyelenggaraan Kegiatan)"
    return Proof("3.3", demand, records, "lowongan.csv, jejak.csv", lacks)


def _asked(known: Year) -> Proof:
    answered, ended = known.count(Step.ANSWERED), [row.way.ended for row in known.rows]
    called = sum(row.way.handed_over is not None for row in known.rows)
    unasked = sum(row.way.answered is not None and not row.way.asked for row in known.rows)
    given = f"{_n(answered)} dijawab" + (f" ({_n(unasked)} di antaranya tanpa diminta)" if unasked else "")
    records = (
        f"{_n(known.count(Step.ASKED))} lowongan diminta hasilnya, {_n(known.count(Step.REMINDED))} diingatkan, "
        f"{_n(called)} diserahkan ke staf; {given}, {_n(ended.count(NOT_GIVEN))} tidak diberikan, "
        f"{_n(ended.count(CANCELLED))} dibatalkan"
    )
    demand = "Meminta hasil seleksi perekrutan dan umpan balik kepada mitra"
    lacks = _of(known, Step.ASKED, Step.REMINDED, Step.ANSWERED)
    return Proof("3.4", demand, records, "lowongan.csv, jejak.csv", lacks)


def _recapped(known: Year) -> Proof:
    names = ", ".join(map(_name, known.finals))
    records = f"{_n(known.count(Step.RECAPPED))} lowongan masuk rekap final" + (f": {names}" if names else "")
    lacks = list(_of(known, Step.RECAPPED))
    if known.over and not known.finals:
        lacks.append(Lack(str(known.year), "tidak ada rekap final"))
    demand = "Merekapitulasi hasil perekrutan dan umpan balik dari industri"
    return Proof("3.5", demand, records, "arsip/, lowongan.csv", tuple(lacks))


def _archived(known: Year) -> Proof:
    sound = sum(one.condition is Condition.SOUND for one in known.filed)
    entered = {one.path: one.sha256 for one in known.filed}
    lacks = [Lack(one.path, one.condition.value) for one in known.filed if one.condition is not Condition.SOUND]
    gone: list[str] = []
    for final in known.finals:
        for path, told in final.files.items():
            if path in entered and entered[path] != told:
                lacks.append(Lack(path, f"sidik di Arsip berbeda dari sidik di jejak (entri {final.entry})"))
            elif path not in entered and path in known.disposed:
                gone.append(path)
            elif path not in entered:
                lacks.append(Lack(path, f"ada di jejak (entri {final.entry}), tidak ada di Arsip"))
    records = f"{_n(len(known.filed))} berkas tercatat di Arsip, {_n(sound)} sesuai sidiknya"
    if gone:
        numbers = ", ".join(f"BA/{one}" for one in sorted({known.disposed[path] for path in gone}))
        records += f"; {_n(len(gone))} berkas dimusnahkan dengan berita acara {numbers}"
    return Proof(
        "3.6", "Mengarsipkan hasil rekapitulasi perekrutan", records, "arsip.csv, arsip/, SHA256SUMS", tuple(lacks)
    )


def _informed(known: Year) -> Proof:
    scopes: dict[str, int] = {}
    lacks = []
    for final in known.finals:
        for scope, mails in final.informed.items():
            scopes[scope] = scopes.get(scope, 0) + (mails.sent or 0)
        everything = final.informed.get(EVERYTHING)
        waited = (known.now - final.at).days > PATIENCE.informing
        if waited and not (everything and everything.sent):
            lacks.append(Lack(_name(final), f"tidak terkirim kepada penerima cakupan {EVERYTHING} (Pudir 3)"))
    told = ", ".join(
        f"{scope} {_n(sent)}" for scope, sent in sorted(scopes.items(), key=lambda one: (one[0] != EVERYTHING, one))
    )
    records = f"{_n(sum(scopes.values()))} surel rekap terkirim" + (f" (menurut cakupan: {told})" if told else "")
    demand = "Menginformasikan hasil rekapitulasi kepada Pudir 3, jurusan/prodi, dan pihak lain"
    return Proof("3.7", demand, records, "rekap.csv, jejak.csv", (*lacks, *_of(known, Step.INFORMED)))


def _kept(known: Year) -> Proof:
    until = [one.keep_until for one in known.filed]
    records = [f"berkas arsip disimpan sampai {short_day(min(until), 'id')} atau lebih lama"] if until else []
    listed, disposed = known.steps("list"), known.steps("dispose")
    records.append(f"{_n(listed)} daftar pemusnahan dibuat, {_n(disposed)} dilaksanakan dengan berita acara")
    lacks = [
        Lack(one.path, f"hanya disimpan sampai {short_day(one.keep_until, 'id')}, kurang dari {YEARS} tahun")
        for one in known.filed
        if one.keep_until < kept_until(one.at.astimezone(known.zone).date(), YEARS)
    ]
    demand = "Menyimpan Lowongan Kerja dan Rekapitulasi Hasil Perekrutan selama 5 tahun"
    return Proof("4", demand, "; ".join(records), "arsip.csv, jejak.csv", tuple(lacks))


def _measured(known: Year) -> Iterator[Proof]:
    for line in known.measures:
        if line.key in {"connecting", "published"}:
            lacks = []
            if known.over and not line.value:
                lacks.append(Lack(str(known.year), "tidak ada bukti"))
            elif line.key == "published" and line.value is not None and line.value < 1:
                lacks.append(
                    Lack(str(known.year), "tidak setiap pemeriksaan menemukan semua laman terbuka tanpa login")
                )
            shown = "" if line.shown is None else f"{line.shown}: "
            yield Proof(line.indicator, line.description, f"{shown}{line.evidence}", "kpi.csv", tuple(lacks))


def _name(final: Final) -> str:
    return f"{final.period} revisi {final.revision}"


def _of(known: Year, *steps: Step) -> tuple[Lack, ...]:
    return tuple(
        Lack(row.way.id, row.marks[step].text)
        for row in known.rows
        for step in steps
        if row.marks[step].state is State.LACKING
    )


def _n(value: int) -> str:
    return number(value, "id")
