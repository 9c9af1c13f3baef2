"""*Pemusnahan*: a row a list, in which staff approve; and what of it stands in *Masalah*."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.ledger.disposals import Line
from flows.office import Office
from flows.procedure.dates import number, short_day, short_moment
from flows.procedure.problems import Problem
from flows.procedure.retention import NAMES, Kind
from flows.procedure.values import fault
from flows.procedure.wording import problem
from flows.steps.observe import Observed
from flows.steps.retention import TABS, names_typed, rows_left
from flows.workbook.flow_tabs import DISPOSAL
from flows.workbook.interface import Cell, Grid

_WHAT: Mapping[Kind, str] = {
    Kind.VACANCY: "{n} lowongan yang selesai pada {year}, beserta catatan pengiriman dan jawaban mitra",
    Kind.RECAP: "{n} berkas rekap yang diarsipkan pada {year}",
    Kind.EVENT: "{n} kegiatan pada {year}, beserta undangan dan daftar hadir",
    Kind.LETTER: "{n} catatan surat kepada mitra, staf, dan penerima rekap pada {year}",
    Kind.PAGE_CHECK: "{n} hari pemeriksaan laman pada {year}",
}
_WAITS = "Menunggu persetujuan sejak {day}. Bila boleh dimusnahkan, ketik nama di Disetujui Oleh"
_APPROVED = "Disetujui; dimusnahkan setelah {moment}. Kosongkan nama untuk membatalkan"
_DONE = "Dimusnahkan {day}, berita acara BA/{id}"
_ROWS = " · {n} baris di {tab} perlu dihapus staf"


def disposal_grid(office: Office, observed: Observed, before: Grid) -> Grid:
    """All lists: those that wait first. A name that was typed since the tab was read stays where it was typed."""
    lines = office.ledger.disposals.lines()
    if not lines and len(before) <= 1:
        return before
    typed = names_typed(before)
    rows: Grid = [list(DISPOSAL.headings)]
    for line in sorted(lines, key=lambda line: line.done_at is not None):
        name = line.approved_by if line.done_at else typed.get(line.id, "")
        cells: dict[str, Cell] = {
            "ID": line.id,
            "Jenis": NAMES["id"][line.kind],
            "Uraian": _WHAT[line.kind].format(n=number(line.records, "id"), year=line.year),
            "Disimpan Sampai": short_day(line.kept_until, "id"),
            "Disetujui Oleh": name or None,
            "Tahap": _stage(office, observed, line),
        }
        rows.append([cells[heading] for heading in DISPOSAL.headings])
    return rows


def disposals_waiting(office: Office) -> Iterator[Problem]:
    """What waits for approval beyond its time."""
    language = office.settings.office.language
    for line in office.ledger.disposals.lines():
        if line.done_at is None and not line.approved_by:
            name, records = NAMES[language][line.kind], number(line.records, language)
            yield problem(
                fault("disposal_waits", records=records, name=name, year=str(line.year), id=line.id),
                language=language, tab=DISPOSAL.title, id=line.id, column="Disetujui Oleh", blocking=False,
            )  # fmt: skip


def _stage(office: Office, observed: Observed, line: Line) -> str:
    zone = office.zone
    if line.done_at is None:
        if line.approved_by and line.approved_at:
            return _APPROVED.format(moment=short_moment(line.approved_at + office.settle, zone, "id"))
        return _WAITS.format(day=short_day(line.listed_at.astimezone(zone).date(), "id"))
    done = _DONE.format(day=short_day(line.done_at.astimezone(zone).date(), "id"), id=line.id)
    if line.swept_at or (tab := TABS.get(line.kind)) is None:
        return done
    subjects = office.ledger.disposals.unsettled()[line.id].subjects
    left = rows_left(observed, line.kind, subjects)
    return done + (_ROWS.format(n=number(left, "id"), tab=tab.title) if left else "")
