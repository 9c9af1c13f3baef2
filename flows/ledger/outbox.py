"""What is meant for whom: units queued, withdrawn, counted. Each unit exists at most once ever."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.sql.dml import Insert

from flows.ledger import schema
from flows.ledger.erasure import Erasure
from flows.ledger.matters import MATTER_COLUMNS, as_matter, is_matter, last_edition, number_of
from flows.ledger.notes import ignoring
from flows.ledger.records import OF_EVENTS, Announced, Matter, Purpose
from flows.ledger.store import Store
from flows.ledger.tallies import close_tallies, tally
from flows.ledger.trail import Trail

_matter, _unit, _message, _recipient = schema.matter, schema.unit, schema.message, schema.recipient
FEW = 500
"""Recipients that are looked up one by one; of more, the whole table is read."""
TOLD = (Purpose.ANNOUNCE, Purpose.CORRECT)
LEAVABLE = (*TOLD, Purpose.REQUEST, *OF_EVENTS)
"""Of what one may want no more; the others go to staff."""


class Outbox:
    """The queue of units, and its counts."""

    def __init__(self, store: Store, erasure: Erasure) -> None:
        self._erasure = erasure
        self._store, self._trail = store, Trail(store)
        self._insert = store.prepare(_once(store), _QUEUED)
        self._new = store.prepare(insert(_recipient).values(key=bindparam("k"), address=bindparam("a")), ("k", "a"))
        by_number = update(_recipient).where(_recipient.c.id == bindparam("number"))
        self._moved = store.prepare(by_number.values(address=bindparam("a")), ("a", "number"))

    def enrol(self, addresses: Mapping[str, str]) -> dict[str, int]:
        """Recipients' numbers by normalised address, made where new; the address as typed follows the sheet's.

        Who was erased has a number without an address: nothing that is queued for it is ever sent.
        """
        with self._store.write():
            marks = self._erasure.marks(addresses)
            numbers = self._numbers({marks.get(key, key): "" if key in marks else addresses[key] for key in addresses})
        return {key: numbers[marks.get(key, key)] for key in addresses}

    def _numbers(self, addresses: Mapping[str, str]) -> dict[str, int]:
        few = len(addresses) <= FEW
        asked_for = _recipient.c.key.in_(addresses) if few else true()
        with self._store.write() as connection:
            found = connection.execute(select(_recipient).where(asked_for))
            known = {key: (number, address) for number, key, address in found}
            new = [(key, address) for key, address in addresses.items() if key not in known]
            moved = [(address, known[key][0]) for key, address in addresses.items()
                     if key in known and known[key][1] != address]  # fmt: skip
            self._store.many(connection, self._new, new)
            self._store.many(connection, self._moved, moved)
            newest = max((number for number, _ in known.values()), default=0)
            added = asked_for if few else _recipient.c.id > newest
            made = connection.execute(select(_recipient.c.key, _recipient.c.id).where(added))
            numbers = {key: number for key, (number, _) in known.items()} | {key: number for key, number in made}  # noqa: C416
        return {key: numbers[key] for key in addresses}

    def leave(self, key: str, at: datetime, source: str) -> None:
        """An opt-out: nothing more to this normalised address, whatever the sheet says, nor what is queued already."""
        theirs = _unit.c.recipient_id.in_(select(_recipient.c.id).where(_recipient.c.key == key))
        with self._store.write(durable=True) as connection:
            connection.execute(ignoring(insert(schema.optout), self._store).values(key=key, at=at, source=source))
            self._take_back([_matter.c.purpose.in_(LEAVABLE)], theirs)

    def come_back(self, key: str) -> None:
        """Take an opt-out back; what is still open then goes to this normalised address again."""
        with self._store.write(durable=True) as connection:
            connection.execute(delete(schema.optout).where(schema.optout.c.key == key))

    def has_left(self, key: str) -> bool:
        with self._store.write() as connection:
            return connection.scalar(select(schema.optout.c.key).where(schema.optout.c.key == key)) is not None

    def left(self) -> set[str]:
        """Normalised addresses that opted out."""
        with self._store.write() as connection:
            return set(connection.scalars(select(schema.optout.c.key)))

    def queue(self, matter: Matter, recipients: Iterable[int], at: datetime) -> int:
        """Queue one matter for these recipients, and say for how many it is new.

        Who has, or once was sent, this matter already is passed over; what was withdrawn is queued again.
        """
        with self._store.write() as connection:
            number = number_of(connection, self._store, matter, at)
            before = _queued(connection, number)
            self._store.many(
                connection, self._insert, [(number, r, int(matter.priority), "queued", 0) for r in recipients]
            )
            new = _queued(connection, number) - before
            if new:
                connection.execute(update(_matter).where(_matter.c.id == number).values(tally=None))
            return new

    def served(self, subject: str, purpose: Purpose = Purpose.ANNOUNCE) -> set[int]:
        """Recipients for whom this subject was queued in any edition, and not withdrawn."""
        with self._store.write() as connection:
            return set(
                connection.scalars(
                    select(_unit.c.recipient_id)
                    .join(_matter)
                    .where(_matter.c.subject == subject, _matter.c.purpose == purpose, _unit.c.state != "withdrawn")
                )
            )

    def reached(self, subject: str, purposes: Collection[Purpose] = TOLD) -> dict[int, str]:
        """Recipients who got this subject, or may have got it, and the edition that they were told last."""
        with self._store.write() as connection:
            told = connection.execute(
                select(_unit.c.recipient_id, _matter.c.edition)
                .join(_matter)
                .join(_message, _message.c.id == _unit.c.message_id)
                .where(
                    _matter.c.subject == subject,
                    _matter.c.purpose.in_(purposes),
                    _message.c.state.in_(["sent", "unknown", "sending"]),
                )
                .order_by(_matter.c.id)
            )
            return {r.recipient_id: last_edition(r.edition) for r in told}

    def told(self) -> dict[str, str]:
        """Subjects that were announced, each with the edition last announced or corrected.

        What was withdrawn from everybody counts as never told.
        """
        stands = exists().where(_unit.c.matter_id == _matter.c.id, _unit.c.state != "withdrawn")
        with self._store.write() as connection:
            query = (
                select(_matter.c.subject, _matter.c.edition)
                .where(_matter.c.purpose.in_(TOLD), stands)
                .order_by(_matter.c.id)
            )
            return {r.subject: last_edition(r.edition) for r in connection.execute(query)}

    def corrections(self, subject: str) -> int:
        """How often this subject was corrected."""
        with self._store.write() as connection:
            editions = connection.scalars(
                select(_matter.c.edition).where(_matter.c.purpose == Purpose.CORRECT, _matter.c.subject == subject)
            )
            return max((int(edition.partition(":")[0]) for edition in editions), default=0)

    def withdraw(self, purpose: Purpose, subject: str, *, keep: str = "") -> int:
        """Take back what is queued or deferred of a subject, but for the edition ``keep``; returns how many units."""
        return self._take_back([_matter.c.purpose == purpose, _matter.c.subject == subject, _matter.c.edition != keep])

    def take_back(self, matter: Matter, *, but_from: Collection[int] = ()) -> int:
        """Take back what is queued or deferred of one matter, ``but_from`` these recipients; returns how many units."""
        return self._take_back(is_matter(matter), _unit.c.recipient_id.not_in(but_from))

    def _take_back(self, matters: Sequence[ColumnElement[bool]], *units: ColumnElement[bool]) -> int:
        waiting = update(_unit).where(
            _unit.c.matter_id.in_(select(_matter.c.id).where(*matters)), or_(schema.QUEUED, schema.DEFERRED), *units
        )
        with self._store.write() as connection:
            return connection.execute(waiting.values(state="withdrawn", not_before=None)).rowcount

    def withdrawn(self, purpose: Purpose, subject: str) -> dict[Matter, list[int]]:
        """From whom the matters of a subject were taken back."""
        taken: defaultdict[Matter, list[int]] = defaultdict(list)
        with self._store.write() as connection:
            query = select(*MATTER_COLUMNS, _unit.c.recipient_id).join(_unit)
            ours = (_matter.c.purpose == purpose, _matter.c.subject == subject, _unit.c.state == "withdrawn")
            for row in connection.execute(query.where(*ours)):
                taken[as_matter(row)].append(row.recipient_id)
        return taken

    def waiting(self) -> Counter[Matter]:
        """How many units of each matter are queued or deferred."""
        waiting: Counter[Matter] = Counter()
        with self._store.write() as connection:
            for condition in (schema.QUEUED, schema.DEFERRED):
                rows = connection.execute(
                    select(*MATTER_COLUMNS, func.count()).join(_unit).where(condition).group_by(_matter.c.id)
                )
                waiting.update({as_matter(r): r[4] for r in rows})
        return waiting

    def announced(self, purpose: Purpose = Purpose.ANNOUNCE) -> dict[str, Announced]:
        """Each subject ever queued under this purpose: when first, and how many units are in which state."""
        found: dict[str, Announced] = {}
        tallies: dict[str, Counter[str]] = defaultdict(Counter)
        with self._store.write() as connection:
            counted = close_tallies(connection, self._trail, purpose)
            query = select(_matter).where(_matter.c.purpose == purpose).order_by(_matter.c.id)
            for r in connection.execute(query).all():
                tallies[r.subject].update(_counts(connection, r.id, r.tally, counted))
                first = found[r.subject].at if r.subject in found else r.at
                found[r.subject] = Announced(r.subject, first, tallies[r.subject])
        return found

    def states(self) -> Counter[str]:
        """All units by state."""
        total: Counter[str] = Counter()
        with self._store.write() as connection:
            counted = close_tallies(connection, self._trail)
            for r in connection.execute(select(_matter.c.id, _matter.c.tally)).all():
                total.update(_counts(connection, r.id, r.tally, counted))
        return total


_QUEUED = ("matter_id", "recipient_id", "priority", "state", "attempts")


def _once(store: Store) -> Insert:
    """A unit queued, unless it is there; one that was withdrawn is queued again."""
    if store.sqlite:
        from sqlalchemy.dialects.sqlite import insert as upsert
    else:
        from sqlalchemy.dialects.postgresql import insert as upsert  # type: ignore[assignment]
    statement = upsert(_unit).values({name: bindparam(name) for name in _QUEUED})
    return statement.on_conflict_do_update(
        index_elements=["matter_id", "recipient_id"],
        set_={"state": statement.excluded.state, "priority": statement.excluded.priority},
        where=_unit.c.state == literal_column("'withdrawn'"),
    )


def _counts(
    connection: Connection, matter: int, kept: Mapping[str, int] | None, counted: Mapping[int, Mapping[str, int]]
) -> Mapping[str, int]:
    if kept is not None:
        return kept
    return counted[matter] if matter in counted else tally(connection, matter)  # a worker has just reopened it


def _queued(connection: Connection, matter: int) -> int:
    count = connection.scalar(
        select(func.count()).select_from(_unit).where(_unit.c.matter_id == matter, _unit.c.state == "queued")
    )
    return int(count or 0)
