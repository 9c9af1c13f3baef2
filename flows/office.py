"""The composition root: opens workbook, ledger and mail account as the settings say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import SettingsError
from flows.share import share

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from flows.archive.folder import Folder
    from flows.archive.spreadsheet import ArchiveSpreadsheet
    from flows.forms.definition import FormDefinition
    from flows.forms.interface import FormProvider
    from flows.ledger.ledger import Ledger
    from flows.links import Links
    from flows.mail.account import Account
    from flows.mail.card import Sender
    from flows.procedure.checklist import Checklists
    from flows.procedure.feedback import Rules
    from flows.procedure.programmes import Catalogue
    from flows.procedure.workdays import WorkingTime
    from flows.settings import Settings
    from flows.workbook.interface import Workbook


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Office:
    """One office, opened: everything that a step needs of the world."""

    settings: Settings
    workbook: Workbook
    ledger: Ledger
    account: Account
    sender: Sender
    catalogue: Catalogue
    form: FormDefinition
    form_provider: FormProvider
    links: Links
    clock: Callable[[], datetime]
    boot: str
    """Which start of the machine this is, see `flows.ledger.recovery.boot_id`."""
    archive: Folder
    rehearsal: bool = False
    """Whether nothing is kept: no file of the archive is to be written either."""

    @property
    def zone(self) -> ZoneInfo:
        return self.settings.office.zone

    @property
    def settle(self) -> timedelta:
        """For how long a row must have stood unchanged."""
        return timedelta(minutes=self.settings.announce.settle_minutes)

    @cached_property
    def archive_spreadsheet(self) -> ArchiveSpreadsheet | None:
        """Where archived recaps are shown as well, if staff have made such a spreadsheet."""
        return archive_spreadsheet(self.settings)

    @cached_property
    def checklists(self) -> Checklists:
        """What is prepared for events: ``events.toml`` beside the settings, or the one that is shipped."""
        from flows.procedure.checklist import Checklists
        from flows.workbook.tabs import EVENT_KINDS

        return Checklists.load(own_or_shipped(self.settings, "events.toml"), EVENT_KINDS)

    @cached_property
    def working_time(self) -> WorkingTime:
        """When partners are written to."""
        return self.settings.feedback.working_time(self.zone)

    @cached_property
    def feedback_rules(self) -> Rules:
        return self.settings.feedback.rules(self.zone)


@contextmanager
def open_office(
    settings: Settings, *, rehearsal: bool = False, clock: Callable[[], datetime] = now, boot: str = ""
) -> Iterator[Office]:
    """Open an office. In a ``rehearsal`` nothing is kept: the ledger is rolled back and the workbook never written.

    ``boot`` names this start of the machine (default: as the machine does).
    """
    from flows.ledger.ledger import Ledger
    from flows.ledger.recovery import boot_id

    catalogue, form, signed = programmes(settings), form_definition(settings), links(settings, clock)
    workbook = open_workbook(settings)
    if rehearsal:
        from flows.workbook.rehearsed import Rehearsed

        workbook = Rehearsed(workbook)
    ledger = Ledger(settings.ledger_url, rehearsal=rehearsal, seal=signed.seal, folder=settings.folder)
    try:
        yield Office(
            settings,
            workbook,
            ledger,
            account(settings),
            sender(settings),
            catalogue,
            form,
            form_provider(settings, form, catalogue, signed),
            signed,
            clock,
            boot or boot_id(),
            archive(settings),
            rehearsal,
        )
    finally:
        ledger.close()


def programmes(settings: Settings) -> Catalogue:
    """The study programmes: ``programmes.toml`` beside the settings, or the one that is shipped."""
    from flows.procedure.programmes import Catalogue

    return Catalogue.load(own_or_shipped(settings, "programmes.toml"))


def form_definition(settings: Settings) -> FormDefinition:
    """The partners' form: ``feedback.toml`` beside the settings, or the one that is shipped."""
    from flows.forms.definition import FormDefinition

    return FormDefinition.load(own_or_shipped(settings, "feedback.toml"))


