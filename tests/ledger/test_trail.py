"""The trail cannot be changed unseen, wherever it is touched and however well that is hidden."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update

from flows.ledger import schema
from flows.ledger.records import Priority
from flows.procedure.chain import START, Check, Fault, Kind, digest
from tests.ledger.conftest import Bench, only_sqlite

ENTRIES = 6
_trail = schema.trail


@pytest.fixture
def trail(bench: Bench) -> Bench:
    for number in range(1, ENTRIES + 1):
        bench.clock.forward(seconds=1.000001)
        bench.ledger.trail.append("announce", f"L26-000{number}", bench.clock(), recipients=number, edition="a1")
    return bench


def found(bench: Bench, *heads: str) -> list[tuple[Kind, int, int]]:
    faults = Check({head: ["arsip.pdf"] for head in heads}).faults(bench.ledger.trail)
    return [(fault.kind, fault.first, fault.last) for fault in faults]


def change(bench: Bench, entry: int, /, **values: Any) -> None:
    with bench.ledger.store.write() as connection:
        connection.execute(update(_trail).where(_trail.c.number == entry).values(**values))


def remove(bench: Bench, *numbers: int) -> None:
    with bench.ledger.store.write() as connection:
        connection.execute(delete(_trail).where(_trail.c.number.in_(numbers)))


def rehash(bench: Bench, first: int) -> None:
    """What a clever forger does: all hashes from an entry on are made to fit."""
    with bench.ledger.store.write() as connection:
        rows = connection.execute(select(_trail).order_by(_trail.c.number)).all()
        before = START
        for row in rows:
            new = digest(before, row.number, row.at.timestamp(), row.step, row.subject, row.detail)
            if row.number >= first:
                connection.execute(update(_trail).where(_trail.c.number == row.number).values(hash=new))
                before = new
            else:
                before = row.hash


def heads(bench: Bench) -> dict[int, str]:
    return {entry.number: entry.hash for entry in bench.ledger.trail}


def test_it_is_whole_as_written(trail: Bench) -> None:
    assert found(trail, *heads(trail).values(), START) == []
    assert trail.ledger.trail.head() == heads(trail)[ENTRIES]


def test_it_is_whole_while_it_is_empty(bench: Bench) -> None:
    assert found(bench, START) == []
    assert bench.ledger.trail.head() == START


@pytest.mark.parametrize("number", range(1, ENTRIES + 1))
@pytest.mark.parametrize(
    "values",
    [
        {"detail": {"recipients": 99, "edition": "a1"}},
        {"detail": {"edition": "a1"}},
        {"detail": {"recipients": 1.0, "edition": "a1"}},
        {"subject": "L26-0099"},
        {"step": "withdraw"},
        {"at": datetime(2026, 11, 24, 1, 0, 1, tzinfo=UTC)},
        {"hash": "f" * 64},
    ],
    ids=str,
)
def test_it_shows_which_entry_was_altered(trail: Bench, number: int, values: dict[str, Any]) -> None:
    change(trail, number, **values)
    shown = found(trail)
    if "hash" in values and number < ENTRIES:  # the next one does not fit any more, either
        assert shown == [(Kind.ALTERED, number, number), (Kind.ALTERED, number + 1, number + 1)]
    else:
        assert shown == [(Kind.ALTERED, number, number)]


def test_it_shows_a_millionth_of_a_second(trail: Bench) -> None:
    [at] = [entry.at for entry in trail.ledger.trail if entry.number == 3]
    change(trail, 3, at=at + timedelta(microseconds=1))
    assert found(trail) == [(Kind.ALTERED, 3, 3)]


@only_sqlite  # PostgreSQL keeps none
@pytest.mark.parametrize("detail", ["{", "[1, 2", "", "NaN"])
def test_it_shows_what_is_no_json_any_more(trail: Bench, detail: str) -> None:
    with trail.ledger.store.write() as connection:
        connection.execute(
            text("UPDATE trail SET detail = :detail, step = x'ff00' WHERE number = 4"), {"detail": detail}
        )
    assert found(trail) == [(Kind.ALTERED, 4, 4)]


def test_it_shows_an_altered_entry_whose_own_hash_was_made_to_fit(trail: Bench) -> None:
    change(trail, 3, subject="L26-0099")
    entry = next(entry for entry in trail.ledger.trail if entry.number == 3)
    change(trail, 3, hash=digest(heads(trail)[2], 3, entry.seconds, entry.step, entry.subject, entry.detail))
    assert found(trail) == [(Kind.ALTERED, 4, 4)]


@pytest.mark.parametrize("number", range(1, ENTRIES))
def test_it_shows_which_entry_is_missing(trail: Bench, number: int) -> None:
    remove(trail, number)
    assert found(trail) == [(Kind.MISSING, number, number)]


def test_it_shows_how_many_are_missing(trail: Bench) -> None:
    remove(trail, 2, 3, 4)
    assert found(trail) == [(Kind.MISSING, 2, 4)]


def test_it_shows_a_missing_entry_though_the_rest_was_numbered_anew(trail: Bench) -> None:
    remove(trail, 3)
    for number in range(4, ENTRIES + 1):
        change(trail, number, number=number - 1)
    assert found(trail) == [(Kind.ALTERED, number, number) for number in range(3, ENTRIES)]


@pytest.mark.parametrize("one", range(1, ENTRIES))
def test_it_shows_two_that_were_exchanged(trail: Bench, one: int) -> None:
    for old, new in ((one, 100), (one + 1, one), (100, one + 1)):
        change(trail, old, number=new)
    shown = {first for _, first, _ in found(trail)}
    assert {one, one + 1} <= shown


@pytest.mark.parametrize("number", [0, -5])
def test_it_shows_an_entry_before_the_first(trail: Bench, number: int) -> None:
    with trail.ledger.store.write() as connection:
        row = connection.execute(select(_trail).where(_trail.c.number == 1)).mappings().one()
        connection.execute(insert(_trail).values({**row, "number": number}))
    assert (Kind.ALTERED, number, number) in found(trail)


def test_it_shows_an_entry_before_the_first_though_all_hashes_were_made_to_fit(trail: Bench) -> None:
    with trail.ledger.store.write() as connection:
        values = {"number": 0, "at": trail.clock(), "step": "answer", "subject": "L26-0001", "detail": {}, "hash": ""}
        connection.execute(insert(_trail).values(values))
    rehash(trail, 0)
    assert found(trail) == [(Kind.ALTERED, 0, 0)]


def test_it_shows_one_that_was_inserted_with_a_hash_that_fits(trail: Bench) -> None:
    known = heads(trail)
    for number in range(ENTRIES, 2, -1):
        change(trail, number, number=number + 1)
    at = trail.clock()
    forged = digest(known[2], 3, at.timestamp(), "answer", "L26-0001", {})
    with trail.ledger.store.write() as connection:
        values = {"number": 3, "at": at, "step": "answer", "subject": "L26-0001", "detail": {}, "hash": forged}
        connection.execute(insert(_trail).values(values))
    assert found(trail)[0] == (Kind.ALTERED, 4, 4)


class TestAgainstPrintedHeads:
    """Whoever rewrites the chain to its end leaves it whole; but a head that was printed once is no longer in it."""

    @pytest.mark.parametrize("first", range(1, ENTRIES + 1))
    def test_it_shows_a_chain_that_was_rewritten_from_some_entry_on(self, trail: Bench, first: int) -> None:
        known = heads(trail)
        change(trail, first, detail={"recipients": 0})
        rehash(trail, first)
        assert found(trail) == [], "alone it cannot be seen"
        printed = [known[number] for number in (2, 4, 6)]
        witnessed = max((number for number in (2, 4, 6) if number < first), default=0)
        assert set(found(trail, *printed)) == {(Kind.UNKNOWN_HEAD, witnessed + 1, ENTRIES)}

    @pytest.mark.parametrize("kept", range(ENTRIES))
    def test_it_shows_that_the_end_was_cut_off(self, trail: Bench, kept: int) -> None:
        known = heads(trail)
        remove(trail, *range(kept + 1, ENTRIES + 1))
        assert found(trail) == [], "alone it cannot be seen"
        assert found(trail, known[ENTRIES]) == [(Kind.UNKNOWN_HEAD, 1, kept)]

    def test_it_says_where_the_head_is_printed(self, trail: Bench) -> None:
        check = Check({"f" * 64: ["2026/a.pdf", "2026/b.pdf"]})
        assert list(check.faults(trail.ledger.trail)) == [
            Fault(Kind.UNKNOWN_HEAD, 1, ENTRIES, "2026/a.pdf"),
            Fault(Kind.UNKNOWN_HEAD, 1, ENTRIES, "2026/b.pdf"),
        ]
        assert (check.entries, check.seen) == (ENTRIES, 0)


class TestAppending:
    def test_it_appends_once_what_happens_once(self, bench: Bench) -> None:
        trail, at = bench.ledger.trail, bench.clock()
        assert trail.once("receive", ["L26-0001", "L26-0002"], at) == 2
        assert trail.once("receive", ["L26-0003", "L26-0002"], at) == 1
        assert [entry.subject for entry in trail] == ["L26-0001", "L26-0002", "L26-0003"]
        assert found(bench) == []

    def test_what_is_read_back_fits_whatever_was_given(self, bench: Bench) -> None:
        bench.ledger.trail.append("x", "Ü\N{SNOWMAN}", bench.clock(), some=("a", "b"), none=None, half=0.1, big=2**60)
        assert found(bench) == []

    def test_it_tells_once_how_many_were_reached(self, bench: Bench) -> None:
        bench.queue("L26-0001", bench.people(3))
        bench.queue("2026-11-24", bench.people(1), Priority.STAFF)
        assert bench.states()["queued"] == 4
        bench.send(bench.claims())
        for _ in range(2):
            bench.states()
        bench.ledger.outbox.announced()
        assert [(entry.step, entry.subject, dict(entry.detail)) for entry in bench.ledger.trail] == [
            ("sent", "L26-0001", {"purpose": "announce", "edition": "1", "sent": 3})
        ]
        bench.queue("L26-0001", bench.people(5))
        bench.send(bench.claims())
        bench.states()
        assert [entry.detail["sent"] for entry in bench.ledger.trail] == [3, 5], "those who joined later, counted in"


@only_sqlite
def test_checking_takes_no_more_memory_for_a_longer_trail(bench: Bench) -> None:
    def peak(entries: int) -> int:
        told = ((f"L{number}", {"edition": "a" * 16, "recipients": number}) for number in range(entries))
        bench.ledger.trail.extend("announce", told, bench.clock())
        tracemalloc.start()
        assert found(bench) == []
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    few = peak(2_000)
    assert peak(6_000) < 1.3 * few


def test_it_is_checked_by_what_is_told_of_it(trail: Bench) -> None:
    """The audit file's README tells others how a hash is made; here by hand, without `digest`."""
    import hashlib

    first = next(iter(trail.ledger.trail))
    said = json.dumps(
        [START, 1, first.seconds, "announce", "L26-0001", {"edition": "a1", "recipients": 1}], sort_keys=True
    )
    assert first.hash == hashlib.sha256(said.encode()).hexdigest()
