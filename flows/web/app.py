"""The pages of one office as an ASGI application. The only module that knows which page is where."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from flows.web.armour import Armour
from flows.web.attend import PATH as ATTEND
from flows.web.attend import Attend
from flows.web.checkin import CheckIn
from flows.web.clerk import Clerk
from flows.web.door import Door, origin_of
from flows.web.errors import handlers
from flows.web.event import FILE, Invitation
from flows.web.event import PATH as INVITATION
from flows.web.join import Join
from flows.web.leave import Leave
from flows.web.pages import STATIC
from flows.web.partner import PATH, THANKS, Partner
from flows.web.public import PATHS, Public
from flows.web.site import Site
from flows.web.staff import Staff
from flows.web.status import PATH as STATUS
from flows.web.status import Status

GET, POST, BOTH = ["GET"], ["POST"], ["GET", "POST"]


class Assets(StaticFiles):
    """Files that browsers may keep: the style sheet's address changes with it."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=86400"
        return response


def make_app(site: Site, door: Door | None = None) -> ASGIApp:
    """All pages of ``site`` behind ``door`` (default: one with the rates of `Door`)."""
    door = door or Door(origin_of(site.url), Clerk(site.ledger.store.harden))
    partner, staff, leave, join = Partner(site), Staff(site), Leave(site), Join(site)
    invitation, attend, check_in = Invitation(site), Attend(site), CheckIn(site, staff)
    routes: list[BaseRoute] = [
        Route(PATH, door.page(partner.form), methods=BOTH),
        Route(THANKS, door.page(partner.thanks), methods=GET),
        Route("/berhenti/{token}", door.page(leave.leave, from_elsewhere=True), methods=BOTH),
        Route("/berhenti/{token}/kembali", door.page(leave.come_back), methods=POST),
        Route("/staf", door.page(staff.cases), methods=GET),
        Route("/staf/masuk", door.page(staff.ask), methods=BOTH),
        Route("/staf/masuk/{token}", door.page(staff.sign_in), methods=BOTH),
        Route("/staf/keluar", door.page(staff.sign_out), methods=POST),
        Route("/staf/isi/{vacancy:path}", door.page(staff.answer), methods=BOTH),
        Route(STATUS, door.page(Status(site, staff).page), methods=BOTH),
        Route("/staf/kegiatan", door.page(check_in.events), methods=GET),
        Route("/staf/hadir/{event:path}", door.page(check_in.door), methods=BOTH),
        Route("/staf/daftar-hadir/{event:path}", door.page(check_in.attendance), methods=GET),
        Route("/staf/poster/{event:path}", door.page(check_in.poster), methods=GET),
        Route(INVITATION, door.page(invitation.answer), methods=BOTH),
        Route(FILE, door.page(invitation.file), methods=GET),
        Route(ATTEND, door.page(attend.attend, crowd=True), methods=BOTH),
        Mount("/aset", Assets(directory=STATIC)),
    ]
    if site.settings.web.public_url:
        routes += [
            Route("/daftar", door.page(join.join, seldom=True), methods=BOTH),
            Route("/daftar/{token}", door.page(join.confirm), methods=BOTH),
        ]
    if site.settings.web.public_url:
        public = Public(site)
        routes += [Route(path, door.page(public.page, everybody=True), methods=GET) for path in PATHS]
    pages = Starlette(routes=routes, exception_handlers=dict(handlers(site)))
    pages.router.redirect_slashes = False  # it would lead to the host that the visitor names
    return Armour(pages, https=site.https)
