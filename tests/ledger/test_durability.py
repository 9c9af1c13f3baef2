"""What a durable commit promises is SQLite's to keep: it is asked for, each time, and taken back after it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from flows.ledger import schema
from flows.ledger.store import Store
from flows.mail.interface import Outcome, State
from tests.ledger.conftest import Bench, only_sqlite

pytestmark = pytest.mark.early

NORMAL, FULL = 1, 2


def level(connection: Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())


def test_sqlite_flushes_a_durable_commit_and_only_that(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/ledger.db")
    for durable in (False, True, True, False, True):
        with store.write(durable=durable) as connection:
            assert level(connection) == (FULL if durable else NORMAL)
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    store.close()


@only_sqlite
def test_a_claim_is_flushed_and_a_message_is_not(bench: Bench) -> None:
    bench.queue("L1", bench.people(1))
    claims = bench.claims()
    raw = bench.ledger.store.engine.raw_connection().driver_connection
    assert raw is not None
    seen: list[str] = []
    raw.set_trace_callback(seen.append)
    [message] = claims.claim("owner")
    claim = list(seen)
    seen.clear()
    claims.step(None, message)
    claims.step(Outcome(message.key, State.SENT, 250), None)
    assert [line for line in claim if line in ("PRAGMA synchronous=FULL", "COMMIT")][-2:] == [
        "PRAGMA synchronous=FULL",
        "COMMIT",
    ]
    assert seen.count("COMMIT") == 2
    assert seen[0] == "PRAGMA synchronous=NORMAL"
    assert "PRAGMA synchronous=FULL" not in seen


@only_sqlite
def test_an_opt_out_survives_a_power_cut(bench: Bench) -> None:
    raw = bench.ledger.store.engine.raw_connection().driver_connection
    assert raw is not None
    seen: list[str] = []
    raw.set_trace_callback(seen.append)
    bench.ledger.outbox.leave("a@example.com", bench.clock(), "test")
    assert seen[0] == "PRAGMA synchronous=FULL"
    with bench.ledger.store.write() as connection:
        assert connection.scalars(select(schema.optout.c.key)).all() == ["a@example.com"]
