"""Which row is which, whatever staff do to the sheet."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.procedure.identity import Identity, identify, new_ids, stands_since


@dataclass(frozen=True)
class Row:
    id: str
    fingerprint: str


@dataclass(frozen=True)
class Known:
    fingerprint: str
    confirmed: bool = True


def ids(rows: list[Row], known: dict[str, Known]) -> list[str]:
    return [identity.id for identity in run(rows, known)]


def run(rows: list[Row], known: dict[str, Known]) -> list[Identity]:
    return identify(rows, known, new_ids("Lowongan", 2026, {*known, *(row.id for row in rows)}))


def test_a_new_row_gets_the_next_number_and_waits_to_be_read_back() -> None:
    known = {"L26-0007": Known("a"), "L25-0999": Known("b")}
    assert run([Row("", "new")], known) == [Identity("L26-0008", confirmed=False)]


def test_a_row_that_matches_the_ledger_is_that_row_wherever_it_stands() -> None:
    known = {"L26-0001": Known("a"), "L26-0002": Known("b")}
    assert run([Row("L26-0002", "b"), Row("L26-0001", "a")], known) == [
        Identity("L26-0002", confirmed=True),
        Identity("L26-0001", confirmed=True),
    ]


def test_an_edited_row_keeps_its_id() -> None:
    assert ids([Row("L26-0001", "edited")], {"L26-0001": Known("a")}) == ["L26-0001"]


def test_of_two_rows_with_one_id_the_one_that_matches_keeps_it() -> None:
    identities = run([Row("L26-0001", "copy, edited"), Row("L26-0001", "a")], {"L26-0001": Known("a")})
    assert identities == [Identity("L26-0002", confirmed=False, copy=True), Identity("L26-0001", confirmed=True)]


def test_of_two_equal_copies_the_first_keeps_the_id() -> None:
    identities = run([Row("L26-0001", "a"), Row("L26-0001", "a")], {"L26-0001": Known("a")})
    assert [(one.id, one.copy) for one in identities] == [("L26-0001", False), ("L26-0002", True)]


def test_a_lost_id_is_restored_by_the_rows_content() -> None:
    assert ids([Row("", "a")], {"L26-0001": Known("a")}) == ["L26-0001"]


def test_a_row_like_one_that_stands_elsewhere_is_new() -> None:
    assert ids([Row("L26-0001", "a"), Row("", "a")], {"L26-0001": Known("a")}) == ["L26-0001", "L26-0002"]


def test_an_id_that_we_wrote_beside_the_wrong_row_moves_to_the_right_one() -> None:
    """A row was inserted above between reading and writing: our ID landed one row too high."""
    known = {"L26-0001": Known("a"), "L26-0002": Known("new", confirmed=False)}
    rows = [Row("", "typed a moment ago"), Row("L26-0002", "a"), Row("", "new")]
    identities = run(rows, known)
    assert [one.id for one in identities] == ["L26-0003", "L26-0001", "L26-0002"]
    assert not any(one.copy or one.confirmed for one in identities)


def test_an_id_that_the_ledger_does_not_know_is_taken_over() -> None:
    assert run([Row("L24-0042", "a")], {}) == [Identity("L24-0042", confirmed=True)]


def test_new_numbers_pass_over_ids_that_stand_in_the_sheet_only() -> None:
    assert ids([Row("L26-0005", "a"), Row("", "b")], {}) == ["L26-0005", "L26-0006"]


operations = st.lists(st.sampled_from(["sort", "insert", "delete", "edit", "copy", "clear id"]), max_size=12)


@given(operations, st.integers())
def test_ids_stay_unique_and_with_their_content_through_anything(done: list[str], seed: int) -> None:
    chance = random.Random(seed)
    rows = [Row(f"L26-{number:04d}", f"content {number}") for number in range(1, 6)]
    known = {row.id: Known(row.fingerprint) for row in rows}
    truth = {row.fingerprint: row.id for row in rows}
    for number, what in enumerate(done):
        at = chance.randrange(len(rows)) if rows else 0
        if what == "sort":
            chance.shuffle(rows)
        elif what == "insert":
            rows.insert(at, Row("", f"new {number}"))
        elif rows and what == "delete":
            truth.pop(rows.pop(at).fingerprint, None)
        elif rows and what == "edit":
            truth.pop(rows[at].fingerprint, None)
            rows[at] = replace(rows[at], fingerprint=f"edit {number}")
        elif rows and what == "copy":
            rows.insert(chance.randrange(len(rows) + 1), replace(rows[at], fingerprint=f"copy {number}"))
        elif rows:
            rows[at] = replace(rows[at], id="")
    identities = run(rows, known)
    assert len({one.id for one in identities}) == len(rows)
    for row, identity in zip(rows, identities, strict=True):
        if row.fingerprint in truth:
            assert identity.id == truth[row.fingerprint]


class TestSinceWhenARowStands:
    now = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    old = now - timedelta(hours=3)

    @pytest.mark.parametrize(
        ("known", "modified", "seen", "since"),
        [
            (("a", old), now, old, old),  # unchanged
            (("b", old), now, old, now),  # changed since it was read, the workbook's time says when
            (("b", old), old - timedelta(hours=1), old, now),  # changed, and no time of change is known: now
            (None, old, None, old),  # first sight of a workbook that was left alone for long
            (None, now + timedelta(hours=1), None, now),  # a clock that is ahead
        ],
    )
    def test_it_is_never_earlier_than_can_be_known(
        self, known: tuple[str, datetime] | None, modified: datetime, seen: datetime | None, since: datetime
    ) -> None:
        assert stands_since("a", known, now=self.now, modified=modified, seen=seen) == since
