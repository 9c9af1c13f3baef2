"""When a trouble is told, how long it is waited with, and when it is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from flows.procedure.troubles import Trouble, news

START = datetime(2026, 11, 24, 8, tzinfo=UTC)
TICK = timedelta(minutes=10)


def life(*ticks: Sequence[str], starts: datetime = START) -> list[str]:
    """What is told at each tick, one every ten minutes; a tick is the kinds of trouble that it meets."""
    known: tuple[Trouble, ...] = ()
    told = []
    for number, met in enumerate(ticks):
        at = starts + number * TICK
        found = news(known, [Trouble(kind, f"{kind} fails, try {number}", "here", "mend it", at) for kind in met], at)
        known = found.after
        told.append(" ".join([*(f"+{one.kind}" for one in found.begun), *(f"-{one.kind}" for one in found.over)]))
    return told


def test_one_that_needs_a_person_is_told_at_once_and_once() -> None:
    assert life(["ledger"], ["ledger"], ["ledger"]) == ["+ledger", "", ""]


def test_it_is_over_when_it_has_not_been_met_for_half_an_hour() -> None:
    assert life(["forms"], [], [], [], [], []) == ["+forms", "", "", "", "-forms", ""]


def test_one_that_comes_and_goes_is_the_same_one() -> None:
    assert life(["forms"], [], ["forms"], [], [], ["forms"]) == ["+forms", *[""] * 5]


def test_one_that_comes_back_after_it_was_over_is_another() -> None:
    assert life(["forms"], [], [], [], [], ["forms"])[-2:] == ["-forms", "+forms"]


@pytest.mark.parametrize(("ticks", "told"), [(18, ""), (19, "+busy")])
def test_what_is_busy_is_waited_with_for_three_hours(ticks: int, told: str) -> None:
    said = life(*[["busy"]] * ticks)
    assert said == [""] * (ticks - 1) + [told]


def test_what_was_busy_for_a_moment_is_never_told() -> None:
    assert life(["busy"], [], [], [], [], []) == [""] * 6


def test_nothing_is_told_while_the_mail_account_fails_and_all_of_it_when_it_is_back() -> None:
    ticks: list[list[str]] = [["mail", "forms"], ["mail", "forms"], ["mail", "forms"], ["forms"], [], [], [], []]
    assert life(*ticks) == ["", "", "", "+forms", "", "", "-mail", "-forms"]


def test_a_mail_account_that_failed_for_a_moment_is_not_told() -> None:
    assert life(["mail"], ["mail"], [], [], [], [], []) == [""] * 7


def test_two_at_a_time_are_two() -> None:
    assert life(["forms", "archive"], ["archive"], [], [], [], [], []) == [
        "+forms +archive", "", "", "", "-forms", "-archive", ""
    ]  # fmt: skip


def test_figures_make_no_difference_and_places_do() -> None:
    there = Trouble("other", "12 rows fail", "tab A", "", START)
    assert there.key == Trouble("other", "13 rows fail", "tab A", "", START + TICK).key
    assert there.key != Trouble("other", "12 rows fail", "tab B", "", START).key


def test_what_could_not_be_sent_is_told_again() -> None:
    met = [Trouble("forms", "no form", "", "", START)]
    first = news((), met, START)
    assert first.begun
    again = news(first.before, met, START + TICK)
    assert [one.since for one in again.begun] == [START]
