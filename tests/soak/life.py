"""One office from its first run to a last, undisturbed one, and what must hold at its end."""

from __future__ import annotations

import json
import random
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from typer.testing import CliRunner

from flows.cli import app
from flows.office import Office
from flows.workbook.xlsx import XlsxWorkbook
from tests.smtp_server import Server
from tests.soak.victim import Victim, start


@dataclass(frozen=True)
class Way:
    """How an office sends: over so many connections, with or without PIPELINING, to so many people."""

    connections: int
    pipelining: bool
    people: int


@dataclass
class Life:
    """An office, its mail server, and how long its runs take."""

    victim: Victim
    server: Server
    dice: random.Random
    full: float = 0.0
    idle: float = 0.0
    """What `seconds` says."""
    kills: int = 0
    log: list[str] = field(default_factory=list)

    def run(self, boot: str = "") -> float:
        """A run that nobody disturbs, and its seconds."""
        begin = time.perf_counter()
        process = start(self.victim, boot=boot)
        process.join(60)
        assert process.exitcode == 0, "it did not come to its end, or found the run lock taken by the dead"
        return time.perf_counter() - begin

    def kill(self, prepare: Callable[[Office], None] | None = None, boot: str = "") -> bool:
        """Begin a run and kill it at any moment between its start and its likely end; whether that was in time."""
        left = 1 - len(self.server.delivered()) / self.victim.people
        moment = self.dice.uniform(0, self.idle + left * (self.full - self.idle))
        process = start(self.victim, prepare, boot)
        process.join(moment)
        process.kill()
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL), "it found the run lock taken by the dead"
        self.log.append(f"{moment:.3f} s: {len(self.server.messages)} taken")
        self.kills += process.exitcode != 0
        return process.exitcode != 0

    def copies(self) -> dict[str, list[bytes]]:
        """What each recipient got, oldest first."""
        got: defaultdict[str, list[bytes]] = defaultdict(list)
        for message in self.server.messages:
            got[message.recipient].append(message.data)
        return got

    def in_state(self, *states: str) -> dict[str, str]:
        """Message-IDs by recipient."""
        return {one.recipient: one.header_id for one in self.victim.messages() if one.state in states}


def lives(way: Way, folder: Path) -> Iterator[Life]:
    """Offices without end. What was done to one is printed, which pytest shows when a test fails."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    dice = random.Random(seed)
    for number in count():
        with _office(folder / f"office{number}", way) as (victim, server):
            life = Life(victim, server, dice, *seconds(way))
            yield life
            print(life.log)


@cache
def seconds(way: Way) -> tuple[float, float]:
    """What a run takes in which everybody is served, and one with nothing to send."""
    with TemporaryDirectory() as folder, _office(Path(folder), way) as (victim, server):
        life = Life(victim, server, random.Random())
        return life.run(), life.run()


@contextmanager
def _office(folder: Path, way: Way) -> Iterator[tuple[Victim, Server]]:
    with Server(pipelining=way.pipelining, delay=0.0005) as server:
        victim = Victim(folder, server.port, way.connections, way.people)
        victim.set_up()
        yield victim, server
        assert server.violations == []


def assert_once(life: Life) -> int:
    """Everybody has one message, or one that is in doubt; how many are."""
    victim, messages = life.victim, life.victim.messages()
    assert Counter(message.recipient for message in messages) == Counter(victim.alumni)
    assert {message.state for message in messages} <= {"sent", "unknown"}
    assert victim.units() == {}
    copies = life.copies()
    assert all(len(found) == 1 for found in copies.values()), "somebody got two"
    for message in messages:
        if message.state == "sent" or message.recipient in copies:
            assert f"Message-ID: {message.header_id}".encode() in copies[message.recipient][0]
    return sum(message.state == "unknown" for message in messages)


def assert_shown(victim: Victim, in_doubt: int) -> None:
    """By `loker status`, to the administrator, and in the workbook, to staff."""
    result = CliRunner().invoke(app, ["status", "--json", "--config", str(victim.config)])
    assert result.exit_code == (1 if in_doubt else 0)
    assert json.loads(result.stdout)["units"]["unknown"] == 2 * in_doubt  # two vacancies a message
    status = XlsxWorkbook(victim.workbook).read(["Status"])["Status"]
    assert len(status) == 3
    assert all((f"{in_doubt} belum pasti" in str(line[2])) == (in_doubt > 0) for line in status[1:])


def assert_resent_alike(life: Life, boot: str = "") -> None:
    """Under ``resend`` what was in doubt goes out again with its Message-ID and its bytes, and nothing else does."""
    doubtful, before = life.in_state("unknown"), life.copies()
    life.victim.set_up("resend")
    life.run(boot)
    assert life.in_state("sent").keys() == life.victim.alumni
    for recipient, copies in life.copies().items():
        assert len(copies) == len(before.get(recipient, ())) + (recipient in doubtful)
        assert len(set(copies)) == 1
        if recipient in doubtful:
            assert f"Message-ID: {doubtful[recipient]}".encode() in copies[-1]
