"""*Kendali*: the switches. When in doubt, nothing is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.procedure.checks.audience import split
from flows.procedure.checks.context import Context
from flows.procedure.checks.reader import RowReader
from flows.procedure.models import Control
from flows.procedure.problems import Problem
from flows.procedure.values import Fault, choice, email, fault, hour, text, yes
from flows.procedure.wording import problem
from flows.workbook.interface import Cell
from flows.workbook.reading import Row
from flows.workbook.tabs import CONTROL, CONTROL_NAMES

PAUSE, HOUR, STAFF = CONTROL_NAMES


def check_control(
    rows: Sequence[Row] | None, context: Context, *, headings: Sequence[Problem] = ()
) -> tuple[Control, list[Problem]]:
    """The switches. ``rows`` is ``None`` if the tab is gone; ``headings`` are `read_rows`' problems with it.

    A *Jeda* that cannot be read or understood pauses all sending: somebody may have wanted it stopped.
    """
    if rows is None or any(one.blocking and one.tab == CONTROL.title for one in headings):
        lost = problem(fault("pause_unknown"), language=context.language, tab=CONTROL.title)
        return Control(paused=True), [lost]
    control = Control()
    problems: list[Problem] = []
    taken: dict[str, int] = {}
    for row in rows:
        reader = RowReader(CONTROL, row, context)
        name = reader.read("Nama", _name) or ""
        if name in taken and name != PAUSE:
            reader.note("Nama", fault("switch_doubled", other=str(taken[name])))
        elif name:
            taken[name] = row.number
            control = _set(control, name, reader)
        problems += reader.problems
    return control, problems


def _name(cell: Cell) -> str | Fault | None:
    found = choice(cell, CONTROL_NAMES)
    return Fault("switch_unknown", found.details) if isinstance(found, Fault) else found


def _set(control: Control, name: str, reader: RowReader) -> Control:
    reader.formula_errors()
    if name == PAUSE:
        paused = yes(reader.cell("Nilai"))  # not by `read`: a formula error is not understood either
        if isinstance(paused, Fault):
            reader.note("Nilai", fault("pause_unreadable"))
            paused = True
        return replace(control, paused=control.paused or bool(paused))
    if name == HOUR:
        return replace(control, hour=reader.read("Nilai", hour))
    return replace(control, staff=_addresses(reader))


def _addresses(reader: RowReader) -> tuple[str, ...]:
    addresses = []
    for typed in split(text(reader.cell("Nilai"))):
        address = email(typed)
        if isinstance(address, str):
            addresses.append(address)
        else:
            reader.note("Nilai", Fault(address.code, {**address.details, "value": typed}))
    return tuple(addresses)
