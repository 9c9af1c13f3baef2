"""An office with pages, partners and vacancies that results are asked for; everything in it is made up."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from flows.links import Links
from flows.procedure.cases import Case, CaseState
from flows.settings import load
from flows.web.app import make_app
from flows.web.clerk import Clerk
from flows.web.door import Door, origin_of
from flows.web.rate import Rate
from flows.web.site import Site, open_site

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
URL = "https://karir.example.ac.id"
STAFF = "staf@example.ac.id"
CONTACT = "hrd@example.com"
COMPANY = "PT Contoh Teknologi Nusantara"
PAGES = ["/umpan-balik/{token}", "/umpan-balik/{token}/terima-kasih", "/berhenti/{token}", "/staf/masuk/{token}",
         "/daftar/{token}", "/undangan/{token}", "/undangan/{token}/kegiatan.ics", "/hadir/{token}"]  # fmt: skip
"""Where a token is part of the path."""
SETTINGS = """
[office]
name = "UPT-PKPK Politeknik Negeri Batam"
staff = ["{staff}"]
[mail]
host = "127.0.0.1"
sender = "UPT-PKPK <karir@example.ac.id>"
[web]
public_url = "{url}"
trusted_proxies = ["127.0.0.1"]
"""


PROGRAMMES = """
departments = [
    { code = "JIF", name = "Jurusan Informatika", english = "Department of Informatics" },
    { code = "JMB", name = "Jurusan Manajemen Bisnis", english = "Department of Business Management" },
]
programmes = [
    { code = "IF", department = "JIF", degree = "D3", name = "Teknik Informatika", english = "Informatics" },
    { code = "AK", department = "JMB", degree = "D3", name = "Akuntansi", english = "Accounting" },
]
"""
"""Few, for a browser takes its time over each; `config/programmes.toml` has 25."""


@dataclass
class Clock:
    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


@dataclass
class World:
    """The pages, and what stands behind them."""

    site: Site
    clock: Clock
    numbers: dict[str, int] = field(default_factory=dict)
    """Recipients by address."""
    partners: dict[str, int] = field(default_factory=dict)

    @property
    def links(self) -> Links:
        return self.site.links

    def case(self, vacancy: str, position: str, *, company: str = COMPANY, state: CaseState = CaseState.OPEN) -> Case:
        """Ask this company for the results of a vacancy: they were due two days ago, and the form closes in 60 days."""
        key = company.lower()
        self.partners |= self.site.ledger.responses.partners([key])
        due = self.clock() - 2 * DAY
        case = Case(
            vacancy, self.partners[key], company, position, due, requested_at=due, closes_at=due + 60 * DAY, state=state
        )
        self.site.ledger.responses.put_cases([case])
        return case

    def form_link(self, company: str = COMPANY, contact: str = CONTACT) -> str:
        """The path of the form that the request mail links to."""
        self.numbers |= self.site.ledger.outbox.enrol({contact: contact})
        self.partners |= self.site.ledger.responses.partners([company.lower()])
        return self.path(self.links.feedback(self.partners[company.lower()], self.numbers[contact]))

    def staff_link(self, address: str = STAFF) -> str:
        self.numbers |= self.site.ledger.outbox.enrol({address: address})
        return self.path(self.links.staff(self.numbers[address]))

    def path(self, link: str) -> str:
        return link.removeprefix(self.site.url)

    def app(self, *, patient: bool = True) -> ASGIApp:
        """The pages; ``patient`` ones let everybody come as often as they like."""
        if not patient:
            return make_app(self.site)
        often = Rate(10**9, 10**9, lambda: 0.0)
        return make_app(
            self.site, Door(origin_of(self.site.url), Clerk(self.site.ledger.store.harden), often, often, often)
        )

    def visitor(self, *, patient: bool = True) -> TestClient:
        """A browser of one visitor, which follows no redirect by itself."""
        return TestClient(self.app(patient=patient), base_url=self.site.url, follow_redirects=False)


@contextmanager
def world(folder: Path, *, url: str = URL, programmes: str = PROGRAMMES) -> Iterator[World]:
    """``programmes`` is the text of a ``programmes.toml``; without it there are those that are shipped."""
    if programmes:
        (folder / "programmes.toml").write_text(programmes, "utf-8")
    (folder / "loker.toml").write_text(SETTINGS.format(url=url, staff=STAFF), "utf-8")
    clock = Clock()
    with open_site(load(folder / "loker.toml"), clock=clock) as site:
        yield World(site, clock)


@contextmanager
def free_port() -> Iterator[socket.socket]:
    """A socket on a free port of the loopback. Until it is `served`, whoever comes is turned away at once."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound


@contextmanager
def served(app: ASGIApp, listening: socket.socket) -> Iterator[None]:
    """``app`` on a real socket, as `loker serve` serves it."""
    config = uvicorn.Config(app, log_level="error", access_log=False, forwarded_allow_ips=["127.0.0.1"])
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
    thread.start()
    while not server.started:
        threading.Event().wait(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)
