"""What partners are asked for, what they have begun to answer, and every version of what they answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam, delete, func, insert, or_, select, update

from flows.ledger import schema
from flows.ledger.engines import Prepared
from flows.ledger.notes import ignoring
from flows.ledger.schema import moment
from flows.ledger.store import Store
from flows.ledger.trail import Trail
from flows.procedure.cases import Answer, Case, CaseState, HalfFilled, Oddity, Response, Source

_partner, _case, _draft, _response = schema.partner, schema.feedback_case, schema.draft, schema.response
_oddity = schema.oddity
Record = TypeVar("Record")

# What every answer asks for is built once, and goes by the driver: SQLAlchemy's part costs ten times the execution.
_CASE = tuple(_case.c[field.name] for field in fields(Case))
_CASES = select(*_CASE).order_by(_case.c.due_at, _case.c.vacancy)
_OPEN_CASES = _CASES.where(
    _case.c.partner_id == bindparam("partner"),
    or_(_case.c.state == bindparam("open"), _case.c.state == bindparam("answered")),
    or_(_case.c.closes_at.is_(None), _case.c.closes_at > bindparam("at")),
)
_VERSIONS = select(
    *(_response.c[name] for name in ("vacancy", "version", "at", "partner_id", "source", "answers", "reference")),
    _case.c.company,
).join(_case, _case.c.vacancy == _response.c.vacancy)
# Not by version: an answer that Google hands over late may be older than one that a form gave meanwhile.
_IN_TIME = (_response.c.at, _response.c.vacancy, _response.c.version)
_LATEST = _VERSIONS.where(_response.c.vacancy == bindparam("of")).order_by(*(one.desc() for one in _IN_TIME))
_NEWEST = select(func.max(_response.c.version)).where(_response.c.vacancy == bindparam("of"))
_TAKEN = select(_response.c.version).where(
    _response.c.vacancy == bindparam("of"), _response.c.reference == bindparam("by")
)
_FORGET_DRAFT = delete(_draft).where(_draft.c.partner_id == bindparam("partner"), _draft.c.vacancy == bindparam("of"))
_KEPT = ("vacancy", "version", "at", "partner_id", "source", "answers", "reference")


class Responses:
    """Cases, half-filled forms and answers. The web process and the flows use it at the same time."""

    def __init__(self, store: Store) -> None:
        self._store, self._trail = store, Trail(store)
        self._forget_draft = store.prepare(_FORGET_DRAFT, ("partner", "of"))
        self._cases = store.prepare(_CASES, ())
        self._open_cases = store.prepare(_OPEN_CASES, ("partner", "open", "answered", "at"))
        self._versions = store.prepare(_VERSIONS.order_by(*_IN_TIME), ())
        self._latest = store.prepare(_LATEST, ("of",))
        self._newest = store.prepare(_NEWEST, ("of",))
        self._taken = store.prepare(_TAKEN, ("of", "by"))
        self._keep = store.prepare(insert(_response).values({name: bindparam(name) for name in _KEPT}), _KEPT)

    def partners(self, keys: Iterable[str]) -> dict[str, int]:
        """Partners' numbers by key, made where new."""
        wanted = sorted(set(keys))
        with self._store.write() as connection:
            if wanted:
                connection.execute(ignoring(insert(_partner), self._store), [{"key": key} for key in wanted])
            numbers = {row.key: row.id for row in connection.execute(select(_partner))}
        return {key: numbers[key] for key in wanted}

    # --- cases -------------------------------------------------------------------------------------------------------

    def put_cases(self, cases: Iterable[Case]) -> None:
        """Keep these cases as they stand now; others stay. The flow alone does this."""
        with self._store.write() as connection:
            known = set(connection.scalars(select(_case.c.vacancy)))
            for case in cases:
                values = asdict(case)
                if case.vacancy in known:
                    connection.execute(update(_case).where(_case.c.vacancy == case.vacancy).values(values))
                else:
                    connection.execute(insert(_case).values(values))

    def cases(self) -> list[Case]:
        """All cases, in the order in which they fall due."""
        return self._read(self._cases, _as_case)

    def open_cases(self, partner_id: int, at: datetime) -> list[Case]:
        """What this partner may answer or correct at that moment, in the order in which it fell due."""
        return self._read(self._open_cases, _as_case, partner_id, CaseState.OPEN, CaseState.ANSWERED, at.timestamp())

    # --- half-filled forms -------------------------------------------------------------------------------------------

    def save_draft(self, partner_id: int, vacancy: str, raw: Mapping[str, str], at: datetime) -> None:
        """Keep a form as far as it is filled in; nothing in it forgets what was kept before."""
        with self._store.write(durable=True) as connection:
            self._store.many(connection, self._forget_draft, [(partner_id, vacancy)])
            if raw:
                connection.execute(insert(_draft).values(partner_id=partner_id, vacancy=vacancy, raw=dict(raw), at=at))

    def drafts(self, partner_id: int) -> dict[str, HalfFilled]:
        """A partner's half-filled forms, by vacancy."""
        with self._store.write() as connection:
            rows = connection.execute(select(_draft).where(_draft.c.partner_id == partner_id))
            return {row.vacancy: HalfFilled(row.raw, row.at) for row in rows}

    def half_filled(self) -> dict[str, datetime]:
        """Vacancies whose form was begun and not sent, and when it was last touched."""
        with self._store.write() as connection:
            return {row.vacancy: row.at for row in connection.execute(select(_draft.c.vacancy, _draft.c.at))}

    # --- answers -----------------------------------------------------------------------------------------------------

    def answer(
        self,
        partner_id: int,
        vacancy: str,
        answers: Mapping[str, Answer],
        at: datetime,
        source: Source,
        reference: str = "",
    ) -> int:
        """Keep answers as the vacancy's next version, which survives a power cut, and return its number.

        The same again, be it the latest answers or a ``reference`` that was taken before, makes no new version. A
        half-filled form of the vacancy is done with. Without such a case it raises an `IntegrityError`: SQLite's own,
        or SQLAlchemy's for PostgreSQL.
        """
        with self._store.write(durable=True) as connection:
            self._store.many(connection, self._forget_draft, [(partner_id, vacancy)])
            latest = self.latest(vacancy)
            if latest and latest.answers == answers:
                return latest.version
            if reference and (taken := self._store.ask(connection, self._taken, (vacancy, reference))):
                return int(taken[0])
            newest = self._store.ask(connection, self._newest, (vacancy,)) if latest else None
            version = newest[0] + 1 if newest else 1
            kept = (vacancy, version, at.timestamp(), partner_id, source, json.dumps(dict(answers)), reference)
            self._store.many(connection, self._keep, [kept])
            self._trail.append("answer", vacancy, at, version=version, source=source)
            return version

    def latest(self, vacancy: str) -> Response | None:
        """The answers that count: those given last."""
        with self._store.write() as connection:
            row = self._store.ask(connection, self._latest, (vacancy,))
            return _as_response(row) if row else None

    def answered(self) -> dict[str, datetime]:
        """Vacancies for which there are answers, and when the latest were given."""
        query = select(_response.c.vacancy, func.max(_response.c.at, type_=schema.Moment())).group_by(
            _response.c.vacancy
        )
        with self._store.write() as connection:
            return {vacancy: at for vacancy, at in connection.execute(query)}  # noqa: C416 - rows are not pairs to mypy

    def versions(self) -> list[Response]:
        """All versions of all answers, in the order in which they were given."""
        return self._read(self._versions, _as_response)

    def _read(self, query: Prepared, made: Callable[[Sequence[Any]], Record], *values: Any) -> list[Record]:
        with self._store.write() as connection:
            return [made(row) for row in self._store.ask_all(connection, query, values)]

    # --- answers that could not be taken -----------------------------------------------------------------------------

    def set_aside(self, oddities: Iterable[Oddity]) -> None:
        """Keep what could not be taken, for *Masalah*. What is kept already stays as it is."""
        rows = [asdict(one) for one in oddities]
        if rows:
            with self._store.write(durable=True) as connection:
                connection.execute(ignoring(insert(_oddity), self._store), rows)

    def oddities(self) -> list[Oddity]:
        """What could not be taken, oldest first."""
        with self._store.write() as connection:
            rows = connection.execute(select(_oddity).order_by(_oddity.c.since, _oddity.c.key)).mappings()
            return [Oddity(**row) for row in rows]

    def forget_oddities(self, before: datetime) -> None:
        """Let go of what was set aside before that moment."""
        with self._store.write() as connection:
            connection.execute(delete(_oddity).where(_oddity.c.since < before))


def _as_case(row: Sequence[Any]) -> Case:
    vacancy, partner_id, company, position, due, requested, reminders, asked, closes, state = row
    return Case(
        vacancy,
        partner_id,
        company,
        position,
        moment(due),
        requested and moment(requested),
        reminders,
        asked and moment(asked),
        closes and moment(closes),
        CaseState(state),
    )


def _as_response(row: Sequence[Any]) -> Response:
    vacancy, version, at, partner_id, source, answers, reference, company = row
    given = json.loads(answers) if isinstance(answers, str) else answers  # PostgreSQL's driver has read the JSON
    return Response(vacancy, version, moment(at), partner_id, Source(source), given, reference, company)
