"""A mail scanner opens every link of every mail as it arrives, and changes nothing anywhere."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from flows.ledger import schema
from flows.ledger.records import Purpose
from flows.procedure.cases import CaseState
from tests.steps.joining_office import URL, Joining, joining_office
from tests.steps.local_office import ANI, BUDI, CITRA, STAFF, vacancy
from tests.steps.sheet import WIB
from tests.steps.test_events import activity, say

CONTACT, DIRECTOR = "hrd@contoh.example.com", "pudir3@example.ac.id"
PERIOD = {"Judul": "Tahun 2026", "Dari": "1/1/2026", "Sampai": "31/12/2026", "Status": "Setuju",
          "Disetujui Oleh": "Rina"}  # fmt: skip
HALF_FILLED = {"q_applied": "3"}


@dataclass
class Scanner:
    """Opens all that arrived so far, by GET and HEAD."""

    joining: Joining
    read: int = 0
    followed: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The first step of each link's path, and what it answered."""
    links: set[str] = field(default_factory=set)

    def look(self) -> None:
        messages = self.joining.office.server.messages
        self.links |= {link for message in messages[self.read :] for link in _links(message.data)}
        self.read = len(messages)
        before = ledger(self.joining)
        assert any(before.values())
        with self.joining.visitor() as visitor:
            for link in sorted(self.links):
                for method in ("GET", "HEAD"):
                    answer = visitor.request(method, link.removeprefix(URL))
                    self.followed[urlsplit(link).path.split("/")[1]].add(answer.status_code)
        assert ledger(self.joining) == before


def _links(data: bytes) -> set[str]:
    """Of ours, from the headers, the texts, the HTML and the calendar."""
    message = message_from_bytes(data, policy=policy.default)
    texts = [str(value) for value in message.values()]
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            texts.append(re.sub(r"\r?\n ", "", part.get_content()).replace("\\n", "\n"))  # as RFC 5545 folds
        elif part.get_content_maintype() == "text":
            texts += [part.get_content(), html.unescape(part.get_content())]
    return {link.rstrip(".,") for text in texts for link in re.findall(rf"{URL}[^\s\"'<>]*", text)}


def ledger(joining: Joining) -> dict[str, list[tuple[Any, ...]]]:
    """All there is in it."""
    with joining.office.open() as opened, opened.ledger.store.write() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in schema.metadata.sorted_tables
        }


def sent(joining: Joining) -> set[str]:
    """Purposes of what was sent."""
    unit, matter, message = schema.unit, schema.matter, schema.message
    query = select(matter.c.purpose).join(unit).join(message, message.c.id == unit.c.message_id)
    with joining.office.open() as opened, opened.ledger.store.write() as connection:
        return set(connection.scalars(query.where(message.c.state == "sent")))


def test_it_changes_nothing_whatever_it_opens(tmp_path: Path) -> None:
    kinds = (vacancy(Batas_Lamaran="26/11/2026"), vacancy("Akuntan"), vacancy("Kasir", Status="Pratinjau"))
    with joining_office(tmp_path, *kinds) as joining:
        scanner = Scanner(joining)
        for moment, happens in STORY:
            joining.office.clock.now = datetime.fromisoformat(moment).replace(tzinfo=WIB)
            happens(joining)
            joining.office.tick()
            scanner.look()
        assert sent(joining) == {purpose.value for purpose in Purpose}
        assert len(joining.office.mails(CONTACT)) == 4, "a request, and three reminders"
        live = {step for step, answers in scanner.followed.items() if 200 in answers}
        assert live >= {"berhenti", "daftar", "undangan", "umpan-balik", "staf"}
        over = {(step, answer) for step, answers in scanner.followed.items() for answer in answers - {200}}
        assert over <= {("daftar", 410), ("staf", 403)}, "what they were good for is over"


def _begin(joining: Joining) -> None:
    sheet = joining.office.sheet
    sheet.add("Lowongan", vacancy("Penjahit", Batas_Lamaran="kapan-kapan"))
    sheet.add("Mitra", {"Perusahaan": "PT Juru Las Nusantara", "Narahubung": "Sari", "Email": CONTACT})
    sheet.add("Kegiatan", activity(Kursi=1), activity("Bincang Karier", Mulai="9/12/2026 09:00", Selesai=None))
    sheet.add("Penerima Rekap", {"Nama": "Dr. Sari", "Jabatan": "Pudir 3", "Email": DIRECTOR, "Cakupan": "Semua"})


def _ask(joining: Joining) -> None:
    joining.ask()
    with joining.visitor() as visitor:
        visitor.post("/staf/masuk", data={"alamat": STAFF})


def _change(joining: Joining) -> None:
    sheet = joining.office.sheet
    sheet.set("Lowongan", "Akuntan", Lokasi="Bintan", Status="Ralat")
    sheet.set("Kegiatan", "Temu Industri", Tempat="Aula")
    sheet.set("Kegiatan", "Bincang Karier", Status="Batal")
    for address in (ANI, BUDI):
        say(joining.office, address, coming=True, seats=1)


def _give_up_a_seat(joining: Joining) -> None:
    say(joining.office, ANI, coming=False, seats=1)
    say(joining.office, CITRA, coming=False, seats=1)


def _begin_an_answer(joining: Joining) -> None:
    with joining.office.open() as opened:
        [case] = [one for one in opened.ledger.responses.cases() if one.state is CaseState.OPEN]
        opened.ledger.responses.save_draft(case.partner_id, case.vacancy, HALF_FILLED, joining.office.clock())


def _approve_a_recap(joining: Joining) -> None:
    joining.office.sheet.add("Periode", PERIOD)


STORY: tuple[tuple[str, Callable[[Joining], object]], ...] = (
    ("2026-11-24 09:00", _begin),
    ("2026-11-24 09:10", _ask),
    ("2026-11-25 09:00", _change),
    ("2026-11-25 09:10", _give_up_a_seat),
    ("2026-11-30 09:00", lambda joining: None),
    ("2026-12-07 09:00", lambda joining: None),
    ("2026-12-14 09:00", _begin_an_answer),
    ("2026-12-21 09:00", lambda joining: None),
    ("2026-12-28 09:00", lambda joining: None),
    ("2027-01-05 09:00", _approve_a_recap),
)
"""Months of an office in which every kind of mail is sent."""
