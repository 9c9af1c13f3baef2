"""Invite to events, tell of changes, remind, and give free seats to who waits (step 3 of the procedure)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property

from flows.ledger.records import OF_EVENTS, Matter, Priority, Purpose
from flows.office import Office
from flows.procedure.events import (
    SETTLED,
    SOON,
    Answer,
    Entry,
    Occasion,
    Stage,
    Standing,
    Told,
    judge,
    must_know,
    remind_at,
    reminder_day,
    revised,
)
from flows.procedure.models import Event
from flows.steps.observe import Observed
from flows.steps.queue import digest_of
from flows.steps.readership import Readership
from flows.workbook.tabs import EVENTS

INVITED = (Purpose.INVITE, Purpose.INVITE_UPDATE, Purpose.INVITE_CANCEL)
"""What calendars are told by: each message has a SEQUENCE."""
WITHDRAWN = "withdraw invitation"
"""The trail's step; that of a vacancy is another."""


class Events:
    """Decides about every event of one reading, and writes the decisions into the ledger."""

    def __init__(self, office: Office, observed: Observed) -> None:
        self.office, self.observed, self._ledger = office, observed, office.ledger
        self.all: Mapping[str, Event] = {event.id: event for event in observed.desk.events}
        """By ID, in the order of the sheet: what is not well-formed, or is held back, is not among them."""
        self.entries = self._ledger.calendar_entries.all()
        """What calendars are told, by event."""

    def standings(self, *, by_hand: bool = False) -> dict[str, Standing]:
        """Where every event stands, by ID; ``by_hand`` invitations do not wait for the digest's hour."""
        digest = digest_of(self.office, self.observed, by_hand=by_hand)
        return {
            event.id: judge(
                event,
                invited=event.id in self._invited,
                held=event.id in self.held,
                settles_at=self.observed.settles_at(EVENTS.title, event.id, self.office.settle),
                now=self.observed.at,
                zone=self.office.zone,
                digest=digest,
            )
            for event in self.all.values()
        }

    def run(self, readership: Readership, *, by_hand: bool) -> int:
        """Queue what is due to whom, take back what no longer is; returns how many units were queued."""
        standings = self.standings(by_hand=by_hand)
        units = 0
        for event in self.all.values():
            if standings[event.id].stage in SETTLED:
                # Together, or a run that dies in between has told the ledger of a change and not whom it is for.
                with self._ledger.together():
                    units += self._act(event, standings[event.id].stage, readership)
        self._withdraw(readership)
        return units

    def may_go(self, matter: Matter) -> bool:
        """Whether a matter of an event still holds: nothing is told of one that has begun."""
        event, entry = self.all.get(matter.subject), self.entries.get(matter.subject)
        if event is None or entry is None or event.id in self.held or self.office.clock() >= entry.occasion.starts:
            return False
        if matter.purpose is Purpose.INVITE_CANCEL:
            return event.status == "Batal" and entry.cancelled and matter.edition == str(entry.sequence)
        if event.status != "Setuju" or entry.cancelled:
            return False
        match matter.purpose:
            case Purpose.INVITE:
                return matter.edition == str(entry.sequence)
            case Purpose.INVITE_UPDATE:
                return matter.edition.endswith(f":{entry.sequence}")
            case Purpose.REMIND:
                return matter.edition == reminder_day(entry.occasion, self.office.zone).isoformat()
            case _:
                return True

    def told(self, event: str, sequence: str) -> Told:
        """What those invited were told by this SEQUENCE."""
        content = self._ledger.notes.version(event, sequence)
        assert content is not None  # noqa: S101 - kept when it was told
        return Told.from_content(content)

    @cached_property
    def held(self) -> frozenset[str]:
        """IDs of events that a blocking problem keeps back: all, if a heading that steers sending is gone."""
        blocking = [one for one in self.observed.desk.problems if one.blocking and one.tab == EVENTS.title]
        return frozenset(self.all if any(not one.id for one in blocking) else (one.id for one in blocking))

    @cached_property
    def _invited(self) -> frozenset[str]:
        """To which anybody was invited, or is about to be."""
        announced = self._ledger.outbox.announced(Purpose.INVITE).values()
        return frozenset(
            one.subject for one in announced if any(n for state, n in one.tally.items() if state != "withdrawn")
        )

    def _act(self, event: Event, stage: Stage, readership: Readership) -> int:
        entry = self._entry(event, stage)
        if entry is None or self.observed.at >= entry.occasion.starts:
            return 0
        if stage is Stage.CANCELLED:
            return self._tell(event, entry, readership) if entry.cancelled else 0
        units = self._tell(event, entry, readership) if entry.sequence else 0
        if stage is Stage.INVITE:
            units += self._invite(event, entry, readership)
        return units + self._seat(event, readership) + self._remind(event, entry, readership)

    def _entry(self, event: Event, stage: Stage) -> Entry | None:
        """What calendars are told from now on. ``None`` for what they are not to know of: it was never approved before
        it began, or before it was called off."""
        entry, at = self.entries.get(event.id), self.observed.at
        if entry is None:
            if stage in {Stage.CANCELLED, Stage.OVER}:
                return None
            domain = self.office.sender.address.rpartition("@")[2]
            new = self._ledger.calendar_entries.begin(event.id, Occasion.of(event), domain, at)
        else:
            changed = revised(entry, event, at)
            if changed is None:
                return entry
            new = changed
            self._ledger.calendar_entries.put(event.id, new)
            for purpose in INVITED:
                self._ledger.outbox.withdraw(purpose, event.id)
        # The title, for the page of an invitation to what has been called off.
        told = new.told.content | {"title": event.title}
        self._ledger.notes.keep_version(event.id, str(new.sequence), told, at)
        self.entries[event.id] = new
        return new

    def _invite(self, event: Event, entry: Entry, readership: Readership) -> int:
        """Everyone it is meant for who was not invited: at first all of them, later those who joined."""
        served = self._ledger.outbox.served(event.id, Purpose.INVITE)
        recipients = [number for number in readership.meant_for(event.audience) if number not in served]
        soon = entry.occasion.starts - self.observed.at <= SOON
        priority = Priority.URGENT if soon else Priority.DIGEST
        return self._add(Matter(Purpose.INVITE, event.id, str(entry.sequence), priority), recipients)

    def _tell(self, event: Event, entry: Entry, readership: Readership) -> int:
        """A change, or that it is off, to those who were told something else (`must_know`)."""
        versions = self._ledger.notes.versions([event.id])[event.id]
        answers = self.answers(event.id)
        groups: dict[str, list[int]] = defaultdict(list)
        for recipient, sequence in self._ledger.outbox.reached(event.id, INVITED).items():
            told = Told.from_content(versions[sequence])
            if recipient in readership.readers and must_know(told, entry, answers.get(recipient)):
                groups[sequence].append(recipient)
        if entry.cancelled:
            everybody = [recipient for group in groups.values() for recipient in group]
            off = Matter(Purpose.INVITE_CANCEL, event.id, str(entry.sequence), Priority.CORRECTION)
            return self._add(off, everybody)
        return sum(
            self._add(
                Matter(Purpose.INVITE_UPDATE, event.id, f"{old}:{entry.sequence}", Priority.CORRECTION), recipients
            )
            for old, recipients in groups.items()
        )

    def _seat(self, event: Event, readership: Readership) -> int:
        """Free seats to those who wait; they are told in the same transaction."""
        lucky = [one for one in self._ledger.rsvps.promote(event.id, event.seats) if one in readership.readers]
        at = self.observed.at.isoformat(timespec="seconds")
        return self._add(Matter(Purpose.SEAT, event.id, at, Priority.URGENT), lucky)

    def _remind(self, event: Event, entry: Entry, readership: Readership) -> int:
        """Those who have said for a while that they come: who says so on the eve, or was given a seat, needs none."""
        hour = self.observed.desk.control.hour
        hour = self.office.settings.announce.hour if hour is None else hour
        due = remind_at(entry.occasion, self.office.zone, hour)
        if self.observed.at < due:
            return 0
        seated = {
            one.recipient_id
            for one in self._ledger.history.of(Purpose.SEAT, [event.id])
            if datetime.fromisoformat(one.edition) >= due
        }
        coming = [
            one.recipient_id
            for one in self._ledger.rsvps.of(event.id)
            if one.answer is Answer.COMING
            and one.at < due
            and one.recipient_id in readership.readers
            and one.recipient_id not in seated
        ]
        day = reminder_day(entry.occasion, self.office.zone).isoformat()
        return self._add(Matter(Purpose.REMIND, event.id, day, Priority.URGENT), coming)

    def answers(self, event: str) -> dict[int, Answer]:
        """What those invited have answered, by recipient's number."""
        return {one.recipient_id: one.answer for one in self._ledger.rsvps.of(event)}

    def _add(self, matter: Matter, recipients: Sequence[int]) -> int:
        at = self.observed.at
        units = self._ledger.outbox.queue(matter, recipients, at) if recipients else 0
        if units:
            self._ledger.trail.append(matter.purpose, matter.subject, at, edition=matter.edition, recipients=units)
        return units

    def _withdraw(self, readership: Readership) -> None:
        """What left ``Setuju``, was deleted, is held again or out of date does not go out; nor to whom it is no longer
        meant for."""
        for matter in self._ledger.outbox.waiting():
            if matter.purpose not in OF_EVENTS:
                continue
            meant = self._still_meant(matter, readership) if self.may_go(matter) else ()
            if meant is None:
                continue
            with self._ledger.together():
                if units := self._ledger.outbox.take_back(matter, but_from=meant):
                    self._ledger.trail.append(WITHDRAWN, matter.subject, self.observed.at, units=units)

    def _still_meant(self, matter: Matter, readership: Readership) -> Sequence[int] | None:
        """Whom a matter is still meant for; ``None`` if that does not change."""
        match matter.purpose:
            case Purpose.INVITE:
                return readership.meant_for(self.all[matter.subject].audience)
            case Purpose.REMIND | Purpose.SEAT:
                answers = self.answers(matter.subject)
                return [number for number, answer in answers.items() if answer is Answer.COMING]
            case _:
                return None
