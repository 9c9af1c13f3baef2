"""What else in the ledger speaks of the trail: heads that were printed, and things that must have an entry.

Alone, a chain that was cut off at its end, or rewritten to its end, looks whole. These make it seen as far as that can
be: whoever rewrites the ledger altogether is found only by what left it, which are the printed heads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import CompoundSelect, Select, and_, func, literal, select, union_all

from flows.ledger import schema
from flows.ledger.archived import RECAP
from flows.ledger.records import ON_RECORD, Purpose
from flows.ledger.store import Store
from flows.procedure.chain import Fault, Kind

_trail, _matter, _unit = schema.trail, schema.matter, schema.unit


class Witnesses:
    """Asked by `loker audit`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def heads(self) -> dict[str, list[str]]:
        """Heads that are printed in files of the archive, and in which."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        archived = schema.archived
        with self._store.write() as connection:
            for path, head in connection.execute(
                select(archived.c.path, archived.c.trail_head).order_by(archived.c.at, archived.c.path)
            ):
                found[head].append(path)
        return dict(found)

    def untold(self) -> Iterator[Fault]:
        """What the ledger holds more of than the trail tells: answers, queued matters, archived recaps.

        The other way round is no fault: the trail outlives what is disposed of.
        """
        held = _held().subquery()
        told = (
            select(_trail.c.step, _trail.c.subject, func.count().label("told"))
            .group_by(_trail.c.step, _trail.c.subject)
            .subquery()
        )
        query = (
            select(held.c.step, held.c.subject, held.c.held, func.coalesce(told.c.told, 0))
            .outerjoin(told, and_(told.c.step == held.c.step, told.c.subject == held.c.subject))
            .where(held.c.held > func.coalesce(told.c.told, 0))
            .order_by(held.c.step, held.c.subject)
        )
        with self._store.write() as connection:
            rows = connection.execute(query).all()
        for step, subject, more, fewer in rows:
            yield Fault(Kind.UNTOLD, 0, 0, f"{step} {subject}: {more} in the ledger, {fewer} in the trail")


def _held() -> CompoundSelect[tuple[str, str, int]]:
    """How many entries of each step each subject must have at least."""
    response, approval, archived = schema.response, schema.approval, schema.archived
    answers = select(literal("answer").label("step"), response.c.vacancy.label("subject"), func.count().label("held"))
    approvals = select(literal("approve"), approval.c.vacancy, func.count())
    recaps = select(literal(RECAP), archived.c.subject, func.count(archived.c.revision.distinct()))
    return union_all(
        answers.group_by(response.c.vacancy),
        approvals.group_by(approval.c.vacancy),
        recaps.where(archived.c.kind == RECAP).group_by(archived.c.subject),
        _matters(),
    )


def _matters() -> Select[tuple[str, str, int]]:
    # A matter that nobody was to get has no entry.
    of_somebody = select(literal(1)).where(_unit.c.matter_id == _matter.c.id).exists()
    ours = _matter.c.purpose.in_(sorted(ON_RECORD - {Purpose.RECAP}))
    queued = select(_matter.c.purpose, _matter.c.subject, func.count()).where(ours, of_somebody)
    return queued.group_by(_matter.c.purpose, _matter.c.subject)
