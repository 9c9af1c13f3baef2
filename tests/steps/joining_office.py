"""An office on this machine with pages at which people sign up and leave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from flows.settings import load
from flows.web.app import make_app
from flows.web.site import open_site
from tests.steps.local_office import LocalOffice, local_office
from tests.web.filling import fields

URL = "https://karir.example.ac.id"
SARI = "sari@example.com"
TYPED = {"nama": "Sari Dewi", "nim": "3311900077", "prodi": "IF", "tahun": "2024", "alamat": SARI, "setuju": "ya"}


@dataclass
class Joining:
    """The office, and what its visitors do."""

    office: LocalOffice

    @contextmanager
    def visitor(self) -> Iterator[TestClient]:
        with open_site(load(self.office.config), clock=self.office.clock) as site:
            yield TestClient(make_app(site), base_url=URL, follow_redirects=True)

    def ask(self, **changes: str) -> None:
        with self.visitor() as visitor:
            assert "Periksa surel Anda" in visitor.post("/daftar", data=TYPED | changes).text

    def link(self, address: str = SARI) -> str:
        """In the newest mail to this address that asks to confirm it."""
        links = [re.findall(rf"{URL}(/daftar/\S+)", mail.text) for mail in self.office.mails(address.lower())]
        return str([link for (link,) in filter(None, links)][-1])

    def confirm(self, address: str = SARI) -> None:
        with self.visitor() as visitor:
            path = self.link(address)
            answer = visitor.post(path, data=fields(visitor.get(path).text))
            assert "sudah dikonfirmasi" in answer.text

    def sign_up(self, **changes: str) -> None:
        """The whole way until the row stands in *Pendaftar*."""
        self.ask(**changes)
        self.office.tick()
        self.confirm(changes.get("alamat", SARI))
        self.office.tick()

    def row(self, address: str = SARI) -> dict[str, Any]:
        return self.office.sheet.row("Pendaftar", address)

    def answer(self, decision: str | None, address: str = SARI) -> None:
        """Staff choose in *Diterima*."""
        self.office.sheet.set("Pendaftar", address, Diterima=decision)

    def leave(self, address: str) -> None:
        """By the header of the newest mail: RFC 8058's one click."""
        data = [one.data for one in self.office.server.messages if one.recipient == address][-1]
        headers = data.decode().partition("\r\n\r\n")[0].replace("\r\n ", " ")
        assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in headers
        (link,) = re.findall(rf"List-Unsubscribe: <{URL}([^>]+)>", headers)
        with self.visitor() as visitor:
            visitor.post(link, data={"List-Unsubscribe": "One-Click"}).raise_for_status()


@contextmanager
def joining_office(folder: Path, *vacancies: dict[str, Any], **settings: Any) -> Iterator[Joining]:
    with local_office(folder, *vacancies, **settings) as office:
        with office.config.open("a", encoding="utf-8") as config:
            config.write(f'[web]\npublic_url = "{URL}"\n')
        yield Joining(office)
