"""The audit file of a year: what the ledger and the archive hold, told so that anybody can check it without us."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from flows.archive.names import parts
from flows.documents import audit_tables as tables
from flows.documents.audit_pdf import index_pdf, vacancies_pdf
from flows.documents.csv_file import csv_lines
from flows.documents.imprint import Imprint
from flows.ledger.archived import RECAP
from flows.office import Office
from flows.procedure.audit.marks import Judge, Patience, Record
from flows.procedure.audit.proofs import Condition, Filed, Proof, Year, final_years, proofs
from flows.procedure.audit.ways import Way, Ways
from flows.procedure.chain import Entry
from flows.procedure.dates import moment, number
from flows.procedure.filing import Archived
from flows.procedure.retention import Kind
from flows.share import share
from flows.steps.kpi import measured
from flows.steps.verify_trail import Verification

FORM = "FM.PR.23.3-03"
_CAMPUS, _TAB = "Kampus", "tab:"
"""The venue that calls for an event; and what begins the path of an archived tab, which is no file."""
_DAY = (1980, 1, 1, 0, 0, 0)
"""Of every file in the ZIP: the same records make the same bytes."""


@dataclass(frozen=True)
class Audited:
    """What the audit file tells."""

    trail: Verification
    known: Year
    proofs: Sequence[Proof]

    @property
    def lacks(self) -> int:
        return sum(len(proof.lacks) for proof in self.proofs)


def write_audit(office: Office, year: int, target: Path) -> Audited:
    """Write the audit file of a year: it is there whole or not at all. Raises `ArchiveError` if the archive's folder
    cannot be read, `OSError` if the file cannot be written."""
    new = target.with_name(f".{target.name}.new")
    try:
        with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as pack:
            audited = _AuditFile(office, year, pack).write()
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)
    return audited


class _AuditFile:
    def __init__(self, office: Office, year: int, pack: zipfile.ZipFile) -> None:
        self._office, self._year, self._pack, self._now = office, year, pack, office.clock()
        self._trail, self._ways = Verification(office.ledger), Ways(office.zone)
        self._sums: dict[str, str] = {}

    def write(self) -> Audited:
        zone = self._office.zone
        self._put("jejak.csv", csv_lines(tables.TRAIL, self._entries()))
        known = self._known()
        found = proofs(known)
        for name, headings, rows in (
            ("lowongan.csv", tables.VACANCIES, tables.vacancy_rows(known)),
            ("langkah.csv", tables.PROOFS, tables.proof_rows(found)),
            ("rekap.csv", tables.RECAPS, tables.recap_rows(known)),
            ("kpi.csv", tables.MEASURES, tables.measure_rows(known.measures)),
            ("arsip.csv", tables.ARCHIVE, tables.archive_rows(known.filed, zone)),
        ):
            self._put(name, csv_lines(headings, rows))
        verdict = _verdict(self._trail)
        self._put("indeks.pdf", [index_pdf(self._imprint("Berkas Audit"), known, found, self._trail.faults, verdict)])
        self._put("lowongan.pdf", [vacancies_pdf(self._imprint("Lowongan menurut Langkah Prosedur"), known)])
        self._put_archive(known.filed)
        self._put_guide(verdict)
        sums = "".join(f"{digest}  {path}\n" for path, digest in sorted(self._sums.items()))
        self._pack.writestr(_named("SHA256SUMS"), sums)
        return Audited(self._trail, known, found)

    def _entries(self) -> Iterator[Sequence[object]]:
        """The trail's rows. While they pass they are checked, and tell what became of the vacancies."""
        for entry in self._office.ledger.trail:
            self._trail.take(entry)
            self._tell(entry)
            yield tables.trail_row(entry, self._office.zone)
        self._trail.end()

    def _tell(self, entry: Entry) -> None:
        try:
            self._ways.take(entry)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            return  # altered so that it says nothing any more: the check has told

    def _known(self) -> Year:
        ways = self._ways.of(self._year)
        records = self._records(ways)
        feedback = self._office.settings.feedback
        patience = Patience.of(feedback.due_days, feedback.reminder_days)
        judge = Judge(self._ways, self._now, self._office.zone, patience)
        rows = [judge.row(way, records[way.id]) for way in ways]
        lines = measured(self._office, self._year)
        disposed = self._office.ledger.disposals.gone(Kind.RECAP)
        return Year(self._year, self._ways, rows, self._filed(), lines, self._now, self._office.zone, disposed)

    def _records(self, ways: Sequence[Way]) -> dict[str, Record]:
        ledger = self._office.ledger
        ids = {way.id for way in ways}
        versions, names, told = ledger.notes.versions(ids), ledger.approvals.names(), ledger.outbox.announced()
        records = {}
        for one in ids:
            *_, content = versions[one].values() if one in versions else ({},)
            tally = told[one].tally if one in told else {}
            records[one] = Record(
                company=content.get("company", ""),
                position=content.get("position", ""),
                approved_by=tuple(names.get(one, ())),
                on_campus=content.get("venue") == _CAMPUS,
                in_doubt=tally.get("unknown", 0),
            )
        return records

    def _filed(self) -> list[Filed]:
        """Files that were archived in the year, and those of recaps of its days."""
        zone = self._office.zone
        recaps = {
            (final.period, final.revision) for final in self._ways.finals if self._year in final_years(final, zone)
        }
        return [
            Filed(**asdict(entry), condition=self._condition(entry))
            for entry in self._office.ledger.archive.entries()
            if not entry.path.startswith(_TAB)
            and (
                entry.at.astimezone(zone).year == self._year
                or (entry.kind == RECAP and (entry.subject, entry.revision) in recaps)
            )
        ]

    def _condition(self, entry: Archived) -> Condition:
        if not parts(entry.path):
            return Condition.OUTSIDE
        digest = self._office.archive.digest(entry.path)
        if digest is None:
            return Condition.MISSING
        return Condition.SOUND if digest == entry.sha256 else Condition.ALTERED

    def _imprint(self, title: str) -> Imprint:
        office = self._office.settings.office
        return Imprint(
            office=office.name,
            number=f"{FORM}/{self._year}",
            title=f"{title} {self._year}",
            at=self._now,
            zone=self._office.zone,
            language="id",
            revision=0,
            approved_by="",
            trail_head=self._trail.head,
            note="Berkas ini diperiksa dengan SHA256SUMS, jejaknya dengan periksa.py, lihat README.txt.",
        )

    def _put_archive(self, filed: Iterable[Filed]) -> None:
        """The sums are those that were entered when the files were archived: what was altered since does not fit."""
        for one in filed:
            if one.condition is Condition.OUTSIDE:
                continue  # it would be unpacked beside the audit file's folder, over what is somebody else's
            path = f"arsip/{one.path}"
            if content := self._office.archive.read(one.path):
                self._put(path, [content])
            self._sums[path] = one.sha256

    def _put_guide(self, verdict: str) -> None:
        folder, office = share() / "templates" / "audit", self._office
        made = moment(self._now, office.zone, "id")
        text = (folder / "README.txt").read_text("utf-8").format(
            year=self._year, office=office.settings.office.name, made=made, verdict=_wrapped(verdict),
            head=self._trail.head,
        )  # fmt: skip
        self._put("README.txt", [text.replace("\n", "\r\n").encode()])  # as Notepad has it
        self._put("periksa.py", [(folder / "periksa.py").read_bytes()])

    def _put(self, path: str, content: Iterable[bytes]) -> None:
        digest = hashlib.sha256()
        with self._pack.open(_named(path), "w", force_zip64=True) as file:
            for part in content:
                file.write(part)
                digest.update(part)
        self._sums[path] = digest.hexdigest()


def _named(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, _DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o100644 << 16
    return info


def _verdict(trail: Verification) -> str:
    entries, heads = number(trail.entries, "id"), len(trail.heads)
    if trail.faults:
        faults = number(len(trail.faults) + trail.more, "id")
        return (
            f"Jejak TIDAK utuh: pada {entries} entri ditemukan {faults} kejanggalan. Angka di bawah ini tidak dapat "
            "dijadikan bukti sebelum penyebabnya jelas; administrator menjalankan “loker audit verify”."
        )
    printed = f", dan semua kepala jejak yang tercetak di arsip ({heads}) ada di dalamnya" if heads else ""
    return f"Jejak utuh: {entries} entri, masing-masing cocok dengan yang mendahuluinya{printed}."


def _wrapped(text: str) -> str:
    from textwrap import fill

    return fill(text, 78)
