"""Lists of vacancies: the home, all that is open, by study programme, kind and place, found by a search, and closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property, partial
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from flows.site import addresses, templates, views
from flows.site.facets import Facet, Facets, Search, facets, matching
from flows.site.model import Posting
from flows.site.page import Page
from flows.site.shell import Shell

PER_PAGE = 20


class Lists:
    """The lists of one language."""

    def __init__(self, shell: Shell) -> None:
        self._shell, self._content = shell, shell.content
        self._items: dict[str, views.Item] = {}
        self._cards: dict[str, Markup] = {}

    def pages(self) -> Iterator[Page]:
        """All but what searches find."""
        yield from self._numbered(addresses.HOME, self._content.open, told=self._shell.upcoming)
        heading = self._shell.gettext("Semua lowongan yang terbuka")
        make = partial(self._list, addresses.ALL, self._content.open, heading=heading, per_page=0, listed=False)
        yield self._shell.page(addresses.ALL, [self.item(one) for one in self._content.open], make)
        for facet in (one for some in self.facets.all.values() for one in some):
            name = addresses.facet(facet.parameter, facet.slug)
            having = self.facets.having(facet, self._content.open)
            yield from self._numbered(name, having, facet=facet, heading=self._heading(facet))
        yield from self._closed()

    def search(self, search: Search, number: int) -> bytes:
        """What was looked for, as a page that no search engine lists."""
        said = {one.id: self.item(one).said for one in self._content.open} if search.text else {}
        found = matching(search, self._content.open, self.facets, said)
        heading = self._shell.gettext("Hasil pencarian")
        return self._list(addresses.HOME, found, number, heading=heading, search=search, listed=False)

    def item(self, posting: Posting) -> views.Item:
        if posting.id not in self._items:
            self._items[posting.id] = views.item(posting, self._content, self._shell.language)
        return self._items[posting.id]

    @cached_property
    def facets(self) -> Facets:
        """What open vacancies can be filtered by."""
        return facets(self._content.open, self._content.catalogue, self._shell.language)

    def _numbered(self, name: str, postings: Sequence[Posting], *, told: object = None, **how: Any) -> Iterator[Page]:
        """Page after page; ``told`` stands on the first one, ``how`` is handed on to `_list`."""
        for number in range(1, _pages(len(postings), PER_PAGE) + 1):
            shown = [self.item(one) for one in _part(postings, number, PER_PAGE)]
            all_told = (shown, len(postings), sorted(how.items()), self.facets.all, told if number == 1 else None)
            make = partial(self._list, name, postings, number, **how)
            yield self._shell.page(addresses.numbered(name, number), all_told, make)

    def _list(
        self,
        name: str,
        postings: Sequence[Posting],
        number: int = 1,
        *,
        heading: str = "",
        facet: Facet | None = None,
        search: Search | None = None,
        per_page: int = PER_PAGE,
        listed: bool = True,
    ) -> bytes:
        _ = self._shell.gettext
        pages = _pages(len(postings), per_page)
        number = min(number, pages)
        home = name == addresses.HOME and number == 1 and search is None
        chosen = search or Search(**({facet.parameter: facet.slug} if facet else {}))
        return self._shell.html(
            "list.html",
            name if search else addresses.numbered(name, number),
            title=heading or _("Lowongan kerja untuk alumni"),
            description=_("Lowongan kerja, kegiatan, dan layanan untuk alumni."),
            listed=listed,
            home=home,
            cards=[self._card(one) for one in _part(postings, number, per_page)],
            count=len(postings),
            number=number,
            pages=pages,
            numbers=_numbers(number, pages),
            link_to=partial(self._link_to, name, search),
            facets=self.facets.all,
            chosen=chosen,
            searching=bool(search),
            happenings=self._shell.upcoming if home else [],
        )

    def _link_to(self, name: str, search: Search | None, number: int) -> str:
        if search is None:
            return self._shell.where.path(addresses.numbered(name, number))
        asked = {"q": search.text, **{key: getattr(search, key) for key in addresses.PARAMETERS}}
        query = {key: value for key, value in asked.items() if value} | ({"halaman": number} if number > 1 else {})
        return f"{self._shell.where.path(addresses.HOME)}?{urlencode(query)}"

    def _heading(self, facet: Facet) -> str:
        _ = self._shell.gettext
        return {
            "prodi": _("Lowongan untuk %(name)s"),
            "jenis": _("Lowongan %(name)s"),
            "tempat": _("Lowongan di %(name)s"),
        }[facet.parameter] % {"name": facet.name}

    def _closed(self) -> Iterator[Page]:
        """By months: a vacancy that closes changes the pages of its own, and no others."""
        _, shell = self._shell.gettext, self._shell
        months = [
            (month, list(some)) for month, some in groupby(self._content.closed, lambda one: f"{one.closed:%Y-%m}")
        ]
        named = [(month, self._month(month), len(some)) for month, some in months]
        title = _("Lowongan yang sudah ditutup")
        make = partial(shell.html, "closed.html", addresses.CLOSED, title=title, months=named)
        yield shell.page(addresses.CLOSED, named, make)
        for month, some in months:
            name, told = addresses.month(month), [self.item(one) for one in some]
            yield shell.page(name, told, partial(self._closed_in, name, self._month(month), some))

    def _closed_in(self, name: str, month: str, postings: Sequence[Posting]) -> bytes:
        title = self._shell.gettext("Lowongan yang ditutup pada %(month)s") % {"month": month}
        cards = [self._card(one) for one in postings]
        return self._shell.html("closed-month.html", name, title=title, cards=cards, listed=False)

    def _month(self, month: str) -> str:
        return views.month_name(date.fromisoformat(f"{month}-01"), self._shell.language)

    def _card(self, posting: Posting) -> Markup:
        """Rendered once, for a vacancy stands in many lists."""
        if posting.id not in self._cards:
            item = self.item(posting)
            values = {"item": item, "path": self._shell.where.path(item.page)}
            html = templates.render("card.html", self._shell.language, values)
            self._cards[posting.id] = Markup(html)  # noqa: S704 - our own template, escaped
        return self._cards[posting.id]


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
