"""A ledger in PostgreSQL is dumped at one moment, and fills an empty database again."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.backup.ledger_copy import copy_ledger
from flows.backup.manifest import BackupError
from flows.backup.restore import Key, restore
from flows.backup.take import take
from flows.ledger.doubts import RESTORED
from flows.ledger.ledger import Ledger
from flows.settings import load
from flows.workbook.blank import write_blank

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
BINARIES = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)), None)
NOBODY = 65534
pytestmark = [
    pytest.mark.soak,  # until `.ci/run` installs PostgreSQL
    pytest.mark.skipif(
        BINARIES is None or shutil.which("pg_dump") is None, reason="needs PostgreSQL: apt install postgresql"
    ),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A private server on a Unix socket; gives the URL of its databases, but for their name."""
    folder = tmp_path_factory.mktemp("postgresql")
    user = {"user": NOBODY, "group": NOBODY} if os.geteuid() == 0 else {}
    for place in (folder, *folder.parents[:2]):
        place.chmod(0o755)
    data = folder / "data"
    data.mkdir()
    if user:
        os.chown(data, NOBODY, NOBODY)

    def call(name: str, *arguments: str | Path) -> None:
        assert BINARIES is not None
        program = BINARIES.with_name(name)
        subprocess.run([program, *arguments], check=True, capture_output=True, cwd=data, **user)  # type: ignore[call-overload]

    call("initdb", "--no-sync", "--auth=trust", "--username=loker", "--pgdata", data)
    options = f"-c listen_addresses='' -c unix_socket_directories={data} -c fsync=off"
    call("pg_ctl", "start", "--wait", "--pgdata", data, "--log", data / "log", "--options", options)
    try:
        for name in ("lama", "baru"):
            call("createdb", "--host", data, "--username=loker", name)
        yield f"postgresql+psycopg://loker@/{{}}?host={data}"
    finally:
        call("pg_ctl", "stop", "--mode=immediate", "--pgdata", data)


def test_it_is_what_it_was(server: str, tmp_path: Path) -> None:
    ledger = Ledger(server.format("lama"))
    ledger.trail.append("announce", "L26-0001", NOW, recipients=3)
    ledger.notes.put(sesuatu="ada")
    head = ledger.trail.head()
    ledger.close()
    office = tmp_path / "kantor"
    office.mkdir()
    write_blank(office / "loker.xlsx")
    config = office / "loker.toml"
    config.write_text(
        '[office]\nname = "UPT"\n[mail]\nhost = "127.0.0.1"\nsender = "karir@example.ac.id"\n'
        f'[ledger]\nurl = "{server.format("lama")}"\n'
    )
    taken = take(load(config), config, tmp_path / "b.zip", NOW)
    assert (taken.manifest.trail_entries, taken.manifest.trail_head) == (1, head)
    with pytest.raises(BackupError, match="not empty"):
        restore(taken.path, tmp_path / "x", NOW, key=Key(), ledger_url=server.format("lama"))
    restored = restore(taken.path, tmp_path / "baru", NOW, key=Key(), ledger_url=server.format("baru"))
    assert restored.faults == ()
    again = Ledger(load(tmp_path / "baru" / "loker.toml").ledger_url)
    assert again.notes.get("sesuatu") == "ada"
    assert again.notes.get(RESTORED)
    assert [entry.step for entry in again.trail] == ["announce", "restore"]
    again.close()


def test_without_its_programs_the_cure_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="copied by pg_dump"):
        copy_ledger("postgresql+psycopg://loker@127.0.0.1:9/x", tmp_path)
