"""A power cut, played: what SQLite has not flushed to the disk is cut off the ledger."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from flows.office import Office

FILES = ("loker.db", "loker.db-wal")


@dataclass(frozen=True)
class Camera:
    """Keeps a picture of the ledger's files as the last flushed commit left them: at worst, a power cut leaves that.

    SQLite itself says when that is: a commit under ``synchronous=FULL`` has been flushed when the next statement
    begins. Picklable, so that the run's process can take it along.
    """

    ledger: Path
    pictures: Path

    def __call__(self, office: Office) -> None:
        connection = office.ledger.store.engine.raw_connection().driver_connection
        assert connection is not None
        full = bool(connection.execute("PRAGMA synchronous").fetchone()[0] == 2)
        flushed = False

        def watch(statement: str) -> None:
            nonlocal full, flushed
            if flushed:
                self.shoot()
            flushed = full and statement == "COMMIT"
            if statement.startswith("PRAGMA synchronous="):
                full = statement.endswith("FULL")

        connection.set_trace_callback(watch)

    def shoot(self) -> None:
        """Take a picture of what is there; one that a kill interrupts does not count."""
        number = len(list(self.pictures.iterdir()))
        part = self.pictures / f"{number:06}.part"
        part.mkdir()
        for name in FILES:
            if (self.ledger / name).exists():
                shutil.copy(self.ledger / name, part / name)
        part.rename(part.with_suffix(""))

    def restore(self, dice: random.Random) -> None:
        """The ledger as it may be found after a power cut now: the last picture, and perhaps some of what came after,
        for a disk may have written more than it was asked to."""
        last = max(one for one in self.pictures.iterdir() if not one.suffix)
        database, log = (self.ledger / name for name in FILES)
        flushed = _content(last / log.name)
        kept = flushed
        if _content(last / database.name) == _content(database) and _content(log).startswith(flushed):
            kept = _content(log)[: dice.choice((len(flushed), dice.randint(len(flushed), len(_content(log)))))]
        for file, content in ((database, _content(last / database.name)), (log, kept)):
            file.unlink(missing_ok=True)
            if content:
                file.write_bytes(content)
        (self.ledger / f"{database.name}-shm").unlink(missing_ok=True)
        shutil.rmtree(self.pictures)
        self.pictures.mkdir()


def _content(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""
