"""``loker run``: one flow now, with a progress bar on a terminal."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from flows.commands import COULD_NOT_RUN, DONE, NEEDS_A_PERSON
from flows.engine import ENGINE_FOLDER, engine
from flows.errors import SettingsError
from flows.lock import run_lock
from flows.office import now
from flows.report import Report
from flows.settings import load

if TYPE_CHECKING:
    from rich.console import Console

FLOWS = ("announce", "deliver", "events", "feedback", "recap", "retention", "returns", "cycle")
BY_HAND = frozenset({"announce", "events"})
"""Of these, what waits for the hour of the digests leaves at once."""

_STEPS = (
    ("held back by a problem", ("held",)),
    ("drafts", ("draft",)),
    ("changed a moment ago", ("settling",)),
    ("in preview", ("preview",)),
    ("approved, waiting for the hour", ("at_hour",)),
    # One line for both: what is open is due again and again, for alumni who have joined since.
    ("approved, announced or due now", ("announce", "open")),
    ("edited after the announcement", ("edited",)),
    ("to be corrected", ("correct",)),
    ("Ralat without an announcement", ("never_announced",)),
    ("past their deadline", ("expired",)),
    ("closed", ("closed",)),
    ("cancelled", ("cancelled",)),
)
"""Lines of the table, and the names of `flows.procedure.announcing.Step` that each counts."""


def run_flow(name: str, config: Path | None, *, dry_run: bool, as_json: bool, since: date | None = None) -> int:
    """Run a flow, print its counts, and return the exit code. ``since`` is of `flows.feedback.request_feedback`."""
    from rich.console import Console

    if name not in FLOWS:
        raise SettingsError(f"There is no flow {name!r}", cure=f"use one of {', '.join(FLOWS)}")
    if since and name != "feedback":
        raise SettingsError("--since is for the flow 'feedback' alone", cure="run `loker run feedback --since DATE`")
    console = Console(stderr=as_json)
    try:
        report = rehearse(name, config, since) if dry_run else execute(name, config, console, since)
    except ExceptionGroup as several:
        for error in several.exceptions:
            console.print(f"loker: {error}", markup=False, highlight=False)
        return COULD_NOT_RUN
    if as_json:
        print(json.dumps(report.as_dict() | {"dry_run": dry_run}))
    else:
        show(report, console, dry_run=dry_run)
    return NEEDS_A_PERSON if report.needs_a_person else DONE


def execute(
    name: str,
    config: Path | None,
    console: Console,
    since: date | None = None,
    clock: Callable[[], datetime] = now,
) -> Report:
    """The flow itself, in Prefect, on the server that is there or one of our own. ``clock`` is the office's."""
    if name == "deliver":
        return _deliver_beside(config, console, clock)
    settings = load(config)
    lock = run_lock(settings.folder, ledger=settings.ledger_url)
    with lock, engine(settings.folder / ENGINE_FOLDER, load=_import_flows):
        from flows.announce import announce_vacancies
        from flows.cycle import office_cycle
        from flows.events import run_events
        from flows.feedback import request_feedback
        from flows.recap import make_recap
        from flows.retention import apply_retention
        from flows.returns import read_returns
        from flows.under_way import run_of

        by_hand = name == "announce"
        with progress_bar(console) as progress, run_of(config, by_hand=by_hand, progress=progress, clock=clock) as run:
            flows: dict[str, Callable[[], object]] = {
                "announce": lambda: announce_vacancies(config),
                "events": lambda: run_events(config),
                "feedback": lambda: request_feedback(config, since),
                "recap": lambda: make_recap(config),
                "retention": lambda: apply_retention(config),
                "returns": lambda: read_returns(config),
                "cycle": lambda: office_cycle(config),
            }
            run.attempt(flows[name])
            if not run.observed:
                run.raise_failures()  # nothing could be read: it did not run
            return run.report


