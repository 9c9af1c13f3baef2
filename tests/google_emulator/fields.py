"""Field masks: ``sheets(properties/title,data)`` in queries, ``userEnteredFormat.textFormat`` in updates."""

from __future__ import annotations

import re
from typing import Any

from .errors import invalid

Mask = dict[str, "Mask"]
"""Name → what of it; an empty mask is all of it; ``*`` stands for every name."""


def parse(text: str) -> Mask:
    """Raises 400 for a mask that cannot be read."""
    tokens = re.findall(r"[A-Za-z0-9_*]+|[(),./]", text)
    if "".join(tokens) != re.sub(r"\s", "", text):
        raise invalid(f"Request contains an invalid argument: fields={text}")
    mask, rest = _group(tokens)
    if rest:
        raise invalid(f"Request contains an invalid argument: fields={text}")
    return mask


def _group(tokens: list[str]) -> tuple[Mask, list[str]]:
    mask: Mask = {}
    while tokens and tokens[0] != ")":
        node, last = mask, ""
        while tokens and tokens[0] not in ",)(":
            last, tokens = tokens[0], tokens[1:]
            if last in "./":
                continue
            node = node.setdefault(last, {})
        if tokens and tokens[0] == "(":
            inner, tokens = _group(tokens[1:])
            _merge(node, inner)
            tokens = tokens[1:]
        if tokens and tokens[0] == ",":
            tokens = tokens[1:]
    return mask, tokens


def _merge(into: Mask, other: Mask) -> None:
    for name, inner in other.items():
        _merge(into.setdefault(name, {}), inner)


def select(mask: Mask, value: Any) -> Any:
    """The part of an answer that ``mask`` asks for."""
    if not mask or "*" in mask:
        return value
    if isinstance(value, list):
        return [select(mask, item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: select(mask[name], item) for name, item in value.items() if name in mask}


def update(mask: Mask, target: dict[str, Any], source: dict[str, Any]) -> None:
    """Set in ``target`` what ``mask`` names, as found in ``source``; what is named and not there is removed."""
    if "*" in mask:
        mask = {name: {} for name in {*target, *source}}
    for name, inner in mask.items():
        given = source.get(name)
        if given is None:
            target.pop(name, None)
        elif inner and isinstance(given, dict):
            node = dict(target.get(name) or {})
            update(inner, node, given)
            target[name] = node
        else:
            target[name] = given
