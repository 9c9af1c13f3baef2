"""Whom an event's calendars must be told of what, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.procedure.announcing import Digest
from flows.procedure.events import (
    Answer,
    Entry,
    Occasion,
    Stage,
    Told,
    attendance,
    judge,
    must_know,
    remind_at,
    reminder_day,
    revised,
)
from flows.procedure.models import Audience, Event

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 24, 9, tzinfo=WIB)
STARTS = datetime(2026, 12, 8, 9, tzinfo=WIB)
EVENT = Event(
    "K26-0001", "Seminar", "Temu", "", STARTS, STARTS + timedelta(hours=3), "Aula", None, (), Audience(everybody=True),
    "Setuju", "Rina", None,
)  # fmt: skip
ENTRY = Entry(1, "x@example.ac.id", 0, Occasion.of(EVENT), cancelled=False, at=NOW)
NEXT = Digest(due=False, next=datetime(2026, 11, 25, 7, tzinfo=WIB))


def stage(event: Event = EVENT, *, now: datetime = NOW, due: bool = False, **changes: bool) -> Stage:
    usual = {"invited": False, "held": False} | changes
    digest = replace(NEXT, due=due)
    return judge(event, **usual, settles_at=NOW, now=now, zone=WIB, digest=digest).stage


class TestWhereItStands:
    def test_it_waits_for_the_hour_and_is_due_then(self) -> None:
        assert stage() is Stage.AT_HOUR
        assert stage(due=True) is Stage.INVITE
        assert stage(invited=True) is Stage.OPEN

    def test_soon_it_is_due_at_any_hour_until_it_begins(self) -> None:
        assert stage(now=STARTS - timedelta(hours=48)) is Stage.INVITE
        assert stage(now=STARTS - timedelta(seconds=1)) is Stage.INVITE
        assert stage(now=STARTS, due=True) is Stage.OVER

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"status": "Draf"}, Stage.DRAFT),
            ({"status": "Batal"}, Stage.CANCELLED),
            ({"audience": Audience()}, Stage.NOBODY),
        ],
    )
    def test_what_is_not_meant_to_invite_does_not(self, changes: dict[str, object], expected: Stage) -> None:
        assert stage(replace(EVENT, **changes), due=True) is expected  # type: ignore[arg-type]

    def test_held_and_settling_come_before_everything_that_is_sent(self) -> None:
        off = replace(EVENT, status="Batal")
        assert stage(held=True, due=True) is stage(off, held=True) is Stage.HELD
        early = NOW - timedelta(minutes=1)
        assert stage(now=early, due=True) is stage(off, now=early) is Stage.SETTLING


class TestWhatCalendarsAreTold:
    def test_only_time_place_and_whether_it_is_on_make_another_sequence(self) -> None:
        assert revised(ENTRY, replace(EVENT, title="Lain", seats=3, attended=9), NOW) is None
        for changes in ({"place": "Lobi"}, {"ends": None}, {"starts": STARTS + timedelta(minutes=1)}):
            new = revised(ENTRY, replace(EVENT, **changes), NOW)
            assert new is not None
            assert (new.sequence, new.uid, new.number, new.cancelled) == (1, ENTRY.uid, ENTRY.number, False)

    def test_called_off_and_on_again_each_have_their_own(self) -> None:
        off = revised(ENTRY, replace(EVENT, status="Batal"), NOW)
        assert off is not None
        assert (off.sequence, off.cancelled, off.occasion) == (1, True, ENTRY.occasion)
        assert revised(off, replace(EVENT, status="Batal", place="Lobi"), NOW) is None
        on = revised(off, EVENT, NOW)
        assert on is not None
        assert (on.sequence, on.cancelled) == (2, False)

    def test_once_it_has_begun_nothing_changes_but_what_is_put_off_does(self) -> None:
        assert revised(ENTRY, replace(EVENT, status="Batal"), STARTS) is None
        assert revised(ENTRY, replace(EVENT, place="Lobi"), STARTS) is None
        put_off = replace(EVENT, starts=STARTS + timedelta(days=7), ends=None)
        assert revised(ENTRY, put_off, STARTS + timedelta(days=1)) is not None

    @given(st.lists(st.sampled_from(["Aula", "Lobi", "off", "later"]), max_size=8))
    def test_the_sequence_only_rises_and_the_same_again_changes_nothing(self, changes: list[str]) -> None:
        entry = ENTRY
        for change in changes:
            match change:
                case "off":
                    event = replace(EVENT, status="Batal")
                case "later":
                    event = replace(EVENT, starts=STARTS + timedelta(days=1), ends=None)
                case place:
                    event = replace(EVENT, place=place)
            new = revised(entry, event, NOW)
            assert new is None or new.sequence == entry.sequence + 1
            entry = new or entry
            assert revised(entry, event, NOW) is None


class TestWhoMustKnow:
    MOVED = Told(replace(ENTRY.occasion, starts=STARTS - timedelta(days=1)), cancelled=False)
    ELSEWHERE = Told(replace(ENTRY.occasion, place="Lobi"), cancelled=False)
    OFF = Told(ENTRY.occasion, cancelled=True)
    CALLED_OFF = replace(ENTRY, sequence=1, cancelled=True)

    @pytest.mark.parametrize("answer", [None, *Answer])
    def test_everybody_of_another_time_and_that_it_is_off_or_on_again(self, answer: Answer | None) -> None:
        assert must_know(self.MOVED, ENTRY, answer)
        assert must_know(ENTRY.told, self.CALLED_OFF, answer)
        assert must_know(self.OFF, replace(ENTRY, sequence=2), answer)

    @pytest.mark.parametrize("answer", [None, *Answer])
    def test_of_another_place_all_but_those_who_do_not_come(self, answer: Answer | None) -> None:
        assert must_know(self.ELSEWHERE, ENTRY, answer) == (answer is not Answer.DECLINED)

    def test_nobody_of_what_they_know(self) -> None:
        assert not must_know(ENTRY.told, replace(ENTRY, sequence=2), None)
        assert not must_know(self.OFF, self.CALLED_OFF, None)
        elsewhere_and_off = Told(replace(ENTRY.occasion, place="Lobi"), cancelled=True)
        assert not must_know(elsewhere_and_off, self.CALLED_OFF, None)


def test_reminders_leave_on_the_eve_at_the_hour_in_the_office_s_time() -> None:
    late = replace(ENTRY.occasion, starts=datetime(2026, 12, 7, 18, tzinfo=ZoneInfo("UTC")))
    assert remind_at(late, WIB, 7) == datetime(2026, 12, 7, 7, tzinfo=WIB)
    assert reminder_day(late, WIB).isoformat() == "2026-12-08"


def test_an_occasion_is_kept_as_it_was() -> None:
    for occasion in (ENTRY.occasion, replace(ENTRY.occasion, ends=None, place="")):
        told = Told(occasion, cancelled=True)
        assert Told.from_content(told.content) == told


@pytest.mark.parametrize(
    ("typed", "counted", "there"), [(None, None, None), (40, None, 40), (40, 12, 12), (None, 12, 12), (0, None, 0)]
)
def test_who_was_recorded_counts_else_what_was_typed(typed: int | None, counted: int | None, there: int | None) -> None:
    assert attendance(typed, counted) == there
