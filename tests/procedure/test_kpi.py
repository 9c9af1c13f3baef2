"""What a year comes to: worked examples, the borders of years in the office's time zone, and what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.procedure import kpi
from flows.procedure.kpi import Announced, Known, Outcome, PageCheck, Ratio, lacks_activity, measure, took_place
from flows.procedure.models import Audience, Event
from flows.workbook.tabs import EVENT_KINDS

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=WIB)
LONG_AGO = datetime(2020, 1, 1, tzinfo=WIB)


def at(text: str) -> datetime:
    """Of the office's clock, as ``2026-12-31 23:30``; in UTC, as the ledger has moments."""
    return datetime.fromisoformat(text).replace(tzinfo=WIB).astimezone(UTC)


def event(starts: str = "2026-03-12 09:00", **changes: Any) -> Event:
    sound: dict[str, Any] = {
        "id": "K26-0001", "kind": "Rekrutmen di Kampus", "title": "Job Fair", "company": "", "starts": at(starts),
        "ends": None, "place": "Aula", "seats": None, "vacancies": (), "audience": Audience(everybody=True),
        "status": "Setuju", "approved_by": "Rina", "attended": 214,
    }  # fmt: skip
    return Event(**sound | changes)


def known(**changes: Any) -> Known:
    nothing: dict[str, Any] = {
        "since": LONG_AGO, "announced": (), "outcomes": (), "events": (), "reached": {}, "checks": (), "public_url": "",
    }  # fmt: skip
    return Known(**nothing | changes)


def year(number: int = 2026, now: datetime = NOW, **changes: Any) -> kpi.Year:
    return measure(known(**changes), number, now, WIB)


def outcome(closed: str = "2026-05-01", **changes: Any) -> Outcome:
    asked: dict[str, Any] = {
        "vacancy": "L26-0001", "closed": date.fromisoformat(closed), "requested": at("2026-05-04 08:00"),
        "answered": None, "applied": None, "accepted": None,
    }  # fmt: skip
    return Outcome(**asked | changes)


class TestWhatConnects:
    def test_a_recruitment_on_campus_does_by_its_nature(self):
        assert kpi.connects(event())

    @pytest.mark.parametrize("kind", sorted(kpi.GATHERINGS))
    def test_what_graduates_come_to_does_if_industry_takes_part(self, kind):
        assert kpi.connects(event(kind=kind, company="PT Maju"))
        assert kpi.connects(event(kind=kind, vacancies=("L26-0001",)))
        assert not kpi.connects(event(kind=kind))

    @pytest.mark.parametrize("kind", ["Rapat", "Benchmarking"])
    def test_what_is_between_offices_does_not(self, kind):
        assert not kpi.connects(event(kind=kind, company="PT Maju", vacancies=("L26-0001",)))

    def test_every_kind_it_names_is_one_that_staff_can_choose(self):
        assert {kpi.RECRUITMENT, *kpi.GATHERINGS, "Rapat", "Benchmarking"} == set(EVENT_KINDS)


class TestWhatTookPlace:
    def test_it_is_approved_and_over(self):
        assert took_place(event(), NOW)
        assert not took_place(event(status="Draf"), NOW)
        assert not took_place(event(status="Batal"), NOW)
        assert not took_place(event("2026-11-24 08:00", ends=at("2026-11-24 12:00")), NOW)

    def test_nobody_counted_is_not_nobody_came(self):
        assert took_place(event(attended=None), NOW)
        assert not took_place(event(attended=0), NOW)

    def test_it_belongs_to_the_year_on_whose_calendar_it_began(self):
        eve = event("2025-12-31 23:30", ends=at("2026-01-01 01:00"))
        assert eve.starts.astimezone(UTC).year == 2025
        new_year = event("2026-01-01 00:30")
        assert new_year.starts.astimezone(UTC).year == 2025, "at Greenwich it is still the old year"
        both = {"events": (eve, new_year)}
        assert year(2025, **both).held == (eve,)
        assert year(2026, **both).held == (new_year,)

    def test_what_is_to_come_this_year_is_planned_and_not_held(self):
        planned, other = event("2026-12-05 09:00"), event("2026-12-06 09:00", kind="Rapat")
        found = year(events=(planned, other, event("2027-01-05 09:00")))
        assert (found.planned, found.connecting, found.held) == ((planned,), (), ())


