"""Whose results are asked for, when, how often, and when a person takes over."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from flows.procedure.cases import Case, CaseState
from flows.procedure.feedback import Ask, Rules, again, decide, due_day, for_a_person
from flows.procedure.models import Audience, Event, Vacancy

ZONE = ZoneInfo("Asia/Jakarta")
RULES = Rules(ZONE)
TODAY = date(2026, 11, 24)
ANYBODY = Audience(everybody=True)
VACANCY = Vacancy(
    id="L26-0001", company="PT Maju", position="Teknisi", kind="Kontrak", location="Batam", description="-",
    qualifications="", audience=ANYBODY, apply="https://example.com", poster="", deadline=date(2026, 12, 1),
    openings=None, venue="", urgent=False, on_web=True, status="Setuju", approved_by="Rina", checked_by="",
)  # fmt: skip


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), ZONE)


def event(day: date, **changes: Any) -> Event:
    usual = Event(
        id="K26-0001", kind="Rekrutmen di Kampus", title="Tes", company="PT Maju", starts=at(day), ends=at(day, 15),
        place="", seats=None, vacancies=("L26-0001",), audience=ANYBODY, status="Setuju", approved_by="Rina",
        attended=None,
    )  # fmt: skip
    return replace(usual, **changes)


def case(vacancy: str = "L26-0001", *, asked: int | None = None, reminders: int = 0, due: int = 0, **more: Any) -> Case:
    """Due ``due`` days ago, and requested ``asked`` days ago."""
    return Case(
        vacancy, 1, "PT Maju", "Teknisi", at(TODAY - timedelta(days=due or asked or 0), 0), reminders=reminders,
        requested_at=None if asked is None else at(TODAY - timedelta(days=asked)), **more,
    )  # fmt: skip


def ask(*cases: Case, quiet: int | None = None, drafts: Collection[str] = (), rules: Rules = RULES) -> Ask | None:
    """What is written today; the partner's last mail was ``quiet`` days ago."""
    last = None if quiet is None else TODAY - timedelta(days=quiet)
    return decide(cases, today=TODAY, last_asked=last, drafts=drafts, rules=rules)


class TestDue:
    def due(self, vacancy: Vacancy = VACANCY, *events: Event, today: date = TODAY) -> date | None:
        return due_day(vacancy, events, RULES, today)

    def test_three_days_after_the_deadline(self) -> None:
        assert self.due() == date(2026, 12, 4)

    def test_or_after_the_event_if_that_is_later_or_there_is_no_deadline(self) -> None:
        assert self.due(VACANCY, event(date(2026, 12, 8))) == date(2026, 12, 11)
        assert self.due(replace(VACANCY, deadline=None), event(date(2026, 12, 8))) == date(2026, 12, 11)
        assert self.due(VACANCY, event(date(2026, 11, 26))) == date(2026, 12, 4)

    def test_an_event_without_an_end_is_over_on_its_day(self) -> None:
        assert self.due(replace(VACANCY, deadline=None), event(date(2026, 12, 8), ends=None)) == date(2026, 12, 11)

    @pytest.mark.parametrize("changes", [{"status": "Batal"}, {"status": "Draf"}, {"vacancies": ("L26-0002",)}])
    def test_an_event_that_is_not_held_or_another_s_does_not_count(self, changes: dict[str, Any]) -> None:
        assert self.due(replace(VACANCY, deadline=None), event(date(2026, 12, 8), **changes)) is None

    def test_at_once_when_staff_close_it(self) -> None:
        closed = replace(VACANCY, status="Tutup")
        assert self.due(closed) == TODAY
        assert self.due(replace(closed, deadline=None)) == TODAY
        assert self.due(closed, today=date(2026, 12, 20)) == date(2026, 12, 4)

    def test_never_when_it_was_called_off(self) -> None:
        assert self.due(replace(VACANCY, status="Batal")) is None


class TestAsking:
    def test_what_is_due_is_requested(self) -> None:
        assert ask(case()) == Ask(0, False, ("L26-0001",), ())

    def test_what_is_not_due_yet_is_left_alone(self) -> None:
        assert ask(case(due=-1)) is None

    @pytest.mark.parametrize(
        ("days", "reminders", "number"),
        [(6, 0, None), (7, 0, 1), (13, 1, None), (14, 1, 2), (20, 2, None), (21, 2, 3), (27, 3, None)],
    )
    def test_reminders_follow_after_7_14_and_21_days(self, days: int, reminders: int, number: int | None) -> None:
        found = ask(case(asked=days, reminders=reminders), quiet=7)
        assert (found.number if found else None) == number

    def test_from_the_day_of_escalation_it_is_a_person_s(self) -> None:
        assert ask(case(asked=28, reminders=2), quiet=10) is None
        assert ask(case(asked=27, reminders=2), quiet=10) is not None

    @pytest.mark.parametrize("state", [CaseState.ANSWERED, CaseState.NOT_GIVEN, CaseState.CANCELLED])
    def test_what_is_over_is_not_asked_about(self, state: CaseState) -> None:
        assert ask(case(state=state)) is None

    def test_a_partner_has_one_mail_in_seven_days_that_lists_all(self) -> None:
        first, second = case(asked=6), case("L26-0002")
        assert ask(first, second, quiet=6) is None
        first = case(asked=7)
        assert ask(first, second, quiet=7) == Ask(1, False, ("L26-0001", "L26-0002"), ())

    def test_what_was_reminded_to_the_end_is_told_along_with_a_new_request(self) -> None:
        assert ask(case(asked=27, reminders=3), case("L26-0002"), quiet=7) == Ask(
            0, False, ("L26-0002",), ("L26-0001",)
        )

    def test_a_reminder_speaks_of_a_half_filled_form_and_a_request_does_not(self) -> None:
        found = ask(case(asked=7), quiet=7, drafts={"L26-0001"})
        assert found
        assert found.unfinished
        found = ask(case(), drafts={"L26-0001"})
        assert found
        assert not found.unfinished

    def test_the_numbers_are_the_settings(self) -> None:
        rules = replace(RULES, reminder_days=(2,), quiet_days=1, escalate_days=5)
        assert ask(case(asked=2), quiet=2, rules=rules) is not None
        assert ask(case(asked=3, reminders=1), quiet=1, rules=rules) is None


class TestEscalation:
    def told(self, days: Iterable[int], **changes: Any) -> list[bool]:
        return [for_a_person(case(asked=day, **changes), TODAY, RULES) for day in days]

    def test_from_day_28_to_day_60(self) -> None:
        assert self.told([27, 28, 59, 60]) == [False, True, True, False]

    def test_what_could_never_be_asked_counts_from_its_due_date(self) -> None:
        assert [for_a_person(case(due=day), TODAY, RULES) for day in (27, 28)] == [False, True]

    def test_not_when_it_is_answered(self) -> None:
        assert self.told([30], state=CaseState.ANSWERED) == [False]

    def test_once_a_week(self) -> None:
        assert again(None, TODAY, RULES)
        assert not again(TODAY - timedelta(days=6), TODAY, RULES)
        assert again(TODAY - timedelta(days=7), TODAY, RULES)


class TestClosing:
    def test_on_day_60_after_the_request(self) -> None:
        assert RULES.closes(case(asked=0)) == TODAY + timedelta(days=60)
        assert RULES.closes(case(due=0)) == TODAY + timedelta(days=60)
