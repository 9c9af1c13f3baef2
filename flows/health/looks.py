"""All looks of `loker check`, in the order in which a person reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import LokerError
from flows.health.finding import Finding, Verdict, good, wrong
from flows.office import (
    account,
    archive_spreadsheet,
    form_definition,
    form_provider,
    links,
    open_workbook,
    programmes,
)
from flows.settings import Settings

if TYPE_CHECKING:
    from flows.ledger.ledger import Ledger

GOOGLE = "https://sheets.googleapis.com"
NEEDED = frozenset({"workbook", "ledger", "mail account"})
"""Without these nothing runs."""


def looks(settings: Settings, now: datetime) -> Iterator[Finding]:
    """What is good, what is wrong with its cure, and what could not be told; one after the other."""
    yield _tried("workbook", lambda: _see_workbook(settings))
    yield _tried("mail account", lambda: _sign_in(settings))
    yield from _of_ledger(settings, now)
    yield _tried("partners' form", lambda: _see_form(settings))
    if settings.archive.spreadsheet_id:
        yield _tried("archive's spreadsheet", lambda: _see_archive(settings))
    yield from _of_domain(settings)
    yield from _of_machine(settings, now)
    yield from _of_addresses(settings, now)


def _tried(name: str, look: Callable[[], str]) -> Finding:
    try:
        return good(name, look())
    except LokerError as error:
        where = f" ({error.where})" if error.where else ""
        return Finding(name, Verdict.WRONG, error.what.rstrip(".") + where, error.cure)


def _see_workbook(settings: Settings) -> str:
    from flows.errors import WorkbookError
    from flows.workbook.columns import Owner
    from flows.workbook.tabs import TABS

    staff = [tab.title for tab in TABS if tab.owner is Owner.STAFF]
    found = open_workbook(settings).read(staff)
    if lacks := [title for title in staff if title not in found]:
        raise WorkbookError(
            f"The workbook has no tab {', '.join(lacks)}",
            where=settings.workbook.path if settings.workbook.provider == "xlsx" else "workbook.spreadsheet_id",
            cure="add the tabs by these names (at Google `loker init --google` makes them), or name the right workbook",
        )
    return f"{len(found)} tabs of staff's"


def _sign_in(settings: Settings) -> str:
    from flows.mail.account import AccountRefused, ConnectionLost, open_connection

    mail = account(settings)
    try:
        open_connection(mail).quit()
    except AccountRefused as refused:
        raise mail.error(refused.decision) from None
    except ConnectionLost as lost:
        raise LokerError(
            f"The mail server does not answer ({lost})",
            where=mail.where,
            cure="check mail.host, mail.port and the network",
        ) from None
    return mail.where


def _of_ledger(settings: Settings, now: datetime) -> Iterator[Finding]:
    from flows.ledger.ledger import Ledger

    try:
        ledger = Ledger(settings.ledger_url, rehearsal=True)
    except LokerError as error:
        yield Finding("ledger", Verdict.WRONG, error.what, error.cure)
        return
    try:
        yield good("ledger")
        yield from _held(ledger)
        yield _staff(settings, ledger)
        yield from _alive(ledger, settings, now)
    finally:
        ledger.close()


def _held(ledger: Ledger) -> Iterator[Finding]:
    from flows.ledger.doubts import RESTORED

    if note := ledger.notes.get(RESTORED):
        taken = datetime.fromisoformat(note["taken_at"])
        yield wrong(
            "restored",
            f"nothing is sent, for this office was made of a backup of {taken:%Y-%m-%d %H:%M} UTC",
            "see that staff's rows are as they were, then run `loker resume`",
        )


def _staff(settings: Settings, ledger: Ledger) -> Finding:
    from flows.staff import staff_keys

    if count := len(staff_keys(settings, ledger)):
        return good("staff", f"{count} addresses")
    return wrong(
        "staff",
        "nobody gets previews, the daily mail about problems, or a link to the pages for staff",
        'give addresses: staff = ["…"] under [office], or the row Staf in the tab Kendali',
    )


def _alive(ledger: Ledger, settings: Settings, now: datetime) -> Iterator[Finding]:
    from flows.engine import ENGINE_FOLDER
    from flows.health.alive import last_run, schedule
    from flows.ledger.runs import Runs
    from flows.prefect_address import known_url

    last = next(iter(Runs(ledger.notes).last(1)), None)
    yield last_run(last.ended if last else None, now)
    if api := known_url(settings.folder / ENGINE_FOLDER):
        yield schedule(api)


def _see_form(settings: Settings) -> str:
    form_provider(settings, form_definition(settings), programmes(settings), links(settings)).check()
    return settings.forms


def _see_archive(settings: Settings) -> str:
    sheet = archive_spreadsheet(settings)
    return f"{len(sheet.titles)} tabs" if sheet else ""


def _of_domain(settings: Settings) -> Iterator[Finding]:
    from flows.health.domain import look, resolver

    domain = account(settings).address.rpartition("@")[2]
    yield from look(domain, settings.mail.host, resolver())


def _of_machine(settings: Settings, now: datetime) -> Iterator[Finding]:
    from flows.health.machine import clock, disk, office_time

    folders = {settings.folder, settings.path(settings.archive.folder)}
    scheme, _, name = settings.ledger_url.partition(":///")
    if scheme.startswith("sqlite"):
        folders.add(Path(name).parent)
    yield disk(sorted(folders))
    google = settings.workbook.provider == "google" or settings.forms == "google"
    yield clock(datetime.now(UTC), settings.workbook.endpoint or GOOGLE if google else "")
    yield office_time(now, settings.office.zone)


def _of_addresses(settings: Settings, now: datetime) -> Iterator[Finding]:
    from flows.health.address import look

    for url in dict.fromkeys(filter(None, (settings.web.public_url, settings.site_url))):
        yield from look(url, now)
