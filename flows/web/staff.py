"""Staff's pages: which partners have answered, and entering an answer that came by telephone, mail or in person.

Staff have no password: a link mailed to their address opens a session, which a signed cookie carries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException

from flows.links import STAFF_LASTS, BadLink, Holder
from flows.procedure.cases import Case, CaseState, Source
from flows.web.pages import language_of, redirect, show
from flows.web.sections import Section

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from flows.web.door import Form
    from flows.web.site import Site

BY_STAFF = (Source.PHONE, Source.WHATSAPP, Source.MAIL, Source.VISIT)
"""How an answer that staff enter reached them."""


class Staff:
    """The pages below ``/staf``."""

    def __init__(self, site: Site) -> None:
        self._site = site
        # With its prefix a browser takes the cookie from this host and over https alone.
        self._cookie = "__Host-loker" if site.https else "loker"

    def cases(self, request: Request, form: Form) -> Response:
        """Every case that is or was asked about, what is open first."""
        session = self.session(request)
        if session is None:
            return redirect(request, self._site, "/staf/masuk")
        cases = [one for one in self._site.ledger.responses.cases() if one.state is not CaseState.CANCELLED]
        waiting = [one for one in cases if one.state is CaseState.OPEN]
        return show(
            request,
            self._site,
            "staff-cases",
            waiting=waiting,
            done=[one for one in cases if one.state is not CaseState.OPEN],
            saved=request.query_params.get("tersimpan", "") in {one.vacancy for one in cases},
            page_token=self.page_token(session),
        )

    def answer(self, request: Request, form: Form) -> Response:
        """GET shows a vacancy's form as it was answered last; POST keeps the answer under its *Sumber*."""
        session = self.session(request)
        if session is None:
            return redirect(request, self._site, "/staf/masuk")
        site, responses = self._site, self._site.ledger.responses
        with site.ledger.together():
            case = self._case(request.path_params["vacancy"])
            kept = Section(1, case, site.catalogue).kept(site.form, None, responses.latest(case.vacancy))
            if request.method != "POST":
                return self._show(request, session, kept)
            self.refuse_forged(form, session)
            section = kept.posted(form, site.form).checked(site.form, language_of(request, site))
            source = next((one for one in BY_STAFF if one == form.get("sumber")), None)
            if section.errors or source is None:
                return self._show(request, session, section, source, nameless=source is None, status=422)
            responses.answer(case.partner_id, case.vacancy, section.answers, site.clock(), source)
        return redirect(request, site, "/staf", {"tersimpan": case.vacancy})

    def ask(self, request: Request, form: Form) -> Response:
        """GET asks for an address; POST has a link mailed to it if it is one of staff's, and tells nobody whether."""
        page = show(request, self._site, "staff-ask", asked=request.method == "POST")
        if request.method == "POST":
            # When the page has left: a commit more or less would tell who waits for it whose address this is.
            page.background = BackgroundTask(self._site.ask_for_link, form.get("alamat", ""))
        return page

    def sign_in(self, request: Request, form: Form) -> Response:
        """GET shows a button; POST opens the session. Raises `BadLink`."""
        site = self._site
        holder = site.links.read_timed("staff", request.path_params["token"])
        self._refuse_others(holder)
        if request.method != "POST":
            return show(request, site, "staff-sign-in")
        response = redirect(request, site, "/staf")
        response.set_cookie(
            self._cookie,
            site.links.session(holder.recipient_id),
            max_age=int(STAFF_LASTS.total_seconds()),
            path="/",
            secure=site.https,
            httponly=True,
            samesite="lax",  # strict would not send it to who comes from the spreadsheet
        )
        return response

    def sign_out(self, request: Request, form: Form) -> Response:
        if session := self.session(request):
            self.refuse_forged(form, session)
        response = redirect(request, self._site, "/staf/masuk")
        response.delete_cookie(self._cookie, path="/", secure=self._site.https, httponly=True, samesite="lax")
        return response

    def _show(
        self,
        request: Request,
        session: Holder,
        section: Section,
        source: Source | None = None,
        *,
        nameless: bool = False,
        status: int = 200,
    ) -> Response:
        return show(
            request,
            self._site,
            "staff-answer",
            status,
            part=section,
            form=self._site.form,
            catalogue=self._site.catalogue,
            sources=BY_STAFF,
            source=source,
            nameless=nameless,
            begun=self._site.ledger.responses.half_filled().get(section.case.vacancy),
            page_token=self.page_token(session),
        )

    def _case(self, vacancy: str) -> Case:
        """Also one that was closed without an answer: a late one is better than none."""
        for case in self._site.ledger.responses.cases():
            if case.vacancy == vacancy and case.state is not CaseState.CANCELLED:
                return case
        raise HTTPException(404)

    def session(self, request: Request) -> Holder | None:
        """The member of staff who asks, if they have signed in."""
        try:
            holder = self._site.links.read_timed("session", request.cookies.get(self._cookie, ""))
            self._refuse_others(holder)
        except BadLink:
            return None
        return holder

    def _refuse_others(self, holder: Holder) -> None:
        """Whoever is no member of staff any more, or whose links and sessions were taken back since this one began."""
        since = self._site.ledger.revoked.since("staff", holder.recipient_id)
        if (since and holder.subject <= since.timestamp()) or not self._site.is_staff(holder.recipient_id):
            raise BadLink("revoked")

    def page_token(self, session: Holder) -> str:
        """What a page's forms send back with themselves."""
        return self._site.links.token("page", session.recipient_id, session.subject)

    def refuse_forged(self, form: Form, session: Holder) -> None:
        """Raises `HTTPException` for what no page of this session sent."""
        if form.get("halaman") != self.page_token(session):
            raise HTTPException(403)
