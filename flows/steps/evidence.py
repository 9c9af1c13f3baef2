"""Keep durably what a recap needs and staff may delete, and gather all of it again as frames."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from flows.forms.questions import Question
from flows.ledger.records import Announced
from flows.office import Office
from flows.procedure.cases import Case, Response
from flows.procedure.closing import closing_as_told, closing_day
from flows.procedure.events import attendance
from flows.procedure.models import Event, Vacancy
from flows.procedure.names import partner_key
from flows.steps.observe import Observed
from flows.workbook.tabs import EVENTS, VACANCIES

if TYPE_CHECKING:
    import pandas as pd

    from flows.procedure.recap.records import Evidence

LISTS = "lists"
"""The note of the study programmes of every list ever: an announced vacancy names lists, which staff may delete."""
RECEIVED = "receive"
"""The trail's step that tells when a vacancy was first seen."""


def keep_evidence(office: Office, observed: Observed) -> None:
    """Keep which vacancies have closed and when, approved events, and what the lists mean. Writes only what is new."""
    with office.ledger.together():
        _keep_lists(office, observed)
        events = _keep_events(office, observed)
        _keep_closings(office, observed, events)


def _keep_lists(office: Office, observed: Observed) -> None:
    known: dict[str, list[str]] = office.ledger.notes.get(LISTS, {})
    now = known | {one.name: list(one.programmes) for one in observed.desk.lists}
    if now != known:
        office.ledger.notes.put(**{LISTS: now})


def _keep_events(office: Office, observed: Observed) -> list[Event]:
    """All approved events: as they stand in the sheet, and as they stood there last."""
    kept, here = office.ledger.events.all(), {event.id: event for event in observed.desk.events}
    settled = {one for one in here if _settled(office, observed, EVENTS.title, one)}
    approved = {one: here[one] for one in settled if here[one].status == "Setuju"}
    changed = [event for one, event in approved.items() if kept.get(one) != event]
    office.ledger.events.put(changed, observed.at)
    off = settled & kept.keys() - approved.keys()
    office.ledger.events.drop(off)
    told = [(event.id, _event_told(office, event)) for event in changed]
    office.ledger.trail.extend("event", [*told, *((one, {"approved": False}) for one in sorted(off))], observed.at)
    return [event for one, event in {**kept, **approved}.items() if one not in off]


def _event_told(office: Office, event: Event) -> dict[str, Any]:
    day = event.starts.astimezone(office.zone).date().isoformat()
    return {"approved": True, "day": day, "vacancies": event.vacancies, "attended": event.attended}


def _keep_closings(office: Office, observed: Observed, events: Sequence[Event]) -> None:
    ledger, today = office.ledger, observed.at.astimezone(office.zone).date()
    told = ledger.outbox.told()
    cases = {case.vacancy for case in ledger.responses.cases()}
    known = ledger.closings.days()
    by_vacancy: dict[str, list[Event]] = {}
    for event in events:
        for vacancy_id in event.vacancies:
            by_vacancy.setdefault(vacancy_id, []).append(event)
    now: dict[str, date | None] = {}
    for vacancy in observed.vacancies.values():
        if vacancy.id not in told and vacancy.id not in cases:
            continue
        if not _settled(office, observed, VACANCIES.title, vacancy.id):
            continue
        before = known.get(vacancy.id)
        now[vacancy.id] = closing_day(vacancy, by_vacancy.get(vacancy.id, ()), office.zone, today=today, known=before)
        if vacancy.id not in told and now[vacancy.id] and not before:
            # Never announced by us, so that no version of it was kept yet.
            ledger.notes.keep_version(vacancy.id, vacancy.edition, vacancy.content, observed.at)
    now |= _closings_as_told(office, observed, told.keys() - known.keys() - observed.vacancies.keys(), today)
    changed = {one: day for one, day in now.items() if day != known.get(one)}
    ledger.closings.put(changed)
    ledger.trail.extend("close", ((one, {"day": day and day.isoformat()}) for one, day in changed.items()), observed.at)


def _closings_as_told(
    office: Office, observed: Observed, open_ones: Collection[str], today: date
) -> dict[str, date | None]:
    """Of vacancies that are open and whose rows are gone, or cannot be read any more: by what alumni were told."""
    if not open_ones:
        return {}
    rows = observed.lines.get(VACANCIES.title)
    here = {row.id for row in rows} if rows is not None else set(open_ones)  # a lost tab is no one's decision
    days = {one: _deadline(contents) for one, contents in office.ledger.notes.versions(open_ones).items()}
    return {one: closing_as_told(deadline, gone=one not in here, today=today) for one, deadline in days.items()}


def _deadline(contents: Mapping[str, Mapping[str, Any]]) -> date | None:
    *_, last = contents.values()
    return date.fromisoformat(last["deadline"]) if last.get("deadline") else None


def _settled(office: Office, observed: Observed, tab: str, row_id: str) -> bool:
    return observed.settles_at(tab, row_id, office.settle) <= observed.at


