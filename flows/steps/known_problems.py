"""Which problems stand since when, and which of them staff have had no mail about."""

from __future__ import annotations

import hashlib
from datetime import datetime

from flows.office import Office
from flows.procedure.problems import Problem
from flows.steps.observe import Observed


def problem_key(problem: Problem) -> str:
    """Hash of what makes a problem the same one while it lasts: not its row, for staff sort."""
    parts = (problem.tab, problem.id, problem.column, problem.value, problem.code)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def problems_since(office: Office, observed: Observed) -> dict[str, datetime]:
    """Since when each problem stands, by `problem_key`."""
    keys = dict.fromkeys(map(problem_key, observed.desk.problems))
    return office.ledger.notes.see_problems(keys, observed.at)


def untold(office: Office, observed: Observed) -> dict[str, Problem]:
    """Problems that staff have had no mail about, by key, in rows that nobody is typing in."""
    news = office.ledger.notes.untold()
    return {
        key: problem
        for problem in observed.desk.problems
        if (key := problem_key(problem)) in news
        and (
            problem.id not in observed.rows.get(problem.tab, {})
            or observed.settles_at(problem.tab, problem.id, office.settle) <= observed.at
        )
    }
