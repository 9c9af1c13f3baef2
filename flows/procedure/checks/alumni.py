"""*Alumni*: tens of thousands of rows, so column by column instead of row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flows.procedure.checks.context import Context
from flows.procedure.checks.lists import FIRST_YEAR
from flows.procedure.checks.partners import LANGUAGE_CODES
from flows.procedure.problems import Problem
from flows.procedure.programmes import Catalogue
from flows.procedure.values import (
    Fault,
    choice,
    email,
    email_key,
    fault,
    is_formula_error,
    misspelt_domain,
    nim,
    text,
    whole,
)
from flows.procedure.wording import problem
from flows.workbook.interface import Cell, Grid
from flows.workbook.reading import columns, content, essential
from flows.workbook.tabs import ALUMNI, EMAIL_STATUS, LANGUAGES

if TYPE_CHECKING:
    import pandas as pd

MOST_SHOWN = 50
"""Problems of one kind that are shown one by one; the rest becomes a line with their number: nobody reads 5,000."""

_SAME_PERSON = 85
"""Of 100, by rapidfuzz: "Siti Aminah" and "Siti Aminah, A.Md." are one person with two NIM (D3, then D4)."""


@dataclass(frozen=True, slots=True)
class _Note:
    index: int
    """Of the row in the grid: the sheet shows it as one more."""
    heading: str
    fault: Fault
    blocking: bool = True


def check_alumni(grid: Grid, context: Context) -> tuple[pd.DataFrame, list[Problem]]:
    """The alumni who can be written to, or asked not to be, and what is wrong with the others.

    Columns: ``row`` (as the sheet shows it), ``nim``, ``name``, ``email`` (as typed), ``key`` (what makes two
    addresses one), ``programme`` (code), ``year``, ``active`` (bool), ``language`` (``"id"``, ``"en"``, or ``""`` for
    the office's). Rows with a blocking problem are left out. Several rows may share a ``key``: one message goes there.
    """
    places, problems = columns(ALUMNI, grid, context.language)
    wanted = [column.heading for column in content(ALUMNI)]
    held = any(essential(column) and column.heading not in places for column in content(ALUMNI))
    body = [] if held else grid[1:]  # said by the heading's own problem
    parsers = _parsers(context)
    parsed = {heading: _parse(_raw(body, places.get(heading)), parsers[heading]) for heading in wanted}
    filled = [place for place, values in enumerate(zip(*parsed.values(), strict=True)) if any(values)]
    if len(filled) < len(body):
        parsed = {heading: [values[place] for place in filled] for heading, values in parsed.items()}
    lines = [place + 1 for place in filled]
    notes = [note for heading in wanted for note in _column_notes(heading, lines, parsed[heading])]
    frame = _frame(lines, parsed, {note.index for note in notes if note.blocking})
    frame, doubled = _without_doubled_nim(frame)
    notes += [*doubled, *_doubled_addresses(frame), *_misspelt(frame)]
    return frame, problems + list(_problems(notes, grid, places, context))


def _raw(body: Grid, place: int | None) -> list[Cell]:
    if place is None:
        return [None] * len(body)
    return [line[place] if place < len(line) else None for line in body]


def _parsers(context: Context) -> Mapping[str, Callable[[Cell], Any]]:
    """What reads each column's cells: a value, ``None`` or ``""`` for an empty cell, or a `Fault`."""
    return {
        "NIM": nim,
        "Nama": text,
        "Email": email,
        "Prodi": lambda cell: programme(cell, context.catalogue),
        "Tahun Lulus": lambda cell: whole(cell, FIRST_YEAR, context.today.year + 1),
        "Status Email": lambda cell: choice(cell, EMAIL_STATUS),
        "Bahasa": lambda cell: choice(cell, LANGUAGES),
    }


def programme(cell: Cell, catalogue: Catalogue) -> str | Fault:
    """The study programme's code; ``""`` for an empty cell."""
    typed = text(cell)
    found = catalogue.find(typed) if typed else None
    if found or not typed:
        return found.code if found else ""
    return fault("programme_unknown", near=catalogue.nearest(typed) or "")


def _parse(cells: list[Cell], parser: Callable[[Cell], Any]) -> list[Any]:
    """Each different cell is parsed once: there are 50,000 graduates, but few programmes and years."""

    def guarded(cell: Cell) -> Any:
        return fault("formula_error") if is_formula_error(cell) else parser(cell)

    different = dict.fromkeys(cells)
    if len(different) * 2 > len(cells):
        return [guarded(cell) for cell in cells]  # names and addresses: looking them up costs more than it spares
    known = {cell: guarded(cell) for cell in different}
    return [known[cell] for cell in cells]


def _column_notes(heading: str, lines: list[int], values: list[Any]) -> Iterator[_Note]:
    required = ALUMNI.column(heading).required
    for index, value in zip(lines, values, strict=True):
        if not value:
            if required:
                yield _Note(index, heading, fault("cell_missing"))
        elif type(value) is Fault:
            yield _Note(index, heading, value, blocking=heading != "Bahasa")


def _frame(lines: list[int], parsed: Mapping[str, list[Any]], blocked: set[int]) -> pd.DataFrame:
    import pandas as pd

    kept = [place for place, index in enumerate(lines) if index not in blocked]
    values = {heading: [cells[place] for place in kept] for heading, cells in parsed.items()}
    return pd.DataFrame(
        {
            "row": pd.Series([lines[place] + 1 for place in kept], dtype="int64"),
            "nim": pd.Series(values["NIM"], dtype="str"),
            "name": pd.Series(values["Nama"], dtype="str"),
            "email": pd.Series(values["Email"], dtype="str"),
            "key": pd.Series([email_key(address) for address in values["Email"]], dtype="str"),
            "programme": pd.Series(values["Prodi"], dtype="str"),
            "year": pd.Series(values["Tahun Lulus"], dtype="int64"),
            "active": pd.Series([status != "Berhenti" for status in values["Status Email"]], dtype="bool"),
            "language": pd.Series([_language(value) for value in values["Bahasa"]], dtype="str"),
        }
    )


def _language(value: str | Fault | None) -> str:
    return LANGUAGE_CODES.get(value, "") if isinstance(value, str) else ""


def _without_doubled_nim(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[_Note]]:
    """Of the rows with one NIM the uppermost sound one counts."""
    doubled = frame["nim"].duplicated()
    if not doubled.any():
        return frame, []
    first = frame.drop_duplicates("nim").set_index("nim")["row"]
    notes = [
        _Note(row - 1, "NIM", fault("nim_doubled", other=str(first[number])))
        for row, number in zip(frame.loc[doubled, "row"], frame.loc[doubled, "nim"], strict=True)
    ]
    return frame[~doubled].reset_index(drop=True), notes


def _doubled_addresses(frame: pd.DataFrame) -> Iterator[_Note]:
    """Warnings: one address, two names. Two NIM of one person are as they should be."""
    from rapidfuzz import fuzz, utils

    shared = frame[frame["key"].duplicated(keep=False)]
    first: dict[str, tuple[int, str]] = {}
    for row, key, name in zip(shared["row"], shared["key"], shared["name"], strict=True):
        other_row, other_name = first.setdefault(key, (row, name))
        alike = fuzz.token_set_ratio(name, other_name, processor=utils.default_process)
        if other_row != row and alike < _SAME_PERSON:
            yield _Note(row - 1, "Email", fault("email_doubled", other=str(other_row)), blocking=False)


def _misspelt(frame: pd.DataFrame) -> Iterator[_Note]:
    for row, address in zip(frame["row"].tolist(), frame["email"].tolist(), strict=True):
        if better := misspelt_domain(address):
            yield _Note(row - 1, "Email", fault("email_misspelt", near=better), blocking=False)


def _problems(notes: list[_Note], grid: Grid, places: Mapping[str, int], context: Context) -> Iterator[Problem]:
    """In the sheet's order; of each kind the first `MOST_SHOWN`, then how many more there are."""
    kinds: defaultdict[tuple[str, str], list[_Note]] = defaultdict(list)
    for note in sorted(notes, key=lambda note: note.index):
        kinds[note.heading, note.fault.code].append(note)
    for (heading, code), alike in kinds.items():
        for note in alike[:MOST_SHOWN]:
            line = grid[note.index]
            number, value = (line[at] if (at := places[h]) < len(line) else None for h in ("NIM", heading))
            yield problem(
                note.fault,
                language=context.language,
                tab=ALUMNI.title,
                id=text(number),
                row=note.index + 1,
                column=heading,
                value=value,
                blocking=note.blocking,
            )
        if more := alike[MOST_SHOWN:]:
            summary = fault(
                "and_more", count=str(len(more)), first=str(more[0].index + 1), last=str(more[-1].index + 1)
            )
            yield replace(
                problem(
                    summary, language=context.language, tab=ALUMNI.title, column=heading, blocking=more[0].blocking
                ),
                code=code,
            )