class TestTheWarning:
    @pytest.mark.parametrize(
        ("now", "lacking"),
        [("2026-09-30 23:59", False), ("2026-10-01 00:00", True), ("2026-12-31 23:30", True),
         ("2027-01-01 00:00", False), ("2028-02-29 12:00", False)],
    )  # fmt: skip
    def test_it_stands_in_the_last_quarter(self, now, lacking):
        assert lacks_activity([], LONG_AGO, at(now), WIB) is lacking

    @pytest.mark.parametrize(
        ("held", "lacking"),
        [
            (event("2026-03-12 09:00"), False),
            (event("2026-12-05 09:00", attended=None), False),
            (event("2026-01-01 00:30"), False),
            (event("2025-12-31 23:30"), True),
            (event("2027-01-05 09:00"), True),
            (event("2026-12-05 09:00", status="Draf"), True),
            (event("2026-03-12 09:00", attended=0), True),
            (event("2026-03-12 09:00", kind="Rapat", company="PT Maju"), True),
        ],
    )
    def test_one_that_was_held_or_is_planned_this_year_takes_it_away(self, held, lacking):
        assert lacks_activity([held], LONG_AGO, NOW, WIB) is lacking

    @pytest.mark.parametrize(
        ("since", "lacking"), [(None, False), (at("2026-10-01 00:00"), False), (at("2026-09-30 23:30"), True)]
    )
    def test_a_ledger_that_began_in_the_quarter_cannot_know(self, since, lacking):
        assert lacks_activity([], since, NOW, WIB) is lacking


class TestRates:
    def test_a_worked_example(self):
        found = year(
            outcomes=[
                outcome(vacancy="L26-0001", answered=at("2026-05-06 08:00"), applied=40, accepted=5),
                outcome(vacancy="L26-0002", answered=at("2026-05-14 08:00"), applied=10, accepted=None),
                outcome(vacancy="L26-0003", answered=at("2026-05-05 20:00"), applied=60, accepted=7, requested=None),
                outcome(vacancy="L26-0004"),
                outcome(vacancy="L26-0005", requested=None),
                outcome("2025-12-31", vacancy="L25-0009", answered=at("2026-01-09 08:00"), applied=1, accepted=1),
            ]
        )
        assert found.answers == Ratio(3, 4), "one was never asked, one closed the year before"
        assert found.answers.share == 0.75
        assert (found.acceptance, found.acceptance_from) == (Ratio(12, 100), 2)
        assert found.to_answer == kpi.Duration(6.0, 2, 3), "of 2 and 10 days; who answers unasked took no time"

    def test_an_unanswered_one_changes_no_numerator(self):
        answered = outcome(answered=at("2026-05-06 08:00"), applied=40, accepted=5)
        one, two = year(outcomes=[answered]), year(outcomes=[answered, outcome(vacancy="L26-0002")])
        assert (one.acceptance, one.to_answer) == (two.acceptance, two.to_answer)
        assert (one.answers.part, two.answers) == (1, Ratio(1, 2))

    def test_nothing_has_no_rate(self):
        found = year()
        assert found.answers.share is found.acceptance.share is found.published.share is None
        assert found.to_answer.days is found.to_announcement.days is None

    def test_nobody_applied_has_no_rate_either(self):
        found = year(outcomes=[outcome(answered=at("2026-05-06 08:00"), applied=0, accepted=0)])
        assert (found.acceptance.share, found.acceptance_from) == (None, 1)

    def test_none_accepted_is_a_rate_of_zero(self):
        found = year(outcomes=[outcome(answered=at("2026-05-06 08:00"), applied=9, accepted=0)])
        assert found.acceptance.share == 0.0

    @given(st.lists(st.tuples(st.none() | st.integers(0, 99), st.none() | st.integers(0, 99)), max_size=30))
    def test_shares_lie_between_nothing_and_all(self, numbers):
        found = year(
            outcomes=[
                outcome(vacancy=f"L26-{place}", answered=None if applied is None else NOW, applied=applied,
                        accepted=None if accepted is None or applied is None else min(applied, accepted))
                for place, (applied, accepted) in enumerate(numbers)
            ]
        )  # fmt: skip
        for ratio in (found.answers, found.acceptance):
            assert ratio.share is None or 0 <= ratio.share <= 1
        assert found.acceptance_from <= found.answers.part <= found.answers.whole == len(numbers)


