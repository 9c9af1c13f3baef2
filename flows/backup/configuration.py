"""The configuration's text with other values, everything else as the office wrote it. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from flows.backup.manifest import BackupError
from flows.settings import Settings

REFERENCES = ("file:", "prefect:")
"""What a secret's key may hold that is no secret: the place where it is."""


def written(text: str) -> dict[str, str]:
    """The keys that hold a text, as ``section.key``."""
    sections: dict[str, Any] = tomllib.loads(text)
    return {
        f"{name}.{key}": value
        for name, section in sections.items()
        if isinstance(section, dict)
        for key, value in section.items()
        if isinstance(value, str)
    }


def secrets(settings: Settings, text: str) -> list[str]:
    """Keys whose secret stands in the text itself."""
    shown = written(text)
    return [
        f"{name}.{key}"
        for name, section in settings
        if name != "folder"
        for key, value in section
        if isinstance(value, SecretStr) and (given := shown.get(f"{name}.{key}")) and not given.startswith(REFERENCES)
    ]


def amended(text: str, changes: Mapping[str, str]) -> str:
    """The text with these keys' values exchanged. A key that is not there is written in its section.

    Raises `BackupError` where a value cannot be exchanged without touching others: it must be changed by hand.
    """
    made = text
    for key, value in changes.items():
        if (old := written(made).get(key)) != value:
            made = _appended(made, key, value) if old is None else made.replace(old, value)
    if not _is(made, text, changes):
        raise BackupError(
            "A value in the configuration cannot be exchanged without touching others",
            where=", ".join(changes),
            cure='give that key on a line of its own, a secret as "file:PATH" with its value in that file',
        )
    return made


def _appended(text: str, key: str, value: str) -> str:
    section, _, name = key.partition(".")
    line = f"{name} = {_quoted(value)}"
    heading = f"[{section}]"
    lines = text.splitlines()
    places = [number for number, one in enumerate(lines) if one.split("#")[0].strip() == heading]
    if places:
        lines.insert(places[0] + 1, line)
    else:
        lines += ["", heading, line]
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _is(made: str, text: str, changes: Mapping[str, str]) -> bool:
    """Whether exactly this has changed."""
    expected = tomllib.loads(text)
    for key, value in changes.items():
        section, _, name = key.partition(".")
        expected.setdefault(section, {})[name] = value
    try:
        return bool(tomllib.loads(made) == expected)
    except tomllib.TOMLDecodeError:
        return False
