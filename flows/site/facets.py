"""By what vacancies are found: study programme, kind of work, place, and words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from flows.mail.typed import one_line
from flows.mail.wording import work_kind
from flows.procedure.models import Language
from flows.procedure.names import words
from flows.procedure.programmes import Catalogue
from flows.site.addresses import PARAMETERS
from flows.site.model import Posting

_BETWEEN = re.compile(r"[,;/()\n|]|\s[-–]\s|\bdan\b|\band\b", re.IGNORECASE)
_KIND_OF_PLACE = re.compile(r"^(?:kota|kab\.?|kabupaten)\s+(?=\S)", re.IGNORECASE)
_LONGEST = 48
LONGEST_SEARCH = 200
MOST_PLACES = 60
"""That are offered, those with the most vacancies; the others are found by words."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One value to filter by."""

    parameter: str
    """Of `PARAMETERS`."""
    slug: str
    """Small letters, digits and hyphens."""
    name: str
    """As people read it, in one language."""
    group: str = ""
    """The department of a study programme."""


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for; ``""`` is anything."""

    text: str = ""
    prodi: str = ""
    jenis: str = ""
    tempat: str = ""
    """Slugs."""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """As the form sends it: ``q`` and `PARAMETERS`; whatever else is there is passed over."""
        chosen = {name: query.get(name, "").strip()[:LONGEST_SEARCH] for name in PARAMETERS}
        return cls(query.get("q", "").strip()[:LONGEST_SEARCH], **chosen)

    def __bool__(self) -> bool:
        return bool(self.text or self.prodi or self.jenis or self.tempat)


@dataclass(frozen=True)
class Facets:
    """The values of some vacancies in one language, and which vacancy has which."""

    all: Mapping[str, Sequence[Facet]]
    """By parameter, in the order in which they are offered."""
    of: Mapping[str, frozenset[tuple[str, str]]] = field(repr=False)
    """By vacancy: (parameter, slug)."""

    def named(self, parameter: str, slug: str) -> Facet | None:
        return next((one for one in self.all[parameter] if one.slug == slug), None)

    def having(self, facet: Facet, postings: Iterable[Posting]) -> list[Posting]:
        return [one for one in postings if (facet.parameter, facet.slug) in self.of[one.id]]


def facets(postings: Sequence[Posting], catalogue: Catalogue, language: Language) -> Facets:
    """What these vacancies can be filtered by."""
    kinds = {slug(one.vacancy.kind): work_kind(one_line(one.vacancy.kind), language) for one in postings}
    places = _places(postings)
    of = {
        one.id: frozenset([
            *(("prodi", slug(code)) for code in codes(one, catalogue)),
            ("jenis", slug(one.vacancy.kind)),
            *(("tempat", place) for place, _ in places_of(one)),
        ])
        for one in postings
    }  # fmt: skip
    found = {pair for pairs in of.values() for pair in pairs}
    english = language == "en"
    departments = {one.code: one.english if english else one.name for one in catalogue.departments}
    every = {
        "prodi": [
            Facet(
                "prodi", slug(one.code), programme_name(catalogue, one.code, language), departments[one.department]
            )
            for one in catalogue.programmes
        ],
        "jenis": [Facet("jenis", key, name) for key, name in sorted(kinds.items(), key=lambda kind: kind[1])],
        "tempat": [Facet("tempat", key, name) for key, name in sorted(places.items())],
    }  # fmt: skip
    return Facets({name: [one for one in some if (name, one.slug) in found] for name, some in every.items()}, of)


def codes(posting: Posting, catalogue: Catalogue) -> tuple[str, ...]:
    """The study programmes that a vacancy is for."""
    if posting.everybody:
        return tuple(one.code for one in catalogue.programmes)
    known = {one.code for one in catalogue.programmes}
    return tuple(code for code in posting.programmes if code in known)


def programme_name(catalogue: Catalogue, code: str, language: Language) -> str:
    programme = catalogue[code]
    return f"{programme.degree} {programme.english}".strip() if language == "en" else programme.title


def places_of(posting: Posting) -> Iterator[tuple[str, str]]:
    """Slug and name of each place in a location: ``Tanjung Uncang, Batam`` is two."""
    for part in _BETWEEN.split(one_line(posting.vacancy.location)):
        name = _KIND_OF_PLACE.sub("", " ".join(part.split()))
        if len(name) <= _LONGEST and (key := slug(name)):
            yield key, name


def _places(postings: Iterable[Posting]) -> dict[str, str]:
    """Slug → name, as it is written most often; the `MOST_PLACES` commonest."""
    written: dict[str, Counter[str]] = {}
    for posting in postings:
        for key, name in places_of(posting):
            written.setdefault(key, Counter())[name] += 1
    common = sorted(written, key=lambda key: (-written[key].total(), key))[:MOST_PLACES]
    return {key: min(written[key], key=lambda name: (-written[key][name], name)) for key in common}


def slug(text: str) -> str:
    """``text`` as a part of an address, and of a file's name: those have 255 bytes at most."""
    return "-".join(words(text)).encode()[:200].decode(errors="ignore")


def matching(search: Search, postings: Iterable[Posting], found: Facets, said: Mapping[str, str]) -> list[Posting]:
    """Those of ``postings`` that are looked for; ``said`` is what the card of each says, by its ID."""
    wanted = {(name, getattr(search, name)) for name in PARAMETERS if getattr(search, name)}
    terms = words(search.text)
    return [
        one for one in postings
        if wanted <= found.of[one.id] and (not terms or all(term in said[one.id] for term in terms))
    ]  # fmt: skip
