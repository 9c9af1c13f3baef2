"""The page that the poster's code leads to: guests say themselves that they are there, on the event's day.

It asks everybody for NIM and name, and greets nobody: what it says does not tell who is invited, nor whose NIM it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.ledger.attendances import Attendance, AttendanceSource
from flows.ledger.held import Held, HeldEvents
from flows.mail.typed import one_line
from flows.procedure.values import Fault, nim
from flows.web.errors import Closed
from flows.web.pages import language_of, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from flows.web.door import Form
    from flows.web.site import Site

PATH = "/hadir/{code}"
LONGEST = 100
"""Letters of a name."""


class Attend:
    """The page at `PATH`."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._events = HeldEvents(site.ledger, site.zone)

    def attend(self, request: Request, form: Form) -> Response:
        """GET asks, POST notes who is there, once. Raises `BadLink` and `Closed`."""
        site = self._site
        with site.ledger.together():
            held = self._events.numbered(site.links.read_attend(request.path_params["code"]))
            if held is None:
                raise Closed
            if request.method != "POST" or not self._open(held):
                return self._show(request, held)
            number, name = nim(form.get("nim", "")[:LONGEST]), one_line(form.get("nama", ""), LONGEST)
            if isinstance(number, Fault) or not number or not name:
                bad = isinstance(number, Fault) or not number
                typed = one_line(form.get("nim", ""), LONGEST)
                return self._show(request, held, nim=typed, typed=name, bad_nim=bad, nameless=not name, status=422)
            return self._show(request, held, nim=number, said="new" if self._note(held, number, name) else "known")

    def _note(self, held: Held, number: str, name: str) -> bool:
        """As the list knows them, else as typed."""
        guest = self._site.ledger.guests.get(held.id, number)
        name, programme = (guest.name, guest.programme) if guest else (name, "")
        there = Attendance(number, name, programme, self._site.clock(), AttendanceSource.CODE)
        return self._site.ledger.attendances.check_in(held.id, there)

    def _open(self, held: Held) -> bool:
        now = self._site.clock()
        return held.days.today(now) and held.state(now) != "cancelled"

    def _show(
        self,
        request: Request,
        held: Held,
        *,
        nim: str = "",
        typed: str = "",
        said: str = "",
        bad_nim: bool = False,
        nameless: bool = False,
        status: int = 200,
    ) -> Response:
        now, language = self._site.clock(), language_of(request, self._site)
        return show(
            request,
            self._site,
            "event-attend",
            status,
            event=held.event,
            when=held.when(language),
            place=held.occasion.place,
            cancelled=held.state(now) == "cancelled",
            open=self._open(held),
            early=now < held.days.begin,
            nim=nim,
            name_typed=typed,
            said=said,
            bad_nim=bad_nim,
            nameless=nameless,
        )
