"""The HTML pages of one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from itertools import groupby
from typing import Any

from markupsafe import Markup

from flows.mail.wording import people
from flows.procedure.dates import day, short_day
from flows.procedure.models import Language
from flows.site import addresses, templates, views
from flows.site.addresses import Addresses
from flows.site.applying import ways, whatsapp
from flows.site.facets import Facet, Facets, Search, facets, matching
from flows.site.job_posting import job_posting
from flows.site.model import Content, Posting
from flows.site.page import Page, fingerprint
from flows.site.procedures import Procedure
from flows.translations import translations

PER_PAGE = 20


class Book:
    """All pages of one language, each made when it is asked for."""

    def __init__(self, content: Content, language: Language, assets: Mapping[str, str]) -> None:
        """``assets`` are the addresses of style sheet, script and pictures, by name."""
        self.content, self.language = content, language
        self.where = Addresses(content.publisher.url, language)
        self._assets = assets
        self._shell = fingerprint(templates.fingerprint(), content.publisher, sorted(assets.items()), language)
        self._items: dict[str, views.Item] = {}
        self._cards: dict[str, Markup] = {}

    def pages(self) -> Iterator[Page]:
        """All of them."""
        yield from self._lists()
        yield from self._closed()
        for posting in self.content.postings:
            told = (posting, self.item(posting))
            yield self._page(addresses.posting(posting.id), told, partial(self._posting, posting))
        yield self._page(addresses.EVENTS, (self._happenings, self._past), self._events)
        yield self._page(addresses.PROCEDURES, self.content.procedures, self._procedures)
        for procedure in self.content.procedures:
            name, shown = addresses.procedure(procedure.slug), (procedure, self._others(procedure))
            yield self._page(name, shown, partial(self._procedure, procedure))
        yield self._page(addresses.FIGURES, self.content.figures, self._figures)

    def search(self, search: Search, number: int) -> bytes:
        """What was looked for, as a page that no search engine lists."""
        said = {one.id: self.item(one).said for one in self.content.open} if search.text else {}
        found = matching(search, self.content.open, self.facets, said)
        return self._list(addresses.HOME, found, number, heading=self._("Hasil pencarian"), search=search)

    def item(self, posting: Posting) -> views.Item:
        if posting.id not in self._items:
            self._items[posting.id] = views.item(posting, self.content, self.language)
        return self._items[posting.id]

    @cached_property
    def facets(self) -> Facets:
        return facets(self.content.open, self.content.catalogue, self.language)

    def _lists(self) -> Iterator[Page]:
        yield from self._numbered(addresses.HOME, self.content.open, told=(self._happenings,))
        told = [self.item(one) for one in self.content.open]
        heading = self._("Semua lowongan yang terbuka")
        yield self._page(
            addresses.ALL, told, partial(self._list, addresses.ALL, self.content.open, 1, heading=heading, per_page=0)
        )
        for facet in (one for some in self.facets.all.values() for one in some):
            name = addresses.facet(facet.parameter, facet.slug)
            having = self.facets.having(facet, self.content.open)
            yield from self._numbered(name, having, facet=facet, heading=self._heading(facet))

    def _numbered(
        self,
        name: str,
        postings: Sequence[Posting],
        *,
        told: object = (),
        facet: Facet | None = None,
        heading: str = "",
    ) -> Iterator[Page]:
        pages = _pages(len(postings), PER_PAGE)
        for number in range(1, pages + 1):
            shown = [self.item(one) for one in _part(postings, number, PER_PAGE)]
            first = told if number == 1 else ()
            yield self._page(
                addresses.numbered(name, number), (shown, len(postings), facet, heading, self.facets.all, first),
                partial(self._list, name, postings, number, facet=facet, heading=heading),
            )  # fmt: skip

    def _list(
        self,
        name: str,
        postings: Sequence[Posting],
        number: int,
        *,
        facet: Facet | None = None,
        heading: str = "",
        search: Search | None = None,
        per_page: int = PER_PAGE,
    ) -> bytes:
        pages = _pages(len(postings), per_page)
        number = min(number, pages)
        chosen = {facet.parameter: facet.slug} if facet else {}
        return self._html(
            "list.html",
            addresses.numbered(name, number) if search is None else name,
            title=heading or self._("Lowongan kerja untuk alumni"),
            description=self._("Lowongan kerja, kegiatan, dan layanan untuk alumni."),
            listed=search is None and name != addresses.ALL,
            home=name == addresses.HOME and number == 1 and search is None,
            cards=[self._card(one) for one in _part(postings, number, per_page)],
            count=len(postings),
            number=number,
            pages=pages,
            numbers=_numbers(number, pages),
            link_to=partial(self._link_to, name, search),
            facets=self.facets.all,
            chosen=search or Search(**chosen),
            searching=bool(search),
            happenings=self._happenings if name == addresses.HOME and number == 1 and search is None else [],
        )

    def _link_to(self, name: str, search: Search | None, number: int) -> str:
        if search is None:
            return self.where.path(addresses.numbered(name, number))
        from urllib.parse import urlencode

        asked = {"q": search.text, **{key: getattr(search, key) for key in addresses.PARAMETERS}}
        query = {key: value for key, value in asked.items() if value} | ({"halaman": number} if number > 1 else {})
        return f"{self.where.path(addresses.HOME)}?{urlencode(query)}"

    def _heading(self, facet: Facet) -> str:
        return {
            "prodi": self._("Lowongan untuk %(name)s"),
            "jenis": self._("Lowongan %(name)s"),
            "tempat": self._("Lowongan di %(name)s"),
        }[facet.parameter] % {"name": facet.name}

    def _closed(self) -> Iterator[Page]:
        months = [
            (month, list(some)) for month, some in groupby(self.content.closed, lambda one: f"{one.closed:%Y-%m}")
        ]
        named = [(month, self._month(month), len(some)) for month, some in months]
        yield self._page(
            addresses.CLOSED, named,
            partial(
                self._html, "closed.html", addresses.CLOSED, title=self._("Lowongan yang sudah ditutup"),
                description="", months=named,
            ),
        )  # fmt: skip
        for month, some in months:
            name, told = addresses.month(month), [self.item(one) for one in some]
            yield self._page(name, told, partial(self._closed_in, name, self._month(month), some))

    def _closed_in(self, name: str, month: str, postings: Sequence[Posting]) -> bytes:
        title = self._("Lowongan yang ditutup pada %(month)s") % {"month": month}
        cards = [self._card(one) for one in postings]
        return self._html("closed-month.html", name, title=title, description="", cards=cards, listed=False)

    def _month(self, month: str) -> str:
        return views.month_name(date.fromisoformat(f"{month}-01"), self.language)

    def _posting(self, posting: Posting) -> bytes:
        card, item = views.whole(posting, self.content, self.language), self.item(posting)
        name = addresses.posting(posting.id)
        url = self.where.absolute(name)
        until = self._("batas lamaran %(day)s") % {"day": card.short_deadline} if card.short_deadline else ""
        gist = " · ".join(part for part in (card.kind, card.location, until) if part)
        title = f"{card.position} · {card.company}"
        return self._html(
            "posting.html",
            name,
            title=title,
            description=gist,
            listed=not posting.closed,
            kind_of_page="article",
            card=card,
            item=item,
            everyone=views.audience(posting, self.content, self.language),
            openings=people(posting.vacancy.openings, self.language) if posting.vacancy.openings else "",
            since=short_day(posting.since.astimezone(self.content.publisher.zone), self.language),
            closed=day(posting.closed, self.language) if posting.closed else "",
            ways=() if posting.closed else ways(posting.vacancy.apply, card.position),
            share=whatsapp(f"{title}\n{gist}\n{url}"),
            data=job_posting(posting, card, self.content.publisher, url),
        )

    def _card(self, posting: Posting) -> Markup:
        """Rendered once, for a vacancy stands in many lists."""
        if posting.id not in self._cards:
            item = self.item(posting)
            values = {"item": item, "path": self.where.path(item.page)}
            html = templates.render("card.html", self.language, values)
            self._cards[posting.id] = Markup(html)  # noqa: S704 - our own template, escaped
        return self._cards[posting.id]

    @cached_property
    def _happenings(self) -> list[views.Happening]:
        return [views.happening(one, self.content, self.language) for one in self.content.upcoming]

    @cached_property
    def _past(self) -> list[views.Happening]:
        return [views.happening(one, self.content, self.language) for one in self.content.past[:20]]

    def _events(self) -> bytes:
        title = self._("Kegiatan")
        about = self._("Rekrutmen di kampus, seminar, dan kegiatan lain untuk alumni.")
        return self._html(
            "events.html", addresses.EVENTS, title=title, description=about, upcoming=self._happenings, past=self._past
        )

    def _procedures(self) -> bytes:
        shown = [(addresses.procedure(one.slug), one.text(self.language)) for one in self.content.procedures]
        title, about = self._("Prosedur layanan"), self._("Bagaimana layanan untuk lulusan dan perusahaan berjalan.")
        return self._html("procedures.html", addresses.PROCEDURES, title=title, description=about, procedures=shown)

    def _procedure(self, procedure: Procedure) -> bytes:
        text = procedure.text(self.language)
        return self._html(
            "procedure.html",
            addresses.procedure(procedure.slug),
            title=text.title,
            description=text.summary,
            tongue=Markup(' lang="id"') if text.language != self.language else "",
            body=Markup(text.body),  # noqa: S704 - made from Markdown without HTML
            others=self._others(procedure),
        )

    def _others(self, procedure: Procedure) -> list[tuple[str, str]]:
        others = (one for one in self.content.procedures if one != procedure)
        return [(addresses.procedure(one.slug), one.text(self.language).title) for one in others]

    def _figures(self) -> bytes:
        title, about = self._("Angka layanan"), self._("Berapa lowongan, kegiatan, dan alumni yang dijangkau.")
        most = max((one.alumni or 0 for one in self.content.figures), default=0)
        return self._html(
            "figures.html", addresses.FIGURES, title=title, description=about, figures=self.content.figures, most=most
        )

    def missing(self) -> Page:
        """What a web server shows where there is nothing."""
        title = self._("Halaman tidak ditemukan")
        make = partial(self._html, "missing.html", "404.html", title=title, description="", listed=False)
        return self._page("404.html", "", make)

    def _page(self, name: str, told: object, make: Any) -> Page:
        return Page(addresses.file_of(name, self.language), fingerprint(self._shell, name, told), make)

    def _html(self, template: str, name: str, **values: Any) -> bytes:
        values = {"listed": True, "kind_of_page": "website", **values}
        other: Language = "id" if self.language == "en" else "en"
        there = Addresses(self.content.publisher.url, other)
        html = templates.render(
            template,
            self.language,
            {
                **values,
                "publisher": self.content.publisher,
                "name": name,
                "address": addresses,
                "link": self.where.path,
                "absolute": self.where.absolute,
                "other": other,
                "other_link": there.path(name if name != "404.html" else addresses.HOME),
                "other_absolute": there.absolute(name),
                "asset": self._assets,
            },
        )
        return html.encode("utf-8", "replace")

    def _(self, text: str) -> str:
        return translations("public", self.language).gettext(text)


def _pages(count: int, per_page: int) -> int:
    return max(-(-count // per_page), 1) if per_page else 1


def _part(postings: Sequence[Posting], number: int, per_page: int) -> Sequence[Posting]:
    return postings[per_page * (number - 1) : per_page * number] if per_page else postings


def _numbers(number: int, pages: int) -> list[int]:
    """The first, the last, and those around ``number``; 0 stands for what is left out between them."""
    shown = sorted({1, pages, *range(max(number - 1, 1), min(number + 1, pages) + 1)})
    with_gaps: list[int] = []
    for one in shown:
        if with_gaps and one - with_gaps[-1] > 1:
            with_gaps.append(0)
        with_gaps.append(one)
    return with_gaps
