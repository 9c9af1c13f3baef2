"""Failures reach a person: one mail to the administrator when a trouble begins, one when it is over.

It goes beside the queue and remembers in a file of its own, for the ledger and the workbook may be what is out of
order. A kill between the mail and the file can make it come twice: better than never.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

from flows.errors import (
    AlreadyRunning,
    ArchiveError,
    FormsBusy,
    FormsError,
    LedgerError,
    LokerError,
    MailError,
    SettingsError,
    WorkbookBusy,
    WorkbookError,
)
from flows.mail.account import Account
from flows.mail.interface import Letter
from flows.mail.one_off import send_now
from flows.mail.trouble import trouble as letter_about
from flows.office import account, now, sender
from flows.procedure.troubles import News, Trouble, news
from flows.run import Run
from flows.settings import Settings, find, load
from flows.under_way import is_joined

NAME = "troubles.json"
GOOD = ".loker-good.toml"
"""Beside ``loker.toml``: the last one without a mistake. Of a mistake nobody else could tell by mail."""
_KINDS: tuple[tuple[type[LokerError], str], ...] = (
    (WorkbookBusy, "busy"),
    (FormsBusy, "busy"),
    (AlreadyRunning, "busy"),
    (WorkbookError, "workbook"),
    (FormsError, "forms"),
    (MailError, "mail"),
    (LedgerError, "ledger"),
    (ArchiveError, "archive"),
    (SettingsError, "settings"),
)
"""The first that fits."""
_log = logging.getLogger(__name__)


class Watch:
    """What to look at when the watched run has ended."""

    run: Run | None = None


@contextmanager
def watched(config: Path | None = None) -> Iterator[Watch]:
    """Whatever keeps the run within from its work is told to the administrator; it is raised all the same.

    Wrong settings are told by the account of the last right ones. A run that no command shows says it in the log, too.
    """
    shown = is_joined()
    settings = _settings(config)
    watch, raised = Watch(), None
    try:
        yield watch
    except Exception as error:
        raised = error
        raise
    finally:
        failures = [*_each(raised), *(watch.run.busy if watch.run else ())]
        try:
            at = watch.run.office.clock() if watch.run else now()
            troubles = [trouble_of(one, at) for one in failures]
            if not shown:
                _say(troubles)
            tell(settings, troubles, at)
        except (MailError, OSError) as error:  # of the watched run's own errors none may be hidden by this one
            _log.warning("The administrator could not be told: %s", error)


def _settings(config: Path | None) -> Settings:
    """As `load`; a mistake in them is told, and what is right is kept for the next mistake."""
    file = find(config)
    good, text = file.with_name(GOOD), file.read_bytes()
    try:
        settings = load(file)
    except SettingsError as error:
        trouble = trouble_of(error, now())
        _say([trouble])
        with suppress(SettingsError, MailError, OSError):
            tell(load(good), [trouble], now())
        raise
    with suppress(OSError):
        if not good.exists() or good.read_bytes() != text:
            good.touch(mode=0o600)  # a password may stand in it
            good.write_bytes(text)
    return settings


def _say(troubles: Sequence[Trouble]) -> None:
    for one in troubles:
        # Prefect's console shows nothing below this in a process of `loker up` (`flows.engine`).
        _log.critical("The office's run failed: %s. Where: %s. Cure: %s", one.what, one.where, one.cure)


def tell(settings: Settings, met: Sequence[Trouble], at: datetime) -> None:
    """Send what is new about troubles, and remember it in the office's folder.

    Raises `MailError` if it could not be sent: the next run tries again.
    """
    file = settings.folder / NAME
    known = _known(file)
    found = news(known, met, at)
    try:
        if found:
            _send(settings, found, at)
    except MailError:
        _keep(file, known, found.before)
        raise
    _keep(file, known, found.after)


def trouble_of(error: BaseException, at: datetime) -> Trouble:
    """As the administrator reads it. What nobody foresaw is told by its type and place: its words may name somebody."""
    if isinstance(error, LokerError):
        kind = next((kind for type_, kind in _KINDS if isinstance(error, type_)), "other")
        cure = error.cure or "see `loker check`"
        return Trouble(kind, error.what, error.where, cure[0].upper() + cure[1:], at)
    steps = [one for one in traceback.extract_tb(error.__traceback__) if f"{Path(__file__).parent}" in one.filename]
    place = f"{Path(steps[-1].filename).name}, line {steps[-1].lineno}" if steps else ""
    cure = "Read the log of that run, and report it to those who look after loker"
    return Trouble("other", f"An error that nobody foresaw ({type(error).__name__})", place, cure, at)


def _each(error: BaseException | None) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _each(one)
    elif error is not None:
        yield error


def _send(settings: Settings, found: News, at: datetime) -> None:
    mail = account(settings)
    letter = letter_about(found.begun, found.over, sender(settings), now=at, zone=settings.office.zone)
    for to in settings.office.administrator or settings.office.staff:
        send_now(
            mail,
            _message(letter, mail, to, at),
            to,
            failed="The administrator could not be told of a trouble",
            where="office.administrator",
        )


def _message(letter: Letter, mail: Account, to: str, at: datetime) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = mail.mailbox, to, letter.subject
    message["Date"], message["Message-ID"] = format_datetime(at), make_msgid("loker", mail.address.rpartition("@")[2])
    for name, value in letter.headers.items():
        message[name] = value
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def _known(file: Path) -> list[Trouble]:
    """What is remembered; a file that is not ours to read counts as empty, for then all is told anew."""
    try:
        return [
            Trouble(**one | {name: _time(one[name]) for name in ("since", "gone")})
            for one in json.loads(file.read_text("utf-8"))
        ]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def _time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value).astimezone(UTC) if value else None


def _keep(file: Path, known: Sequence[Trouble], after: Sequence[Trouble]) -> None:
    if list(after) == list(known):
        return
    new = file.with_suffix(".new")
    new.write_text(json.dumps([asdict(one) for one in after], default=datetime.isoformat, indent=1), "utf-8")
    new.replace(file)
