"""Everything that goes wrong at Google, at every call of a whole cycle: the run ends cleanly, and the next mend it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows.errors import LokerError, WorkbookBusy
from flows.workbook.flow_tabs import STATUS
from flows.workbook.tabs import VACANCIES
from tests.google_emulator import SERVICE
from tests.steps.google_world import World, misplaced, world
from tests.workbook.google_staff import no_sleep

CALLS = range(1, 9)
"""See `tests.steps.test_google_calls.FIRST`."""
LASTING = 1_000
NOT_SHARED = "The caller does not have permission"

PASSING: dict[str, dict[str, Any]] = {
    "429": {"action": 429},
    "429 with Retry-After": {"action": 429, "retry_after": 2},
    "Drive's rate limit": {"action": 403, "reason": "userRateLimitExceeded"},
    "500": {"action": 500},
    "503": {"action": 503},
    "reset": {"action": "reset"},
    "time-out": {"action": "timeout"},
    "reply lost": {"action": "lost"},
}
"""What may be over in a moment."""
FOR_A_PERSON: dict[str, dict[str, Any]] = {
    "not shared": {"action": 403, "message": NOT_SHARED},
    "not found": {"action": 404},
    "API disabled": {"action": 403, "reason": "SERVICE_DISABLED"},
    "unauthorised": {"action": 401},
}
"""What lasts until somebody does something."""


@pytest.fixture(autouse=True)
def _without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """google-auth tries the token endpoint again by itself, and takes no clock to wait by."""
    monkeypatch.setattr("google.auth._exponential_backoff.time", SimpleNamespace(sleep=no_sleep))


def table(*faults: str, slow: str = "") -> list[Any]:
    """Every fault at every call; `make test` tries each fault at one call and each call with one or two faults."""
    return [
        pytest.param(fault, call, id=f"{fault}-{call}", marks=() if sample and fault != slow else pytest.mark.soak)
        for place, fault in enumerate(faults)
        for call in CALLS
        for sample in [(place * 3 + call) % 8 == 0]
        if (fault, call) != ("Drive's rate limit", 1)  # the token endpoint has no such thing
    ]


def troubled(made: World) -> list[str]:
    """A tick that may go wrong, but only so that a person is told: every error."""
    errors: list[str] = []
    try:
        errors += made.tick(patient=False).errors
    except* LokerError as several:
        errors += map(str, several.exceptions)
    return errors


def all_is_well(made: World) -> None:
    assert misplaced(made) == []
    assert set(made.announced().values()) == {1}
    assert len(made.announced()) == 2 * len(made.rows(VACANCIES)), "two alumni know every vacancy"
    assert all(row["Tahap"].endswith("2 terkirim") for row in made.rows(STATUS)), made.rows(STATUS)
    assert [row["Tahap"] for row in made.rows(VACANCIES)] == [row["Tahap"] for row in made.rows(STATUS)]


def at_most_once(made: World) -> None:
    assert set(made.announced().values()) <= {1}


@pytest.mark.parametrize(("fault", "call"), table(*PASSING))
def test_it_outlives_what_is_over_in_a_moment(tmp_path: Path, fault: str, call: int) -> None:
    with world(tmp_path, vacancies=3) as made:
        made.google.fail(**PASSING[fault], skip=call - 1)
        assert made.tick(patient=False).errors == []
        all_is_well(made)
        made.tick()
        all_is_well(made)


@pytest.mark.parametrize(("fault", "call"), table(*PASSING, *FOR_A_PERSON, slow="time-out"))
def test_it_ends_cleanly_when_it_lasts_and_the_next_ticks_catch_up(tmp_path: Path, fault: str, call: int) -> None:
    with world(tmp_path, vacancies=3) as made:
        for _ in range(2):
            made.google.fail(**(PASSING | FOR_A_PERSON)[fault], skip=call - 1, times=LASTING)
            errors = troubled(made)
            at_most_once(made)
            if len(made.google.log) >= call:
                assert errors
                assert all("Cure:" in error for error in errors)
            made.google.log.clear()
        catch_up(made)


def catch_up(made: World) -> None:
    """The day after, when the fault is gone: the digest of the day itself may have left without what it hit."""
    made.next_day()
    for _ in range(2):
        assert made.tick().errors == []
    all_is_well(made)


def revoke_key(made: World) -> Callable[[], None]:
    made.google.accounts.remove(SERVICE)
    return lambda: made.google.accounts.restore(made.google.account)


def unshare(made: World) -> Callable[[], None]:
    made.google.unshare(made.book)
    return lambda: made.google.share(made.book, SERVICE) and None


def only_reader(made: World) -> Callable[[], None]:
    made.google.share(made.book, SERVICE, "reader")
    return lambda: made.google.share(made.book, SERVICE) and None


def tab_renamed(made: World) -> Callable[[], None]:
    made.staff.rename_tab("Status", "Status 2026")
    return lambda: made.staff.rename_tab("Status 2026", "Status")


@pytest.mark.parametrize(
    "call", [pytest.param(call, marks=() if call in (4, 6) else pytest.mark.soak) for call in CALLS]
)
@pytest.mark.parametrize("hinder", [revoke_key, unshare, only_reader, tab_renamed])
def test_it_says_what_somebody_must_do_and_goes_on_when_it_is_done(
    tmp_path: Path, hinder: Callable[[World], Callable[[], None]], call: int
) -> None:
    with world(tmp_path, vacancies=3) as made:
        undo: list[Callable[[], None]] = []
        made.edit_at(call, "before", lambda: undo.append(hinder(made)))
        errors = troubled(made)
        assert all("Cure:" in error for error in errors)
        at_most_once(made)
        if call < 6 or hinder in (revoke_key, unshare):
            assert errors
        undo[0]()
        catch_up(made)


def test_it_comes_back_when_a_minutes_calls_are_used_up(tmp_path: Path) -> None:
    with world(tmp_path, vacancies=3) as made:
        made.google.quota.limits |= {"read": 1, "write": 1}
        ends = [troubled(made) for _ in range(3)]
        assert [bool(errors) for errors in ends] == [True, True, False]
        assert misplaced(made) == []
        catch_up(made)


def test_it_waits_for_the_next_tick_when_google_says_to_wait_longer_than_a_run_may_last(tmp_path: Path) -> None:
    with world(tmp_path, vacancies=1) as made:
        made.google.fail(429, on="read", retry_after=3600)
        with pytest.raises(WorkbookBusy):
            made.tick()
        assert len([call for call in made.google.log if call.kind == "read"]) == 1, "asked once, and left alone"
        catch_up(made)


@pytest.mark.parametrize("action", [500, 503, "reset", "timeout"])
def test_it_says_that_google_does_not_answer_when_no_token_is_given(tmp_path: Path, action: int | str) -> None:
    with world(tmp_path, vacancies=1) as made:
        made.google.fail(action, on="token", times=LASTING)
        with pytest.raises(WorkbookBusy):
            made.tick(patient=False)
        catch_up(made)
