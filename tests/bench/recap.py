"""A recap of 100,000 answers about 5,000 vacancies, to what a good analyst would write in pandas for this one table."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from flows.forms.definition import FormDefinition
from flows.procedure.programmes import Catalogue
from flows.procedure.recap.consolidation import consolidate
from flows.procedure.recap.records import NOT_BROKEN_DOWN, Evidence, Recap, Span
from flows.procedure.recap.slices import recap
from tests.bench.table import Ratio

CONFIG = Path(__file__).parents[2] / "config"
FORM, CATALOGUE = FormDefinition.load(CONFIG / "feedback.toml"), Catalogue.load(CONFIG / "programmes.toml")
PROGRAMMES = [programme.code for programme in CATALOGUE.programmes]
YEAR = Span("P26-0001", "2026", date(2026, 1, 1), date(2026, 12, 31))
RATED = [question.key for question in FORM.questions if question.kind == "scale"]
PEOPLE = ["applied", "accepted", "both_applied", "both_accepted"]
SUMS = ["vacancies", "cancelled", "asked", "answered", "meant", "sent", *PEOPLE]
FROM = {"applied_from": "applied", "accepted_from": "accepted", "both_from": "both_applied"}


def consolidating(scale: float) -> Iterator[Ratio]:
    """Both from the same frames to the same figures, which are compared; in the processor's time."""
    known = evidence(int(5_000 * scale), int(100_000 * scale))
    ours, plain = [], []
    for _ in range(15):
        start = time.process_time()
        rows = consolidate(known, FORM.questions, CATALOGUE)
        made = recap(rows, known.events, YEAR, questions=FORM.questions, catalogue=CATALOGUE)
        ours.append(time.process_time() - start)
        start = time.process_time()
        by_hand = written_by_hand(known)
        plain.append(time.process_time() - start)
    compare(made, by_hand)
    ratio = min(ours) / min(plain)
    note = f"{statistics.median(ours):.2f} s and {statistics.median(plain):.2f} s"
    yield Ratio(
        f"recap of {len(known.answers):,} answers about {len(known.vacancies):,} vacancies : pandas by hand",
        ratio,
        most=1.5,
        note=note,
    )


