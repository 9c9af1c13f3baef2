"""Nothing lost, nothing doubled: runs are killed at random moments, and the mail server counts what it took."""

from __future__ import annotations

import json
import random
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.workbook.xlsx import XlsxWorkbook
from tests.smtp_server import Server
from tests.soak.victim import Victim, start

PEOPLE = 250
KILLS_A_LIFE = 5
"""Then everybody has been served, and another office begins."""


@dataclass
class Life:
    """One office from its first run to a last, undisturbed one."""

    victim: Victim
    server: Server
    dice: random.Random
    full: float = 0.0
    idle: float = 0.0
    """What `seconds` says."""
    kills: int = 0
    log: list[str] = field(default_factory=list)

    def run(self) -> float:
        """A run that nobody disturbs, and its seconds."""
        begin = time.perf_counter()
        process = start(self.victim)
        process.join(60)
        assert process.exitcode == 0, "it did not come to its end, or found the run lock taken by the dead"
        return time.perf_counter() - begin

    def kill(self) -> None:
        """A run that is killed at any moment between its start and its likely end."""
        left = 1 - len(self.server.delivered()) / self.victim.people
        moment = self.dice.uniform(0, self.idle + left * (self.full - self.idle))
        process = start(self.victim)
        process.join(moment)
        process.kill()
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL), "it found the run lock taken by the dead"
        self.kills += process.exitcode != 0
        self.log.append(f"{moment:.3f} s: {len(self.server.messages)} taken")

    def copies(self) -> dict[str, list[bytes]]:
        """What each recipient got, oldest first."""
        got: defaultdict[str, list[bytes]] = defaultdict(list)
        for message in self.server.messages:
            got[message.recipient].append(message.data)
        return got


@cache
def seconds(connections: int, pipelining: bool) -> tuple[float, float]:
    """What a run takes in which everybody is served, and one with nothing to send."""
    with TemporaryDirectory() as folder, office(Path(folder), connections, pipelining) as (victim, server):
        life = Life(victim, server, random.Random())
        return life.run(), life.run()


@contextmanager
def office(folder: Path, connections: int, pipelining: bool) -> Iterator[tuple[Victim, Server]]:
    with Server(pipelining=pipelining, delay=0.0005) as server:
        victim = Victim(folder, server.port, connections, PEOPLE)
        victim.set_up()
        yield victim, server
        assert server.violations == []


@pytest.fixture
def lives(way: tuple[int, bool], tmp_path: Path) -> Iterator[Iterator[Life]]:
    """Offices without end, all sending in one way: over so many connections, with or without PIPELINING."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # shown by pytest when a test fails
    dice = random.Random(seed)

    def live() -> Generator[Life, None, None]:
        for number in count():
            with office(tmp_path / f"office{number}", *way) as (victim, server):
                life = Life(victim, server, dice, *seconds(*way))
                yield life
                print(life.log)

    going_on = live()
    yield going_on
    going_on.close()


WAYS = [((1, True), 2), ((4, False), 2), *(((n, offered), 25) for n in (1, 4) for offered in (True, False))]
"""Connections, whether PIPELINING is offered, and the number of kills: a sample, and all."""
in_every_way = pytest.mark.parametrize(
    ("way", "kills"),
    [
        pytest.param(way, kills, id=f"{way[0]}-{'pipelined' if way[1] else 'in turn'}-{kills}",
                     marks=[pytest.mark.soak] if kills > 2 else [])
        for way, kills in WAYS
    ],
)  # fmt: skip


@in_every_way
def test_a_killed_run_neither_loses_nor_doubles_a_message(lives: Iterator[Life], kills: int) -> None:
    while kills > 0:
        life = next(lives)
        while life.kills < min(kills, KILLS_A_LIFE):
            life.kill()
        life.run()
        kills -= life.kills
        in_doubt = assert_once(life)
        assert in_doubt <= life.kills * life.victim.connections
        assert_shown(life.victim, in_doubt)
        assert_resent_alike(life)


@in_every_way
def test_a_run_killed_while_it_resends_sends_nothing_but_the_same_again(lives: Iterator[Life], kills: int) -> None:
    while kills > 0:
        life = next(lives)
        life.victim.set_up("resend")
        while life.kills < min(kills, KILLS_A_LIFE):
            life.kill()
        life.run()
        kills -= life.kills
        for recipient, copies in life.copies().items():
            assert len(set(copies)) == 1, f"{recipient} got {len(set(copies))} different messages"
        assert life.copies().keys() | in_state(life.victim, "unknown").keys() == life.victim.alumni


def in_state(victim: Victim, *states: str) -> dict[str, str]:
    """Message-IDs by recipient."""
    return {message.recipient: message.header_id for message in victim.messages() if message.state in states}


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
    status = XlsxWorkbook(victim.folder / "loker.xlsx").read(["Status"])["Status"]
    assert len(status) == 3
    assert all((f"{in_doubt} belum pasti" in str(line[2])) == (in_doubt > 0) for line in status[1:])


def assert_resent_alike(life: Life) -> None:
    """Under ``resend`` what was in doubt goes out again with its Message-ID and its bytes, and nothing else does."""
    doubtful, before = in_state(life.victim, "unknown"), life.copies()
    life.victim.set_up("resend")
    life.run()
    assert in_state(life.victim, "sent").keys() == life.victim.alumni
    for recipient, copies in life.copies().items():
        assert len(copies) == len(before.get(recipient, ())) + (recipient in doubtful)
        assert len(set(copies)) == 1
        if recipient in doubtful:
            assert f"Message-ID: {doubtful[recipient]}".encode() in copies[-1]
