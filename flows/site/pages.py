"""All files of the public page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from itertools import chain
from typing import get_args

from flows.mail.card import Card
from flows.procedure.models import Language
from flows.site import addresses, templates, views
from flows.site.addresses import Addresses
from flows.site.book import Book
from flows.site.calendar_feed import calendar
from flows.site.colour import palette
from flows.site.guide import chapters, pictures
from flows.site.model import Content, Posting
from flows.site.page import Page, fingerprint
from flows.translations import translations

LANGUAGES: tuple[Language, ...] = get_args(Language)
NEWS = 50
"""Vacancies in the feed."""
_NO_XML = {0xFFFE: None, 0xFFFF: None}
"""The only characters that texts here may hold (`flows.mail.typed.plain`) and XML may not."""


@dataclass(frozen=True)
class Pages:
    """The pages of some content."""

    files: Mapping[str, Page]
    books: Mapping[Language, Book]


def pages(content: Content) -> Pages:
    """Nothing is rendered yet."""
    assets = list(_assets(content))
    base = content.publisher.base
    where = {one.file.removeprefix("situs/"): f"{base}/{one.file}?v={one.fingerprint[:12]}" for one in assets}
    books = {language: Book(content, language, where) for language in LANGUAGES}
    # A page and its twin, one after the other: what they have in common is worked out once.
    html = chain.from_iterable(zip(*(book.pages() for book in books.values()), strict=True))
    made = [*assets, *_feeds(content, books), books["id"].missing(), *html]
    return Pages({page.file: page for page in made}, books)


def _assets(content: Content) -> Iterator[Page]:
    """Their fingerprints are part of their addresses, so that browsers may keep them until they change."""
    colours = palette(content.publisher.colour)
    for path in (*sorted(templates.STATIC.iterdir()), *pictures()):
        source = path.read_bytes()
        if path.suffix in {".css", ".svg"}:
            shades = {name: getattr(colours, name) for name in colours.__slots__}
            text = source.decode()
            for name, shade in shades.items():
                text = text.replace(f"var(--from-settings-{name.replace('_', '-')})", shade)
            source = text.encode()
        yield Page(f"situs/{path.name}", hashlib.sha256(source).hexdigest(), partial(bytes, source))


def _feeds(content: Content, books: Mapping[Language, Book]) -> Iterator[Page]:
    shell = (templates.fingerprint(), content.publisher)
    for language in LANGUAGES:
        news = content.open[:NEWS]
        told = (shell, language, [(one.vacancy, one.since, one.updated) for one in news])
        file = addresses.file_of(addresses.FEED, language)
        yield Page(file, fingerprint("feed", told, _updated(news, content)), partial(_feed, content, news, language))
        dated = [(one.vacancy, one.updated) for one in content.open if one.vacancy.deadline]
        file = addresses.file_of(addresses.CALENDAR, language)
        events = [(one, content.entries.get(one.id)) for one in content.upcoming]
        told_dates = fingerprint("calendar", shell, language, dated, events)
        yield Page(file, told_dates, partial(calendar, content, language))
    listed = _listed(content, books["id"])
    yield Page("sitemap.xml", fingerprint(shell, listed), partial(_sitemap, content, listed))
    yield Page("robots.txt", fingerprint("robots", shell), partial(_robots, content))


def _updated(news: list[Posting], content: Content) -> datetime:
    start = datetime.combine(content.today, time(), content.publisher.zone)
    return max((one.updated for one in news), default=start)


def _feed(content: Content, news: list[Posting], language: Language) -> bytes:
    where = Addresses(content.publisher.url, language)
    told: list[tuple[Posting, Card]] = [(one, views.whole(one, content, language)) for one in news]
    _ = translations("public", language).gettext
    values = {
        "title": _("Lowongan kerja: %(office)s") % {"office": content.publisher.name},
        "publisher": content.publisher,
        "updated": _stamp(_updated(news, content)),
        "home": where.absolute(addresses.HOME),
        "here": where.absolute(addresses.FEED),
        "entries": [
            (where.absolute(addresses.posting(one.id)), card, _stamp(one.since), _stamp(one.updated))
            for one, card in told
        ],
    }
    return templates.render("feed.xml", language, values).translate(_NO_XML).encode("utf-8", "replace")


def _listed(content: Content, book: Book) -> list[tuple[str, str]]:
    """What search engines are to know: pages by name, and when they changed last, where that is known."""
    facets = [addresses.facet(one.parameter, one.slug) for some in book.lists.facets.all.values() for one in some]
    fixed = [addresses.HOME, addresses.EVENTS, addresses.PROCEDURES, addresses.FIGURES, addresses.GUIDE]
    procedures = [addresses.procedure(one.slug) for one in content.procedures]
    postings = [(addresses.posting(one.id), _stamp(one.updated)) for one in content.open]
    guide = [addresses.chapter(one.slug) for one in chapters()]
    return [*((name, "") for name in (*fixed, *procedures, *guide, *facets)), *postings]


def _sitemap(content: Content, listed: list[tuple[str, str]]) -> bytes:
    where = {language: Addresses(content.publisher.url, language) for language in LANGUAGES}
    rows = [
        ({language: place.absolute(name) for language, place in where.items()}, changed) for name, changed in listed
    ]
    return templates.render("sitemap.xml", "id", {"rows": rows}).encode()


def _robots(content: Content) -> bytes:
    return f"User-agent: *\nAllow: /\n\nSitemap: {content.publisher.url}/sitemap.xml\n".encode()


def _stamp(at: datetime) -> str:
    """RFC 3339, in UTC, to the second."""
    from datetime import UTC

    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
