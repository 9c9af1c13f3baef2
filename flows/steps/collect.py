"""Fetch what partners answered in a form that is not ours, and keep it: as answers, or for staff to look at.

Google checks neither limits nor sums, nor the code in the form. What cannot be taken goes to *Masalah*, not lost.
All that was fetched is kept in one commit, together with how far was fetched, so that a killed run doubles nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.forms.by_line import UNREAD
from flows.forms.checking import Checked, check
from flows.forms.interface import Submission
from flows.links import BadLink
from flows.office import Office
from flows.procedure.cases import Case, CaseState, Oddity, Source
from flows.procedure.dates import short_moment
from flows.procedure.problems import Problem
from flows.procedure.values import Fault, fault
from flows.procedure.wording import problem, shorten
from flows.workbook.flow_tabs import RESPONSES

_NOTE = "collected"
_OVERLAP = timedelta(hours=1)
"""Google may show an answer some time after the moment that it bears."""
_KEPT = timedelta(days=60)
_SHOWN = 600
"""Letters of an answer in *Masalah*; the ledger has it whole."""


@dataclass(frozen=True)
class Collected:
    """Counts of what was new."""

    answers: int = 0
    """Corrections among them."""
    set_aside: int = 0


def collect(office: Office) -> Collected:
    """Everything since the last time. Raises `FormsBusy` and `FormsError`, with nothing kept."""
    ledger = office.ledger
    note = ledger.notes.get(_NOTE, {"at": "", "taken": []})
    since = datetime.fromisoformat(note["at"]) - _OVERLAP if note["at"] else None
    fetched = list(office.form_provider.collect(since))
    new = [submission for submission in fetched if submission.reference not in note["taken"]]
    if not new:
        return Collected()
    cases = {case.vacancy: case for case in ledger.responses.cases()}
    judged = [_judge(office, submission, cases) for submission in new]
    reached = max(submission.at for submission in fetched)
    taken = [submission.reference for submission in fetched if submission.at >= reached - _OVERLAP]
    oddities = [one for one in judged if isinstance(one, Oddity)]
    with ledger.together(durable=True):
        for one in judged:
            if isinstance(one, _Answered):
                ledger.responses.answer(
                    one.case.partner_id, one.case.vacancy, one.checked.answers, one.at, Source.GOOGLE, one.reference
                )
        ledger.responses.set_aside(oddities)
        ledger.notes.put(**{_NOTE: {"at": reached.isoformat(), "taken": taken}})
    return Collected(len(judged) - len(oddities), len(oddities))


@dataclass(frozen=True)
class _Answered:
    case: Case
    checked: Checked
    at: datetime
    reference: str


def _judge(office: Office, submission: Submission, cases: Mapping[str, Case]) -> _Answered | Oddity:
    case = cases.get(submission.vacancy)
    checked = check(office.form, submission.raw, _codes(office), office.settings.office.language)
    wrong = _refusal(office, submission, case)
    if wrong is None and case is not None:
        wrong = _violations(office, submission, checked)
        if wrong is None:
            return _Answered(case, checked, submission.at, submission.reference)
    found, columns, values = wrong or _unknown(submission)
    return Oddity(
        submission.reference,
        RESPONSES.title,
        case.vacancy if case else "",
        ", ".join(columns),
        ", ".join(values),
        found.code,
        submission.at,
        {**found.details, "answers": "; ".join(_told(office, submission))},
    )


_Wrong = tuple[Fault, list[str], list[str]]
"""What is wrong, in which columns, and what stands there."""


def _refusal(office: Office, submission: Submission, case: Case | None) -> _Wrong | None:
    """Whether the sender may not answer that, whatever the answers are."""
    try:
        holder = office.links.read("feedback", submission.token)
    except BadLink:
        return fault("answer_code"), [], []
    if ("feedback", holder.recipient_id) in office.ledger.revoked:
        return fault("answer_revoked"), [], []
    if case is None or case.partner_id != holder.subject:
        return _unknown(submission)
    if case.state is CaseState.CANCELLED:
        return fault("answer_cancelled"), [], []
    if case.closes_at is not None and submission.at >= case.closes_at:
        closed = short_moment(case.closes_at, office.zone, office.settings.office.language)
        return fault("answer_late", closed=closed), [], []
    return None


def _unknown(submission: Submission) -> _Wrong:
    return fault("answer_vacancy"), ["ID Lowongan"], [submission.vacancy]


def _violations(office: Office, submission: Submission, checked: Checked) -> _Wrong | None:
    language, said = office.settings.office.language, dict.fromkeys(checked.errors.values())
    columns: dict[str, None] = {}
    values: list[str] = []
    for question in office.form.questions:
        names = {question.field(): None} | dict.fromkeys(question.fields(_codes(office)))
        wrong = [name for name in names if name in checked.errors]
        unread = submission.unread.get(question.field())
        if unread:
            said[UNREAD[language]] = None
        if wrong or unread:
            columns[question.heading] = None
            values += filter(None, [*(submission.raw.get(name) for name in wrong), unread])
    return (fault("answer_wrong", faults=" ".join(said)), list(columns), values) if columns else None


def _told(office: Office, submission: Submission) -> Iterator[str]:
    """Each answer with its heading, as it was written."""
    for question in office.form.questions:
        for programme in ("", *_codes(office)):
            if value := submission.raw.get(question.field(programme)):
                yield f"{' '.join(filter(None, [question.heading, programme]))}: {value}"
        if rest := submission.unread.get(question.field()):
            yield f"{question.heading}: {rest}"


def _codes(office: Office) -> list[str]:
    return [programme.code for programme in office.catalogue.programmes]


def set_aside(office: Office) -> list[Problem]:
    """What could not be taken, for *Masalah*: until the vacancy is answered, or for 60 days.

    Of an answer that was edited, its last state.
    """
    responses, language = office.ledger.responses, office.settings.office.language
    responses.forget_oddities(office.clock() - _KEPT)
    answered = responses.answered()
    newest = {one.key.partition("@")[0]: one for one in responses.oddities()}
    return [
        problem(
            Fault(one.code, {**one.details, "answers": shorten(one.details.get("answers", ""), _SHOWN)}),
            language=language,
            tab=one.tab,
            id=one.id,
            column=one.column,
            value=one.value,
            blocking=False,
        )
        for one in newest.values()
        if one.id not in answered or answered[one.id] < one.since
    ]
