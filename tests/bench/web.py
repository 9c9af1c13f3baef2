"""Two hundred partners answer at once, side by side with a bare handler. Servers and client share two cores."""

from __future__ import annotations

import asyncio
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from tests.bench.table import Ratio
from tests.web.filling import fields
from tests.web.world import World, world

PARTNERS = 200
ROUNDS = 10
"""Each partner answers, and corrects its answer nine times."""


@dataclass(frozen=True)
class Visit:
    """A partner's way to a form, and what stands in it."""

    path: str
    vacancy: str
    page: dict[str, str]

    def request(self, number: int, round: int) -> bytes:
        """The bytes of one POST, of an address of its own."""
        counts = {f"{self.vacancy}.q_applied": str(round + 20), f"{self.vacancy}.q_accepted": str(round)}
        ratings = {f"{self.vacancy}.q_ethics": "4", f"{self.vacancy}.q_suggestions": "Terima kasih, kami puas. " * 8}
        body = urlencode(self.page | counts | ratings).encode()
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: karir.example.ac.id\r\n"
            f"X-Forwarded-For: 198.51.100.{number % 250}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def answering(scale: float) -> Iterator[Ratio]:
    """200 partners at once: every answer is there, and at least half as many a second as a bare handler takes."""
    rounds = max(2, int(ROUNDS * scale))
    with TemporaryDirectory() as name, world(Path(name), programmes="") as made:
        made.clock.at = datetime.now(UTC)
        visits = [_visit(made, number) for number in range(PARTNERS)]
        bare = [Visit(f"/{visit.vacancy}", visit.vacancy, visit.page) for visit in visits]
        rates: dict[str, list[float]] = {"loker": [], "bare": []}
        loker = (str(Path(sys.executable).with_name("loker")), "serve", "--config", f"{name}/loker.toml", "--port")
        with _server(sys.executable, "-m", "tests.bench.bare_form", name) as beside, _server(*loker) as ours:
            for turn in range(3):
                first = turn * rounds
                rates["bare"].append(asyncio.run(_rate(beside, bare, first, rounds)))
                rates["loker"].append(asyncio.run(_rate(ours, visits, first, rounds)))
        kept = made.site.ledger.responses.versions()
    answers = {(one.vacancy, one.answers["accepted"]) for one in kept}
    if len(answers) != len(kept) or len(kept) != PARTNERS * rounds * 3:
        raise RuntimeError(f"{len(kept)} answers were kept of {PARTNERS * rounds * 3}")
    rate, alone = (statistics.median(rates[name]) for name in ("loker", "bare"))
    note = f"{rate:,.0f}/s, none lost"
    yield Ratio("200 partners answering at once : bare Starlette handler", rate / alone, least=0.5, note=note)


def _visit(made: World, number: int) -> Visit:
    company, vacancy = f"PT Contoh {number}", f"L26-{number:04d}"
    made.case(vacancy, "Operator Produksi", company=company)
    path = made.form_link(company, f"hrd{number}@example.com")
    return Visit(path, vacancy, fields(made.visitor().get(path).text))


async def _rate(port: int, visits: Sequence[Visit], first: int, rounds: int) -> float:
    """Answers a second; all partners at once, each over a connection of its own. Raises if one is not taken."""

    async def partner(number: int, requests: Sequence[bytes]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in requests:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 303"):
                raise RuntimeError(head.decode())
        writer.close()

    sent = [[visit.request(number, first + one) for one in range(rounds)] for number, visit in enumerate(visits)]
    start = time.perf_counter()
    await asyncio.gather(*(partner(number, requests) for number, requests in enumerate(sent)))
    return len(visits) * rounds / (time.perf_counter() - start)


@contextmanager
def _server(*command: str) -> Iterator[int]:
    """A server in a process of its own, on a free port that is its last argument."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen([*command, str(port)])
    try:
        while process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()
