"""What is due for a vacancy, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.procedure.announcing import Digest, Step, Verdict, digest, expired, judge
from flows.procedure.models import Audience, Vacancy

ZONE = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 08.00 WIB
NOT_DUE = Digest(False, datetime(2026, 11, 25, 7, 0, tzinfo=ZONE))
DUE = Digest(True, NOT_DUE.next)
VACANCY = Vacancy(
    id="L26-0001", company="PT Maju", position="Teknisi", kind="Kontrak", location="Batam", description="-",
    qualifications="", audience=Audience(everybody=True), apply="https://example.com", poster="",
    deadline=date(2026, 12, 1), openings=None, venue="", urgent=False, on_web=True, status="Setuju",
    approved_by="Rina", checked_by="",
)  # fmt: skip


def step(
    vacancy: Vacancy, *, told: str | None = None, held: bool = False, due: Digest = DUE, settled: bool = True
) -> Step:
    settles_at = NOW if settled else NOW + timedelta(minutes=5)
    return judge(vacancy, told=told, held=held, settles_at=settles_at, now=NOW, zone=ZONE, digest=due).step


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("", Step.DRAFT), ("Draf", Step.DRAFT), ("Pratinjau", Step.PREVIEW), ("Setuju", Step.ANNOUNCE),
        ("Ralat", Step.NEVER_ANNOUNCED), ("Tutup", Step.CLOSED), ("Batal", Step.CANCELLED),
    ],
)  # fmt: skip
def test_the_status_decides(status: str, expected: Step) -> None:
    assert step(replace(VACANCY, status=status)) is expected


def test_an_approved_vacancy_waits_for_the_hour_unless_it_is_urgent() -> None:
    assert step(VACANCY, due=NOT_DUE) is Step.AT_HOUR
    assert step(replace(VACANCY, urgent=True), due=NOT_DUE) is Step.ANNOUNCE


def test_what_is_held_or_half_typed_is_not_announced() -> None:
    assert step(VACANCY, held=True) is Step.HELD
    assert step(VACANCY, settled=False) is Step.SETTLING


def test_an_edit_after_announcing_sends_nothing() -> None:
    assert step(VACANCY, told="earlier edition") is Step.EDITED


def test_an_announced_vacancy_is_open_and_goes_to_newcomers_with_the_digest() -> None:
    assert step(VACANCY, told=VACANCY.edition, due=NOT_DUE) is Step.OPEN
    assert step(VACANCY, told=VACANCY.edition, due=DUE) is Step.ANNOUNCE


def test_a_correction_is_due_once_for_each_edition() -> None:
    corrected = replace(VACANCY, status="Ralat")
    assert step(corrected, told="earlier edition") is Step.CORRECT
    assert step(corrected, told=corrected.edition) is Step.OPEN


@pytest.mark.parametrize(
    ("now", "over"),
    [(datetime(2026, 12, 1, 16, 59, tzinfo=UTC), False), (datetime(2026, 12, 1, 17, 0, tzinfo=UTC), True)],
)
def test_a_deadline_lasts_to_midnight_office_time(now: datetime, over: bool) -> None:
    assert expired(VACANCY, now, ZONE) is over


def test_without_a_deadline_nothing_expires() -> None:
    assert not expired(replace(VACANCY, deadline=None), NOW + timedelta(days=999), ZONE)


def test_status_and_approval_make_no_new_edition() -> None:
    assert replace(VACANCY, status="Ralat", approved_by="Budi", urgent=True).edition == VACANCY.edition
    assert replace(VACANCY, location="Bintan").edition != VACANCY.edition


def test_a_vacancy_comes_back_from_the_ledger_as_it_was() -> None:
    assert Vacancy.from_content(VACANCY.id, VACANCY.content).content == VACANCY.content


class TestDigest:
    def at(self, hour: int, minute: int = 0) -> datetime:
        return datetime(2026, 11, 24, hour, minute, tzinfo=ZONE)

    def test_it_leaves_on_the_first_tick_after_the_hour_and_once_a_day(self) -> None:
        today = date(2026, 11, 24)
        assert not digest(self.at(6, 59), ZONE, 7, None).due
        assert digest(self.at(7), ZONE, 7, None).due
        assert not digest(self.at(7, 10), ZONE, 7, today).due
        assert digest(self.at(7) + timedelta(days=1), ZONE, 7, today).due

    def test_by_hand_it_does_not_wait(self) -> None:
        assert digest(self.at(3), ZONE, 7, None, by_hand=True).due

    def test_it_says_when_the_next_one_leaves(self) -> None:
        assert digest(self.at(6), ZONE, 7, None).next == self.at(7)
        assert digest(self.at(8), ZONE, 7, None).next == self.at(7) + timedelta(days=1)


def test_a_wait_says_until_when() -> None:
    verdict = judge(VACANCY, told=None, held=False, settles_at=NOW, now=NOW, zone=ZONE, digest=NOT_DUE)
    assert verdict == Verdict(Step.AT_HOUR, NOT_DUE.next)
