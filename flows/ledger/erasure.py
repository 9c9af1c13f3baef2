"""People who had themselves erased (UU 27/2022): all about them goes, counts stay, and no mail ever goes to them again.

What remains of a person is an HMAC of the address under the office's key: by it the address is known again when
somebody types it, and cannot be read.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, Table, cast, delete, insert, or_, select, update

from flows.ledger import schema
from flows.ledger.contents import empty, empty_letters
from flows.ledger.notes import Notes, ignoring
from flows.ledger.records import Purpose
from flows.ledger.store import Store
from flows.ledger.tallies import reopen
from flows.ledger.trail import Trail
from flows.mail.interface import State
from flows.procedure.joining import ACCEPTED
from flows.procedure.values import address_in_text

_recipient, _unit, _message, _matter = schema.recipient, schema.unit, schema.message, schema.matter
_WAITING = ("queued", "deferred")
REMOVED = "[dihapus]"
"""Stands where a text named the person."""
_TYPED: tuple[tuple[Table, str], ...] = (
    (schema.version, "content"),
    (schema.response, "answers"),
    (schema.draft, "raw"),
    (schema.oddity, "details"),
    (schema.oddity, "value"),
    (schema.event, "content"),
)
"""What people typed, as text or JSON."""
Seal = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Person:
    """Who is to be erased: the normalised address, and what staff's tabs say of whose it is."""

    key: str
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    """NIM."""
    companies: tuple[str, ...] = ()
    """Keys of the partners whose contact they are (`flows.procedure.names.partner_key`)."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased, in counts."""

    addresses: int
    waiting: int
    """Mails that will not leave any more."""
    messages: int
    """Whose contents are gone; that they were sent stays."""
    opt_outs: int
    forms: int
    """Half-filled."""
    texts: int
    """That named the person."""
    attendances: int
    """At events: that somebody was there stays."""
    sign_ups: int


class Erasure:
    """Erases people, and knows them again."""

    def __init__(self, store: Store, seal: Seal) -> None:
        """``seal`` makes the HMAC of a normalised address."""
        self._store, self._seal = store, seal
        self._trail, self._notes = Trail(store), Notes(store)

    def marks(self, keys: Iterable[str]) -> dict[str, str]:
        """Those of these normalised addresses that were erased, each with its HMAC."""
        with self._store.write() as connection:
            known = set(connection.scalars(select(schema.erased.c.key)))
        sealed = ((key, self._seal(key)) for key in keys if key) if known else ()
        return {key: mark for key, mark in sealed if mark in known}

    def when(self, key: str) -> datetime | None:
        """When the person was erased, if they were."""
        query = select(schema.erased.c.at).where(schema.erased.c.key == self._seal(key))
        with self._store.write() as connection:
            at: datetime | None = connection.scalar(query)
        return at

    def forget(self, person: Person, at: datetime) -> Erased:
        """Erase a person, as a whole and durably; once more does no harm. Call it with the office's run lock held, and
        what an earlier run left open settled."""
        mark = self._seal(person.key)
        with self._store.write(durable=True) as connection:
            connection.execute(ignoring(insert(schema.erased), self._store).values(key=mark, at=at))
            whose = or_(_recipient.c.key == person.key, _recipient.c.key == mark)
            numbers = connection.scalars(select(_recipient.c.id).where(whose)).all()
            person = as_joined(connection, person)
            partners = partners_of(connection, person, numbers)
            done = Erased(
                addresses=_clear_address(connection, person, mark),
                waiting=_withdraw(connection, numbers),
                messages=self._empty(connection, numbers),
                opt_outs=_delete(connection, schema.optout, schema.optout.c.key == person.key),
                forms=_delete(connection, schema.draft, schema.draft.c.partner_id.in_(partners)),
                texts=sum(_blot(connection, table, column, person, partners) for table, column in _TYPED),
                attendances=_leave_events(connection, person),
                sign_ups=_delete(connection, schema.signup, schema.signup.c.key == person.key),
            )
            for number in numbers:  # what opened the partners' form, and the pages for staff
                for purpose in ("feedback", "staff", "session"):
                    revoked = {"purpose": purpose, "holder": number, "at": at}
                    connection.execute(ignoring(insert(schema.revoked), self._store).values(revoked))
            _delete(connection, schema.returned, schema.returned.c.key == person.key)
            _delete(connection, schema.guest, schema.guest.c.recipient_id.in_(numbers))
            self.forget_reading()
            staff = self._notes.get("staff", [])  # who may enter the pages for staff, as last read
            self._notes.put(staff=[key for key in staff if key != person.key])
            self._trail.append("forget", "", at, messages=done.messages, waiting=done.waiting)
        return done

    def forget_reading(self) -> None:
        """Let go of the workbook as it was last read: the next run reads it anew."""
        with self._store.write() as connection:
            connection.execute(delete(schema.snapshot))

    def _empty(self, connection: Connection, numbers: Sequence[int]) -> int:
        theirs = _message.c.recipient_id.in_(numbers)
        letters = set(connection.scalars(select(_message.c.skeleton_id).where(theirs).distinct()))
        in_doubt = (theirs, schema.IN_DOUBT)
        reopen(connection, connection.scalars(select(_message.c.id).where(*in_doubt)).all())
        connection.execute(update(_message).where(*in_doubt).values(state=State.WITHDRAWN.value))
        others = select(_message.c.skeleton_id).where(_message.c.recipient_id.not_in(numbers))
        empty_letters(connection, letters - set(connection.scalars(others.distinct())))
        return empty(connection, theirs, header_id="")


