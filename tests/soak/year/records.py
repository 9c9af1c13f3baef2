"""Workbook, archive and trail: what they show is what was answered, sent and archived."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from python_calamine import CalamineWorkbook

from flows.ledger.ledger import Ledger
from flows.settings import load
from flows.steps.verify_trail import verify
from flows.workbook.flow_tabs import ARCHIVE, PROBLEMS, RESPONSES, STATUS
from tests.soak.year.books import Books
from tests.soak.year.office import WIB
from tests.soak.year.people import DIRECTOR


def status(books: Books) -> Iterator[str]:
    """*Status* tells of each vacancy what the mailbox holds; *Tahap* is its first problem if it has one, else its stage
    in *Status*."""
    lines = {row["ID"]: row for row in books.office.rows(STATUS)}
    problems = {row["ID"]: f"⚠ {row['Masalah']}" for row in reversed(books.office.rows(PROBLEMS))}
    if len(lines) < len(books.script.vacancies):
        yield f"{len(lines)} lines in Status"
    for vacancy in books.script.vacancies:
        row = books.vacancy_rows[vacancy.position]
        line = lines.get(row["ID"])
        if line is None or not str(line["Judul"]).startswith(vacancy.position):
            yield f"{vacancy.code} ({row['ID']}) in Status: {line and line['Judul']}"
            continue
        sent = sum(
            1 for one in books.script.of(vacancy) if "sent" in books.units.get(("announce", row["ID"], one.address), [])
        )
        if int(line["Terkirim"] or 0) != sent:
            yield f"{vacancy.code}: {line['Terkirim']} sent in Status, {sent} in the ledger"
        if row.get("Tahap") and row["Tahap"] != (expected := problems.get(row["ID"], line["Tahap"])):
            yield f"{vacancy.code}: Tahap is {row['Tahap']!r}, not {expected!r}"


def answers(books: Books) -> Iterator[str]:
    """Every answer that a partner was thanked for is a version in the ledger and a row in *Respon*, no other is."""
    code = {row["ID"]: position.split()[-1] for position, row in books.vacancy_rows.items()}
    given = Counter((one.code, one.applied, one.accepted) for one in books.people.answers)
    shown = Counter(
        (code[row["ID Lowongan"]], int(row["Pelamar"]), int(row["Diterima"])) for row in books.office.rows(RESPONSES)
    )
    if given != shown:
        yield f"given {given - shown}, shown in Respon {shown - given}"
    if len(books.responses) != len(books.people.answers):
        yield f"{len(books.people.answers)} answers given, {len(books.responses)} in the ledger"


def archive(books: Books) -> Iterator[str]:
    folder = books.office.folder / "arsip"
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    entries = {path: digest for path, _, digest, _ in books.archived}
    yield from (f"{path} is in the ledger or in the folder only" for path in files.keys() ^ entries.keys())
    shown = {row["Berkas"]: row["SHA-256"] for row in books.office.rows(ARCHIVE)}
    if shown != entries:
        yield f"Arsip shows {len(shown)} files, the ledger has {len(entries)}"
    for path in files.keys() & entries.keys():
        if hashlib.sha256(files[path].read_bytes()).hexdigest() != entries[path]:
            yield f"{path} is not what was archived"
    letters = Counter(mail.subject for mail in books.office.messages.mails if mail.recipient == DIRECTOR)
    for period in books.script.periods:
        if sum(count for subject, count in letters.items() if period.title in subject) != 1:
            yield f"the director has {letters}, not one recap of {period.title}"
        yield from _totals(books, period.title, files)


def _totals(books: Books, title: str, files: dict[str, Path]) -> Iterator[str]:
    """The recap's rows and sums are those of the answers given until it was made."""
    period = next(one for one in books.script.periods if one.title == title)
    stem = f"{period.first.isoformat()}_{period.last.isoformat()}"
    paths = [path for path in files if stem in path and path.endswith("rev0.xlsx")]
    if len(paths) != 1:
        yield f"{title}: {sorted(files)}"
        return
    [made] = [datetime.fromtimestamp(at, WIB) for path, _, _, at in books.archived if path == paths[0]]
    latest = {one.code: one for one in books.people.answers if one.at <= made}
    book = CalamineWorkbook.from_path(str(files[paths[0]]))
    raw, partners = (book.get_sheet_by_name(name).to_python() for name in ("Data", "Mitra"))
    position, applied, accepted, company = map(raw[0].index, ("Posisi", "Pelamar", "Diterima", "Perusahaan"))
    rows = {str(row[position]).split()[-1]: row for row in raw[1:] if str(row[position]).startswith("Teknisi Q")}
    for code, row in rows.items():
        said = latest.get(code)
        said_so = tuple(int(row[column]) if row[column] != "" else None for column in (applied, accepted))
        if said_so != ((said.applied, said.accepted) if said else (None, None)):
            yield f"{title}: {code} is {said_so}, the partner said {said}"
    sums: Counter[tuple[str, str]] = Counter()
    for code, row in rows.items():
        if said := latest.get(code):
            sums.update({(str(row[company]), "Pelamar"): said.applied, (str(row[company]), "Diterima"): said.accepted})
    for row in partners[1:]:
        for heading in ("Pelamar", "Diterima") if str(row[0]).startswith("PT ") else ():
            shown, right = int(row[partners[0].index(heading)] or 0), sums[str(row[0]), heading]
            if shown != right:
                yield f"{title}: {row[0]} has {shown} {heading}, not {right}"
    announced = {code for kind, code, _ in books.got if kind == "announce"}
    due = {one.code for one in books.script.vacancies if period.first <= one.deadline <= period.last
           and one.code in announced and one.fate != "withdrawn"}  # fmt: skip
    if missing := due - rows.keys():
        yield f"{title} lacks {sorted(missing)}"
    books.counts["rows of recaps"] += len(rows)


def trail(books: Books) -> Iterator[str]:
    ledger = Ledger(load(books.office.config).ledger_url)
    try:
        checked = verify(ledger)
        books.counts["trail entries"] = checked.entries
        yield from map(str, checked.faults)
    finally:
        ledger.close()
