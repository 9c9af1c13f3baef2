"""A recap's draft is never older than what it is made of, and is left alone by what is none of its business."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest

from flows.ledger.ledger import Ledger
from flows.ledger.records import Matter, Priority, Purpose
from flows.office import Office
from flows.procedure.models import Period
from flows.steps import drafts
from flows.steps.drafts import Draft, Drafts
from flows.steps.evidence import LISTS
from tests.steps.local_office import LocalOffice, vacancy

AT = datetime(2026, 12, 10, 2, tzinfo=UTC)
SEMESTER = Period("P26-0001", "Semester Genap 2026", date(2026, 7, 1), date(2026, 12, 31), "Draf", "")
CLOSED, OPEN, NEVER_TOLD = "L26-0001", "L26-0002", "L26-0003"


@pytest.fixture
def opened(office: Callable[..., LocalOffice]) -> Iterator[Office]:
    """A vacancy for a list that has closed, one for all that is open, and one that closed and was never announced."""
    made = office(vacancy("Juru Las", Batas_Lamaran=date(2026, 12, 1), Sasaran="Magang IF"), vacancy("Kasir"))
    made.sheet.add("Daftar", {"Nama Daftar": "Magang IF", "Prodi": "Teknik Informatika"})
    made.tick()
    with made.open() as opened:
        opened.ledger.closings.put({CLOSED: date(2026, 12, 1), NEVER_TOLD: date(2026, 12, 2)})
        told = opened.ledger.notes.versions([CLOSED])[CLOSED]
        opened.ledger.notes.keep_version(NEVER_TOLD, "1", next(iter(told.values())), AT)
        yield opened


def queue(ledger: Ledger, purpose: Purpose, subject: str, edition: str) -> None:
    (number,) = ledger.outbox.enrol({"dewi@example.com": "dewi@example.com"}).values()
    ledger.outbox.queue(Matter(purpose, subject, edition, Priority.DIGEST), [number], AT)


def say_anew(ledger: Ledger, subject: str, edition: str) -> None:
    *_, last = ledger.notes.versions([subject])[subject].values()
    ledger.notes.keep_version(subject, edition, last | {"position": "Juru Las Senior"}, AT)


def correct(ledger: Ledger) -> None:
    say_anew(ledger, CLOSED, "2")
    queue(ledger, Purpose.CORRECT, CLOSED, "2")


CHANGES: dict[str, Callable[[Ledger], object]] = {
    "corrected": correct,
    "meant for one more": lambda ledger: queue(
        ledger, Purpose.ANNOUNCE, CLOSED, next(iter(ledger.notes.versions([CLOSED])[CLOSED]))
    ),
    "open again": lambda ledger: ledger.closings.put({CLOSED: None}),
    "closed on another day": lambda ledger: ledger.closings.put({CLOSED: date(2026, 11, 30)}),
    "of another content, never announced": lambda ledger: say_anew(ledger, NEVER_TOLD, "2"),
    "of a list that means others": lambda ledger: ledger.notes.put(**{LISTS: {"Magang IF": ["TRPL"]}}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_it_is_what_it_would_be_if_it_were_made_now(opened: Office, what: str) -> None:
    before = fresh(opened)
    CHANGES[what](opened.ledger)
    after = fresh(opened)
    opened.ledger.notes.forget("recap_drafts")
    assert after == fresh(opened)
    assert after != before


def test_what_is_still_open_is_none_of_its_business(opened: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fresh(opened)
    say_anew(opened.ledger, OPEN, "2")
    queue(opened.ledger, Purpose.CORRECT, OPEN, "2")
    monkeypatch.setattr(drafts, "gather", lambda office: pytest.fail("nothing that has closed has changed"))
    assert fresh(opened) == before


def fresh(office: Office) -> Draft | None:
    kept = Drafts(office)
    kept.keep_fresh([SEMESTER])
    return kept.get(SEMESTER.id)
