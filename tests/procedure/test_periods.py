"""Where a period stands, by its row, what was archived last, and what a recap would say now."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from flows.procedure.closing import closing_day
from flows.procedure.models import Audience, Period, Vacancy
from flows.procedure.period_status import Standing, period_line
from flows.procedure.periods import Revision, Stage, judge, turn

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 7, 10, 9, tzinfo=WIB)
TYPED = datetime(2026, 7, 8, 9, tzinfo=WIB)
BEFORE = datetime(2026, 6, 30, 23, 59, tzinfo=WIB)


def period(status: str = "Draf") -> Period:
    return Period("P26-0001", "Semester 1", date(2026, 1, 1), date(2026, 6, 30), status, "Rina")


def revision(digest: str = "a", since: datetime = BEFORE) -> Revision:
    return Revision(0, digest, turn(since), "Semester 1", date(2026, 1, 1), date(2026, 6, 30), NOW)


def stage(status: str, last: Revision | None = None, **given: Any) -> Stage:
    usual = {"digest": "a", "since": TYPED, "settles_at": TYPED, "now": NOW, "zone": WIB}
    return judge(period(status), last, **usual | given)


@pytest.mark.parametrize(
    ("status", "last", "given", "expected"),
    [
        ("Draf", None, {}, Stage.DRAFT),
        ("Draf", None, {"now": BEFORE, "since": BEFORE, "settles_at": BEFORE}, Stage.RUNNING),
        ("Setuju", None, {}, Stage.FINAL),
        ("Setuju", None, {"settles_at": NOW + timedelta(minutes=1)}, Stage.SETTLING),
        ("Setuju", None, {"since": BEFORE}, Stage.EARLY),
        ("Setuju", revision(), {}, Stage.ARCHIVED),
        ("Setuju", revision("b"), {}, Stage.CHANGED),
        ("Perbarui", None, {}, Stage.NO_FIRST),
        ("Perbarui", revision("b"), {}, Stage.FINAL),
        ("Perbarui", revision("b"), {"since": BEFORE}, Stage.CHANGED),  # this very approval was acted upon
        ("Perbarui", revision("a"), {}, Stage.ARCHIVED),
        ("Draf", revision("b"), {}, Stage.CHANGED),
    ],
)
def test_it_stands_where_the_procedure_says(
    status: str, last: Revision | None, given: dict[str, Any], expected: Stage
) -> None:
    assert stage(status, last, **given) is expected


def test_an_approval_on_the_last_day_is_too_early_and_on_the_next_is_not() -> None:
    assert stage("Setuju", since=datetime(2026, 6, 30, 23, 59, tzinfo=WIB)) is Stage.EARLY
    assert stage("Setuju", since=datetime(2026, 7, 1, 0, 0, tzinfo=WIB)) is Stage.FINAL


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("where", Stage)
def test_every_stage_is_said_in_both_languages(where: Stage, language: Any) -> None:
    said = period_line(Standing(where, period("Perbarui"), revision("b"), NOW, {"sent": 2}), WIB, language)
    assert said[0]
    assert "{" not in "".join(said)


class TestWhenAVacancyClosed:
    """`flows.procedure.closing`, on 10 July."""

    @staticmethod
    def closed(status: str, deadline: date | None, known: date | None = None) -> date | None:
        content: dict[str, Any] = dict.fromkeys(field.name for field in fields(Vacancy))
        content |= {"audience": asdict(Audience()), "deadline": deadline and deadline.isoformat()}
        vacancy = Vacancy.from_content("L26-0001", content, status=status)
        return closing_day(vacancy, (), WIB, today=NOW.date(), known=known)

    @pytest.mark.parametrize(
        ("status", "deadline", "known", "expected"),
        [
            ("Setuju", date(2026, 7, 9), None, date(2026, 7, 9)),
            ("Setuju", date(2026, 7, 10), None, None),
            ("Setuju", None, None, None),
            ("Setuju", date(2026, 8, 1), date(2026, 7, 1), None),
            ("Tutup", date(2026, 8, 1), None, date(2026, 7, 10)),
            ("Tutup", date(2026, 8, 1), date(2026, 7, 2), date(2026, 7, 2)),
            ("Tutup", date(2026, 7, 1), None, date(2026, 7, 1)),
            ("Batal", None, None, date(2026, 7, 10)),
        ],
    )
    def test_it_is_the_day_on_which_nobody_could_apply_any_more(
        self, status: str, deadline: date | None, known: date | None, expected: date | None
    ) -> None:
        assert self.closed(status, deadline, known) == expected
