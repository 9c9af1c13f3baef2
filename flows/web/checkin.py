"""Staff's pages for events, made for a telephone at the door: who comes in is found by name or NIM and checked in with
one tap; who is on no list is typed in. They work without scripts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.exceptions import HTTPException

from flows.documents.attendance import attendance_pdf, titled
from flows.documents.poster import poster_pdf
from flows.ledger.attendances import Attendance, AttendanceSource
from flows.ledger.guests import Guest
from flows.ledger.held import Held, HeldEvents
from flows.mail.typed import one_line
from flows.procedure.dates import short_moment
from flows.procedure.values import Fault, nim
from flows.web.pages import language_of, redirect, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from flows.links import Holder
    from flows.web.door import Form
    from flows.web.site import Site
    from flows.web.staff import Staff

SHOWN = 20
"""People in a list: more are found by their names."""
PAST = timedelta(days=30)
"""For how long an event that is over stays on the list."""
LONGEST = 100
"""Letters of a name."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the page."""

    nim: str
    name: str
    programme: str
    """As it is written to people, or ``""``."""
    there: Attendance | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed of somebody who is on no list, and what is wrong with it."""

    nim: str = ""
    name: str = ""
    programme: str = ""
    bad_nim: bool = False
    nameless: bool = False


class CheckIn:
    """The pages at ``/staf/kegiatan``, ``/staf/hadir``, ``/staf/daftar-hadir`` and ``/staf/poster``."""

    def __init__(self, site: Site, staff: Staff) -> None:
        self._site, self._staff = site, staff
        self._events = HeldEvents(site.ledger, site.zone)

    def events(self, request: Request, form: Form) -> Response:
        """Today's events, those to come, and those of the last weeks."""
        session = self._staff.session(request)
        if session is None:
            return redirect(request, self._site, "/staf/masuk")
        now, every = self._site.clock(), self._events.all()
        return show(
            request,
            self._site,
            "checkin-events",
            today=[one for one in every if one.days.today(now)],
            ahead=[one for one in every if now < one.days.begin],
            past=[one for one in reversed(every) if one.days.end <= now < one.days.end + PAST],
            counts=self._site.ledger.events.attended(),
            page_token=self._staff.page_token(session),
        )

    def door(self, request: Request, form: Form) -> Response:
        """GET shows who is expected and who came; POST searches, checks in, or takes a slip back."""
        session = self._staff.session(request)
        if session is None:
            return redirect(request, self._site, "/staf/masuk")
        site = self._site
        with site.ledger.together():
            held = self._held(request)
            if request.method != "POST":
                return self._show(request, session, held)
            self._staff.refuse_forged(form, session)
            button = form.get("tombol", "")
            if button == "cari":
                return self._show(request, session, held, search=one_line(form.get("cari", ""), LONGEST))
            if not held.days.begun(site.clock()):
                raise HTTPException(403)
            if button == "batal":
                undone = site.ledger.attendances.undo(held.id, form.get("nim", ""), site.clock())
                return self._back(request, held, {"batal": "1"} if undone else {})
            typed = self._read(held, form)
            if typed.bad_nim or typed.nameless:
                return self._show(request, session, held, typed=typed, status=422)
            new = site.ledger.attendances.check_in(
                held.id, Attendance(typed.nim, typed.name, typed.programme, site.clock(), AttendanceSource.STAFF)
            )
        return self._back(request, held, {"baru" if new else "sudah": _mark(typed.nim)})

    def attendance(self, request: Request, form: Form) -> Response:
        """The attendance list as a PDF."""
        site = self._site

        def draw(held: Held) -> bytes:
            assert held.event  # noqa: S101 - `_held` saw to it
            people, head = site.ledger.attendances.of(held.id), site.ledger.trail.head()
            return attendance_pdf(held, held.event, people, site.catalogue, site.settings.office, site.clock(), head)

        return self._paper(request, draw, "daftar-hadir")

    def poster(self, request: Request, form: Form) -> Response:
        """The poster with the code; not found where guests could not reach its page."""
        site = self._site

        def draw(held: Held) -> bytes:
            link = site.links.attend(held.entry.number) if held.entry else ""
            if not link or not held.event:
                raise HTTPException(404)
            return poster_pdf(held, held.event, link, site.settings.office)

        return self._paper(request, draw, "poster")

    def _paper(self, request: Request, draw: Callable[[Held], bytes], name: str) -> Response:
        from starlette.responses import Response

        if self._staff.session(request) is None:
            return redirect(request, self._site, "/staf/masuk")
        disposition = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
        return Response(draw(self._held(request)), media_type="application/pdf", headers=disposition)

    def _held(self, request: Request) -> Held:
        held = self._events.get(request.path_params["event"])
        if held is None or held.state(self._site.clock()) == "cancelled":
            raise HTTPException(404)
        return held

    def _read(self, held: Held, form: Form) -> Typed:
        """Who is to be checked in: as the list knows them, else as typed."""
        number, name = nim(form.get("nim", "")[:LONGEST]), one_line(form.get("nama", ""), LONGEST)
        codes = {one.code for one in self._site.catalogue.programmes}
        programme = form.get("prodi", "") if form.get("prodi", "") in codes else ""
        if isinstance(number, Fault) or not number:
            return Typed(one_line(form.get("nim", ""), LONGEST), name, programme, bad_nim=True, nameless=not name)
        if guest := self._site.ledger.guests.get(held.id, number):
            return Typed(guest.nim, guest.name, guest.programme)
        return Typed(number, name, programme, nameless=not name)

    def _back(self, request: Request, held: Held, query: dict[str, str]) -> Response:
        return redirect(request, self._site, f"/staf/hadir/{quote(held.id, safe='')}", query)

    def _show(
        self, request: Request, session: Holder, held: Held, *, search: str = "", typed: Typed | None = None,
        status: int = 200,
    ) -> Response:  # fmt: skip
        site, language = self._site, language_of(request, self._site)
        came = site.ledger.attendances.of(held.id)
        there = {one.nim: one for one in came}
        asked = request.query_params if request.method == "GET" else {}
        noted = asked.get("baru") or asked.get("sudah")
        return show(
            request,
            site,
            "checkin-door",
            status,
            held=held,
            when=held.when(language),
            begun=held.days.begun(site.clock()),
            count=len(came),
            places=site.ledger.rsvps.places(held.id),
            search=search,
            found=self._found(request, held, search, there),
            expected=[self._person(request, one) for one in site.ledger.guests.expected(held.id, SHOWN)],
            latest=[self._person(request, one) for one in reversed(came[-SHOWN:]) if one.name],
            noted=next((one for one in came if noted and _mark(one.nim) == noted), None),
            again="sudah" in asked,
            undone="batal" in asked,
            typed=typed or Typed(),
            hour=lambda at: short_moment(at, site.zone, language).rpartition(" ")[2],
            shown=SHOWN,
            catalogue=site.catalogue,
            poster=bool(held.entry and site.links.attend(held.entry.number)),
            page_token=self._staff.page_token(session),
        )

    def _found(self, request: Request, held: Held, search: str, there: dict[str, Attendance]) -> Sequence[Person]:
        """Those on the list first, then others who came."""
        words = search.lower().split()
        if not words:
            return ()
        listed = self._site.ledger.guests.find(held.id, search, SHOWN)
        known = {one.nim for one in listed}
        others = [
            one
            for one in there.values()
            if one.nim not in known and all(word in f"{one.name} {one.nim}".lower() for word in words)
        ]
        found: list[Guest | Attendance] = [*listed, *others[:SHOWN]]
        return [self._person(request, one, there.get(one.nim)) for one in found]

    def _person(self, request: Request, one: Guest | Attendance, there: Attendance | None = None) -> Person:
        programme = titled(one.programme, self._site.catalogue, language_of(request, self._site))
        return Person(one.nim, one.name, programme, there or (one if isinstance(one, Attendance) else None))


def _mark(nim: str) -> str:
    """By which a page's address names somebody whom only the page itself can tell."""
    return hashlib.sha256(nim.encode()).hexdigest()[:12]
