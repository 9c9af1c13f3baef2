"""Writers of the letters about events (see `flows.steps.writers`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.ledger.records import OF_EVENTS, Matter, Purpose
from flows.mail import invitations as letters
from flows.mail.calendar_part import PARTSTAT
from flows.mail.interface import Letter
from flows.office import Office
from flows.procedure.events import Answer
from flows.procedure.models import Language
from flows.steps.events import Events
from flows.steps.observe import Observed
from flows.steps.readership import Readership
from flows.steps.writers import Reader, Writer

_SHOWN = frozenset({"Setuju", "Ralat", "Tutup"})
"""Status of vacancies that an invitation may name: alumni know of them, or may."""


def event_writers(office: Office, observed: Observed, events: Events, readership: Readership) -> dict[Purpose, Writer]:
    """One writer for all that is told of events, by purpose."""
    return dict.fromkeys(OF_EVENTS, _Events(office, observed, events, readership))


class _Events:
    def __init__(self, office: Office, observed: Observed, events: Events, readership: Readership) -> None:
        self._office, self._observed, self._events, self._readership = office, observed, events, readership
        self._answers: dict[str, dict[int, Answer]] = {}

    @property
    def readers(self) -> Mapping[int, Reader]:
        return self._readership.readers

    def may_go(self, matter: Matter) -> bool:
        return self._events.may_go(matter)

    def letter(self, matters: Sequence[Matter], language: Language, *, personal: bool) -> Letter:
        [matter], office = matters, self._office.sender
        told = self._occurrence(matter.subject)
        match matter.purpose:
            case Purpose.INVITE:
                return letters.invitation(told, language, office, personal=personal)
            case Purpose.INVITE_UPDATE:
                before = self._events.told(matter.subject, matter.edition.partition(":")[0])
                return letters.update(before, told, language, office, personal=personal)
            case Purpose.INVITE_CANCEL:
                return letters.cancellation(told, language, office, personal=personal)
            case Purpose.SEAT:
                return letters.seat(told, language, office)
            case _:
                today = self._office.clock().astimezone(self._office.zone).date()
                return letters.reminder(told, language, office, today=today)

    def slots(self, matters: Sequence[Matter], recipient_id: int) -> Mapping[str, str]:
        [matter], links = matters, self._office.links
        language = self.readers[recipient_id].language
        if matter.subject not in self._answers:
            self._answers[matter.subject] = self._events.answers(matter.subject)
        answer = self._answers[matter.subject].get(recipient_id)
        return {
            "unsubscribe": links.opt_out(recipient_id, language),
            letters.RSVP: links.rsvp(self._events.entries[matter.subject].number, recipient_id, language),
            letters.ANSWER: letters.in_words(answer, language),
            PARTSTAT: letters.PARTSTAT[answer],
        }

    def _occurrence(self, event_id: str) -> letters.Occurrence:
        event, vacancies = self._events.all[event_id], self._observed.vacancies
        named = [vacancies[one] for one in event.vacancies if one in vacancies and vacancies[one].status in _SHOWN]
        return letters.Occurrence(event, self._events.entries[event_id], named)
