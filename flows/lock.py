"""One run at a time for an office."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from flows.errors import AlreadyRunning, SettingsError


@contextmanager
def run_lock(folder: Path, *, rehearsal: bool = False) -> Iterator[None]:
    """Hold the office's run lock, which the kernel frees when its holder dies, however it dies. Re-entrant.

    Raises `AlreadyRunning` if another process holds it, `SettingsError` if it cannot be made; a rehearsal needs none.
    """
    lock = FileLock(folder / ".loker.lock", timeout=0, is_singleton=True)
    try:
        if not rehearsal:
            lock.acquire()
    except Timeout:
        raise AlreadyRunning(
            "Another run of this office is under way",
            where=str(folder),
            cure="wait until it ends; the next tick goes on where it stopped",
        ) from None
    except OSError as error:
        raise SettingsError(
            f"The run lock cannot be made ({error.strerror})",
            where=lock.lock_file,
            cure="let whoever runs loker write in that folder",
        ) from error
    try:
        yield
    finally:
        if not rehearsal:
            lock.release()
