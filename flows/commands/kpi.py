"""``loker kpi``: the procedure's KPIs and the service's measures, as the tab *KPI* shows them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from flows.commands import DONE, NEEDS_A_PERSON
from flows.errors import LokerError
from flows.office import open_office
from flows.settings import load
from flows.steps.kpi import events, measured
from flows.workbook.flow_tabs import KPI

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.procedure.kpi_lines import Line


def kpi(config: Path | None, year: int | None, *, as_json: bool) -> int:
    """Print one year, or the last five; the exit code says whether an activity is missing. Reads the ledger alone."""
    from flows.procedure.kpi import lacks_activity

    with open_office(load(config)) as office:
        now, ledger = office.clock(), office.ledger
        this = now.astimezone(office.zone).year
        if year is not None and year > this:
            raise LokerError(f"The year {year} is still to come", cure=f"give {this}, or an earlier year")
        found = measured(office, year)
        missing = lacks_activity(events(office), ledger.measures.began(), now, office.zone)
    if as_json:
        print(json.dumps({"measures": [line.as_dict() for line in found], "activity_missing": missing}))
    else:
        _show(found)
    return NEEDS_A_PERSON if missing else DONE


def _show(found: Sequence[Line]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    if not found:
        console.print("Nothing is on record yet.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in KPI.headings[:-1]:
        table.add_column(heading, justify="right" if heading == "Nilai" else "left", overflow="fold")
    for line in found:
        shown = "—" if line.shown is None else str(line.shown)
        # As text: what staff typed is no markup.
        table.add_row(*map(Text, (str(line.year), line.indicator, line.description, shown, line.evidence)))
    console.print(table)