def _clear_address(connection: Connection, person: Person, mark: str) -> int:
    """The number stays, for links and counts hold it; it is nobody's address any more."""
    gone = update(_recipient).where(_recipient.c.key == person.key).values(key=mark, address="")
    return connection.execute(gone).rowcount


def _withdraw(connection: Connection, numbers: Sequence[int]) -> int:
    waiting = update(_unit).where(_unit.c.recipient_id.in_(numbers), _unit.c.state.in_(_WAITING))
    return connection.execute(waiting.values(state=State.WITHDRAWN.value, not_before=None)).rowcount


def partners_of(connection: Connection, person: Person, numbers: Sequence[int]) -> list[int]:
    """Partners whose contact they are, or were when results were asked for."""
    partner, asked = schema.partner, _matter.c.purpose == Purpose.REQUEST
    subjects = select(_matter.c.subject).join(_unit).where(asked, _unit.c.recipient_id.in_(numbers))
    ours = or_(partner.c.key.in_(person.companies), cast(partner.c.id, String).in_(subjects))
    return list(connection.scalars(select(partner.c.id).where(ours)))


def as_joined(connection: Connection, person: Person) -> Person:
    """With the name and NIM under which staff let them join the list; nobody's word alone makes a NIM theirs."""
    table = schema.signup
    accepted = select(table.c.name, table.c.nim).where(table.c.key == person.key, table.c.decision == ACCEPTED)
    for name, nim in connection.execute(accepted):
        person = replace(person, names=(*person.names, name), numbers=(*person.numbers, nim))
    return person


def _leave_events(connection: Connection, person: Person) -> int:
    """Somebody was there, and nobody can tell who."""
    table = schema.attendance
    found = connection.execute(select(table.c.event, table.c.nim).where(table.c.nim.in_(person.numbers))).all()
    for event, nim in found:
        one = update(table).where(table.c.event == event, table.c.nim == nim)
        connection.execute(one.values(nim=f"-{secrets.token_hex(6)}", name=""))
    return len(found)


def _blot(connection: Connection, table: Table, column: str, person: Person, partners: Sequence[int]) -> int:
    """Take the person out of texts: the address and full names wherever they stand, and in what their own company
    wrote a name of one word, too."""
    changed = 0
    key = table.primary_key.columns
    for row in connection.execute(select(table)).mappings().all():
        own = row.get("partner_id") in partners
        names = [_word(name) for name in person.names if own or " " in name]
        after = _without(row[column], [address_in_text(person.key), *names])
        if after != row[column]:
            changed += 1
            this: list[ColumnElement[bool]] = [one == row[one.name] for one in key]
            connection.execute(update(table).where(*this).values({column: after}))
    return changed


def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def _without(value: Any, patterns: Sequence[re.Pattern[str]]) -> Any:
    if isinstance(value, str):
        for pattern in patterns:
            value = pattern.sub(REMOVED, value)
        return value
    if isinstance(value, dict):
        return {name: _without(one, patterns) for name, one in value.items()}
    if isinstance(value, list):
        return [_without(one, patterns) for one in value]
    return value


def _delete(connection: Connection, table: Table, which: ColumnElement[bool]) -> int:
    return connection.execute(delete(table).where(which)).rowcount
