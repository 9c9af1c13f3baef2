"""Forms v1: forms, their publication, and what was answered."""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from . import form_items
from .errors import GoogleError, invalid
from .form_model import Form

if TYPE_CHECKING:
    from .emulator import Emulator

Body = dict[str, Any]
PAGE = 5000

_REQUESTS: dict[str, Callable[[Form, Body], Body]] = {
    "createItem": form_items.create_item,
    "updateItem": form_items.update_item,
    "moveItem": form_items.move_item,
    "deleteItem": form_items.delete_item,
    "updateFormInfo": form_items.update_info,
    "updateSettings": form_items.update_settings,
}


def create(emulator: Emulator, email: str, params: Body, body: Body) -> Body:
    """A service account owns no storage, so it can create nothing, unless a test gives it some."""
    if not emulator.accounts_have_storage:
        raise GoogleError(403, "The caller does not have permission")
    info = body.get("info") or {}
    if set(body) - {"info"} or set(info) - {"title", "documentTitle"}:
        raise invalid("Only info.title can be set when creating a form. To add items and settings, use batchUpdate.")
    form = emulator.create_form(
        info.get("title") or "", owner=email, share=(), published=not params.get("unpublished"), fresh=False
    )
    return form.resource()


def get(form: Form, _params: Body, _body: Body) -> Body:
    return form.resource()


def batch_update(form: Form, _params: Body, body: Body) -> Body:
    """All of the requests, or none."""
    requests, control = body.get("requests") or [], body.get("writeControl") or {}
    if not requests:
        raise invalid("Must specify at least one request.")
    if control.get("requiredRevisionId") not in (None, form.revision):
        raise invalid("The form was changed since that revision: requiredRevisionId is not the latest.")
    before = copy.deepcopy((form.info, form.settings, form.items))
    try:
        replies = [_apply(form, place, request) for place, request in enumerate(requests)]
    except GoogleError:
        form.info, form.settings, form.items = before
        raise
    form.touch()
    answer: Body = {"replies": replies, "writeControl": {"requiredRevisionId": form.revision}}
    if body.get("includeFormInResponse"):
        answer["form"] = form.resource()
    return answer


def _apply(form: Form, place: int, request: Body) -> Body:
    if len(request) != 1:
        raise invalid(f"Invalid requests[{place}]: exactly one kind of request is expected.")
    [(name, details)] = request.items()
    try:
        return _REQUESTS[name](form, details)
    except GoogleError as error:
        raise GoogleError(error.code, f"Invalid requests[{place}].{name}: {error.message}") from None


def set_publish_settings(form: Form, _params: Body, body: Body) -> Body:
    if form.publish is None:
        raise invalid("This is a legacy form: it has no publish settings.")
    state = (body.get("publishSettings") or {}).get("publishState") or {}
    published, accepting = bool(state.get("isPublished")), bool(state.get("isAcceptingResponses"))
    if accepting and not published:
        raise invalid("A form that is not published cannot accept responses.")
    form.publish = {"isPublished": published, "isAcceptingResponses": accepting}
    return {"formId": form.id, "publishSettings": {"publishState": form.publish}}


# --- answers -------------------------------------------------------------------------------------------------------


def list_responses(form: Form, params: Body, _body: Body) -> Body:
    """In no order that means anything, as Google promises none. A page's token is good for the same filter only."""
    found = [response for response in form.responses.values() if _selected(response, params.get("filter"))]
    found.sort(key=lambda response: hashlib.sha256(response["responseId"].encode()).digest())
    size = min(params.get("pageSize") or PAGE, PAGE)
    mark = hashlib.sha256(repr(params.get("filter")).encode()).hexdigest()[:8]
    start, _, of = (params.get("pageToken") or f"0.{mark}").partition(".")
    if of != mark:
        raise invalid("The page token is of a request with another filter.")
    page = found[int(start) : int(start) + size]
    answer: Body = {"responses": copy.deepcopy(page)} if page else {}
    if int(start) + size < len(found):
        answer["nextPageToken"] = f"{int(start) + size}.{mark}"
    return answer


def get_response(form: Form, params: Body, _body: Body) -> Body:
    if (response := form.responses.get(params["responseId"])) is None:
        raise GoogleError(404, "Requested entity was not found.")
    return {"formId": form.id, **copy.deepcopy(response)}


def _selected(response: Body, filter: str | None) -> bool:
    if not filter:
        return True
    match = re.fullmatch(r"timestamp (>=?) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)", filter)
    if match is None:
        raise invalid(f"Invalid filter: {filter}. Only timestamp > N and timestamp >= N are supported.")
    at, submitted = (datetime.fromisoformat(text) for text in (match[2], response["lastSubmittedTime"]))
    return submitted >= at if match[1] == ">=" else submitted > at
