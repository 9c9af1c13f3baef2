"""Text that people typed, made ready for a letter: without control characters, and otherwise as it was typed."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import Literal

WIDTH = 72
"""Columns of a plain-text letter."""

_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters break headers and lines; the directional ones can show an address backwards.
# The joiners (U+200C, U+200D) stay: emoji and several scripts are made of them.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udfff]")
_NARROW = frozenset("-–•·*▪")
_BULLET = re.compile(r"\s*(?:[-–—•·*▪●○◦►➢✓✔✅👉+=@]|\d{1,2}[.)]|[a-zA-Z][.)])\s+(?=\S)")


def plain(text: str) -> str:
    """``text`` with line ends as ``\\n``, tabs as blanks, and no other control character."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text).replace("\t", " ")).strip("\n").rstrip()


def one_line(text: str, limit: int = 160) -> str:
    """``text`` on one line of at most ``limit`` characters: what may stand in a subject or a title."""
    return clip(" ".join(plain(text).split()), limit)


def clip(text: str, limit: int) -> str:
    """``text``, cut at a word so that it has at most ``limit`` characters, ``…`` included. ``limit`` is at least 1."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    if not text[limit - 1].isspace():
        words = kept.rsplit(None, 1)
        if len(words) > 1 or "://" in kept:  # half an address would lead elsewhere
            kept = words[0] if len(words) > 1 else ""
    return kept.rstrip(" \n,;:-–") + "…"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as typed."""

    text: str
    hang: Literal["", "item", "point"]
    """Whether the line begins with a narrow sign (``-``, ``•``) or a wide one (``1.``, an emoji) of a list."""


def paragraphs(text: str) -> list[list[Line]]:
    """The paragraphs of ``text`` (empty lines part them), each a list of its lines.

    Leading blanks become no-break ones, so that HTML keeps what was indented.
    """
    blocks: list[list[Line]] = [[]]
    for raw in plain(text).split("\n"):
        line = raw.rstrip()
        if line:
            body = line.lstrip()
            indent = "\u00a0" * min(len(line) - len(body), 8)
            blocks[-1].append(Line(indent + body, _hang(line)))
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _hang(line: str) -> Literal["", "item", "point"]:
    bullet = _BULLET.match(line)
    if not bullet:
        return ""
    return "item" if bullet[0].strip() in _NARROW else "point"


def wrap(text: str, indent: str = "") -> str:
    """``text`` in lines of at most `WIDTH` columns, each after ``indent``; a longer word (an address) stays whole.

    Line breaks are kept, and a bullet's further lines hang under its first word.
    """
    return "\n".join(_wrap_line(line, indent) for line in text.split("\n"))


def _wrap_line(line: str, indent: str) -> str:
    bullet = _BULLET.match(line)
    hang = " " * (bullet.end() if bullet else len(line) - len(line.lstrip()))
    return "\n".join(
        textwrap.wrap(
            line.rstrip(),
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent + hang,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )
