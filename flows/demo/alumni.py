"""Two thousand graduates who never lived, the same ones each time, and a few rows with the mistakes of real lists."""

from __future__ import annotations

import random
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows.procedure.programmes import Catalogue, Programme
from flows.workbook.interface import Cell

HOW_MANY = 2000
_SEED = 23_3  # the procedure's number
_YEARS = 8
_DOMAINS = ("alumni.example.ac.id", "example.com", "example.org", "example.net")
_NAMES = Path(__file__).parent / "data" / "names.toml"


@dataclass
class _Graduate:
    nim: Cell
    name: str
    email: str
    programme: str
    year: Cell
    status: str | None = None
    language: str | None = None

    def row(self) -> list[Cell]:
        return [self.nim, self.name, self.email, self.programme, self.year, self.status, self.language]


def alumni(today: date, catalogue: Catalogue) -> list[list[Cell]]:
    """`HOW_MANY` rows of the tab *Alumni*, in the order of its columns."""
    chance = random.Random(_SEED)  # noqa: S311 - made-up people, no secrets
    names = _Names(chance)
    nims: Counter[str] = Counter()
    graduates = []
    for _ in range(HOW_MANY):
        programme = chance.choice(catalogue.programmes)
        year = today.year - chance.randrange(_YEARS)
        name = names.person()
        spelling = chance.choices((programme.name, programme.title, programme.code), (70, 20, 10))[0]
        graduate = _Graduate(_nim(programme, year, nims), name, names.address(name), spelling, year)
        graduate.status = chance.choices((None, "Aktif", "Berhenti"), (60, 38, 2))[0]
        graduate.language = chance.choices((None, "Indonesia", "Inggris"), (70, 20, 10))[0]
        graduates.append(graduate)
    _go_on_studying(graduates, catalogue, nims)
    _make_mistakes(graduates)
    return [graduate.row() for graduate in graduates]


class _Names:
    """Names of several regions, and an address of its own for each person."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._regions: list[dict[str, Any]] = list(tomllib.loads(_NAMES.read_text(encoding="utf-8")).values())
        self._weights = [region["weight"] for region in self._regions]
        self._used: Counter[str] = Counter()

    def person(self) -> str:
        region = self._chance.choices(self._regions, self._weights)[0]
        middle = self._chance.choice(region["first"]) if self._chance.random() < 0.25 else ""
        first, last = self._chance.choice(region["first"]), self._chance.choice(region["last"])
        return " ".join(part for part in (first, middle if middle != first and last else "", last) if part)

    def address(self, name: str) -> str:
        plain = unicodedata.normalize("NFKD", name).casefold()
        words = ["".join(filter(str.isalnum, word)) for word in plain.split()]
        local = self._chance.choice((".", "", "_")).join((words[0], words[-1]) if len(words) > 1 else words)
        self._used[local] += 1
        number = self._used[local]
        address = f"{local}{number if number > 1 else ''}@{self._chance.choice(_DOMAINS)}"
        return address.title() if self._chance.random() < 0.01 else address


def _nim(programme: Programme, year: int, nims: Counter[str]) -> str:
    """Ten digits: the degree's, the programme's three (of its letters), year of entry, a running number of three."""
    degree = programme.degree[-1:] or "5"
    entry = year - (int(degree) if programme.degree else 2)
    start = f"{degree}{sum(map(ord, programme.code)) % 900 + 100}{entry % 100:02d}1"
    nims[start] += 1
    return f"{start}{nims[start]:03d}"


def _go_on_studying(graduates: Sequence[_Graduate], catalogue: Catalogue, nims: Counter[str]) -> None:
    """Some first did a D3, then a D4 in the same department: two NIM, one person, one address."""
    longer = {programme.department: programme for programme in catalogue.programmes if programme.degree == "D4"}
    for first, second in zip(graduates[100:900:20], graduates[1000:1800:20], strict=True):
        programme = catalogue.find(first.programme)
        if programme and programme.degree == "D3" and isinstance(first.year, int) and programme.department in longer:
            after = longer[programme.department]
            second.name, second.email, second.programme = first.name, first.email, after.title
            second.nim, second.year = _nim(after, first.year, nims), first.year
            first.year -= 1


def _make_mistakes(graduates: Sequence[_Graduate]) -> None:
    """Each mistake once or twice, far apart, as they are found in lists that grew over years."""
    wrong = iter(graduates[40:1960:160])

    number = next(wrong)
    number.nim = int(str(number.nim))
    doubled = next(wrong)
    doubled.nim = graduates[3].nim
    shared = next(wrong)
    shared.email = graduates[5].email.upper()
    next(wrong).email = "rina.marlina.example.com"
    next(wrong).email = "bagus@@example.org"
    two = next(wrong)
    two.email = f"{two.email}; {two.email.replace('@', '.lama@')}"
    next(wrong).email = ""
    next(wrong).programme = "Teknik Informatka"
    next(wrong).year = "2O21"
    next(wrong).programme = "#N/A"
