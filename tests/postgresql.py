"""A private PostgreSQL of Debian's packages, on a Unix socket, gone when it is left."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from flows.ledger.ledger import Ledger

BINARIES = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)), Path("/nowhere/x")).parent
MISSING = "" if BINARIES.exists() and shutil.which("pg_dump") else "needs PostgreSQL: apt install postgresql"
"""Why there is none; empty if there is."""
_NOBODY = 65534
"""PostgreSQL does not run as root."""


@dataclass
class Server:
    """A running server; ``folder`` holds its socket."""

    folder: Path
    _numbers: Iterator[int]

    def database(self, like: str = "template1") -> str:
        """The URL of a new database: empty, or a copy of another one of that name."""
        name = f"loker{next(self._numbers)}"
        with psycopg.connect(f"host={self.folder} user=loker dbname=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        return f"postgresql+psycopg://loker@/{name}?host={self.folder}"

    def drop(self, url: str) -> None:
        """Each takes eight megabytes."""
        with psycopg.connect(f"host={self.folder} user=loker dbname=postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    @cached_property
    def ledger(self) -> str:
        """The name of a database with an empty ledger in it, for `database`: quicker than to make its tables anew."""
        url = self.database()
        Ledger(url).close()
        return str(make_url(url).database)


def call(name: str, *arguments: str | Path) -> None:
    """One of its programs, by a user who may run it."""
    user = {"user": _NOBODY, "group": _NOBODY} if os.geteuid() == 0 else {}
    done = subprocess.run([BINARIES / name, *arguments], check=False, capture_output=True, cwd="/", **user)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr.decode()


@contextmanager
def postgresql(*options: str) -> Iterator[Server]:
    """Start one, with further settings such as ``fsync=on``; a killed test leaves no more than a folder in /tmp."""
    with tempfile.TemporaryDirectory(prefix="loker-pg-") as name:
        folder = Path(name)
        data = folder / "data"
        if os.geteuid() == 0:
            os.chown(folder, _NOBODY, _NOBODY)
        call("initdb", "--no-sync", "--auth=trust", "--username=loker", "--no-locale", "--encoding=UTF8", "-D", data)
        given = ("listen_addresses=''", f"unix_socket_directories={folder}", "fsync=off", "jit=off", *options)
        options_text = " ".join(f"-c {option}" for option in given)
        call("pg_ctl", "start", "--wait", "-D", data, "--log", folder / "log", "--options", options_text)
        try:
            yield Server(folder, count(1))
        finally:
            call("pg_ctl", "stop", "--mode=immediate", "-D", data)
