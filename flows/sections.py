"""The tables of ``loker.toml``, key by key: what each means, its default, and what it may be."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from email.utils import parseaddr
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PositiveInt,
    SecretStr,
    model_validator,
)
from pydantic_settings import NoDecode

from flows.procedure.feedback import Rules
from flows.procedure.retention import Kind
from flows.procedure.workdays import WorkingTime


def _split(value: object) -> object:
    """Lists may be given as TOML lists; in the environment as JSON, or as text with commas."""
    if not isinstance(value, str):
        return value
    return json.loads(value) if value.startswith("[") else [part.strip() for part in value.split(",") if part.strip()]


def _timezone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError(f"{value!r} is not a time zone; use a name such as Asia/Jakarta")
    return value


def _address(value: str) -> str:
    if value and "@" not in parseaddr(value)[1]:
        raise ValueError(f"{value!r} is not an e-mail address; write name@domain or 'Name <name@domain>'")
    return value


def _bare_address(value: str) -> str:
    if "@" not in value or parseaddr(value) != ("", value):
        raise ValueError(f"{value!r} is not an e-mail address alone; write name@domain")
    return value


def _whole(value: object) -> object:
    """TOML reads ``2.000``, as Indonesians write two thousand, as 2.0: an account that sends two messages a day."""
    if isinstance(value, float):
        raise ValueError(f"{value} is not a whole number; write thousands without a dot, such as 2000")  # noqa: TRY004
    return value


def _database(value: str) -> str:
    if "://" not in value:
        raise ValueError(f"{value!r} is not a database's URL; write sqlite:///loker.db for a file of that name")
    return value


def _web_address(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
        raise ValueError(f"{value!r} is not a web address; write https://karir.example.ac.id")
    return value


Whole = Annotated[int, BeforeValidator(_whole)]
Staff = Annotated[list[Annotated[str, BeforeValidator(_bare_address)]], NoDecode, BeforeValidator(_split)]
Addresses = Annotated[list[str], NoDecode, BeforeValidator(_split)]
Address = Annotated[str, BeforeValidator(_address)]


class Section(BaseModel):
    """A table of ``loker.toml``. A key that is not known is an error: it is a slip of the pen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OfficeSection(Section):
    """Who runs the procedure."""

    name: str = Field(min_length=1)
    timezone: Annotated[str, BeforeValidator(_timezone)] = "Asia/Jakarta"
    language: Literal["id", "en"] = "id"
    staff: Staff = []
    """Addresses that get previews and the daily mail of problems."""
    administrator: Staff = []
    """Addresses that are told when runs fail, and when that is over; without any, the staff's."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class WorkbookSection(Section):
    """Where the shared spreadsheet is."""

    provider: Literal["xlsx", "google"] = "xlsx"
    path: str = "loker.xlsx"
    spreadsheet_id: str = ""
    credentials: str = ""
    """A service account's key file, or ``prefect:BLOCK`` that holds its JSON."""
    endpoint: str = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for key in ("spreadsheet_id", "credentials") if self.provider == "google" else ("path",):
            if not getattr(self, key):
                raise ValueError(f"provider {self.provider!r} needs {key}")
        return self


class MailSection(Section):
    """The mail account and its limits."""

    host: str = Field(min_length=1)
    port: int = Field(465, ge=1, le=65535)
    security: Literal["ssl", "starttls", "none"] = "ssl"
    user: str = ""
    password: SecretStr = SecretStr("")
    oauth2_file: str = ""
    """yagmail's OAuth2 file, instead of a password."""
    sender: Address = ""
    reply_to: Address = ""
    daily_limit: Whole = Field(2000, ge=1)
    """Messages that the account may send in a rolling 24 hours."""
    reserve: Whole = Field(100, ge=0)
    """Of these, kept for confirmations and mail to staff."""
    connections: int = Field(1, ge=1, le=50)
    in_doubt: Literal["hold", "resend"] = "hold"
    timeout_seconds: float = Field(60, gt=0)
    messages_per_connection: Whole = Field(100, ge=0)
    """Then the connection is replaced, before the server does it; 0 never does."""
    ca_file: str = ""
    """Certificates to trust besides the system's, such as a campus' own."""
    largest_mb: float = Field(25, gt=0)
    """How large a message may be, in millions of bytes as sent; files that do not fit are not attached."""

    @model_validator(mode="after")
    def _someone_sends(self) -> Self:
        if not self.sender and "@" not in self.user:
            raise ValueError("needs sender, or a user that is an e-mail address")
        return self

    @property
    def from_header(self) -> str:
        return self.sender or self.user


class LedgerSection(Section):
    """Where the ledger is: an SQLAlchemy URL."""

    url: Annotated[str, AfterValidator(_database)] = "sqlite:///loker.db"
    lease_seconds: Annotated[float, Field(ge=1, le=3600)] = 60


class AnnounceSection(Section):
    """When announcements leave."""

    settle_minutes: float = Field(10, ge=0)
    hour: int = Field(default=7, ge=0, le=23)


