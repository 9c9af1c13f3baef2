"""What was meant, and what ledger, mailbox and workbook hold of it in the end.

Nothing here asks loker's own code what is right: the ledger is read as a database, the workbook as cells.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from flows.workbook.tabs import EVENTS, VACANCIES
from tests.soak.year.driver import Driver
from tests.soak.year.mailbox import DAY

UNITS = """
SELECT matter.purpose, matter.subject, lower(recipient.address), coalesce(message.state, unit.state)
FROM unit JOIN matter ON matter.id = unit.matter_id JOIN recipient ON recipient.id = unit.recipient_id
LEFT JOIN message ON message.id = unit.message_id
"""
RESERVE = 100
"""Messages kept for mail to staff: `mail.reserve`."""
NEARLY = 0.97
"""What the ledger counts and nobody finds in the mailbox: messages in doubt that did not arrive."""


@dataclass
class Books:
    """Everything that is compared."""

    driver: Driver
    counts: Counter[str] = field(default_factory=Counter)
    """What the checks counted on their way, by name: pairs by what became of them, and so on."""

    def __post_init__(self) -> None:
        self.office, self.people = self.driver.office, self.driver.people
        self.script = self.office.script
        with closing(sqlite3.connect(self.office.folder / "loker.db")) as ledger:
            self.units: dict[tuple[str, str, str], list[str]] = defaultdict(list)
            for purpose, subject, address, state in ledger.execute(UNITS):
                self.units[purpose, subject, address].append(state)
            self.headers = dict(ledger.execute("SELECT header_id, state FROM message").fetchall())
            self.messages: Counter[str] = Counter(
                dict(ledger.execute("SELECT state, count(*) FROM message GROUP BY state").fetchall())
            )
            self.responses = ledger.execute("SELECT vacancy, version, at, answers FROM response ORDER BY id").fetchall()
            self.rsvps = ledger.execute("SELECT event, coming, count(*) FROM rsvp GROUP BY 1, 2").fetchall()
            self.attended = dict(ledger.execute("SELECT event, count(*) FROM attendance GROUP BY 1").fetchall())
            self.archived = ledger.execute("SELECT path, subject, sha256, at FROM archived").fetchall()
        self.vacancy_rows = {row["Posisi"]: row for row in self.office.rows(VACANCIES)}
        self.event_rows = {row["Judul"]: row for row in self.office.rows(EVENTS)}

    @cached_property
    def got(self) -> dict[tuple[str, str, str], list[datetime]]:
        """(kind, code, address) → when it arrived."""
        found: dict[tuple[str, str, str], list[datetime]] = defaultdict(list)
        for mail in self.office.messages.mails:
            kind = _kind(mail.subject, mail.codes)
            for code in mail.codes if kind else ():
                found[kind, code, mail.recipient].append(mail.at)
        return found

    @cached_property
    def exhausted(self) -> set[date]:
        """Days on which the messages of some 24 hours came to the account's limit, but for the reserve."""
        limit = self.script.scale.limit
        times = sorted(mail.at for mail in self.office.messages.mails)
        most = NEARLY * (limit - min(RESERVE, limit // 5))
        return {at.date() for number, at in enumerate(times) if number + 1 - bisect_right(times, at - DAY) >= most}


def _kind(subject: str, codes: frozenset[str]) -> str:
    """What the mail is, by its subject; ``""`` for those to staff and partners."""
    begins = {
        "Ralat: ": "correct", "Undangan: ": "invite", "Dibatalkan: ": "invite cancel",
        "Tempat berubah: ": "invite update", "Besok: ": "remind", "Hari ini: ": "remind", "Pengingat: Temu": "remind",
    }  # fmt: skip
    for begin, kind in begins.items():
        if subject.startswith(begin):
            return kind
    announces = subject.startswith(("Segera: ", "Teknisi Q")) or "lowongan baru" in subject
    return "announce" if announces and codes else ""
