"""Leaving the list, and coming back: a page with a button, and RFC 8058's one-click POST by a mail program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.web.pages import redirect, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from flows.ledger.recipients import Recipient
    from flows.web.door import Form
    from flows.web.site import Site


class Leave:
    """The page at ``/berhenti/{token}``."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def leave(self, request: Request, form: Form) -> Response:
        """GET says how it stands, POST leaves. Raises `BadLink`."""
        site, holder = self._site, self._holder(request)
        if request.method == "POST" and holder:
            self._note(holder, left=True)
        return show(
            request,
            site,
            "leave",
            known=holder is not None,
            left=holder is not None and site.ledger.outbox.has_left(holder.key),
            back="kembali" in request.query_params,
            path=_path(request),
        )

    def come_back(self, request: Request, form: Form) -> Response:
        """Take the opt-out back. Raises `BadLink`."""
        if holder := self._holder(request):
            self._note(holder, left=False)
        return redirect(request, self._site, _path(request), {"kembali": "1"})

    def _note(self, holder: Recipient, *, left: bool) -> None:
        ledger, at = self._site.ledger, self._site.clock()
        with ledger.together():
            if ledger.outbox.has_left(holder.key) == left:
                return
            if left:
                ledger.outbox.leave(holder.key, at, "link")
            else:
                ledger.outbox.come_back(holder.key)
            ledger.trail.append("leave" if left else "come back", "", at, recipient=holder.id)

    def _holder(self, request: Request) -> Recipient | None:
        """``None`` for who was erased, or is nobody's address any more: nothing is sent there, whatever they press."""
        holder = self._site.links.read("opt-out", request.path_params["token"])
        recipient = self._site.ledger.recipients.get(holder.recipient_id)
        return recipient if recipient and recipient.address else None


def _path(request: Request) -> str:
    """Of this link's page: the token is one of ours, as it was read."""
    return f"/berhenti/{request.path_params['token']}"
