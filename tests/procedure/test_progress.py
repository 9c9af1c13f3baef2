"""What *Status* says about a vacancy's results."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from flows.procedure.cases import Case, CaseState
from flows.procedure.feedback import Rules
from flows.procedure.models import Language
from flows.procedure.progress import Known, Progress, progress
from flows.procedure.workdays import WorkingTime

ZONE = ZoneInfo("Asia/Jakarta")
ASKED = datetime(2026, 11, 24, 9, tzinfo=ZONE)
CASE = Case("L26-0001", 1, "PT Maju", "Teknisi", ASKED, requested_at=ASKED, last_asked_at=ASKED)
NOTHING = Known(None, None, ASKED.date(), reachable=True)


def shown(case: Case = CASE, known: Known = NOTHING, *, days: int = 0, language: Language = "id") -> Progress:
    """So many days after the request."""
    today = ASKED.date() + timedelta(days=days)
    return progress(case, known, today=today, rules=Rules(ZONE), working=WorkingTime(ZONE), language=language)


def test_it_says_when_the_partner_was_asked_and_is_next() -> None:
    assert shown() == Progress("diminta 24 Nov 2026", "Mitra diingatkan 1 Des 2026")


def test_it_counts_reminders() -> None:
    case = replace(CASE, reminders=2, last_asked_at=ASKED + timedelta(days=14))
    known = replace(NOTHING, last_asked=date(2026, 12, 8))
    assert shown(case, known, days=14) == Progress("diingatkan 2×, terakhir 8 Des 2026", "Mitra diingatkan 15 Des 2026")


def test_the_next_mail_waits_for_a_working_day_and_for_the_quiet_week() -> None:
    assert shown(known=replace(NOTHING, last_asked=date(2026, 11, 27))).next_step == "Mitra diingatkan 4 Des 2026"
    assert shown(known=replace(NOTHING, last_asked=date(2026, 11, 28))).next_step == "Mitra diingatkan 7 Des 2026"


def test_after_the_last_reminder_it_says_who_takes_over_and_then_what_to_do() -> None:
    case = replace(CASE, reminders=3, last_asked_at=ASKED + timedelta(days=21))
    assert shown(case, days=21).next_step == "Diserahkan kepada penanggung jawab 22 Des 2026"
    assert shown(case, days=28).next_step == "Hubungi mitra dan catat jawabannya, paling lambat 22 Jan 2027"


def test_a_half_filled_form_is_said_to_be_one() -> None:
    assert shown(known=replace(NOTHING, touched_at=ASKED + timedelta(days=2))).state == "sebagian 26 Nov 2026"


def test_whom_nobody_can_write_to_needs_an_address() -> None:
    unasked = replace(CASE, requested_at=None, last_asked_at=None)
    assert shown(unasked, replace(NOTHING, last_asked=None, reachable=False)) == Progress(
        "belum diminta", "Lengkapi alamat surel narahubung di tab Mitra"
    )


@pytest.mark.parametrize(
    ("state", "known", "said"),
    [
        (CaseState.ANSWERED, {"answered_at": ASKED}, "dijawab 24 Nov 2026"),
        (CaseState.NOT_GIVEN, {}, "tidak diberikan 23 Jan 2027"),
        (CaseState.CANCELLED, {}, ""),
    ],
)
def test_what_is_over_has_no_next_step(state: CaseState, known: dict[str, Any], said: str) -> None:
    assert shown(replace(CASE, state=state), replace(NOTHING, **known)) == Progress(said, "")


def test_it_says_so_in_english() -> None:
    assert shown(language="en") == Progress("asked 24 Nov 2026", "The partner is reminded 1 Dec 2026")
