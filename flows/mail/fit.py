"""Letters that are not cut off: Gmail shows the first 102 KB of a message and hides the rest behind a link."""

from __future__ import annotations

import binascii
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flows.mail.interface import Letter

T = TypeVar("T")

LIMIT = 98_000
"""Encoded bytes of a letter's two bodies: 102 KB (104,448 bytes) less headers, boundaries and slots' contents."""


def encoded_size(letter: Letter) -> int:
    """Bytes of both bodies in quoted-printable with CRLF line ends: what travels, not what was typed."""
    bodies = (binascii.b2a_qp(body.encode(), istext=True) for body in (letter.text, letter.html))
    return sum(len(body) + body.count(b"\n") for body in bodies)


@dataclass(frozen=True, slots=True)
class Shape:
    """How much of what is to be told a letter tells."""

    limit: int
    """Characters of a long text, such as a description."""
    full: int
    """How many vacancies are told in full; the following ones in a line."""
    lines: int
    """How many vacancies after those have a line of their own; the rest are counted."""


def shapes(vacancies: int) -> list[Shape]:
    """From all of everything to less and less: first long texts are cut, then vacancies become a line each."""
    shortened = [Shape(limit, vacancies, 0) for limit in (50_000, 20_000, 10_000, 6_000, 4_000, 2_500, 1_500, 800, 400)]
    reduced = [Shape(400, full, vacancies - full) for full in range(vacancies - 1, 0, -1)]
    counted = [Shape(400, 1, lines) for lines in range(vacancies - 2, -1, -1)]
    return shortened + reduced + counted


def fit(attempts: Sequence[T], draw: Callable[[T], Letter]) -> Letter:
    """The letter of the first of ``attempts`` that fits within `LIMIT`, each being drawn shorter than the one before.

    The last one is taken as it is. Only a letter that is too long costs more than one drawing.
    """

    def fits(attempt: T) -> bool:
        return encoded_size(draw(attempt)) <= LIMIT

    whole = draw(attempts[0])
    if encoded_size(whole) <= LIMIT:
        return whole
    best = bisect_left(attempts, True, lo=1, hi=len(attempts) - 1, key=fits)
    return draw(attempts[best])
