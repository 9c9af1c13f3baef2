"""What a recap is made of, and what it is. Frames have a plain index; unknown is ``pd.NA``, never 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, Self

if TYPE_CHECKING:
    import pandas as pd

    from flows.forms.questions import Question

EVERYTHING = "Semua"
"""The scope of who gets the whole recap."""
NOT_BROKEN_DOWN = ""
"""The key of a grouping's line "tidak dirinci"."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """All that is known of a time, as the ledger keeps it. Moments are aware (UTC); days are the office's."""

    vacancies: pd.DataFrame
    """Announced ones: ``id``, ``company``, ``partner`` (its key), ``position``, ``kind``, ``location``, ``everybody``
    (bool), ``programmes`` (tuple of codes, those of its lists included), ``openings`` (Int64), ``received`` (moment of
    its first sight), ``announced`` (moment), ``meant``, ``sent``, ``refused`` (Int64, recipients), ``closed`` (day, or
    ``None`` while it is open)."""
    events: pd.DataFrame
    """Approved ones: ``id``, ``kind``, ``title``, ``company``, ``partner``, ``day``, ``vacancies`` (tuple of IDs),
    ``attended`` (Int64)."""
    requests: pd.DataFrame
    """One a case: ``vacancy``, ``state`` (`flows.procedure.cases.CaseState`), ``requested`` (moment or ``NaT``),
    ``reminders`` (Int64)."""
    answers: pd.DataFrame
    """Every version: ``vacancy``, ``version``, ``at`` (moment), ``source``, and a column per question of the form, by
    its key: Int64 for counts and ratings, text for the rest, a dict by code for counts by study programme."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a recap, both included."""

    id: str
    title: str
    first: date
    last: date


Dimension = Literal["partner", "department", "programme", "kind", "month"]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over some vacancies. ``None`` is unknown; each ``*_from`` says how many answers a sum is made of."""

    vacancies: int
    cancelled: int
    """Those called off after they were announced: never asked, and no answer of theirs counts."""
    asked: int
    """Whose partner got a request, or answered without one."""
    answered: int
    meant: int
    """Recipients' units: a person to whom three vacancies were announced counts three times."""
    sent: int
    applied: int | None
    applied_from: int
    accepted: int | None
    accepted_from: int
    both_applied: int | None
    """The applicants of the vacancies that tell both numbers: the denominator of `rate`."""
    both_accepted: int | None
    both_from: int

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> Self:
        """From a row that has them, unknown as ``pd.NA``."""
        import pandas as pd

        values: dict[str, Any] = {
            field.name: None if pd.isna(row[field.name]) else int(row[field.name]) for field in fields(cls)
        }
        return cls(**values)

    @property
    def expected(self) -> int:
        """Vacancies that have results to tell: all but those called off."""
        return self.vacancies - self.cancelled

    @property
    def answer_rate(self) -> float | None:
        """Answered of asked, 0 to 1."""
        return self.answered / self.asked if self.asked else None

    @property
    def rate(self) -> float | None:
        """Accepted of applied over the vacancies that tell both, 0 to 1."""
        return self.both_accepted / self.both_applied if self.both_applied and self.both_accepted is not None else None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a grouping. The key `NOT_BROKEN_DOWN` is that of the people nobody knows the study programme of."""

    key: str
    label: str
    figures: Figures
    sources: tuple[str, ...]
    """IDs of the vacancies that it is made of."""


@dataclass(frozen=True, eq=False)
class Grouping:
    """The figures by one dimension. ``frame`` has ``key``, ``label``, the fields of `Figures`, and ``sources`` (tuple
    of vacancy IDs), the largest first (months in order), "tidak dirinci" last."""

    dimension: Dimension
    frame: pd.DataFrame
    not_additive: tuple[str, ...]
    """Columns whose rows add up to more than the whole, because a vacancy counts in several of them."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """The frame row by row."""
        return tuple(
            Line(row["key"], row["label"], Figures.of(row), row["sources"]) for row in self.frame.to_dict("records")
        )


@dataclass(frozen=True, slots=True)
class Rating:
    """What partners think of one quality, 1 to 5. Mean and spread (standard deviation) only from three answers on."""

    key: str
    heading: str
    n: int
    mean: float | None
    spread: float | None


@dataclass(frozen=True, slots=True)
class Choices:
    """How often each choice of a question was taken, by the choice's value, in the form's order."""

    key: str
    heading: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Quote:
    """What a partner wrote, with its vacancy and without the respondent's name."""

    vacancy: str
    company: str
    position: str
    heading: str
    """Of the question."""
    text: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A partner that was asked and has not answered about some vacancies."""

    partner: str
    company: str
    vacancies: tuple[str, ...]
    positions: tuple[str, ...]
    requested: datetime | None
    reminders: int


@dataclass(frozen=True, eq=False)
class Recap:
    """The recap of a span, whole or a scope's slice of it."""

    span: Span
    scope: str
    """`EVERYTHING`, or the code of a department or study programme."""
    scope_label: str
    vacancies: pd.DataFrame
    """One row a vacancy, tidy: the columns of `Evidence.vacancies` and ``departments``, ``month`` (``2026-03``),
    ``events`` (tuple of IDs), ``attended``, ``state``, ``requested``, ``reminders``, ``answered`` (moment of the
    answers that count), ``source``, ``version``, and a column per question, but for those that name a person. In the
    order of ``closed``, then ``id``."""
    whole: Figures
    """Of a slice: the people are those known to be of its study programmes."""
    unspecified: Figures
    """The people in these vacancies of whom nobody told the study programme ("tidak dirinci"): they are part of
    the whole of everything, and of no slice. It is also the last line of the groupings by programme and department."""
    groupings: Mapping[Dimension, Grouping]
    ratings: tuple[Rating, ...]
    choices: tuple[Choices, ...]
    quotes: tuple[Quote, ...]
    unanswered: tuple[Unanswered, ...]
    events: pd.DataFrame
    """Those of the span (and scope), as in `Evidence.events`."""
    questions: tuple[Question, ...]
    """Those of the form that have a column in `vacancies`: what they and their choices are called."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The IDs of all vacancies that it counts."""
        return tuple(self.vacancies["id"])
