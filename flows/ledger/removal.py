"""Take out of the ledger what is beyond its kept time, record by record. What may go is decided elsewhere.

The trail stays as it is: it is a chain, and its entries name nobody.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    Table,
    and_,
    cast,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from flows.ledger import schema
from flows.ledger.disposals import Weight
from flows.ledger.expiring import OF_VACANCIES
from flows.ledger.records import Purpose
from flows.ledger.store import Store
from flows.ledger.tallies import tally
from flows.procedure.retention import Kind
from flows.workbook.flow_tabs import RESPONSES

_matter, _unit, _message, _recipient, _version = (
    schema.matter, schema.unit, schema.message, schema.recipient, schema.version,
)  # fmt: skip
_CHUNK = 400
"""Values bound in one statement."""
Row = Sequence[Any]


class Removal:
    """Weighs and removes records. Call it within one transaction with what says that they are gone."""

    def __init__(self, store: Store, zone: ZoneInfo) -> None:
        """``zone`` is the office's: page checks go by its days."""
        self._store, self._zone = store, zone

    def weigh(self, kind: Kind, subjects: Iterable[str]) -> dict[str, Weight]:
        """How much there is of each, and its checksum (a file's is that of the archive); of what is gone nothing."""
        with self._store.write() as connection:
            if kind is Kind.RECAP:
                files = dict(connection.execute(select(schema.archived.c.path, schema.archived.c.sha256)).all())
                return {path: Weight(int(path in files), files.get(path, "")) for path in subjects}
            return {subject: _weight(self._rows(connection, kind, subject)) for subject in subjects}

    def remove(self, kind: Kind, subjects: Collection[str]) -> None:
        """Everything about these, and the addresses that nothing refers to any more. What is gone already is passed
        over."""
        with self._store.write() as connection:
            for some in _chunks(subjects):
                for table, condition in self._tables(kind, some):
                    connection.execute(delete(table).where(condition))
            _forget_unused(connection)

    def forget_rows(self, tab: str, ids: Collection[str]) -> None:
        """Rows of a staff tab that are no longer in it, and whose records are gone."""
        with self._store.write() as connection:
            for some in _chunks(ids):
                connection.execute(delete(schema.row).where(schema.row.c.tab == tab, schema.row.c.id.in_(some)))

    def _rows(self, connection: Connection, kind: Kind, subject: str) -> Iterator[tuple[Row, int]]:
        """All there is of one record, in an order that does not change; each with the number of rows it stands for."""
        for table, condition in self._tables(kind, [subject]):
            if table is _unit:  # whom it was for is nobody's business any more
                numbers = select(_matter.c.id).where(_matters(kind, [subject])).order_by(_matter.c.id)
                for number in connection.scalars(numbers).all():
                    for state, count in sorted(tally(connection, number).items()):
                        yield ("unit", state, count), count
            else:
                query: Select[Any] = select(table).where(condition).order_by(*table.primary_key.columns)
                for row in connection.execute(query):
                    yield (table.name, *row), 1

    def _tables(self, kind: Kind, subjects: Sequence[str]) -> Iterator[tuple[Table, ColumnElement[bool]]]:
        """What to remove, in the order in which that can be done."""
        matters = _matters(kind, subjects)
        if kind in {Kind.VACANCY, Kind.EVENT, Kind.LETTER}:
            of_letters = exists().where(
                matters, _matter.c.subject == _version.c.subject, _matter.c.edition == _version.c.edition
            )
            yield _version, of_letters if kind is Kind.LETTER else _version.c.subject.in_(subjects)
            yield _unit, _unit.c.matter_id.in_(select(_matter.c.id).where(matters))
            yield _matter, matters
        match kind:
            case Kind.VACANCY:
                for table in (
                    schema.draft, schema.response, schema.feedback_case, schema.closing, schema.approval,
                    schema.publication,
                ):  # fmt: skip
                    yield table, table.c.vacancy.in_(subjects)
                yield schema.oddity, and_(schema.oddity.c.tab == RESPONSES.title, schema.oddity.c.id.in_(subjects))
            case Kind.EVENT:
                for table in (schema.rsvp, schema.attendance, schema.guest, schema.calendar_entry):
                    yield table, table.c.event.in_(subjects)
                yield schema.event, schema.event.c.id.in_(subjects)
            case Kind.RECAP:
                yield schema.archived, schema.archived.c.path.in_(subjects)
            case Kind.PAGE_CHECK:
                at = schema.page_check.c.at
                yield schema.page_check, or_(*(at.between(*self._day(subject)) for subject in subjects))

    def _day(self, text: str) -> tuple[datetime, datetime]:
        first = datetime.combine(date.fromisoformat(text), time.min, self._zone)
        return first, first + timedelta(days=1, microseconds=-1)


def letter(purpose: str, subject: str, edition: str) -> str:
    """How a list names a matter: ``request/17/2026-02-09``. Numbers of the ledger, IDs, days: it tells no name."""
    return f"{purpose}/{subject}/{edition}"


def _matters(kind: Kind, subjects: Sequence[str]) -> ColumnElement[bool]:
    if kind is Kind.VACANCY:
        return and_(_matter.c.purpose.in_((*OF_VACANCIES, Purpose.PREVIEW)), _matter.c.subject.in_(subjects))
    if kind is Kind.EVENT:
        return _matter.c.subject.in_(subjects)
    name = _matter.c.purpose + "/" + _matter.c.subject + "/" + _matter.c.edition
    return name.in_(subjects)


def _forget_unused(connection: Connection) -> None:
    """Messages that carry nothing any more, and addresses of nobody's.

    The last message stays, as its number says which are used; numbers of recipients stand in links, so that an
    address goes and its number stays.
    """
    last = select(func.max(_message.c.id)).scalar_subquery()
    connection.execute(
        delete(_message).where(~exists().where(_unit.c.message_id == _message.c.id), _message.c.id != last)
    )
    connection.execute(delete(schema.skeleton).where(schema.skeleton.c.id.not_in(select(_message.c.skeleton_id))))
    used = (table.c.recipient_id for table in (_unit, _message, schema.rsvp))
    connection.execute(
        update(_recipient)
        .where(and_(*(_recipient.c.id.not_in(select(column)) for column in used)), _recipient.c.address != "")
        .values(key=literal("gone ") + cast(_recipient.c.id, String), address="")
    )


def _weight(rows: Iterable[tuple[Row, int]]) -> Weight:
    digest, entries = hashlib.sha256(), 0
    for row, count in rows:
        digest.update(json.dumps(row, default=str, sort_keys=True, ensure_ascii=False).encode() + b"\n")
        entries += count
    return Weight(entries, digest.hexdigest() if entries else "")


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(sorted(values))
    while some := list(islice(rest, _CHUNK)):
        yield some
