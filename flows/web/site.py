"""What the pages need of the world, opened. Neither the workbook nor the mail account is among it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flows.errors import SettingsError
from flows.office import form_definition, links, now, programmes, sender
from flows.procedure.values import email_key
from flows.staff import staff_keys

if TYPE_CHECKING:
    from flows.forms.definition import FormDefinition
    from flows.ledger.ledger import Ledger
    from flows.links import Links
    from flows.mail.card import Sender
    from flows.procedure.programmes import Catalogue
    from flows.settings import Settings


@dataclass(frozen=True)
class Site:
    """One office's pages, opened."""

    settings: Settings
    ledger: Ledger
    links: Links
    sender: Sender
    form: FormDefinition
    catalogue: Catalogue
    clock: Callable[[], datetime]

    def is_staff(self, recipient_id: int) -> bool:
        """Whether this recipient's address is one of staff's now."""
        recipient = self.ledger.recipients.get(recipient_id)
        return recipient is not None and recipient.key in staff_keys(self.settings, self.ledger)

    def ask_for_link(self, typed: str) -> None:
        """Have a link mailed to this address at the next run, if it is one of staff's; at most one in an hour."""
        from flows.ledger.records import Matter, Priority, Purpose

        key, at = email_key(typed.strip()), self.clock()
        if key in staff_keys(self.settings, self.ledger):
            with self.ledger.together():
                number = self.ledger.outbox.enrol({key: key})[key]
                matter = Matter(Purpose.SIGN_IN, str(number), f"{at.astimezone(UTC):%Y-%m-%dT%H}", Priority.STAFF)
                self.ledger.outbox.queue(matter, [number], at)

    @property
    def zone(self) -> ZoneInfo:
        return self.settings.office.zone

    @property
    def url(self) -> str:
        return self.settings.web.url

    @property
    def https(self) -> bool:
        return urlsplit(self.url).scheme == "https"

    @property
    def base(self) -> str:
        """The path before all of the pages' paths, such as ``/loker``, or ``""``."""
        return urlsplit(self.url).path.rstrip("/")


@contextmanager
def open_site(settings: Settings, *, clock: Callable[[], datetime] = now) -> Iterator[Site]:
    """Open an office's pages. Raises `SettingsError` without a ``web.public_url`` or ``web.staff_url``: links would
    lead nowhere."""
    from flows.ledger.ledger import Ledger

    if not settings.web.url:
        raise SettingsError(
            "web.public_url is empty, so that no link would lead to these pages",
            where="[web] in loker.toml",
            cure="set it to the address under which the office's pages are reached, such as "
            "https://karir.example.ac.id; or web.staff_url, if only staff are to reach them",
        )
    signed = links(settings, clock)
    ledger = Ledger(settings.ledger_url, seal=signed.seal, folder=settings.folder)
    try:
        yield Site(
            settings,
            ledger,
            signed,
            sender(settings),
            form_definition(settings),
            programmes(settings),
            clock,
        )
    finally:
        ledger.close()
