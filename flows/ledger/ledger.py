"""The ledger of one office, opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from flows.errors import AlreadyRunning
from flows.ledger.notes import Notes
from flows.ledger.outbox import Outbox
from flows.ledger.store import Store
from flows.ledger.trail import Trail


class Ledger:
    """One database, and what can be asked of it. Close it with `close`."""

    def __init__(self, url: str, lock: Path) -> None:
        """``lock`` is the file of the run lock: the kernel frees it when its holder dies, however it dies."""
        self.store = Store(url)
        self.notes = Notes(self.store)
        self.outbox = Outbox(self.store)
        self.trail = Trail(self.store)
        self._lock = FileLock(lock, timeout=0)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Hold the office's run lock. Raises `AlreadyRunning` if another run holds it."""
        try:
            self._lock.acquire()
        except Timeout:
            raise AlreadyRunning(
                "Another run of this office is under way",
                where=str(self._lock.lock_file),
                cure="wait until it ends; the next tick goes on where it stopped",
            ) from None
        try:
            yield
        finally:
            self._lock.release()

    def close(self) -> None:
        self.store.close()
