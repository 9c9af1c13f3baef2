"""A recap's tables, once for paper and sheets: by each grouping, what partners think, who did not answer, events."""

from __future__ import annotations

from flows.documents import words
from flows.documents.tables import Column, Kind, Table, Value, known
from flows.procedure.models import Language
from flows.procedure.recap.records import Dimension, Figures, Recap
from flows.procedure.recap.wording import heading

_FIGURES: tuple[tuple[str, Kind, float], ...] = (
    ("vacancies", "count", 1.5),
    ("cancelled", "count", 0),
    ("asked", "count", 1.65),
    ("answered", "count", 1.4),
    ("answer_rate", "share", 1.35),
    ("meant", "count", 0),
    ("sent", "count", 0),
    ("applied", "count", 1.5),
    ("applied_from", "count", 1.5),
    ("accepted", "count", 1.4),
    ("accepted_from", "count", 1.4),
    ("both_applied", "count", 0),
    ("both_accepted", "count", 0),
    ("both_from", "count", 0),
    ("rate", "share", 1.7),
)
"""Fields and rates of `Figures`, their kind, and how wide they are on paper."""


def by(recap: Recap, dimension: Dimension, language: Language) -> Table:
    """The figures by one dimension, with the whole below and the vacancies that each row is made of."""
    grouping = recap.groupings[dimension]
    marked = {name: "*" * (name in grouping.not_additive) for name, _, _ in _FIGURES}
    notes = [words.NOT_ADDITIVE[language].format(heading(dimension, language).lower())] * bool(grouping.not_additive)
    return Table(
        name=heading(dimension, language),
        title=words.BY[dimension][language],
        columns=[
            Column(heading(dimension, language), sheet=36, paper=4),
            *(Column(heading(name, language) + marked[name], kind, 12, paper) for name, kind, paper in _FIGURES),
            Column(heading("sources", language), sheet=60, printed=False),
        ],
        rows=[(line.label, *_figures(line.figures), ", ".join(line.sources)) for line in grouping.lines],
        total=(words.WHOLE[language], *_figures(recap.whole), ", ".join(recap.sources)),
        notes=notes,
    )


def ratings(recap: Recap, language: Language) -> Table:
    """Mean, spread and number of ratings of each quality."""
    return Table(
        words.SHEETS["ratings"][language],
        words.RATINGS[language],
        [
            Column(words.QUALITY[language], sheet=40, paper=4),
            Column(heading("mean", language), "mean", 12, 1),
            Column(heading("spread", language), "mean", 16, 1),
            Column(heading("n", language), "count", 18, 1.2),
        ],
        [(one.heading, one.mean, one.spread, one.n) for one in recap.ratings],
    )


def choices(recap: Recap, language: Language) -> Table:
    """How often each answer to a question of choices was given."""
    labels = {
        question.key: {choice.value: choice.label[language] for choice in question.choices}
        for question in recap.questions
    }
    return Table(
        words.SHEETS["choices"][language],
        words.CHOICES[language],
        [
            Column(words.QUESTION[language], sheet=50, paper=4),
            Column(words.ANSWER[language], sheet=24, paper=2),
            Column(words.COUNT[language], "count", 12, 1),
        ],
        [
            (one.heading, labels[one.key].get(value, value), count)
            for one in recap.choices
            for value, count in one.counts.items()
        ],
    )


def quotes(recap: Recap, language: Language) -> Table:
    """What partners wrote, each with its vacancy."""
    names = ("id", "company", "position")
    return Table(
        words.SHEETS["quotes"][language],
        words.QUOTES[language],
        [
            *(Column(heading(name, language), sheet=width) for name, width in zip(names, (12, 32, 32), strict=True)),
            Column(words.QUESTION[language], sheet=24),
            Column(words.TEXT[language], sheet=90, wrap=True),
        ],
        [(one.vacancy, one.company, one.position, one.heading, one.text) for one in recap.quotes],
    )


def unanswered(recap: Recap, language: Language) -> Table:
    """Partners that were asked and have not answered."""
    return Table(
        words.SHEETS["unanswered"][language],
        words.UNANSWERED[language],
        [
            Column(heading("company", language), sheet=36, paper=3),
            Column(heading("position", language), sheet=48, paper=3.4),
            Column(heading("requested", language), "day", 14, 1.5),
            Column(heading("reminders", language), "count", 12, 1.4),
            Column(heading("sources", language), sheet=40, paper=2.7),
        ],
        [
            (one.company, "; ".join(one.positions), one.requested, one.reminders, ", ".join(one.vacancies))
            for one in recap.unanswered
        ],
    )


def events(recap: Recap, language: Language) -> Table:
    """The events of the period."""
    columns = {
        "day": Column(heading("day", language), "day", 14, 1.7),
        "title": Column(heading("title", language), sheet=44, paper=4),
        "kind": Column(words.KIND[language], sheet=26, paper=3),
        "company": Column(heading("company", language), sheet=36, paper=3),
        "attended": Column(heading("attended", language), "count", 10, 1),
        "vacancies": Column(heading("sources", language), sheet=30, paper=1.6),
    }
    rows = recap.events[list(columns)].itertuples(index=False, name=None)
    return Table(
        words.SHEETS["events"][language],
        words.EVENTS[language],
        tuple(columns.values()),
        [tuple(known(cell) for cell in row) for row in rows],
    )


def _figures(figures: Figures) -> tuple[Value, ...]:
    return tuple(getattr(figures, name) for name, _, _ in _FIGURES)
