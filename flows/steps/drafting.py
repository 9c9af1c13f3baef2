"""From queued units to a message: eligibility is checked once more, and a letter is compiled once per audience."""

from __future__ import annotations

import hashlib
import itertools
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.utils import format_datetime, parseaddr
from typing import NamedTuple

from flows.ledger.records import Draft, Matter, Parcel, Purpose
from flows.mail.skeleton import DATE, MESSAGE_ID, TO_ADDRESS, TO_NAME, Skeleton
from flows.procedure.models import Language
from flows.steps.writers import Reader, Writer

SECOND = timedelta(seconds=1)


class _Compiled(NamedTuple):
    id: str
    wire: Skeleton


class Drafting:
    """Makes parcels into drafts (`flows.ledger.claims.Compose`). One for each run: it knows that run's writers."""

    def __init__(
        self,
        sender: str,
        writers: Mapping[Purpose, Writer],
        *,
        clock: Callable[[], datetime],
        at: datetime,
    ) -> None:
        """``sender`` is ``Name <address>``; ``at`` is the run's time, local.

        It becomes the messages' date: RFC 5322 asks when a message was ready, not when it was delivered.
        """
        self._sender, self._writers, self._clock = sender, writers, clock
        self._compiled: dict[tuple[tuple[Matter, ...], Language, bool], _Compiled] = {}
        self._eligible: dict[tuple[int, ...], tuple[Matter, ...]] = {}
        self._audiences: dict[tuple[tuple[int, ...], Language, bool], _Compiled] = {}
        """A short way to `_compiled`: as long as the same may go, the same numbers lead to the same letter."""
        self._looked_at, self._date = at, format_datetime(at)
        self._domain = parseaddr(sender)[1].rpartition("@")[2]
        self._run, self._number = secrets.token_hex(12), itertools.count()

    def __call__(self, parcel: Parcel) -> Draft | None:
        writer = self._writers[parcel.matters[0].purpose]
        reader = writer.readers.get(parcel.recipient_id)
        matters = self._still(parcel)
        if reader is None or not matters:
            return None  # left the list, was taken out of the sheet, or all of it was withdrawn or has expired
        audience = (parcel.numbers, reader.language, reader.personal)
        compiled = self._audiences.get(audience)
        if compiled is None:
            compiled = self._audiences[audience] = self._compile(matters, reader)
        header_id = f"<{self._run}.{next(self._number)}.loker@{self._domain}>"
        slots = {TO_NAME: reader.name, TO_ADDRESS: parcel.address, DATE: self._date, MESSAGE_ID: header_id}
        if reader.personal:
            slots["name"] = reader.name
            slots.update(writer.slots(matters, parcel.recipient_id))
        return Draft(matters, compiled.id, compiled.wire, slots, header_id)

    def _compile(self, matters: tuple[Matter, ...], reader: Reader) -> _Compiled:
        audience = (matters, reader.language, reader.personal)
        compiled = self._compiled.get(audience)
        if compiled is None:
            writer = self._writers[matters[0].purpose]
            letter = writer.letter(matters, reader.language, personal=reader.personal)
            wire = Skeleton.compile(letter, sender=self._sender)
            compiled = _Compiled(hashlib.sha256(wire.dump()).hexdigest()[:32], wire)
            self._compiled[audience] = compiled
        return compiled

    def _still(self, parcel: Parcel) -> tuple[Matter, ...]:
        """Those that may still go; looked at again every second, for deadlines pass while a long run sends."""
        now = self._clock()
        if now - self._looked_at > SECOND:
            self._eligible.clear()
            self._audiences.clear()
            self._looked_at = now
        kept = self._eligible.get(parcel.numbers)
        if kept is None:
            kept = tuple(matter for matter in parcel.matters if self._writers[matter.purpose].may_go(matter))
            kept = self._eligible[parcel.numbers] = parcel.matters if kept == parcel.matters else kept
        return kept
