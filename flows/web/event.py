"""The page that an invitation leads to: what the event is, whether one comes, and the entry for one's calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from flows.ledger.held import Held, HeldEvents
from flows.ledger.rsvps import RsvpSource
from flows.links import BadLink, Holder
from flows.mail.wording import event_kind
from flows.procedure.events import Answer
from flows.web.errors import Closed
from flows.web.pages import language_of, redirect, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from flows.web.door import Form
    from flows.web.site import Site

PATH = "/undangan/{token}"
FILE = PATH + "/kegiatan.ics"
ANSWERS = {"hadir": True, "tidak": False}
"""What the buttons post, and whether it means to come."""


class Invitation:
    """The pages at `PATH` and `FILE`."""

    def __init__(self, site: Site) -> None:
        self._site, self._events = site, HeldEvents(site.ledger, site.zone)

    def answer(self, request: Request, form: Form) -> Response:
        """GET shows the event and what was answered; POST answers. Raises `BadLink` and `Closed`."""
        site = self._site
        with site.ledger.together():
            holder = self._holder(request)
            held = self._held(holder)
            if request.method != "POST":
                return self._show(request, holder, held)
            coming = ANSWERS.get(form.get("jawaban", ""))
            if coming is None or form.get("halaman") != self._page_token(holder):
                raise HTTPException(403)
            noted = held.state(site.clock()) == "ahead"  # else the page says why not
            if noted:
                self._note(holder, held, coming=coming)
        return redirect(request, site, _path(request), {"tercatat": "1"} if noted else None)

    def file(self, request: Request, form: Form) -> Response:
        """The entry as every calendar program reads it. Raises `BadLink`, and `Closed` for what is called off."""
        from starlette.responses import Response

        held = self._held(self._holder(request))
        if held.event is None or held.entry is None or held.state(self._site.clock()) == "cancelled":
            raise Closed
        return Response(
            _ics(held, self._site),
            media_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="kegiatan.ics"'},
        )

    def _note(self, holder: Holder, held: Held, *, coming: bool) -> None:
        seats = held.event.seats if held.event else None
        self._site.ledger.rsvps.answer(
            held.id, holder.recipient_id, self._site.clock(), RsvpSource.LINK, coming=coming, seats=seats
        )

    def _show(self, request: Request, holder: Holder, held: Held) -> Response:
        site, language = self._site, language_of(request, self._site)
        said = {one.recipient_id: one for one in site.ledger.rsvps.of(held.id)}
        mine = said.get(holder.recipient_id)
        queue = [one.recipient_id for one in said.values() if one.answer is Answer.WAITING]
        places, event = site.ledger.rsvps.places(held.id), held.event
        left = max(event.seats - places.coming - places.waiting, 0) if event and event.seats is not None else None
        return show(
            request,
            site,
            "event-answer",
            event=event,
            title=held.title,
            kind=event_kind(event.kind, language) if event else "",
            when=held.when(language),
            place=held.occasion.place,
            vacancies=self._events.vacancies(event),
            state=held.state(site.clock()),
            answer=mine.answer if mine else None,
            answered_at=mine.at if mine else None,
            turn=queue.index(holder.recipient_id) + 1 if holder.recipient_id in queue else 0,
            left=left,
            noted="tercatat" in request.query_params and mine is not None,
            file=site.base + _path(request) + "/kegiatan.ics",
            page_token=self._page_token(holder),
        )

    def _holder(self, request: Request) -> Holder:
        holder = self._site.links.read("rsvp", request.path_params["token"])
        recipient = self._site.ledger.recipients.get(holder.recipient_id)
        if recipient is None or not recipient.address:  # had themselves erased
            raise BadLink("revoked")
        return holder

    def _held(self, holder: Holder) -> Held:
        held = self._events.numbered(holder.subject)
        if held is None:
            raise Closed
        return held

    def _page_token(self, holder: Holder) -> str:
        return self._site.links.token("page", holder.recipient_id, holder.subject)


def _path(request: Request) -> str:
    return PATH.format(token=request.path_params["token"])


def _ics(held: Held, site: Site) -> bytes:
    """With the UID and SEQUENCE of the mail's: a calendar that has the one takes the other for the same."""
    from icalendar import Calendar

    from flows.mail.calendar_part import calendar_part

    assert held.event  # noqa: S101 - asked by the caller
    assert held.entry  # noqa: S101
    part = calendar_part(held.event, held.entry, site.sender, description=site.sender.name, personal=False)
    return bytes(Calendar.from_ical(part.content).to_ical())  # folded, as files are
