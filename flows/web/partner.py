"""The partner's form: one for each partner, with a section for each of its vacancies. No login: the link is the key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from flows.links import BadLink, Holder
from flows.procedure.cases import Source
from flows.web.errors import Closed
from flows.web.pages import language_of, redirect, show
from flows.web.sections import Section

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from flows.web.door import Form
    from flows.web.site import Site

PATH = "/umpan-balik/{token}"
THANKS = PATH + "/terima-kasih"


class Partner:
    """The pages at `PATH` and `THANKS`."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def form(self, request: Request, form: Form) -> Response:
        """GET shows the form as far as it is filled in; POST keeps or sends it. Raises `BadLink` and `Closed`."""
        if request.method == "POST":
            return self._posted(request, form)
        holder = self._holder(request)
        return self._show(request, holder, self._sections(holder), saved="tersimpan" in request.query_params)

    def thanks(self, request: Request, form: Form) -> Response:
        """What was received, and that it can still be corrected."""
        holder = self._holder(request)
        sections = self._sections(holder)
        return show(request, self._site, "thanks", sections=sections, form_path=_path(request))

    def _posted(self, request: Request, form: Form) -> Response:
        site, sending = self._site, form.get("tombol") != "simpan"
        with site.ledger.together():  # it is on the disk before anybody reads "thank you", see `flows.web.clerk`
            holder = self._holder(request)
            if form.get("halaman") != self._page_token(holder):
                raise HTTPException(403)
            posted = [section.posted(form, site.form) for section in self._blank(holder)]
            mine = self._own(holder, posted) if sending else []
            checked = [section.checked(site.form, language_of(request, site)) for section in mine]
            if checked and not any(section.errors for section in checked):
                self._answer(holder, checked)
                return redirect(request, site, _path(request) + "/terima-kasih")
            new = {section.number: section for section in (*posted, *checked)}
            sections = [self._keep(holder, new[old.number], old) for old in self._sections(holder)]
        if sending:
            return self._show(request, holder, sections, nothing=not mine, status=422)
        return redirect(request, site, _path(request), {"tersimpan": "1"})

    def _own(self, holder: Holder, posted: Sequence[Section]) -> list[Section]:
        """What this visitor filled in or has seen: not what somebody else has changed since the page was shown."""
        filled = [section for section in posted if section.raw]
        if not any(section.untouched for section in filled):
            return filled
        kept = {section.number: section.raw for section in self._sections(holder)}
        return [section for section in filled if not section.untouched or section.raw == kept[section.number]]

    def _answer(self, holder: Holder, sections: Sequence[Section]) -> None:
        for section in sections:
            self._site.ledger.responses.answer(
                holder.subject, section.case.vacancy, section.answers, self._site.clock(), Source.FORM
            )

    def _keep(self, holder: Holder, new: Section, old: Section) -> Section:
        """Keep a section as far as it is filled in, if this visitor touched it: others may have gone on with it."""
        if new.untouched or new.raw == old.raw:
            return replace(old, errors=new.errors)
        at = self._site.clock()
        self._site.ledger.responses.save_draft(holder.subject, new.case.vacancy, new.raw, at)
        return replace(new, state="draft", at=at, sent_at=old.sent_at)

    def _show(
        self,
        request: Request,
        holder: Holder,
        sections: Sequence[Section],
        *,
        saved: bool = False,
        nothing: bool = False,
        status: int = 200,
    ) -> Response:
        return show(
            request,
            self._site,
            "form",
            status,
            sections=sections,
            form=self._site.form,
            company=sections[0].case.company,
            faulty=any(section.errors for section in sections),
            catalogue=self._site.catalogue,
            saved=saved,
            nothing=nothing,
            page_token=self._page_token(holder),
        )

    def _holder(self, request: Request) -> Holder:
        holder = self._site.links.read("feedback", request.path_params["token"])
        if ("feedback", holder.recipient_id) in self._site.ledger.revoked:
            raise BadLink("revoked")
        return holder

    def _blank(self, holder: Holder) -> list[Section]:
        """A section for each vacancy that this partner may answer now. Raises `Closed` if there is none."""
        site, now = self._site, self._site.clock()
        cases = site.ledger.responses.open_cases(holder.subject, now)
        asked = [case for case in cases if case.requested_at or case.due_at <= now]
        if not asked:
            raise Closed
        return [Section(number, case, site.catalogue) for number, case in enumerate(asked, start=1)]

    def _sections(self, holder: Holder) -> list[Section]:
        """The same, as far as they are filled in."""
        responses = self._site.ledger.responses
        drafts = responses.drafts(holder.subject)
        return [
            section.kept(self._site.form, drafts.get(section.case.vacancy), responses.latest(section.case.vacancy))
            for section in self._blank(holder)
        ]

    def _page_token(self, holder: Holder) -> str:
        return self._site.links.token("page", holder.recipient_id, holder.subject)


def _path(request: Request) -> str:
    return PATH.format(token=request.path_params["token"])
