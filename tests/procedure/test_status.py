"""What staff read in *Status*."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from flows.procedure.announcing import Step, Verdict
from flows.procedure.models import Language
from flows.procedure.status import Situation, StatusLine, Told, status_line

ZONE = ZoneInfo("Asia/Jakarta")
AT = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
CALM = Situation(paused=False, resume_at=None)


def line(step: Step, tally: dict[str, int] | None = None, *, situation: Situation = CALM, until: datetime | None = None,
         language: Language = "id") -> StatusLine:  # fmt: skip
    told = Told(AT, tally) if tally is not None else None
    return status_line(Verdict(step, until), told, situation, ZONE, language)


def test_it_says_when_it_was_announced_and_how_many_got_it() -> None:
    found = line(Step.OPEN, {"sent": 1204, "refused": 3})
    assert found.stage == "Diumumkan 24 Nov 2026 07.00 · 1.204 terkirim · 3 ditolak"
    assert (found.recipients, found.sent, found.failed, found.next_step) == (1207, 1204, 3, "")


def test_it_says_so_in_english() -> None:
    assert line(Step.OPEN, {"sent": 1204}, language="en").stage == "Announced 24 Nov 2026 07:00 · 1,204 sent"


def test_what_is_in_doubt_is_shown() -> None:
    found = line(Step.OPEN, {"sent": 1, "unknown": 2})
    assert "2 belum pasti" in found.stage
    assert found.next_step


def test_a_wait_says_until_when() -> None:
    assert line(Step.AT_HOUR, until=AT).next_step == "Akan diumumkan 24 Nov 2026 07.00"


def test_the_rest_comes_with_a_forecast_or_says_that_it_is_paused() -> None:
    tally = {"sent": 5, "queued": 7}
    assert "07.00" in line(Step.OPEN, tally, situation=Situation(paused=False, resume_at=AT)).next_step
    assert "dijeda" in line(Step.OPEN, tally, situation=Situation(paused=True, resume_at=None)).next_step


@pytest.mark.parametrize("tally", [None, {}, {"withdrawn": 5}])
def test_an_announcement_for_nobody_says_so(tally: dict[str, int] | None) -> None:
    found = line(Step.OPEN, tally)
    assert found.stage.startswith("Belum ada penerima")
    assert "Sasaran" in found.next_step
    assert (found.recipients, found.sent) == (0, 0)


def test_what_was_withdrawn_counts_for_nobody() -> None:
    assert line(Step.DRAFT, {"withdrawn": 5}) == StatusLine("Draf", "", None, None, None, line(Step.DRAFT).next_step)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("step", list(Step))
def test_every_step_has_words(step: Step, language: Language) -> None:
    found = line(step, until=AT, language=language)
    assert found.stage
    assert "{" not in found.stage + found.next_step
