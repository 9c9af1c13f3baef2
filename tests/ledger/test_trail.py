"""The trail cannot be changed unseen."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from flows.ledger import schema
from tests.ledger.conftest import Bench


@pytest.fixture
def trail(bench: Bench) -> Bench:
    for number in range(1, 5):
        bench.ledger.trail.append("announce", f"L26-000{number}", bench.clock(), recipients=number)
    return bench


def test_it_is_whole_as_written(trail: Bench) -> None:
    assert list(trail.ledger.trail.broken()) == []
    assert trail.ledger.trail.head() == trail.ledger.trail.entries()[-1].hash


@pytest.mark.parametrize("change", [{"detail": {"recipients": 9}}, {"subject": "L26-0009"}, {"step": "withdraw"}])
def test_it_shows_an_altered_entry(trail: Bench, change: dict[str, object]) -> None:
    with trail.ledger.store.write() as connection:
        connection.execute(update(schema.trail).where(schema.trail.c.number == 2).values(**change))
    assert list(trail.ledger.trail.broken()) == [2]


def test_it_shows_a_missing_entry(trail: Bench) -> None:
    with trail.ledger.store.write() as connection:
        connection.execute(delete(schema.trail).where(schema.trail.c.number == 2))
    assert list(trail.ledger.trail.broken()) == [3]