def _deliver_beside(config: Path | None, console: Console, clock: Callable[[], datetime]) -> Report:
    """A further worker; where there is no Prefect server it brings one that is gone with it, for it is one of many."""
    from flows.under_way import run_beside

    with (
        progress_bar(console) as progress,
        run_beside(config, progress=progress, clock=clock) as run,
        TemporaryDirectory(prefix="loker-") as home,
        engine(Path(home), load=_import_flows),
    ):
        from flows.deliver import deliver_mail

        run.attempt(lambda: deliver_mail(config))
        if not run.observed:
            run.raise_failures()
        return run.report


def _import_flows() -> None:
    import flows.cycle  # noqa: F401


def rehearse(name: str, config: Path | None, since: date | None = None) -> Report:
    """What the flow would do; the ledger is rolled back, the workbook and the mail account are left alone."""
    from flows.under_way import run_of

    if name == "deliver":
        raise SettingsError("A delivery cannot be rehearsed", cure="run `loker run --dry-run`")
    with run_of(config, by_hand=name in BY_HAND, rehearsal=True) as run:
        run.observe()
        if name in {"feedback", "cycle"}:
            run.attempt(lambda: run.request_feedback(since))
        if name in {"recap", "cycle"}:
            run.attempt(run.recap)
        if name in {"events", "cycle"}:
            run.attempt(run.hold_events)
        if name in {"announce", "cycle"}:
            run.announce()
        if name in {"retention", "cycle"}:
            run.attempt(run.list_for_disposal)
        run.attempt(run.write_back)
        return run.report


@contextmanager
def progress_bar(console: Console) -> Iterator[Callable[[int], None]]:
    """Counts messages as they are sent; silent where there is no terminal."""
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Messages", total=None)
        yield lambda messages: progress.advance(task, messages)


def show(report: Report, console: Console, *, dry_run: bool) -> None:
    """A short table of the counts, and every error as it is."""
    from rich.table import Table

    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for what, count in _counts(report, dry_run=dry_run):
        table.add_row(what, f"{count:,.0f}")
    if dry_run:
        console.print("What would happen; nothing is changed or sent:", style="bold")
    console.print(table)
    if report.paused:
        console.print("Sending is paused: Jeda is Ya in the tab Kendali.")
    if report.resume_at:
        console.print(f"The rest leaves from {report.resume_at:%Y-%m-%d %H:%M} UTC (limit of the mail account).")
    for error in report.errors:
        console.print(f"loker: {error}", markup=False, highlight=False)


def _counts(report: Report, *, dry_run: bool) -> Iterator[tuple[str, float]]:
    """What to show, and how many; of the exceptions only those that there are."""
    steps = Counter(report.steps) + Counter(held=report.held)
    yield "vacancies in the sheet", report.vacancies + report.held
    for words, names in _STEPS:
        if count := sum(steps[name] for name in names):
            yield f"  {words}", count
    yield "problems (tab Masalah)", report.problems
    yield "queued, counted by vacancy and person", report.queued
    if report.invited:
        yield "mails about events queued", report.invited
    partners = {
        "partners asked for results": report.asked,
        "members of staff asked to call partners": report.handed_over,
        "answers of partners fetched": report.answered,
        "answers that could not be taken (tab Masalah)": report.set_aside,
    }
    yield from ((what, count) for what, count in partners.items() if count)
    kept = {
        "records disposed of": report.disposed,
        "records beyond their time (tab Pemusnahan)": report.to_dispose,
        "old messages emptied": report.emptied,
    }
    yield from ((what, count) for what, count in kept.items() if count)
    mailbox = {
        "addresses of which mail came back": report.returned,
        "  of these, written to no more": report.unreachable,
        "left the list by mail": report.left_by_mail,
        "answers of people forwarded": report.forwarded,
    }
    yield from ((what, count) for what, count in mailbox.items() if count)
    if report.recaps:
        yield "recaps archived", report.recaps
    if report.withdrawn:
        yield "withdrawn", report.withdrawn
    if not dry_run:
        yield "messages sent", report.sent
        if report.sent:
            yield "  a second", report.messages_per_second
        exceptions = {"refused": report.refused, "to be tried again": report.deferred}
        yield from ((what, count) for what, count in exceptions.items() if count)
    if report.unknown:
        yield "in doubt", report.unknown
    yield "waiting to be sent", report.waiting
