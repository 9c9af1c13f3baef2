"""``loker check``: everything that a run needs, looked at one by one; nothing is sent or kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from flows.commands import COULD_NOT_RUN, DONE, NEEDS_A_PERSON
from flows.commands.run import rehearse, show
from flows.errors import LokerError
from flows.office import account, form_definition, form_provider, links, open_workbook, programmes
from flows.settings import Settings, load

if TYPE_CHECKING:
    from rich.console import Console


def check(config: Path | None) -> int:
    """Print each part as good or wrong with its cure, then what the next cycle would do; returns the exit code."""
    from rich.console import Console

    console = Console()
    settings = load(config)
    console.print(f"good   settings: {settings.folder}", markup=False, highlight=False)
    parts: dict[str, Callable[[Settings], object]] = {
        "workbook": lambda settings: open_workbook(settings).stamp(),
        "mail account": _sign_in,
        "ledger": _open_ledger,
        "partners' form": _see_form,
    }
    wrong = [name for name, look in parts.items() if not _good(name, look, settings, console)]
    if {"workbook", "ledger"} & set(wrong):
        return COULD_NOT_RUN
    report = rehearse("cycle", config)
    console.print()
    show(report, console, dry_run=True)
    if wrong:
        return COULD_NOT_RUN
    return NEEDS_A_PERSON if report.needs_a_person else DONE


def _good(name: str, look: Callable[[Settings], object], settings: Settings, console: Console) -> bool:
    try:
        look(settings)
    except LokerError as error:
        console.print(f"wrong  {name}: {error}", markup=False, highlight=False)
        return False
    console.print(f"good   {name}", markup=False, highlight=False)
    return True


def _open_ledger(settings: Settings) -> None:
    from flows.ledger.ledger import Ledger

    Ledger(settings.ledger_url, rehearsal=True).close()


def _see_form(settings: Settings) -> None:
    form_provider(settings, form_definition(settings), programmes(settings), links(settings)).check()


def _sign_in(settings: Settings) -> None:
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