def evidence(vacancies: int, answers: int) -> Evidence:
    """A year of them, made up: each answer was corrected again and again, one in twenty vacancies has none."""
    random = np.random.default_rng(23)
    ids = np.array([f"L26-{number:04d}" for number in range(1, vacancies + 1)], dtype=object)
    days = pd.date_range("2026-01-01", "2026-12-31").date
    partners = random.integers(0, vacancies // 10, vacancies)
    meant_for = [tuple(random.choice(PROGRAMMES, size, replace=False)) for size in random.integers(1, 4, vacancies)]
    start = pd.Timestamp("2026-01-01", tz="UTC")
    table = pd.DataFrame(
        {
            "id": ids, "company": [f"PT Contoh {number}" for number in partners],
            "partner": [f"contoh {number}" for number in partners], "position": "Operator",
            "kind": random.choice(["Penuh waktu", "Kontrak", "Magang"], vacancies), "location": "Batam",
            "everybody": random.random(vacancies) < 0.1, "programmes": meant_for, "openings": 3, "received": start,
            "announced": start, "meant": random.integers(1, 900, vacancies), "sent": 1, "refused": 0,
            "closed": random.choice(days, vacancies),
        }
    )  # fmt: skip
    events = pd.DataFrame(
        {
            "id": [f"K26-{number:04d}" for number in range(vacancies // 20)], "kind": "Seminar", "title": "Seminar",
            "company": "", "partner": "", "day": random.choice(days, vacancies // 20),
            "vacancies": [tuple(random.choice(ids, 3, replace=False)) for _ in range(vacancies // 20)], "attended": 30,
        }
    )  # fmt: skip
    requests = pd.DataFrame({"vacancy": ids, "state": "answered", "requested": start, "reminders": 1})
    return Evidence(table, events, requests, _answers(random, ids[vacancies // 20 :], answers, start))


def _answers(random: np.random.Generator, ids: Any, rows: int, start: pd.Timestamp) -> pd.DataFrame:
    applied = random.integers(0, 40, rows)
    accepted = random.binomial(applied, 0.3)
    answers = pd.DataFrame(
        {
            "vacancy": np.resize(ids, rows), "version": np.arange(rows) // len(ids) + 1,
            "at": start + pd.to_timedelta(random.permutation(rows), unit="s"), "source": "formulir",
            "applied": applied, "accepted": accepted,
            "applied_by_programme": _broken_down(random, applied), "accepted_by_programme": None,
            **{key: random.integers(1, 6, rows) for key in RATED},
            "recruit_again": random.choice(["yes", "maybe", "no"], rows), "suggestions": "Perbanyak praktik.",
            "respondent": "Ibu Contoh, HRD",
        }
    )  # fmt: skip
    return answers.sample(frac=1, random_state=1, ignore_index=True)


def _broken_down(random: np.random.Generator, totals: Any) -> list[dict[str, int] | None]:
    codes = random.integers(0, len(PROGRAMMES), (len(totals), 2))
    return [
        {PROGRAMMES[first]: int(total) // 2, PROGRAMMES[second]: int(total) // 3} if total % 3 else None
        for total, (first, second) in zip(totals, codes, strict=True)
    ]


def written_by_hand(known: Evidence) -> dict[str, Any]:
    """The same table, straight down: what this recap needs and no more."""
    answers = known.answers.sort_values(["at", "version"]).drop_duplicates("vacancy", keep="last")
    happened = known.events.explode("vacancies").groupby("vacancies")
    table = (
        known.vacancies.merge(known.requests, left_on="id", right_on="vacancy", how="left")
        .merge(answers.drop(columns="respondent").set_index("vacancy"), left_on="id", right_index=True, how="left")
        .merge(happened["id"].agg(tuple).rename("events"), left_on="id", right_index=True, how="left")
        .merge(happened["attended"].sum(), left_on="id", right_index=True, how="left")
    )
    closed = pd.to_datetime(table["closed"])
    table = table[closed.between("2026-01-01", "2026-12-31")].assign(closed=closed).sort_values(["closed", "id"])
    table["month"] = table["closed"].dt.strftime("%Y-%m")
    table["vacancies"], table["cancelled"] = 1, table["state"].eq("cancelled")
    table["answered"] = table["at"].notna()
    table["asked"] = (table["requested"].notna() | table["answered"]) & ~table["cancelled"]
    people = _long(table)
    count = people.groupby("id")[["applied", "accepted"]].sum()
    rest = table.set_index("id")[["applied", "accepted"]].sub(count, fill_value=0)
    others = table.drop(columns=["applied", "accepted"]).merge(rest[(rest > 0).any(axis=1)], on="id")
    others = others.assign(programme=NOT_BROKEN_DOWN, department=NOT_BROKEN_DOWN)

    audience = table["programmes"].where(~table["everybody"], pd.Series([tuple(PROGRAMMES)] * len(table), table.index))
    meant = table[["id"]].assign(programme=audience).explode("programme")
    member = pd.concat([meant, people.loc[(people[["applied", "accepted"]] > 0).any(axis=1), ["id", "programme"]]])
    member = member.drop_duplicates().merge(people, on=["id", "programme"], how="left")
    member = member.merge(rest.add_suffix("_rest"), on="id")
    for name in ("applied", "accepted"):
        member[name] = member[name].fillna(member.pop(f"{name}_rest").map({0: 0}))
    programmes = _both(pd.concat([member.merge(table.drop(columns=["applied", "accepted"]), on="id"), others]))
    home = {programme.code: programme.department for programme in CATALOGUE.programmes} | {NOT_BROKEN_DOWN: ""}
    programmes["department"] = programmes["programme"].map(home)
    groups = programmes.groupby(["id", "department"])
    halls = groups[PEOPLE].sum(min_count=1)
    for name in ("applied", "accepted"):  # nobody is only known to be nobody where all programmes are known
        halls[name] = halls[name].where((halls[name] > 0) | (groups[name].count() == groups.size()))
    halls = halls.reset_index()
    rest_of_row = programmes.drop(columns=PEOPLE).drop_duplicates(["id", "department"])
    halls = halls.merge(rest_of_row, on=["id", "department"])

    waiting = table[table["asked"] & ~table["answered"]]
    return {
        **{by: _sums(_both(table), by) for by in ("partner", "kind", "month")},
        "programme": _sums(programmes, "programme"), "department": _sums(halls, "department"),
        "ratings": table[RATED].agg(["count", "mean", "std"]),
        "choices": table["recruit_again"].value_counts(),
        "quotes": table.loc[table["suggestions"].notna(), ["id", "company", "position", "suggestions"]],
        "unanswered": waiting.groupby("partner").agg(vacancies=("id", tuple), positions=("position", tuple)),
    }  # fmt: skip


def _long(table: pd.DataFrame) -> pd.DataFrame:
    """People by vacancy and programme where the breakdown fits its total."""
    found = []
    for name in ("applied", "accepted"):
        told = table.loc[table[f"{name}_by_programme"].map(type) == dict]  # noqa: E721
        pairs = told[["id", name]].assign(pair=told[f"{name}_by_programme"].map(lambda one: list(one.items())))
        pairs = pairs.explode("pair").dropna(subset="pair")
        pairs["programme"], pairs["people"] = pairs["pair"].str[0], pairs["pair"].str[1].astype(float)
        fits = pairs.groupby("id")["people"].transform("sum") <= pairs[name]
        found.append(pairs[fits].set_index(["id", "programme"])["people"].rename(name))
    return pd.concat(found, axis=1).reset_index()


def _both(rows: pd.DataFrame) -> pd.DataFrame:
    both = rows["applied"].notna() & rows["accepted"].notna()
    if "programme" in rows:
        both &= rows["programme"] != NOT_BROKEN_DOWN
    return rows.assign(both_applied=rows["applied"].where(both), both_accepted=rows["accepted"].where(both))


def _sums(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    groups = rows.groupby(by)
    told = groups[list(FROM.values())].count().set_axis(list(FROM), axis=1)
    return groups[SUMS].sum(min_count=1).join(told).assign(sources=groups["id"].agg(tuple))


def compare(made: Recap, by_hand: dict[str, Any]) -> None:
    """Raises if a figure differs."""
    for dimension, grouping in made.groupings.items():
        ours = grouping.frame.set_index("key")[[*SUMS, *FROM]].astype("Float64").sort_index()
        theirs = by_hand[dimension][[*SUMS, *FROM]].astype("Float64").sort_index()
        pd.testing.assert_frame_equal(ours, theirs, check_names=False, check_index_type=False)
        sources = {one.key: sorted(one.sources) for one in grouping.lines}
        if sources != {key: sorted(ids) for key, ids in by_hand[dimension]["sources"].items()}:
            raise AssertionError(dimension)
    ratings = {one.key: (one.n, round(one.mean or 0, 9), round(one.spread or 0, 9)) for one in made.ratings}
    if ratings != {key: (n, round(mean, 9), round(std, 9)) for key, (n, mean, std) in by_hand["ratings"].items()}:
        raise AssertionError(ratings)
    if (len(made.quotes), len(made.unanswered)) != (len(by_hand["quotes"]), len(by_hand["unanswered"])):
        raise AssertionError("quotes")
