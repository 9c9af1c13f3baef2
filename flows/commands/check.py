"""``loker check``: everything that a run needs, looked at one by one; nothing is sent or kept."""

from __future__ import annotations

from pathlib import Path

from flows.commands import COULD_NOT_RUN, DONE, NEEDS_A_PERSON
from flows.commands.run import rehearse, show
from flows.health.finding import Verdict, good
from flows.health.looks import NEEDED, looks
from flows.office import now
from flows.settings import load


def check(config: Path | None) -> int:
    """Print each part as good, wrong with its cure, or unclear, then what the next cycle would do; returns the exit
    code. What is unclear asks nobody for anything."""
    from rich.console import Console

    console = Console()
    settings = load(config)
    console.print(f"good     {good('settings', str(settings.folder))}", markup=False, highlight=False, soft_wrap=True)
    wrong: set[str] = set()
    for finding in looks(settings, now()):
        console.print(f"{finding.verdict:<8} {finding}", markup=False, highlight=False, soft_wrap=True)
        if finding.verdict is Verdict.WRONG:
            wrong.add(finding.name)
    if {"workbook", "ledger"} & wrong:
        return COULD_NOT_RUN
    report = rehearse("cycle", config)
    console.print()
    show(report, console, dry_run=True)
    if NEEDED & wrong:
        return COULD_NOT_RUN
    return NEEDS_A_PERSON if wrong or report.needs_a_person else DONE
