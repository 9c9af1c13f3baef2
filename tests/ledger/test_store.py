"""Opening a ledger, and rehearsing on one."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from traceback import format_exception

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from flows.errors import LedgerError
from flows.ledger import schema
from flows.ledger.ledger import Ledger
from flows.ledger.records import Matter, Priority, Purpose
from tests.ledger.conftest import Bench, only_postgresql, only_sqlite


def test_a_rehearsal_leaves_no_trace(bench: Bench) -> None:
    rehearsed = Ledger(str(bench.ledger.store.url), rehearsal=True)
    rehearsed.notes.put(name="value")
    assert rehearsed.notes.get("name") == "value"
    rehearsed.close()
    assert bench.ledger.notes.get("name") is None


@only_sqlite
def test_a_rehearsal_keeps_no_run_from_writing_and_goes_by_what_was_there(bench: Bench) -> None:
    bench.queue("L1", bench.people(3))
    rehearsed = Ledger(str(bench.ledger.store.url), rehearsal=True)
    rehearsed.notes.put(name="value")
    with closing(sqlite3.connect(str(bench.ledger.store.url.database), timeout=0)) as run:
        run.execute("BEGIN IMMEDIATE")
        run.rollback()
    bench.send(bench.claims())
    assert rehearsed.outbox.states() == {"queued": 3}
    rehearsed.close()
    assert bench.states() == {"sent": 3}


@only_postgresql
def test_a_rehearsal_in_postgresql_keeps_nobody_waiting_either(bench: Bench) -> None:
    bench.queue("L1", bench.people(3))
    bench.ledger.notes.put(name="before")
    rehearsed = Ledger(str(bench.ledger.store.url), rehearsal=True)
    rehearsed.notes.put(name="value")
    number = rehearsed.outbox.enrol({"new@example.com": "new@example.com"})["new@example.com"]
    assert rehearsed.outbox.queue(Matter(Purpose.ANNOUNCE, "L2", "1", Priority.DIGEST), [number], bench.clock()) == 1
    rehearsed.outbox.withdraw(Purpose.ANNOUNCE, "L1")
    with bench.ledger.store.write() as connection:
        connection.exec_driver_sql("SET LOCAL lock_timeout = '1s'")
        bench.ledger.notes.put(name="meanwhile")
        bench.ledger.outbox.withdraw(Purpose.ANNOUNCE, "L1")
    rehearsed.store.let_go()
    assert rehearsed.notes.get("name") == "meanwhile"
    rehearsed.notes.put(name="value")
    assert rehearsed.notes.get("name") == "meanwhile"
    rehearsed.close()
    assert bench.states() == {"withdrawn": 3}


def test_no_error_of_the_database_tells_an_address(bench: Bench) -> None:
    bench.people(1)
    address = "a0@" + "example.com"  # so that it does not stand in the line that the traceback shows
    with pytest.raises(IntegrityError) as caught, bench.ledger.store.write() as connection:
        connection.execute(insert(schema.recipient).values(key=address, address=address))
    assert "example.com" not in "".join(format_exception(caught.value))


def test_it_refuses_a_file_that_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("not a database, though long enough to look at its first bytes" * 20)
    with pytest.raises(LedgerError, match=r"x\.db.*Cure"):
        Ledger(f"sqlite:///{tmp_path}/x.db")


def test_every_commit_survives_a_second_opening(bench: Bench) -> None:
    bench.ledger.notes.put(day="2026-11-24")
    bench.ledger.close()
    assert Ledger(str(bench.ledger.store.url)).notes.get("day") == "2026-11-24"


def test_what_is_written_together_is_written_as_a_whole_or_not_at_all(bench: Bench) -> None:
    def write() -> None:
        bench.ledger.notes.put(one=1)
        bench.queue("L1", bench.people(2))
        bench.ledger.trail.append("announce", "L1", bench.clock())

    with suppress(ZeroDivisionError), bench.ledger.together():
        write()
        raise ZeroDivisionError
    assert (bench.ledger.notes.get("one"), bench.states(), list(bench.ledger.trail)) == (None, {}, [])
    with bench.ledger.together():
        write()
    assert (bench.ledger.notes.get("one"), bench.states()) == (1, {"queued": 2})


@only_sqlite
def test_a_ledger_is_its_owners_alone(bench: Bench) -> None:
    assert bench.ledger.store.url.database
    assert Path(bench.ledger.store.url.database).stat().st_mode & 0o077 == 0