class TestDurations:
    def test_from_first_sight_to_announcement_over_those_whose_first_sight_is_on_record(self):
        announced = [
            Announced(f"L26-{number}", at("2026-06-10 07:00"), received)
            for number, received in enumerate([at("2026-06-09 07:00"), at("2026-06-07 07:00"), None])
        ]
        assert year(announced=announced).to_announcement == kpi.Duration(2.0, 2, 3)

    def test_a_leap_day_is_a_day(self):
        one = Announced("L28-0001", at("2028-03-01 07:00"), at("2028-02-28 07:00"))
        assert year(2028, at("2028-06-01 09:00"), announced=[one]).to_announcement.days == 2.0
        leap = event("2028-02-29 09:00")
        assert year(2028, at("2028-02-29 10:00"), events=[leap]).held == (leap,)

    def test_a_vacancy_is_the_year_s_in_which_it_was_announced(self):
        eve = Announced("L25-0001", at("2025-12-31 23:30"), at("2025-12-31 23:00"))
        morning = Announced("L26-0001", at("2026-01-01 00:30"), at("2025-12-31 23:00"))
        assert year(2025, announced=[eve, morning]).announced == (eve,)
        assert year(2026, announced=[eve, morning]).announced == (morning,)

    def test_what_is_answered_before_the_request_left_took_no_time(self):
        early = outcome(requested=at("2026-05-04 08:00"), answered=at("2026-05-04 07:00"))
        assert year(outcomes=[early]).to_answer.days == 0.0


class TestPages:
    def test_a_check_counts_if_every_page_answered(self):
        monday, tuesday = at("2026-11-23 00:10"), at("2026-11-24 00:10")
        checks = [
            PageCheck(monday, "https://x.example/", "200"), PageCheck(monday, "https://x.example/a", "200"),
            PageCheck(tuesday, "https://x.example/", "404"), PageCheck(tuesday, "https://x.example/a", "200"),
        ]  # fmt: skip
        assert year(checks=checks).published == Ratio(1, 2)

    def test_a_check_is_the_year_s_of_the_office(self):
        eve = PageCheck(at("2025-12-31 23:30"), "https://x.example/", "200")
        assert year(2025, checks=[eve]).published == Ratio(1, 1)
        assert year(2026, checks=[eve]).published == Ratio(0, 0)

    @pytest.mark.parametrize(
        ("result", "public"),
        [("200", True), ("204", True), ("301", False), ("401", False), ("403", False), ("404", False), ("500", False),
         ("login", False), ("elsewhere", False), ("timeout", False), ("dns", False), ("tls", False),
         ("unreachable", False), ("", False)],
    )  # fmt: skip
    def test_what_answers_whoever_asks(self, result, public):
        assert kpi.is_public(result) is public


class TestYears:
    def test_five_newest_first(self):
        assert kpi.years(known(), NOW, WIB) == [2026, 2025, 2024, 2023, 2022]

    def test_none_before_anything_is_on_record(self):
        began = known(since=at("2025-12-31 23:30"))
        assert kpi.years(began, NOW, WIB) == [2026, 2025]
        assert kpi.years(known(since=None), NOW, WIB) == []

    def test_an_event_of_the_past_that_staff_entered_is_on_record(self):
        past = known(since=at("2026-02-01 09:00"), events=[event("2024-03-12 09:00")])
        assert kpi.years(past, NOW, WIB) == [2026, 2025, 2024]

    @pytest.mark.parametrize(
        ("since", "whole"), [(None, False), (at("2026-01-01 00:00"), True), (at("2026-01-01 00:01"), False)]
    )
    def test_a_year_is_whole_if_the_ledger_was_there_when_it_began(self, since, whole):
        assert year(since=since).whole is whole

    @given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31, 23, 59)), st.integers(-14, 12))
    def test_every_event_is_one_year_s_wherever_the_office_is(self, moment, offset):
        zone = ZoneInfo(f"Etc/GMT{offset:+d}" if offset else "UTC")
        one = replace(event(), starts=moment.replace(tzinfo=UTC))
        late = datetime(2032, 1, 1, tzinfo=UTC) + timedelta(days=1)
        counted = [y for y in range(2025, 2032) if measure(known(events=[one]), y, late, zone).held]
        assert counted == [moment.replace(tzinfo=UTC).astimezone(zone).year]
