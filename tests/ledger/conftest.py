"""A ledger on disk, a clock that stands still until it is moved, and letters without a template."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.ledger.allowance import Allowance
from flows.ledger.claims import Claims
from flows.ledger.ledger import Ledger
from flows.ledger.records import Draft, Matter, Parcel, Priority, Purpose
from flows.mail.interface import Outcome, Outgoing, State
from tests.postgresql import Server


@dataclass
class Clock:
    now: datetime = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass(frozen=True)
class PlainWire:
    """A message whose bytes are its slots; stands in for a compiled letter."""

    name: str

    def fill(self, slots: Mapping[str, str]) -> bytes:
        return f"{self.name} {slots['to']} {slots['id']}".encode()

    def dump(self) -> bytes:
        return self.name.encode()


@dataclass
class Composer:
    """Makes drafts of everything but of what is forbidden."""

    forbidden: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    made: int = 0

    def __call__(self, parcel: Parcel) -> Draft | None:
        matters = tuple(matter for matter in parcel.matters if matter.subject not in self.forbidden)
        if not matters or parcel.address in self.gone:
            return None
        self.made += 1
        name = "+".join(matter.subject for matter in matters)
        header_id = f"<{self.made}@test>"
        return Draft(matters, name, PlainWire(name), {"to": parcel.address, "id": header_id}, header_id)


@dataclass
class Bench:
    """A ledger with what a run puts around it."""

    ledger: Ledger
    clock: Clock
    composer: Composer

    def people(self, count: int) -> list[int]:
        addresses = {f"a{number}@example.com": f"A{number}@example.com" for number in range(count)}
        return list(self.ledger.outbox.enrol(addresses).values())

    def queue(
        self, subject: str, recipients: list[int], priority: Priority = Priority.DIGEST, edition: str = "1"
    ) -> int:
        purpose = Purpose.PREVIEW if priority is Priority.STAFF else Purpose.ANNOUNCE
        return self.ledger.outbox.queue(Matter(purpose, subject, edition, priority), recipients, self.clock())

    def claims(
        self, *, limit: int = 10_000, reserve: int = 0, batch: int = 100, resend: bool = False, boot: str = "boot"
    ) -> Claims:
        allowance = Allowance(self.ledger.store, limit=limit, reserve=reserve, clock=self.clock)
        return Claims(
            self.ledger.store, boot=boot, clock=self.clock, compose=self.composer,
            load=lambda body: PlainWire(body.decode()), allowance=allowance, batch=batch, resend=resend,
        )  # fmt: skip

    def send(self, claims: Claims, outcome: Callable[[Outgoing], Outcome] | None = None) -> list[Outgoing]:
        """Deliver everything that can be claimed now."""
        sent: list[Outgoing] = []
        while batch := claims.claim("owner"):
            for message in batch:
                claims.step(None, message)
                claims.step(outcome(message) if outcome else Outcome(message.key, State.SENT, 250, "ok"), None)
                sent.append(message)
        return sent

    def states(self) -> dict[str, int]:
        return dict(self.ledger.outbox.states())


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Of an empty ledger, in either database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/ledger.db"
        return
    server: Server = request.getfixturevalue("postgresql")
    yield (database := server.database(server.ledger))
    server.drop(database)


only_sqlite = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
only_postgresql = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


@pytest.fixture
def bench(url: str) -> Iterator[Bench]:
    ledger = Ledger(url)
    yield Bench(ledger, Clock(), Composer())
    ledger.close()
