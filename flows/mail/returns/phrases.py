"""The words of ``phrases.toml``, compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=16)
def kinds(name: str) -> re.Pattern[str]:
    """The pattern by which one kind of mail is told: a key of the table ``kinds``."""
    return re.compile("|".join(_file()["kinds"][name]), re.IGNORECASE | re.MULTILINE)


@lru_cache(maxsize=1)
def said() -> Sequence[tuple[str, re.Pattern[str]]]:
    """The reasons in their order, each with one pattern for all its phrases; texts are searched in lower case."""
    parts = {f"{{{name}}}": f"(?:{'|'.join(phrases)})" for name, phrases in _file()["parts"].items()}
    return [(entry["reason"], re.compile("|".join(_filled(entry["patterns"], parts)))) for entry in _file()["said"]]


def _filled(patterns: Sequence[str], parts: dict[str, str]) -> list[str]:
    for name, phrases in parts.items():
        patterns = [pattern.replace(name, phrases) for pattern in patterns]
    return list(patterns)


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads(files("flows.mail.returns").joinpath("phrases.toml").read_text(encoding="utf-8"))
