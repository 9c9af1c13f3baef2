"""A ledger is carried from one database to another, and is the same there to the last value."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, select, text
from typer.testing import CliRunner

from flows.cli import app
from flows.errors import LedgerError
from flows.ledger import schema
from flows.ledger.ledger import Ledger
from flows.ledger.moving import move
from flows.mail.interface import Outcome, State
from flows.workbook.blank import write_blank
from tests.ledger.conftest import Bench, only_sqlite
from tests.postgresql import Server


def fill(bench: Bench) -> None:
    """Something of every kind of column: texts, numbers, moments to the microsecond, JSON, bytes, yes and no."""
    people = bench.people(30)
    bench.queue("L1", people)
    bench.send(bench.claims(), lambda message: Outcome(message.key, State.REFUSED, 550, "tidak ada — 不"))
    bench.queue("L2", people[:7])
    bench.clock.forward(seconds=0.123457)
    bench.ledger.trail.append("announce", "L1", bench.clock(), recipients=30, ratio=0.1)
    bench.ledger.notes.put(kecil={"a": [1, None, "é"]}, kosong=None)
    bench.ledger.notes.keep_version("L1", "1", {"judul": "Juru Las"}, bench.clock())
    bench.ledger.notes.keep_reading({"Alumni": [["NIM"], ["331"]]})
    bench.ledger.outbox.leave("a0@example.com", bench.clock(), "page")


@pytest.fixture
def target(postgresql: Server) -> str:
    return postgresql.database()


@only_sqlite
def test_it_goes_to_postgresql_and_back_and_stays_the_same(bench: Bench, target: str, tmp_path: Path) -> None:
    fill(bench)
    here = tmp_path / "ledger.db"
    url, back = str(bench.ledger.store.url), f"sqlite:///{tmp_path}/back.db"
    bench.ledger.close()
    before = hashlib.sha256(here.read_bytes()).hexdigest()
    there = move(url, target, tmp_path)
    again = move(target, back, tmp_path)
    assert there == again
    rows = {one.table: one.rows for one in there}
    assert (rows["unit"], rows["message"], rows["recipient"], rows["trail"]) == (37, 30, 30, 1)
    assert hashlib.sha256(here.read_bytes()).hexdigest() == before
    for ledger in (Ledger(target), Ledger(back)):
        assert ledger.outbox.states() == {"refused": 30, "withdrawn": 1, "queued": 6}
        assert ledger.notes.get("kecil") == {"a": [1, None, "é"]}
        assert ledger.notes.reading() == {"Alumni": [["NIM"], ["331"]]}
        ledger.close()


@only_sqlite
def test_it_counts_on_where_the_old_one_stopped(bench: Bench, target: str, tmp_path: Path) -> None:
    fill(bench)
    move(str(bench.ledger.store.url), target, tmp_path)
    new = Ledger(target)
    assert new.outbox.enrol({"new@example.com": "new@example.com"}) == {"new@example.com": 31}
    new.trail.append("announce", "L3", bench.clock())
    new.close()


def test_it_refuses_a_database_that_is_not_empty(bench: Bench, target: str, tmp_path: Path) -> None:
    Ledger(target).close()
    for taken in (target, str(bench.ledger.store.url)):
        with pytest.raises(LedgerError, match="not empty"):
            move(str(bench.ledger.store.url), taken, tmp_path)


@only_sqlite
def test_it_waits_until_nothing_is_under_way(bench: Bench, target: str, tmp_path: Path) -> None:
    bench.queue("L1", bench.people(1))
    bench.claims().claim("owner")
    with pytest.raises(LedgerError, match="under way"):
        move(str(bench.ledger.store.url), target, tmp_path)


@only_sqlite
def test_what_arrives_otherwise_leaves_the_target_empty(bench: Bench, target: str, tmp_path: Path) -> None:
    fill(bench)
    engine = create_engine(target)
    with engine.begin() as connection:  # a database that changes what it is given
        connection.execute(text("CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                                "NEW.source := 'x'; RETURN NEW; END $$"))  # fmt: skip
        connection.execute(text("CREATE FUNCTION set_trap() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN "
                                "IF to_regclass('optout') IS NOT NULL AND NOT EXISTS (SELECT FROM pg_trigger "
                                "WHERE tgname = 'trap') THEN CREATE TRIGGER trap BEFORE INSERT ON optout "
                                "FOR EACH ROW EXECUTE FUNCTION spoil(); END IF; END $$"))  # fmt: skip
        connection.execute(text("CREATE EVENT TRIGGER trap ON ddl_command_end WHEN TAG IN ('CREATE TABLE') "
                                "EXECUTE FUNCTION set_trap()"))  # fmt: skip
    with pytest.raises(LedgerError, match=r"not what was sent.*optout"):
        move(str(bench.ledger.store.url), target, tmp_path)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()


@only_sqlite
def test_the_command_says_what_to_set(bench: Bench, target: str, tmp_path: Path) -> None:
    fill(bench)
    write_blank(tmp_path / "loker.xlsx")
    config = tmp_path / "loker.toml"
    config.write_text(
        '[office]\nname = "UPT"\n[mail]\nhost = "127.0.0.1"\nsender = "karir@example.ac.id"\n'
        '[ledger]\nurl = "sqlite:///ledger.db"\n'
    )
    result = CliRunner().invoke(app, ["ledger", "move", target, "--config", str(config)])
    assert result.exit_code == 0, result.output
    assert "37 unit" in result.output
    assert "[ledger] url" in result.output
    moved = Ledger(target)
    with moved.store.write() as connection:
        assert connection.scalars(select(schema.optout.c.key)).all() == ["a0@example.com"]
    moved.close()
