"""Kept times: nothing early, no approval that reaches further than what it was given for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.procedure.retention import Entry, Kind, Listing, kept_until, lists, may_go

DAYS = st.dates(date(2020, 1, 1), date(2050, 1, 1))
ENTRIES = st.lists(
    st.builds(lambda name, since: Entry(f"L-{name}", since, kept_until(since, 5)), st.integers(0, 999), DAYS),
    unique_by=lambda entry: entry.subject,
)
SETTLE = timedelta(minutes=10)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def approved(listing: Listing, at: datetime) -> Listing:
    return replace(listing, approved_by="Rina", approved_at=at)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2026, 11, 30), date(2031, 11, 30)),
        (date(2028, 2, 29), date(2033, 3, 1)),
        (date(2023, 2, 28), date(2028, 2, 28)),
    ],
)
def test_a_kept_time_ends_on_the_same_day_of_the_year(since: date, until: date) -> None:
    assert kept_until(since, 5) == until


@given(ENTRIES, DAYS)
def test_lists_hold_everything_that_is_over_and_nothing_else(entries: list[Entry], today: date) -> None:
    found = lists(Kind.VACANCY, entries, today)
    listed = [entry for listing in found for entry in listing.entries]
    assert sorted(listed) == sorted(entry for entry in entries if today - entry.since >= timedelta(days=5 * 365 + 1)
                                    and entry.kept_until < today)  # fmt: skip
    assert all({entry.since.year for entry in listing.entries} == {listing.year} for listing in found)
    assert len({listing.id for listing in found}) == len(found)


@given(ENTRIES.filter(bool), st.data())
def test_a_list_of_other_things_has_another_id(entries: list[Entry], data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(entries), unique=True))
    one, other = (Listing(Kind.VACANCY, 2026, tuple(part)) for part in (entries, some))
    assert (one.id == other.id) is ({*one.subjects} == {*other.subjects})
    assert Listing(Kind.VACANCY, 2026, tuple(reversed(entries))).id == one.id
    assert Listing(Kind.EVENT, 2026, tuple(entries)).id != one.id


@given(ENTRIES.filter(bool), DAYS, DAYS, st.timedeltas(-SETTLE * 3, SETTLE * 3))
def test_nothing_goes_before_its_last_entry_may(
    entries: list[Entry], today: date, typed_by: date, waited: timedelta
) -> None:
    listing, now = Listing(Kind.VACANCY, 2026, tuple(entries)), noon(today)
    ended = {entry.subject: entry for entry in entries}
    given_ = {"ended": ended, "today": today, "typed_by": typed_by, "now": now, "settle": SETTLE}
    goes = may_go(approved(listing, now - waited), **given_)
    over = all(entry.kept_until < today and entry.kept_until < typed_by for entry in entries)
    assert goes is (over and waited >= SETTLE)
    assert not may_go(listing, **given_)
    assert not may_go(replace(approved(listing, now - waited), done_at=now), **given_)


class TestSinceItWasListed:
    old = Entry("L26-0001", date(2026, 11, 30), date(2031, 11, 30))
    listing = Listing(Kind.VACANCY, 2026, (old,))

    def goes(self, **now: Entry) -> bool:
        today = date(2032, 1, 1)
        return may_go(
            approved(self.listing, noon(today) - SETTLE), ended={entry.subject: entry for entry in now.values()},
            today=today, typed_by=today, now=noon(today), settle=SETTLE,
        )  # fmt: skip

    def test_it_goes_if_nothing_changed(self) -> None:
        assert self.goes(same=self.old)

    def test_it_stays_if_it_is_open_again(self) -> None:
        assert not self.goes()

    def test_it_stays_if_something_happened_to_it(self) -> None:
        assert not self.goes(later=replace(self.old, kept_until=date(2032, 1, 1)))
