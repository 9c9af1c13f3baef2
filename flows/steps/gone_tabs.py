"""Tabs of the flows' own that somebody deleted. They are projections: nothing is lost but the sight of it."""

from __future__ import annotations

from collections.abc import Iterator

from flows.office import Office
from flows.procedure.problems import Problem
from flows.procedure.values import fault
from flows.procedure.wording import problem
from flows.steps.observe import Observed
from flows.workbook.tabs import flow_tabs


def gone_tabs(office: Office, observed: Observed) -> Iterator[Problem]:
    """Those that only some need, and not every tick: without the others a run fails (`write_back`)."""
    for tab in flow_tabs():
        if tab.hidden and tab.title not in observed.reading.grids:
            told = fault("flow_tab_gone")
            yield problem(told, language=office.settings.office.language, tab=tab.title, blocking=False)
