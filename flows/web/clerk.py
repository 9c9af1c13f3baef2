"""The one thread that asks the ledger: what comes in while it works is done together, and forced to the disk once.

The ledger has one writer, so that more threads would only wait for each other and for the disk. A page that writes
commits by itself, lightly; its answer is handed out when one commit that is forced to the disk has followed, which
takes along all before it (`flows.ledger.store`). Two hundred partners at once thus wait for a few writes of the disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

Result = TypeVar("Result")
MOST = 32
"""Pages that are done together: the first of them waits for the last."""


class Clerk(Generic[Result]):
    """Does pages' work in the order in which it came."""

    def __init__(self, harden: Callable[[], None]) -> None:
        """``harden`` makes what was committed survive a power cut."""
        self._harden = harden
        self._thread = ThreadPoolExecutor(1, "clerk")
        self._waiting: list[tuple[_Job[Result], asyncio.Future[Result]]] = []
        self._at_work: asyncio.Task[None] | None = None

    async def do(self, work: Callable[[], Result], *, lasting: bool) -> Result:
        """The outcome of ``work``; of a ``lasting`` one when what it wrote survives a power cut."""
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[Result] = loop.create_future()
        self._waiting.append((_Job(work, lasting), outcome))
        if self._at_work is None or self._at_work.done():
            self._at_work = loop.create_task(self._go())
        return await outcome

    async def _go(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            await loop.run_in_executor(self._thread, self._together, [job for job, _ in batch])
            for job, outcome in batch:
                if outcome.cancelled():
                    continue  # the visitor has gone
                if error := job.done.exception():
                    outcome.set_exception(error)
                else:
                    outcome.set_result(job.done.result())

    def _together(self, jobs: Sequence[_Job[Result]]) -> None:
        for job in jobs:
            job.run()
        written = [job for job in jobs if job.lasting]
        if written:
            try:
                self._harden()
            except Exception as error:
                for job in written:
                    job.fail(error)


class _Job(Generic[Result]):
    def __init__(self, work: Callable[[], Result], lasting: bool) -> None:
        self._work, self.lasting = work, lasting
        self.done: Future[Result] = Future()

    def run(self) -> None:
        try:
            self.done.set_result(self._work())
        except Exception as error:
            self.done.set_exception(error)

    def fail(self, error: Exception) -> None:
        self.done = Future()
        self.done.set_exception(error)