def gather(office: Office) -> Evidence:
    """All that the ledger knows, as frames (see `flows.procedure.recap.records`); a few queries, however much it is."""
    from flows.procedure.recap.records import Evidence

    ledger = office.ledger
    with ledger.together():  # one moment for all of it
        told, cases, closings = ledger.outbox.told(), ledger.responses.cases(), ledger.closings.days()
        subjects = told.keys() | {case.vacancy for case in cases} | closings.keys()
        contents = {
            one: _as_told(versions, told.get(one, "")) for one, versions in ledger.notes.versions(subjects).items()
        }
        vacancies = _vacancies(office, contents, closings, ledger.outbox.announced())
        events = _events(office, ledger.events.all().values(), ledger.events.attended())
        answers = _answers(office.form.questions, ledger.responses.versions())
    return Evidence(vacancies, events, _requests(cases), answers)


def _as_told(versions: Mapping[str, dict[str, Any]], edition: str) -> dict[str, Any]:
    """What a vacancy said in the edition that alumni were told last; else as it was kept last."""
    if edition in versions:
        return versions[edition]
    *_, last = versions.values()
    return last


def _vacancies(
    office: Office,
    contents: Mapping[str, dict[str, Any]],
    closings: Mapping[str, date],
    announced: Mapping[str, Announced],
) -> pd.DataFrame:
    import pandas as pd

    lists: dict[str, list[str]] = office.ledger.notes.get(LISTS, {})
    received = office.ledger.trail.first(RECEIVED)
    rows = []
    for vacancy_id, content in sorted(contents.items()):
        vacancy = Vacancy.from_content(vacancy_id, content)
        known = announced.get(vacancy_id)
        everybody, programmes = meant_for(vacancy, lists)
        rows.append(
            {
                "id": vacancy_id, "company": vacancy.company, "partner": partner_key(vacancy.company),
                "position": vacancy.position, "kind": vacancy.kind, "location": vacancy.location,
                "everybody": everybody, "programmes": programmes, "openings": vacancy.openings,
                "received": received.get(vacancy_id), "announced": known.at if known else None,
                "meant": sum(n for state, n in known.tally.items() if state != "withdrawn") if known else None,
                "sent": known.tally.get("sent", 0) if known else None,
                "refused": known.tally.get("refused", 0) if known else None,
                "closed": closings.get(vacancy_id),
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows, columns=_VACANCIES)
    return _typed(frame, whole=("openings", "meant", "sent", "refused"), moments=("received", "announced"))


_VACANCIES = (
    "id", "company", "partner", "position", "kind", "location", "everybody", "programmes", "openings", "received",
    "announced", "meant", "sent", "refused", "closed",
)  # fmt: skip


def meant_for(vacancy: Vacancy, lists: Mapping[str, Sequence[str]]) -> tuple[bool, tuple[str, ...]]:
    """Whether it is for everybody, and for which study programmes, those of its lists among them."""
    audience = vacancy.audience
    named = [lists[name] for name in audience.lists if name in lists]
    everybody = audience.everybody or not all(named)  # a list without study programmes is of all of them
    codes = {*audience.programmes, *(code for programmes in named for code in programmes)}
    return everybody, tuple(sorted(codes))


def _events(office: Office, events: Iterable[Event], counted: Mapping[str, int]) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {
            "id": event.id, "kind": event.kind, "title": event.title, "company": event.company,
            "partner": partner_key(event.company), "day": event.starts.astimezone(office.zone).date(),
            "vacancies": event.vacancies,
            "attended": attendance(event.attended, counted.get(event.id)),
        }
        for event in events
    ]  # fmt: skip
    columns = ("id", "kind", "title", "company", "partner", "day", "vacancies", "attended")
    return _typed(pd.DataFrame(rows, columns=columns), whole=("attended",))


def _requests(cases: Iterable[Case]) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {"vacancy": one.vacancy, "state": one.state, "requested": one.requested_at, "reminders": one.reminders}
        for one in cases
    ]
    columns = ("vacancy", "state", "requested", "reminders")
    return _typed(pd.DataFrame(rows, columns=columns), whole=("reminders",), moments=("requested",))


def _answers(questions: Sequence[Question], responses: Iterable[Response]) -> pd.DataFrame:
    import pandas as pd

    keys = [question.key for question in questions]
    rows = [
        (one.vacancy, one.version, one.at, str(one.source), *(one.answers.get(key) for key in keys))
        for one in responses
    ]
    frame = pd.DataFrame(rows, columns=["vacancy", "version", "at", "source", *keys], dtype=object)
    whole = [question.key for question in questions if question.kind in {"whole", "scale"}]
    return _typed(frame, whole=("version", *whole), moments=("at",))


def _typed(frame: pd.DataFrame, *, whole: Iterable[str], moments: Iterable[str] = ()) -> pd.DataFrame:
    import pandas as pd

    for name in whole:
        frame[name] = pd.to_numeric(frame[name]).astype("Int64")
    for name in moments:
        frame[name] = pd.to_datetime(frame[name], utc=True)
    return frame
