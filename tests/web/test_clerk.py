"""The ledger's one thread: work done together is hardened once, and nobody's answer leaves before that."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from flows.web.clerk import MOST, Clerk


@dataclass
class Disk:
    """What was done in which order; the disk can be broken."""

    done: list[str] = field(default_factory=list)
    broken: bool = False

    def harden(self) -> None:
        if self.broken:
            raise OSError("disk is full")
        self.done.append("hardened")

    def work(self, name: str) -> Callable[[], str]:
        def do() -> str:
            self.done.append(name)
            return name.upper()

        return do


def together(clerk: Clerk[str], *work: Callable[[], str], lasting: bool = True) -> list[str | BaseException]:
    async def all_of_it() -> list[str | BaseException]:
        jobs = (clerk.do(one, lasting=lasting) for one in work)
        return await asyncio.gather(*jobs, return_exceptions=True)

    return asyncio.run(all_of_it())


def test_what_came_meanwhile_is_done_together_and_hardened_once() -> None:
    disk = Disk()
    assert together(Clerk(disk.harden), *map(disk.work, "abc")) == ["A", "B", "C"]
    assert disk.done == ["a", "b", "c", "hardened"]


def test_nobody_waits_for_more_than_so_many() -> None:
    disk = Disk()
    together(Clerk(disk.harden), *(disk.work("x") for _ in range(MOST + 1)))
    assert disk.done == ["x"] * MOST + ["hardened", "x", "hardened"]


def test_who_only_reads_does_not_wait_for_the_disk() -> None:
    disk = Disk()
    together(Clerk(disk.harden), disk.work("a"), lasting=False)
    assert disk.done == ["a"]


def test_one_that_fails_fails_alone() -> None:
    disk = Disk()

    def fail() -> str:
        raise KeyError("x")

    outcomes = together(Clerk(disk.harden), disk.work("a"), fail, disk.work("b"))
    assert outcomes[0::2] == ["A", "B"]
    assert isinstance(outcomes[1], KeyError)


def test_nobody_is_thanked_when_the_disk_fails() -> None:
    outcomes = together(Clerk(Disk(broken=True).harden), *map(Disk().work, "ab"))
    assert [type(outcome) for outcome in outcomes] == [OSError, OSError]


def test_it_goes_on_when_a_visitor_has_gone() -> None:
    disk, entered, leave = Disk(), threading.Event(), threading.Event()

    def slow() -> str:
        entered.set()
        leave.wait(5)
        return "slow"

    async def scene() -> str:
        clerk: Clerk[str] = Clerk(disk.harden)
        gone = asyncio.create_task(clerk.do(slow, lasting=True))
        await asyncio.to_thread(entered.wait, 5)
        gone.cancel()
        leave.set()
        with pytest.raises(asyncio.CancelledError):
            await gone
        return await clerk.do(disk.work("next"), lasting=True)

    assert asyncio.run(scene()) == "NEXT"