def form_provider(settings: Settings, form: FormDefinition, catalogue: Catalogue, links: Links) -> FormProvider:
    """Where partners answer. Raises `SettingsError` if that is a Google Form and there is no key for it."""
    if settings.forms == "hosted":
        from flows.forms.hosted import HostedForm

        return HostedForm(links)
    if settings.forms == "google":
        from flows.forms.google import GoogleForm

        google, endpoint = google_credentials(settings), settings.workbook.endpoint
        return GoogleForm(settings.feedback.google_form_id, google, form, catalogue, links, endpoint=endpoint)

    from flows.forms.by_mail import ByMail

    return ByMail()


def own_or_shipped(settings: Settings, name: str) -> Path:
    """A file of the office's own beside its settings; where there is none, the one that comes with loker."""
    own = settings.folder / name
    return own if own.is_file() else share() / "config" / name


def links(settings: Settings, clock: Callable[[], datetime] = now) -> Links:
    from flows.links import Links

    web = settings.web
    return Links(web.public_url, settings.path(web.secret_key_file), staff_url=web.url, clock=clock)


def archive(settings: Settings) -> Folder:
    from flows.archive.folder import Folder

    return Folder(settings.path(settings.archive.folder))


def archive_spreadsheet(settings: Settings) -> ArchiveSpreadsheet | None:
    from flows.archive.spreadsheet import ArchiveSpreadsheet

    if not settings.archive.spreadsheet_id:
        return None
    google, endpoint = google_credentials(settings, "The archive's spreadsheet"), settings.workbook.endpoint
    return ArchiveSpreadsheet(settings.archive.spreadsheet_id, google, endpoint=endpoint)


def open_workbook(settings: Settings) -> Workbook:
    if settings.workbook.provider == "xlsx":
        from flows.workbook.xlsx import XlsxWorkbook

        return XlsxWorkbook(settings.path(settings.workbook.path))

    from flows.workbook.google import GoogleWorkbook

    return GoogleWorkbook(
        settings.workbook.spreadsheet_id, google_credentials(settings), endpoint=settings.workbook.endpoint
    )


def google_credentials(settings: Settings, what: str = "A Google Form") -> Path | dict[str, object]:
    """The service account's key: a file, or the JSON in a Prefect Secret block. ``what`` needs it."""
    import json

    named = settings.workbook.credentials
    if not named:
        raise SettingsError(
            f"{what} needs a service account's key",
            where="workbook.credentials",
            cure="name the key's file there, whatever workbook.provider is",
        )
    if not named.startswith("prefect:"):
        return settings.path(named.removeprefix("file:"))
    secret = settings.secret(named)
    try:
        loaded: dict[str, object] = json.loads(secret)
    except json.JSONDecodeError:
        raise SettingsError(
            "workbook.credentials does not hold a service account's key",
            where=named,
            cure="put the whole JSON file that Google gave into the Prefect Secret block",
        ) from None
    return loaded


def account(settings: Settings) -> Account:
    from flows.mail.account import Account

    mail = settings.mail
    return Account(
        host=mail.host,
        port=mail.port,
        security=mail.security,
        user=mail.user,
        password=settings.secret(mail.password),
        oauth2_file=settings.path(mail.oauth2_file) if mail.oauth2_file else None,
        sender=mail.from_header,
        timeout=mail.timeout_seconds,
        messages_per_connection=mail.messages_per_connection,
        ca_file=settings.path(mail.ca_file) if mail.ca_file else None,
    )


def sender(settings: Settings) -> Sender:
    from flows.mail.card import Sender

    return Sender(
        settings.office.name,
        settings.mail.reply_to or settings.mail.from_header,
        settings.web.public_url,
        settings.office.timezone,
        settings.office.language,
        settings.site_url,
    )
