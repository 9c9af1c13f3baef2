"""The requests of Forms' batchUpdate: items are made, changed, moved and deleted, and must stay what Google allows."""

from __future__ import annotations

import copy
import re
import secrets
from collections.abc import Iterable
from typing import Any

from . import fields
from .errors import GoogleError, invalid
from .form_model import KINDS, Form

Body = dict[str, Any]
ITEM_KINDS = ("questionItem", "questionGroupItem", "pageBreakItem", "textItem", "imageItem", "videoItem")


def create_item(form: Form, request: Body) -> Body:
    item, place = copy.deepcopy(request.get("item") or {}), _place(request.get("location"), len(form.items) + 1)
    taken = form.ids()
    for owner, name in ((item, "itemId"), *((question, "questionId") for question in questions_of(item))):
        if given := owner.get(name):
            if not re.fullmatch(r"[0-9a-f]{1,8}", given):
                raise invalid(f"Invalid ID: {given}. IDs are hexadecimal.")
            if given in taken:
                raise invalid(f"Duplicate ID: {given} is already used in the form.")
        taken.add(owner.setdefault(name, _new_id(taken)))
    _check(item)
    form.items.insert(place, item)
    return {"createItem": {"itemId": item["itemId"], "questionId": [q["questionId"] for q in questions_of(item)]}}


def update_item(form: Form, request: Body) -> Body:
    place, mask = _place(request.get("location"), len(form.items)), _mask(request)
    item = copy.deepcopy(form.items[place])
    fields.update(mask, item, copy.deepcopy(request.get("item") or {}))
    others = form.ids() - set(_ids(form.items[place]))
    for owner, name in ((item, "itemId"), *((question, "questionId") for question in questions_of(item))):
        if not owner.get(name):
            owner[name] = _new_id(others)  # as Google says: blank and in the mask, it is a new one
        elif owner[name] in others:
            raise invalid(f"Duplicate ID: {owner[name]} is already used in the form.")
    _check(item)
    form.items[place] = item
    return {}


def move_item(form: Form, request: Body) -> Body:
    old = _place(request.get("originalLocation"), len(form.items))
    new = _place(request.get("newLocation"), len(form.items))
    form.items.insert(new, form.items.pop(old))
    return {}


def delete_item(form: Form, request: Body) -> Body:
    del form.items[_place(request.get("location"), len(form.items))]
    return {}


def update_info(form: Form, request: Body) -> Body:
    mask = _mask(request)
    if "documentTitle" in mask:
        raise invalid("documentTitle cannot be changed by batchUpdate.")
    fields.update(mask, form.info, request.get("info") or {})
    if not form.info.get("title"):
        raise invalid("A form needs a title.")
    _one_line(form.info["title"])
    return {}


def update_settings(form: Form, request: Body) -> Body:
    fields.update(_mask(request), form.settings, request.get("settings") or {})
    return {}


def questions_of(item: Body) -> list[Body]:
    group = (item.get("questionGroupItem") or {}).get("questions") or []
    single = (item.get("questionItem") or {}).get("question")
    return [*group, *([single] if single is not None else [])]


def _ids(item: Body) -> Iterable[str]:
    return (item["itemId"], *(question["questionId"] for question in questions_of(item)))


def _new_id(taken: set[str]) -> str:
    while (made := f"{secrets.randbits(31):08x}") in taken:
        continue
    return made


def _place(location: Body | None, size: int) -> int:
    if location is None:
        raise invalid("A location is required.")
    index = location.get("index") or 0
    if not 0 <= index < size:
        raise invalid(f"Invalid location index {index}: it must be in [0,{size}).")
    return index


def _mask(request: Body) -> fields.Mask:
    text = request.get("updateMask")
    if not text:
        raise invalid("updateMask is required.")
    return fields.parse(re.sub(r"_([a-z])", lambda match: match[1].upper(), text))


# --- what Google allows ----------------------------------------------------------------------------------------------


def _one_line(text: str | None) -> None:
    if "\n" in (text or ""):
        raise invalid("Displayed text cannot contain newlines")


def _check(item: Body) -> None:
    if len([kind for kind in ITEM_KINDS if kind in item]) != 1:
        raise invalid("An item must be of exactly one kind.")
    if "imageItem" in item or "videoItem" in item:
        raise GoogleError(501, "The emulator keeps no images and no videos.")
    _one_line(item.get("title"))
    _one_line(item.get("description"))
    if "questionItem" in item and not questions_of(item):
        raise invalid("questionItem needs a question.")
    for question in questions_of(item):
        if "fileUploadQuestion" in question:
            raise invalid("Creating file upload questions is not supported.")
        if len([kind for kind in (*KINDS, "rowQuestion") if kind in question]) != 1:
            raise invalid("A question must be of exactly one kind.")
        if "choiceQuestion" in question:
            _check_choices(question["choiceQuestion"])
        if "scaleQuestion" in question:
            _check_scale(question["scaleQuestion"])


def _check_choices(question: Body) -> None:
    values = [option.get("value") for option in question.get("options") or ()]
    if question.get("type") in (None, "CHOICE_TYPE_UNSPECIFIED") or not values:
        raise invalid("A choice question needs a type and options.")
    if len(set(values)) < len(values):
        raise invalid("Cannot have duplicated option values.")
    for option in question["options"]:
        if not option.get("value") and not option.get("isOther"):
            raise invalid("An option needs a value.")
        _one_line(option.get("value"))


def _check_scale(question: Body) -> None:
    if question.get("low", 0) not in (0, 1) or not 2 <= question.get("high", 0) <= 10:
        raise invalid("A scale begins at 0 or 1 and ends between 2 and 10.")
    for name in ("lowLabel", "highLabel"):
        _one_line(question.get(name))
