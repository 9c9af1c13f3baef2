"""The institution's study programmes and departments, and how staff's many spellings of them are understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

from flows.declared import read_declared
from flows.errors import SettingsError

_DEGREE = re.compile(r"\b(?:d|diploma)[\s.-]*(iv|i{1,3}|[1-4])\b|\bsarjana\s+terapan\b|\bs\.?\s?tr\b\.?")
_LEVELS = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "": "4"}  # an applied bachelor's (sarjana terapan) is a D4
_FILLERS = frozenset({"prodi", "program", "studi", "dan", "and"})
_NEAR_ENOUGH = 74
"""Of 100. Lower, and a word that has nothing to do with any programme gets an absurd suggestion."""


@dataclass(frozen=True, slots=True)
class Department:
    """A department (*jurusan*). Names are Indonesian but for ``english``."""

    __pydantic_config__ = {"extra": "forbid"}

    code: str
    name: str
    english: str
    aliases: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The name, as it is written to people."""
        return self.name


@dataclass(frozen=True, slots=True)
class Programme:
    """A study programme (*program studi*). ``name`` is without the degree, ``department`` is a department's code."""

    __pydantic_config__ = {"extra": "forbid"}

    code: str
    department: str
    name: str
    english: str
    degree: str = ""
    """``D2``, ``D3``, ``D4``, or ``""`` where the name says it already."""
    aliases: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The name with the degree, as it is written to people: ``D3 Teknik Informatika``."""
        return f"{self.degree} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class _File:
    __pydantic_config__ = {"extra": "forbid"}

    departments: tuple[Department, ...]
    programmes: tuple[Programme, ...]


class Catalogue:
    """All programmes and departments, in the file's order."""

    def __init__(
        self, departments: Iterable[Department], programmes: Iterable[Programme], *, source: str = "programmes"
    ) -> None:
        """Raises `SettingsError` for a spelling that two entries share, and for a department that is not there.

        ``source`` is where the entries come from, for the error's message.
        """
        self.departments = tuple(departments)
        self.programmes = tuple(programmes)
        # One namespace for both: a recap's scope (Cakupan) takes either, so no spelling may mean two things.
        self._entries = _index((*self.departments, *self.programmes), source)
        self._by_code = {programme.code: programme for programme in self.programmes}
        codes = {department.code for department in self.departments}
        for programme in self.programmes:
            if programme.department not in codes:
                raise SettingsError(
                    f'Study programme {programme.code} is in department "{programme.department}", which is not there',
                    where=source,
                    cure=f"write one of {', '.join(sorted(codes))} as its department, or add that department",
                )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a ``programmes.toml``. Raises `SettingsError` that names the file, the entry and the cure."""
        file = read_declared(
            path,
            _File,
            what="The list of study programmes",
            entry_is="an entry has code, name, english and aliases, a programme also department and degree",
            named_by="code",
        )
        return cls(file.departments, file.programmes, source=str(path))

    def __getitem__(self, code: str) -> Programme:
        """The programme with exactly this code. Raises `KeyError`."""
        return self._by_code[code]

    def find(self, text: str) -> Programme | None:
        """The programme meant by a code, a name with or without its degree, or an alias.

        A degree that the programme does not have is another programme: ``D4 Teknik Mesin`` is not ``D3 Teknik Mesin``.
        """
        return self._find(text, Programme)

    def find_department(self, text: str) -> Department | None:
        """The department meant by a code, a name or an alias."""
        return self._find(text, Department)

    def nearest(self, text: str, *, departments: bool = False) -> str | None:
        """The title of the programme that ``text`` is most like, for "did you mean …?"; ``None`` if like none.

        With ``departments`` a department may be meant as well.
        """
        from rapidfuzz import fuzz, process

        keys = [key for key, entry in self._entries.items() if departments or isinstance(entry, Programme)]
        best = process.extractOne(_key(text)[0], keys, scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH)
        return self._entries[best[0]].title if best else None

    def _find(self, text: str, wanted: type[_Entry]) -> _Entry | None:
        key, degree = _key(text)
        entry = self._entries.get(key)
        if not isinstance(entry, wanted):
            return None
        return None if degree and degree != getattr(entry, "degree", "") else entry


_Entry = TypeVar("_Entry", Department, Programme)


def _key(text: str) -> tuple[str, str]:
    """``text`` as letters and digits only, and the degree that was named in it (``D3``) or ``""``."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    found = _DEGREE.search(plain)
    degree = ""
    if found:
        level = found[1] or ""
        degree = "D" + _LEVELS.get(level, level)
        plain = plain[: found.start()] + " " + plain[found.end() :]
    words = re.findall(r"[^\W_]+", plain)
    return "".join(word for word in words if word not in _FILLERS), degree


def _index(entries: Iterable[Department | Programme], source: str) -> dict[str, Department | Programme]:
    index: dict[str, Department | Programme] = {}
    for entry in entries:
        for spelling in (entry.code, entry.name, entry.english, *entry.aliases):
            key = _key(spelling)[0]
            if not key:
                raise SettingsError(f'"{spelling}" of {entry.code} has no letters', where=source, cure="remove it")
            other = index.setdefault(key, entry)
            if other is not entry:
                raise SettingsError(
                    f'"{spelling}" means both {other.code} and {entry.code}',
                    where=source,
                    cure=f"change or remove that spelling in one of them: {other.name}, {entry.name}",
                )
    return index
