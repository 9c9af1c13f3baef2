"""`loker forms setup`: fill the Google Form that staff made and shared with the definition's questions, and publish it.

What is there is looked at first, and only what differs is asked for: a second run changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flows.errors import FormsBusy, FormsError
from flows.forms import google_items
from flows.forms.definition import FormDefinition
from flows.forms.google_calls import BadRequest, FormCalls
from flows.procedure.programmes import Catalogue

Body = dict[str, Any]
ATTEMPTS = 3
_KINDS = ("textQuestion", "choiceQuestion", "scaleQuestion")
_INFO = {"title": google_items.TITLE.id, "description": f"{google_items.NOTICE.id} / {google_items.NOTICE.en}"}
_SIGN_IN = ("VERIFIED", "RESPONDER_INPUT")


@dataclass(frozen=True)
class FormSetUp:
    """How the form stands after a set-up."""

    url: str
    """Where partners answer."""
    edit_url: str
    changed: bool
    others: tuple[str, ...]
    """Titles of questions that are not of the definition: nobody collects what is answered to them."""
    open_to_all: bool
    """Whether partners can answer without signing in."""


def set_up(calls: FormCalls, definition: FormDefinition, catalogue: Catalogue) -> FormSetUp:
    """Make the form what the definition says. Questions that staff put into it stay, behind ours.

    Neither a lost reply nor a colleague who edits meanwhile doubles anything: before another try the form is looked at
    again. Raises `FormsBusy` and `FormsError`.
    """
    wanted, changed = list(google_items.items(definition, catalogue)), False
    for attempt in range(ATTEMPTS):
        form = calls.form()
        requests = _differences(form, wanted)
        if not requests:
            break
        changed = True
        try:
            calls.change(requests, form["revisionId"])
        except (FormsBusy, BadRequest):
            if attempt == ATTEMPTS - 1:
                raise
            continue
        break
    if not _published(form):
        calls.publish()
        changed = True
    ours = {item["itemId"] for item in wanted}
    others = [item.get("title", "") for item in form.get("items", ()) if item["itemId"] not in ours and _asks(item)]
    return FormSetUp(
        form["responderUri"],
        f"https://docs.google.com/forms/d/{calls.form_id}/edit",
        changed,
        tuple(filter(None, others)),
        open_to_all=_open_to_all(calls, form),
    )


def look(calls: FormCalls, definition: FormDefinition, catalogue: Catalogue) -> None:
    """Change nothing, and raise `FormsError` if partners cannot answer what the definition asks."""
    form = calls.form()
    if _differences(form, list(google_items.items(definition, catalogue))) or not _published(form):
        raise FormsError(
            "The Google Form does not ask what feedback.toml asks, or is not published",
            where=f"form {calls.form_id}",
            cure="run loker forms setup",
        )
    if not _open_to_all(calls, form):
        raise FormsError(
            "Partners would have to sign in at Google to answer the form",
            where=f"form {calls.form_id}",
            cure="choose Published in the form, then under Responders 'Anyone with the link'",
        )


def _differences(form: Body, wanted: Sequence[Body]) -> list[Body]:
    """The requests that make the form what is wanted."""
    return [*_info(form), *_settings(form), *_items(form.get("items", []), wanted)]


def _published(form: Body) -> bool:
    """A form of the old kind knows no publication: it always is."""
    state = form.get("publishSettings", {}).get("publishState")
    return state is None or bool(state.get("isAcceptingResponses"))


def _open_to_all(calls: FormCalls, form: Body) -> bool:
    """A form of the old kind asks nobody who they are."""
    return "publishSettings" not in form or calls.answered_by_anyone()


def _info(form: Body) -> Iterator[Body]:
    differing = [name for name, text in _INFO.items() if form["info"].get(name) != text]
    if differing:
        yield {"updateFormInfo": {"info": {name: _INFO[name] for name in differing}, "updateMask": ",".join(differing)}}


def _settings(form: Body) -> Iterator[Body]:
    """Addresses are not asked for: collecting them makes partners sign in at Google."""
    if form.get("settings", {}).get("emailCollectionType") in _SIGN_IN:
        wanted = {"emailCollectionType": "DO_NOT_COLLECT"}
        yield {"updateSettings": {"settings": wanted, "updateMask": "emailCollectionType"}}


def _items(found: Sequence[Body], wanted: Sequence[Body]) -> Iterator[Body]:
    """Requests one after the other, each for the form as those before it left it."""
    there = list(found)
    for place in reversed(range(len(there))):
        if not there[place].get("title") and _asks(there[place]):
            # The question that a new form begins with: nobody can tell what it asks.
            del there[place]
            yield {"deleteItem": {"location": {"index": place}}}
    for place, item in enumerate(wanted):
        now = next((number for number, other in enumerate(there) if other["itemId"] == item["itemId"]), None)
        if now is None:
            there.insert(place, item)
            yield {"createItem": {"item": item, "location": {"index": place}}}
            continue
        if now != place:
            there.insert(place, there.pop(now))
            yield {"moveItem": {"originalLocation": {"index": now}, "newLocation": {"index": place}}}
        yield from _change(there[place], item, place)


def _change(there: Body, item: Body, place: int) -> Iterator[Body]:
    fields = {"title": item["title"], "description": item["description"]}
    mask = [name for name, text in fields.items() if there.get(name, "") != text]
    asked, wanted = (one.get("questionItem", {}).get("question", {}) for one in (there, item))
    for name in ("required", *_KINDS):
        if name in wanted and not _same(asked.get(name), wanted[name]):
            mask.append(f"questionItem.question.{name}")
    if mask:
        yield {"updateItem": {"item": item, "location": {"index": place}, "updateMask": ",".join(mask)}}


def _same(there: Any, wanted: Any) -> bool:
    """Whether Google holds what is wanted; it leaves out what is false or 0, and may say more than it was told."""
    if isinstance(wanted, dict):
        return all(_same((there or {}).get(name), value) for name, value in wanted.items())
    if isinstance(wanted, list):
        return len(there or ()) == len(wanted) and all(map(_same, there, wanted))
    return bool(there == wanted or (not there and not wanted))


def _asks(item: Body) -> bool:
    return "questionItem" in item or "questionGroupItem" in item
