"""What partners are asked for and what they answer, as typed records. All times are aware."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Answer = int | str | dict[str, int] | None
"""One question's answer: a count or a rating, a text or a choice's value, counts by study programme (code);
``None`` is unknown, never 0."""

APPLIED, ACCEPTED = "applied", "accepted"
"""The questions that recaps go by; they are in every form."""


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    ANSWERED = "answered"
    """It can still be corrected, until the case closes."""
    NOT_GIVEN = "not_given"
    """Closed without an answer: the results are unknown."""
    CANCELLED = "cancelled"
    """The vacancy was called off (``Batal``): nothing is asked any more."""


class Source(StrEnum):
    """How an answer reached the office."""

    FORM = "formulir"
    GOOGLE = "google"
    PHONE = "telepon"
    WHATSAPP = "whatsapp"
    MAIL = "surel"
    VISIT = "kunjungan"


@dataclass(frozen=True, slots=True)
class Case:
    """One announced vacancy for which a partner's results are asked."""

    vacancy: str
    partner_id: int
    company: str
    position: str
    due_at: datetime
    """When the results are asked for first."""
    requested_at: datetime | None = None
    reminders: int = 0
    last_asked_at: datetime | None = None
    closes_at: datetime | None = None
    state: CaseState = CaseState.OPEN


@dataclass(frozen=True, slots=True)
class Response:
    """One version of the answers for a vacancy. The latest given counts."""

    vacancy: str
    version: int
    """Counted from 1."""
    at: datetime
    partner_id: int
    source: Source
    answers: Mapping[str, Answer]
    """By question key."""
    reference: str = ""
    """What the provider calls it, such as Google's response ID and time; ``""`` if nothing."""
    company: str = ""
    """As the case names it."""


@dataclass(frozen=True, slots=True)
class HalfFilled:
    """A form that was begun and not sent: what stands in its fields, by field name."""

    raw: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class Oddity:
    """An answer that could not be taken, as it is shown in *Masalah*. ``key`` tells it from others."""

    key: str
    tab: str
    id: str
    column: str
    value: str
    code: str
    """Of its sentences, see `flows.procedure.wording`."""
    since: datetime
    details: Mapping[str, str] = field(default_factory=dict)
