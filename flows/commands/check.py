"""``loker check``: everything that a run needs, looked at one by one; nothing is sent or kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flows.cli import COULD_NOT_RUN, DONE
from flows.commands.run import rehearse, show
from flows.errors import LokerError
from flows.office import account, open_workbook
from flows.settings import Settings, load


def check(config: Path | None) -> int:
    """Print each part as good or wrong with its cure, then what the next cycle would do; returns the exit code."""
    from rich.console import Console

    console = Console()
    settings = load(config)
    console.print(f"good   settings: {settings.folder}", highlight=False)
    parts: dict[str, Callable[[Settings], object]] = {
        "workbook": lambda settings: open_workbook(settings).stamp(),
        "mail account": _sign_in,
        "ledger, and what would happen": lambda settings: show(rehearse("cycle", config), console, dry_run=True),
    }
    wrong = 0
    for name, look in parts.items():
        try:
            look(settings)
        except LokerError as error:
            wrong += 1
            console.print(f"wrong  {name}: {error}", markup=False, highlight=False)
        else:
            console.print(f"good   {name}")
    return COULD_NOT_RUN if wrong else DONE


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
