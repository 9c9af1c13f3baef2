"""Ledgers are brought up to date step by step, in both databases, and end where new ones begin."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, text

from flows.errors import AlreadyRunning, LedgerError
from flows.ledger import migrating, schema
from flows.ledger.engines import sqlite
from flows.ledger.ledger import Ledger
from flows.lock import run_lock
from tests.ledger.conftest import only_sqlite
from tests.postgresql import Server


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/loker.db"
        return
    server: Server = request.getfixturevalue("postgresql")
    yield (url := server.database())
    server.drop(url)


def engine_of(url: str) -> Engine:
    return sqlite(url) if url.startswith("sqlite") else create_engine(url)


def first_version(url: str, *, stamped: bool = True) -> None:
    """A ledger as it was at the first step, with something in it."""
    engine = engine_of(url)
    with engine.begin() as connection:
        migrating.upgrade(connection, migrating.FIRST)
        connection.execute(text("INSERT INTO note VALUES ('schema', '1'), ('day', '\"2026-11-24\"')"))
        connection.execute(text("INSERT INTO recipient VALUES (1, 'a@example.com', 'A@example.com')"))
        connection.execute(text("INSERT INTO matter VALUES (1, 'announce', 'L1', '1', 4, 0, NULL)"))
        connection.execute(text("INSERT INTO unit (matter_id, recipient_id, priority, state, attempts)"
                                " VALUES (1, 1, 4, 'queued', 0)"))  # fmt: skip
        if not stamped:
            connection.execute(text("DROP TABLE alembic_version"))
    engine.dispose()


def described(connection: Connection) -> dict[str, Any]:
    """Everything that the database itself says of its tables."""
    if connection.dialect.name == "sqlite":
        listed = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"))
        return {
            name: sorted("".join(sql.replace('"', "").lower().split()).replace(")", "").split(","))
            for name, sql in listed
        }
    columns = "table_name, column_name, data_type, is_nullable, column_default, is_identity"
    return {
        "columns": [
            tuple(row)
            for row in connection.execute(
                text(f"SELECT {columns} FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2")
            )
        ],
        "indexes": [
            tuple(row)
            for row in connection.execute(text("SELECT indexname, indexdef FROM pg_indexes"
                                               " WHERE schemaname = 'public' ORDER BY 1"))
        ],
        "constraints": [
            tuple(row)
            for row in connection.execute(text("SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
                                               " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
                                               " ORDER BY 1, 2"))
        ],
        "comments": {name: inspect(connection).get_table_comment(name) for name in schema.metadata.tables},
    }  # fmt: skip


def test_the_steps_lead_where_a_new_ledger_begins(empty: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if empty.startswith("sqlite"):
        new = f"sqlite:///{tmp_path}/new.db"
    else:
        new = request.getfixturevalue("postgresql").database()
    Ledger(new).close()
    with engine_of(empty).begin() as connection:
        migrating.upgrade(connection)
        differences = compare_metadata(MigrationContext.configure(connection), schema.metadata)
        stepped = described(connection)
    with engine_of(new).connect() as connection:
        made = described(connection)
    assert differences == []
    assert stepped == made


def test_the_head_is_the_last_step() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrating.STEPS))
    steps = ScriptDirectory.from_config(config)
    assert steps.get_heads() == [migrating.HEAD]
    assert [step.revision for step in steps.walk_revisions()][-1] == migrating.FIRST


@pytest.mark.parametrize("stamped", [True, False])
def test_an_older_one_is_brought_up_to_date_and_loses_nothing(
    empty: str, stamped: bool, caplog: pytest.LogCaptureFixture
) -> None:
    first_version(empty, stamped=stamped)
    caplog.set_level(logging.WARNING)
    ledger = Ledger(empty)
    assert ledger.notes.get("day") == "2026-11-24"
    assert ledger.outbox.states() == {"queued": 1}
    with ledger.store.write() as connection:
        assert migrating.reached(connection) == migrating.HEAD
        assert connection.scalars(text("SELECT name FROM note ORDER BY 1")).all() == ["day"]
    ledger.close()
    assert "from version 0001 to" in caplog.text
    caplog.clear()
    Ledger(empty).close()
    assert caplog.text == ""


@only_sqlite
def test_a_copy_of_what_it_was_is_kept_beside_it(url: str, tmp_path: Path) -> None:
    first_version(url)
    Ledger(url).close()
    [copy] = tmp_path.glob("*.before-*")
    assert copy.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (migrating.FIRST,)
        assert connection.execute("SELECT count(*) FROM unit").fetchone() == (1,)


def test_a_step_that_fails_has_changed_nothing(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first_version(empty)
    with engine_of(empty).begin() as connection:
        connection.execute(text("CREATE TABLE worker (x INTEGER)"))  # in its way
    with pytest.raises(LedgerError, match="already exists"):
        Ledger(empty)
    with engine_of(empty).begin() as connection:
        assert migrating.reached(connection) == migrating.FIRST
        assert connection.scalar(text("SELECT count(*) FROM note WHERE name = 'schema'")) == 1


def test_a_newer_one_is_refused_with_the_cure(empty: str) -> None:
    Ledger(empty).close()
    with engine_of(empty).begin() as connection:
        migrating.stamp(connection, "9000")
    with pytest.raises(LedgerError, match=r"version 9000.*run the loker that wrote it, or a newer one"):
        Ledger(empty)


def test_nothing_is_altered_while_a_run_is_under_way(url: str, tmp_path: Path) -> None:
    engine = engine_of(url)
    with engine.begin() as connection:
        migrating.make(connection)
        migrating.stamp(connection, migrating.FIRST)
    engine.dispose()
    holder = (
        "import sys; from pathlib import Path; from flows.lock import run_lock\n"
        "with run_lock(Path(sys.argv[1]), ledger=sys.argv[2]): print(flush=True); sys.stdin.read()"
    )
    elsewhere = tmp_path / "another-machine"
    elsewhere.mkdir()
    folder = tmp_path if url.startswith("sqlite") else elsewhere
    command = [sys.executable, "-c", holder, str(folder), url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        assert run.stdin
        assert run.stdout
        run.stdout.readline()
        with pytest.raises(AlreadyRunning), run_lock(tmp_path, ledger=url):
            pass
        with pytest.raises(AlreadyRunning):
            Ledger(url, folder=tmp_path)
        run.stdin.close()
    with run_lock(tmp_path, ledger=url), run_lock(tmp_path, ledger=url):
        pass


def test_a_rehearsal_alters_nothing(empty: str) -> None:
    first_version(empty)
    rehearsed = Ledger(empty, rehearsal=True)
    assert rehearsed.notes.get("day") == "2026-11-24"
    with rehearsed.store.write() as connection:
        assert migrating.reached(connection) == migrating.HEAD
    rehearsed.close()
    with engine_of(empty).begin() as connection:
        assert migrating.reached(connection) == migrating.FIRST


def test_to_open_one_that_is_up_to_date_loads_no_alembic(url: str) -> None:
    Ledger(url).close()
    program = (
        "import sys; from flows.ledger.ledger import Ledger\n"
        "Ledger(sys.argv[1]).close(); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program, url], check=True)