class FeedbackSection(Section):
    """How, when and how often partners are asked for results. Days are counted from the request."""

    provider: Literal["auto", "hosted", "google", "mail"] = "auto"
    google_form_id: str = ""
    due_days: int = Field(3, ge=0)
    reminder_days: Annotated[list[PositiveInt], NoDecode, BeforeValidator(_split)] = [7, 14, 21]
    escalate_days: int = Field(28, ge=1)
    escalate_every_days: int = Field(7, ge=1)
    close_days: int = Field(60, ge=1)
    quiet_days: int = Field(7, ge=1)
    hours: Annotated[list[int], NoDecode, BeforeValidator(_split)] = [8, 16]
    extra_holidays: Annotated[list[date], NoDecode, BeforeValidator(_split)] = []

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.reminder_days != sorted(set(self.reminder_days)):
            raise ValueError("reminder_days must rise, such as [7, 14, 21]")
        if self.close_days <= self.escalate_days:
            raise ValueError("close_days must be later than escalate_days, or nobody would have time to call")
        if len(self.hours) != 2 or not 0 <= self.hours[0] < self.hours[1] <= 24:
            raise ValueError("hours must be two full hours, the earlier one first, such as [8, 16]")
        if self.provider == "google" and not self.google_form_id:
            raise ValueError("provider 'google' needs google_form_id")
        return self

    def rules(self, zone: ZoneInfo) -> Rules:
        return Rules(
            zone=zone,
            due_days=self.due_days,
            reminder_days=tuple(self.reminder_days),
            escalate_days=self.escalate_days,
            escalate_every_days=self.escalate_every_days,
            close_days=self.close_days,
            quiet_days=self.quiet_days,
        )

    def working_time(self, zone: ZoneInfo) -> WorkingTime:
        first, last = self.hours
        return WorkingTime(zone, first, last, frozenset(self.extra_holidays))


class ArchiveSection(Section):
    """Where recaps and records of disposals are kept."""

    folder: str = Field("arsip", min_length=1)
    spreadsheet_id: str = ""
    """A spreadsheet at Google that staff made and shared, which shows every archived recap in a tab of its own."""


class RetentionSection(Section):
    """How many years records are kept after the last thing that happened to them; then staff approve that they go."""

    vacancies: int = Field(5, ge=1, le=100)
    """With who was told, and what partners were asked and answered. The procedure says 5, and so for ``recaps``."""
    recaps: int = Field(5, ge=1, le=100)
    events: int = Field(5, ge=1, le=100)
    letters: int = Field(5, ge=1, le=100)
    """That a mail to partners, staff or those who get recaps was sent; what it said goes by ``message_days``."""
    page_checks: int = Field(5, ge=1, le=100)
    message_days: int = Field(30, ge=1)
    """For how many days the contents of a message are kept once it is sent, refused or given up."""
    unconfirmed_days: int = Field(7, ge=1)
    """For how many days it is kept what somebody typed who wants to be on the list, and can be confirmed."""
    refused_days: int = Field(30, ge=1)
    """For how many days it is kept once staff refused it."""

    @property
    def years(self) -> Mapping[Kind, int]:
        return {
            Kind.VACANCY: self.vacancies,
            Kind.RECAP: self.recaps,
            Kind.EVENT: self.events,
            Kind.LETTER: self.letters,
            Kind.PAGE_CHECK: self.page_checks,
        }


class ReturnsSection(Section):
    """The mailbox that mail comes back to, read over IMAP; without ``host`` none is read."""

    host: str = ""
    port: int = Field(993, ge=1, le=65535)
    security: Literal["ssl", "starttls", "none"] = "ssl"
    user: str = ""
    """Empty: ``mail.user``, with its password or OAuth2 file."""
    password: SecretStr = SecretStr("")
    folder: str = Field("INBOX", min_length=1)
    sent_folder: str = ""
    """Where the account keeps what it sent; empty: found by its IMAP flag, where the server has one."""
    every_minutes: float = Field(10, ge=0)
    forward_to: Address = ""
    """Who gets what people answer; empty where the mailbox is the office's own, and read by people anyway."""


class WebSection(Section):
    """The office's public address and the key that signs its links."""

    public_url: Annotated[str, AfterValidator(_web_address)] = ""
    staff_url: Annotated[str, AfterValidator(_web_address)] = ""
    secret_key_file: str = "secret.key"  # noqa: S105 - a file's name
    sign_ups_a_day: Whole = Field(50, ge=0)
    """To how many addresses a day the pages have a mail sent that asks to confirm it; 0: nobody signs up there."""
    trusted_proxies: Addresses = []

    @property
    def url(self) -> str:
        """Where the pages are served: in public, or else for staff alone; ``""`` if they are not."""
        return self.public_url or self.staff_url


class SiteSection(Section):
    """The public page."""

    url: Annotated[str, AfterValidator(_web_address)] = ""
    """Where it is reached, if that is not ``web.public_url``."""
    publish_to: str = ""
    """A folder that a web server shows: each run writes there what has changed."""
    colour: str = Field("#0b6b60", pattern="^#[0-9a-fA-F]{6}$")
