"""What holds for every recap, whatever was answered, and in whatever order."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.procedure.recap.consolidation import consolidate
from flows.procedure.recap.records import EVERYTHING, NOT_BROKEN_DOWN, Evidence, Figures, Recap
from flows.procedure.recap.slices import recap
from tests.procedure.recap.known import (
    ANSWER,
    CATALOGUE,
    FORM,
    MARCH,
    Row,
    answer,
    asked,
    event,
    evidence,
    frame,
    made,
    vacancy,
)  # fmt: skip

CODES = ("IF", "AN", "MS")
SCOPES = (EVERYTHING, "JIF", "JMS", *CODES)
PEOPLE = ("applied", "accepted")
DENOMINATORS = {"vacancies", "cancelled", "asked", "meant", "sent"}
NUMERATORS = [field.name for field in fields(Figures) if field.name not in DENOMINATORS]

drawn = settings(max_examples=settings().max_examples // 4)
"""Each makes a recap or two."""
counts = st.none() | st.integers(0, 9)
split = st.none() | st.dictionaries(st.sampled_from([*CODES, "XX"]), st.integers(0, 6))
answered = st.fixed_dictionaries(
    {
        "applied": counts,
        "accepted": counts,
        "applied_by_programme": split,
        "accepted_by_programme": split,
        "ethics": st.none() | st.integers(1, 5),
        "recruit_again": st.sampled_from([None, "yes", "no"]),
        "suggestions": st.sampled_from([None, "Baik.", "=1+1"]),
    }
)
announced = st.fixed_dictionaries(
    {
        "partner": st.sampled_from(["satu", "dua", "tiga"]),
        "kind": st.sampled_from(["Kontrak", "Magang", ""]),
        "everybody": st.sampled_from([False, False, True]),
        "programmes": st.sets(st.sampled_from(CODES)).map(lambda codes: tuple(sorted(codes))),
        "closed": st.sampled_from([None, date(2026, 2, 28), MARCH.first, MARCH.last, date(2026, 4, 1)]),
        "meant": st.integers(0, 50),
    }
)
happened = st.fixed_dictionaries(
    {
        "vacancies": st.sets(st.sampled_from(["L26-0000", "L26-0001", "L26-0009"])).map(lambda ids: tuple(sorted(ids))),
        "attended": counts,
        "day": st.sampled_from([date(2026, 2, 28), MARCH.first, MARCH.last]),
    }
)
states = st.none() | st.sampled_from(["open", "answered", "not_given", "cancelled"])


@st.composite
def known(draw: st.DrawFn) -> Evidence:
    """Up to six vacancies with up to three versions of their answers, no two of a vacancy at one moment."""
    told = draw(st.lists(st.tuples(announced, states, st.lists(answered, max_size=3)), max_size=6))
    rows = [vacancy(number, **row, company=f"PT {row['partner']}") for number, (row, _, _) in enumerate(told)]
    requests = [asked(number, state) for number, (_, state, _) in enumerate(told) if state]
    answers = [
        answer(number, version=version, minutes=version, **one)
        for number, (_, _, versions) in enumerate(told)
        for version, one in enumerate(versions, start=1)
    ]
    events = [event(number, **row) for number, row in enumerate(draw(st.lists(happened, max_size=2)))]
    return evidence(rows, answers, requests, events)


def comparable(found: Recap) -> dict[str, Any]:
    """All of it as plain values."""
    rest = {field.name: getattr(found, field.name) for field in fields(found)}
    return rest | {
        "vacancies": found.vacancies.astype(object).where(found.vacancies.notna(), None).to_dict("records"),
        "events": found.events.astype(object).where(found.events.notna(), None).to_dict("records"),
        "groupings": {name: (grouping.lines, grouping.not_additive) for name, grouping in found.groupings.items()},
    }


def total(recap: Recap, dimension: Any, name: str) -> int:
    return sum(getattr(one.figures, name) or 0 for one in recap.groupings[dimension].lines)


@drawn
@given(known())
def test_people_over_programmes_plus_those_not_broken_down_are_the_whole(evidence: Evidence) -> None:
    recap = made(evidence)
    for dimension in ("programme", "department"):
        for name in PEOPLE:
            assert total(recap, dimension, name) == (getattr(recap.whole, name) or 0)
            assert all((getattr(one.figures, name) or 0) >= 0 for one in recap.groupings[dimension].lines)


@drawn
@given(known(), st.sampled_from(SCOPES))
def test_partners_kinds_and_months_each_add_up_to_the_whole(evidence: Evidence, scope: str) -> None:
    recap = made(evidence, scope)
    for dimension in ("partner", "kind", "month"):
        for field in fields(Figures):
            assert total(recap, dimension, field.name) == (getattr(recap.whole, field.name) or 0)


@drawn
@given(known(), st.sampled_from(SCOPES[1:]))
def test_a_slice_is_its_line_of_the_whole(evidence: Evidence, scope: str) -> None:
    groupings, whole = made(evidence).groupings, made(evidence, scope).whole
    lines = [one.figures for name in ("programme", "department") for one in groupings[name].lines if one.key == scope]
    assert lines == ([whole] if whole.vacancies else [])


@drawn
@given(known(), st.sampled_from(SCOPES))
def test_every_line_can_be_traced_to_its_sources(evidence: Evidence, scope: str) -> None:
    rows, recap_ = consolidate(evidence, FORM.questions, CATALOGUE), made(evidence, scope)
    for dimension, grouping in recap_.groupings.items():
        for one in grouping.lines:
            alone = recap(
                rows[rows["id"].isin(one.sources)], evidence.events, MARCH, scope,
                questions=FORM.questions, catalogue=CATALOGUE,
            )  # fmt: skip
            assert [again for again in alone.groupings[dimension].lines if again.key == one.key] == [one]


@drawn
@given(known(), st.randoms(use_true_random=False), st.sampled_from(SCOPES))
def test_no_order_of_rows_changes_the_recap(evidence: Evidence, random: Any, scope: str) -> None:
    frames = [getattr(evidence, field.name) for field in fields(Evidence)]
    shuffled = Evidence(*(frame.sample(frac=1, random_state=random.randrange(2**32)) for frame in frames))
    assert comparable(made(shuffled, scope)) == comparable(made(evidence, scope))


@drawn
@given(known(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_no_split_of_answers_over_runs_changes_the_recap(evidence: Evidence, random: Any, runs: int) -> None:
    """Answers come in any order over several runs, and are numbered as they come in."""
    rows: list[Row] = evidence.answers.to_dict("records")
    random.shuffle(rows)
    numbers: dict[str, int] = {}
    for row in rows:
        row["version"] = numbers[row["vacancy"]] = numbers.get(row["vacancy"], 0) + 1
    split = pd.concat([frame(rows[run::runs], ANSWER) for run in range(runs)], ignore_index=True)
    once, over_runs = comparable(made(evidence)), comparable(made(replace(evidence, answers=split)))
    for found in (once, over_runs):
        for row in found["vacancies"]:
            del row["version"]
    assert over_runs == once


@drawn
@given(known(), announced, st.sampled_from([None, "open", "not_given", "cancelled"]), st.sampled_from(SCOPES))
def test_an_unanswered_vacancy_changes_no_numerator(before: Evidence, row: Row, state: str | None, scope: str) -> None:
    silent = vacancy(77, **row | {"closed": date(2026, 3, 15)}, company=f"PT {row['partner']}")
    requests = [asked(77, state)] if state else []
    after = replace(
        before,
        vacancies=pd.concat([before.vacancies, evidence([silent]).vacancies]),
        requests=pd.concat([before.requests, evidence(requests=requests).requests]),
    )
    old, new = made(before, scope), made(after, scope)
    assert numerators(new.whole) == numerators(old.whole)
    assert (new.ratings, new.choices, new.quotes) == (old.ratings, old.choices, old.quotes)
    for dimension, grouping in old.groupings.items():
        now = {one.key: numerators(one.figures) for one in new.groupings[dimension].lines}
        assert all(now[one.key] == numerators(one.figures) for one in grouping.lines)
    own = {EVERYTHING: CODES, "JIF": ("IF", "AN"), "JMS": ("MS",)}.get(scope, (scope,))
    concerned = scope == EVERYTHING or row["everybody"] or bool(set(own) & set(row["programmes"]))
    assert new.whole.vacancies == old.whole.vacancies + concerned


def numerators(figures: Figures) -> dict[str, Any]:
    return {name: getattr(figures, name) for name in NUMERATORS}


@drawn
@given(known(), st.sampled_from(SCOPES))
def test_the_lines_of_a_grouping_count_every_vacancy_of_the_whole_and_no_other(evidence: Evidence, scope: str) -> None:
    recap = made(evidence, scope)
    for grouping in recap.groupings.values():
        assert {source for one in grouping.lines for source in one.sources} == set(recap.sources)
        for one in grouping.lines:
            assert len(one.sources) == one.figures.vacancies
            assert one.figures.answered <= one.figures.asked <= one.figures.expected
            assert one.key != NOT_BROKEN_DOWN or one.figures.both_from == 0 or grouping.dimension == "kind"
