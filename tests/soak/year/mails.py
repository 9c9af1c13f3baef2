"""Mailbox, ledger and script: everybody got once what was meant for them, or there is a reason why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.soak.year.books import Books
from tests.soak.year.office import CONNECTIONS
from tests.soak.year.script import Alumnus, Vacancy

WRONG = "LOST OR WRONG"
"""What became of a pair for no reason that the script knows."""


def mailbox(books: Books) -> Iterator[str]:
    """No Message-ID twice, none that the ledger does not have, none missing that it calls sent."""
    ids = Counter(mail.message_id for mail in books.office.messages.mails)
    yield from (f"{one} arrived {count} times" for one, count in ids.items() if count > 1)
    for one in ids:
        if books.headers.get(one) not in ("sent", "unknown"):
            yield f"{one} arrived and is {books.headers.get(one)} in the ledger"
    for one, state in books.headers.items():
        if state == "sent" and one not in ids:
            yield f"{one} is sent in the ledger and did not arrive"
    states = Counter(state for states in books.units.values() for state in states)
    for state in states.keys() - {"sent", "unknown", "refused", "withdrawn"}:
        yield f"{states[state]} units are {state} in the end"


def vacancies(books: Books) -> Iterator[str]:
    """Everybody got every vacancy that suits once, or there is a reason why not."""
    for vacancy in books.script.vacancies:
        key = books.vacancy_rows[vacancy.position]["ID"]
        for one in books.script.of(vacancy):
            times = books.got.get(("announce", vacancy.code, one.address), [])
            states = books.units.get(("announce", key, one.address), [])
            if len(times) > 1:
                yield f"{one.address} got {vacancy.code} {len(times)} times: {times}"
            what = _became(books, vacancy, one, times, states)
            books.counts[what] += 1
            if what == WRONG:
                yield f"{one.address} and {vacancy.code}: {times}, ledger {states}, and there is no reason why"
    meant = {(one.code, person.address) for one in books.script.vacancies for person in books.script.of(one)}
    for kind, code, address in books.got:
        if kind == "announce" and (code, address) not in meant:
            yield f"{address} got {code}, which was not meant for it"
    sent = sum(states.count("sent") for (purpose, *_), states in books.units.items() if purpose == "announce")
    if sent != books.counts["sent"]:
        yield f"{sent} units are sent in the ledger, {books.counts['sent']} are found in the mailbox"


def _became(books: Books, vacancy: Vacancy, one: Alumnus, times: list[datetime], states: list[str]) -> str:
    left, final = books.people.left.get(one.address), set(states)
    if times:
        after = left is not None and times[0] > left
        late = times[0].date() > vacancy.deadline
        early = one.joins is not None and times[0].date() < one.joins
        if after or late or early or not final & {"sent", "unknown"}:
            return WRONG  # sent to whom it should not be, or unknown to the ledger
        return "in doubt, arrived" if "unknown" in final else "sent"
    if "unknown" in final:
        return "in doubt, did not arrive"
    if "sent" in final:
        return WRONG
    if one.dead:
        return "dead address"
    if left is not None and left.date() <= vacancy.deadline:
        return "left the list"
    if one.joins is not None and (one.joins >= vacancy.deadline or _over(books, vacancy, one)):
        return "joined too late"
    if vacancy.fate == "withdrawn" and vacancy.acts <= vacancy.deadline:
        return "withdrawn"
    if one.address in books.office.mischief.soft or _held_up(books, vacancy):
        return "expired while it waited"
    return WRONG


def _over(books: Books, vacancy: Vacancy, one: Alumnus) -> bool:
    """Corrected or withdrawn before whoever joined could be served: ``Ralat`` is for those who had it."""
    return (
        vacancy.fate in ("withdrawn", "corrected")
        and one.joins is not None
        and one.joins >= vacancy.acts - timedelta(1)
    )


def _held_up(books: Books, vacancy: Vacancy) -> bool:
    """Whether on some day until its deadline the account could send no more."""
    days = {vacancy.typed + timedelta(days=number) for number in range((vacancy.deadline - vacancy.typed).days + 1)}
    return bool(days & (books.script.pauses | books.office.mischief.full | books.exhausted))


def corrections(books: Books) -> Iterator[str]:
    """A correction goes once to those who got the first edition."""
    for vacancy in books.script.vacancies:
        key = books.vacancy_rows[vacancy.position]["ID"]
        for one in books.script.of(vacancy):
            had = ("announce", vacancy.code, one.address) in books.got
            had |= "unknown" in books.units.get(("announce", key, one.address), [])  # it may well have arrived
            times = books.got.get(("correct", vacancy.code, one.address), [])
            states = books.units.get(("correct", key, one.address), [])
            if len(times) > 1 or (times and (vacancy.fate != "corrected" or not had)):
                yield f"{one.address}: corrections of {vacancy.code}: {times}, had it: {had}"
            if not states.count("sent") <= len(times) <= states.count("sent") + states.count("unknown"):
                yield f"{one.address}: corrections of {vacancy.code}: {times}, ledger {states}"
            books.counts["corrections"] += len(times)


def doubts(books: Books) -> Iterator[str]:
    """In doubt is at most one message a connection for each kill, and one for each answer that was lost."""
    lost = sum(count for answer, count in books.office.mischief.counts.items() if "hang up" in answer)
    if books.messages["unknown"] > CONNECTIONS * books.driver.kills + lost:
        yield f"{books.messages['unknown']} messages in doubt after {books.driver.kills} kills and {lost} lost answers"


def events(books: Books) -> Iterator[str]:
    for event in books.script.events:
        guests = [one for one in books.script.alumni if one.programme == event.programme]
        key = books.event_rows[event.title]["ID"]
        for kind, due in (
            ("invite", True),
            ("invite cancel", event.fate == "off"),
            ("invite update", event.fate == "moved"),
        ):
            for one in guests:
                times = len(books.got.get((kind, event.code, one.address), []))
                doubtful = "unknown" in books.units.get((kind, key, one.address), [])
                declined = kind == "invite update"  # who does not come is not told
                if times != due and not (times == 0 and (doubtful or declined)):
                    yield f"{one.address} got {times} of {kind} for {event.code}"
                books.counts[kind] += times
        said = books.people.said[event.code]
        coming = {bool(coming): count for one, coming, count in books.rsvps if one == key}
        if (coming.get(True, 0), coming.get(False, 0)) != (said["coming"], said["not coming"]):
            yield f"{event.code}: answers {coming}, said {dict(said)}"
        if books.attended.get(key, 0) != said["there"]:
            yield f"{event.code}: {books.attended.get(key, 0)} were there, {said['there']} were ticked off"
