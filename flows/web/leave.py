"""Leaving the list: a page with a button, and RFC 8058's one-click POST by a mail program. Both change the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.web.pages import show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from flows.web.door import Form
    from flows.web.site import Site


class Leave:
    """The page at ``/berhenti/{token}``."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def leave(self, request: Request, form: Form) -> Response:
        """GET asks, POST leaves. Raises `BadLink`."""
        site = self._site
        holder = site.links.read("opt-out", request.path_params["token"])
        done = request.method == "POST"
        if done and (recipient := site.ledger.recipients.get(holder.recipient_id)):
            site.ledger.outbox.leave(recipient.key, site.clock(), "link")
        return show(request, site, "leave", done=done)
