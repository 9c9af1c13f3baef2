"""Seats: first come first served, whatever is said, by how many at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ledger.ledger import Ledger
from flows.ledger.rsvps import RsvpSource
from flows.procedure.events import Answer, Entry, Occasion
from tests.ledger.conftest import Clock

EVENT = "K26-0001"
AT = Clock().now


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(f"sqlite:///{tmp_path}/loker.db")
    yield opened
    opened.close()


@pytest.fixture
def people(ledger: Ledger) -> list[int]:
    addresses = {f"a{number}@example.com": f"a{number}@example.com" for number in range(8)}
    return list(ledger.outbox.enrol(addresses).values())


def say(ledger: Ledger, who: int, *, coming: bool = True, seats: int | None = 2, at: datetime = AT) -> Answer:
    return ledger.rsvps.answer(EVENT, who, at, RsvpSource.LINK, coming=coming, seats=seats)


def test_who_comes_late_waits_and_who_waits_keeps_the_place(ledger: Ledger, people: list[int]) -> None:
    first, second, third, fourth, *_ = people
    assert [say(ledger, one) for one in (first, second)] == [Answer.COMING] * 2
    assert say(ledger, third, at=AT + timedelta(minutes=1)) is Answer.WAITING
    assert say(ledger, fourth, at=AT + timedelta(minutes=2)) is Answer.WAITING
    assert say(ledger, third, at=AT + timedelta(minutes=3)) is Answer.WAITING, "the same word changes nothing"
    say(ledger, first, coming=False, at=AT + timedelta(minutes=4))
    assert say(ledger, first, at=AT + timedelta(minutes=5)) is Answer.WAITING, "others were before"
    assert ledger.rsvps.promote(EVENT, 2) == [third]
    assert ledger.rsvps.promote(EVENT, 2) == []
    assert ledger.rsvps.promote(EVENT, None) == [fourth, first]


def test_who_was_erased_holds_no_seat(ledger: Ledger, people: list[int]) -> None:
    first, second, third, *_ = people
    for number, one in enumerate((first, second, third)):
        say(ledger, one, seats=2, at=AT + timedelta(minutes=number))
    with ledger.store.write() as connection:
        connection.exec_driver_sql(f"UPDATE recipient SET key = 'gone', address = '' WHERE id = {first}")
    assert ledger.rsvps.places(EVENT).coming == 1
    assert ledger.rsvps.promote(EVENT, 2) == [third]
    assert [one.recipient_id for one in ledger.rsvps.of(EVENT)] == [second, third]


def test_many_at_once_take_no_more_seats_than_there_are(ledger: Ledger, people: list[int]) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda one: say(ledger, one, seats=3), people))
    assert answers.count(Answer.COMING) == 3
    assert answers.count(Answer.WAITING) == 5


@given(
    words=st.lists(st.tuples(st.integers(0, 7), st.sampled_from(["yes", "no", "promote"])), max_size=30),
    seats=st.integers(1, 4),
)
def test_seats_are_never_overbooked_and_nobody_is_passed_over(words: list[tuple[int, str]], seats: int) -> None:
    ledger = Ledger("sqlite://")
    people = list(ledger.outbox.enrol({f"a{n}@example.com": f"a{n}@example.com" for n in range(8)}).values())
    line: list[int] = []  # who wants to come, in order; the first of them have seats once promoted
    seated: set[int] = set()
    for minute, (who, word) in enumerate(words):
        one, at = people[who], AT + timedelta(minutes=minute)
        if word == "yes" and one not in line:
            free = len(line) < seats
            assert say(ledger, one, seats=seats, at=at) is (Answer.COMING if free else Answer.WAITING)
            line.append(one)
            seated |= {one} if free else set()
        elif word == "no":
            say(ledger, one, coming=False, seats=seats, at=at)
            line = [other for other in line if other != one]
            seated.discard(one)
        elif word == "promote":
            waiting = [other for other in line if other not in seated]
            lucky = waiting[: seats - len(seated)]
            assert ledger.rsvps.promote(EVENT, seats) == lucky
            seated |= set(lucky)
        places = ledger.rsvps.places(EVENT)
        assert (places.coming, places.waiting) == (len(seated), len(line) - len(seated))
        assert places.coming <= seats
    ledger.close()


def test_an_entry_keeps_its_number_and_uid(ledger: Ledger) -> None:
    occasion = Occasion(AT, None, "Aula")
    first = ledger.calendar_entries.begin(EVENT, occasion, "example.ac.id", AT)
    other = ledger.calendar_entries.begin("K26-0002", occasion, "example.ac.id", AT)
    assert first.uid != other.uid
    assert first.uid.startswith("k26-0001-")
    assert first.uid.endswith("@example.ac.id")
    moved = Entry(first.number, first.uid, 1, Occasion(AT, AT + timedelta(hours=1), "Lobi"), cancelled=True, at=AT)
    ledger.calendar_entries.put(EVENT, moved)
    assert ledger.calendar_entries.of(EVENT) == moved
    assert ledger.calendar_entries.all() == {EVENT: moved, "K26-0002": other}
    assert ledger.calendar_entries.numbered(first.number) == EVENT
    assert ledger.calendar_entries.numbered(99) is None
