"""What *Status* says about a vacancy's results: asked, reminded, half-filled, answered, not given; and what is next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flows.procedure.cases import Case, CaseState
from flows.procedure.dates import short_day
from flows.procedure.feedback import Rules, for_a_person
from flows.procedure.models import Language
from flows.procedure.workdays import WorkingTime

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "id": {
        "unasked": "belum diminta", "requested": "diminta {day}", "reminded": "diingatkan {n}×, terakhir {day}",
        "unfinished": "sebagian {day}", "answered": "dijawab {day}", "not_given": "tidak diberikan {day}",
        "ask": "Mitra diminta hasilnya {day}", "remind": "Mitra diingatkan {day}",
        "hand_over": "Diserahkan kepada penanggung jawab {day}",
        "call": "Hubungi mitra dan catat jawabannya, paling lambat {day}",
        "reach": "Lengkapi alamat surel narahubung di tab Mitra",
    },
    "en": {
        "unasked": "not asked yet", "requested": "asked {day}", "reminded": "reminded {n}×, last {day}",
        "unfinished": "partly {day}", "answered": "answered {day}", "not_given": "not given {day}",
        "ask": "The partner is asked for results {day}", "remind": "The partner is reminded {day}",
        "hand_over": "Handed to who is in charge {day}",
        "call": "Call the partner and enter the answer, {day} at the latest",
        "reach": "Complete the contact's e-mail address in the tab Mitra",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a case besides itself."""

    answered_at: datetime | None
    """When the latest answers were given."""
    touched_at: datetime | None
    """When a half-filled form was last touched."""
    last_asked: date | None
    """The day of the last mail to the partner, about whatever vacancy."""
    reachable: bool
    """Whether any contact may be written to."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Two cells: *Umpan Balik* and *Langkah Berikut* (``""``: nothing is left to do)."""

    state: str
    next_step: str


def progress(
    case: Case, known: Known, *, today: date, rules: Rules, working: WorkingTime, language: Language
) -> Progress:
    """``diingatkan 2×, terakhir 8 Des 2026`` and ``Mitra diingatkan 15 Des 2026``."""
    words = _WORDS[language]

    def say(word: str, on: date | datetime | None, n: int = 0) -> str:
        day = rules.day(on) if isinstance(on, datetime) else on
        return words[word].format(day=short_day(day, language) if day else "", n=n).strip()

    match case.state:
        case CaseState.CANCELLED:
            return Progress("", "")
        case CaseState.ANSWERED:
            return Progress(say("answered", known.answered_at), "")
        case CaseState.NOT_GIVEN:
            return Progress(say("not_given", rules.closes(case)), "")
    if known.touched_at:
        state = say("unfinished", known.touched_at)
    elif case.reminders:
        state = say("reminded", case.last_asked_at, case.reminders)
    else:
        state = say("requested", case.requested_at) if case.requested_at else words["unasked"]
    if for_a_person(case, today, rules):
        return Progress(state, say("call", rules.closes(case) - timedelta(days=1)))
    if not known.reachable:
        return Progress(state, words["reach"])
    wanted = rules.wants(case)
    if wanted is None:
        return Progress(state, say("hand_over", working.on_or_after(rules.escalates(case))))
    number, day = wanted
    quiet = known.last_asked + timedelta(days=rules.quiet_days) if known.last_asked else day
    return Progress(state, say("remind" if number else "ask", working.on_or_after(max(day, quiet, today))))
