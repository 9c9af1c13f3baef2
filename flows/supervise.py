"""One process that keeps others alive: starts them in order, starts anew what dies, ends them in the opposite order.

What it starts ends with it, even if it is killed, when it calls `flows.lifeline.end_with_parent`.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread

SETTLED_SECONDS = 300.0
"""Who has lived that long, dies of something new: the next start does not wait for the earlier ones."""
LONGEST_WAIT = 60.0

logger = logging.getLogger("loker.up")


@dataclass(frozen=True)
class Part:
    """A process to keep alive. Its ``command`` shows no secret: everybody on the machine can read it."""

    name: str
    command: Sequence[str]
    sockets: tuple[int, ...] = ()
    """Descriptors that it inherits: they listen on while it is started anew."""
    wait_until_ready: Callable[[], bool] = lambda: True
    """Called once after its first start, before the next part is started."""
    grace: float = 3.0
    """Seconds it has to end by itself."""


class _Kept:
    """A part and its process, kept by a thread of its own."""

    def __init__(self, part: Part, ending: Event) -> None:
        self.part, self.ending = part, ending
        self.process = self._start()
        self.thread = Thread(target=self._keep, name=part.name, daemon=True)
        self.thread.start()

    def _start(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches us alone, and what it starts can be ended with it.
        process = subprocess.Popen(  # noqa: S603 - our own command
            self.part.command, stdin=subprocess.PIPE, pass_fds=self.part.sockets, start_new_session=True
        )
        logger.info("%s: started (process %s)", self.part.name, process.pid)
        return process

    def _keep(self) -> None:
        wait = 1.0
        while True:
            begun = time.monotonic()
            code = self.process.wait()
            _kill(self.process)
            if self.ending.is_set():
                return
            if time.monotonic() - begun > SETTLED_SECONDS:
                wait = 1.0
            logger.warning("%s: ended by itself (%s), started anew in %.0f s", self.part.name, code, wait)
            if self.ending.wait(wait):
                return
            wait = min(2 * wait, LONGEST_WAIT)
            self.process = self._start()

    def end(self) -> None:
        with suppress(OSError):
            self.process.terminate()
        self.thread.join(self.part.grace)
        _kill(self.process)
        self.thread.join()
        logger.info("%s: ended", self.part.name)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Its whole group: a leader that is gone may have left children."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    if process.stdin:
        with suppress(OSError):
            process.stdin.close()


def supervise(parts: Sequence[Part]) -> bool:
    """Keep ``parts`` alive until SIGTERM or SIGINT. False if one was not ready in its time, and all were ended."""
    kept: list[_Kept] = []
    with _told_to_end() as ending:
        try:
            for part in parts:
                if ending.is_set():
                    return True
                kept.append(_Kept(part, ending))
                if not part.wait_until_ready():
                    return ending.is_set()
            logger.info("all is up")
            ending.wait()
            return True
        finally:
            ending.set()
            for one in reversed(kept):
                one.end()


@contextmanager
def _told_to_end() -> Iterator[Event]:
    ending = Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    for number in before:
        signal.signal(number, lambda *_: ending.set())
    try:
        yield ending
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
