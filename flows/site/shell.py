"""What all HTML pages of one language have around them, and how one is made of a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from flows.procedure.models import Language
from flows.site import addresses, templates, views
from flows.site.addresses import Addresses
from flows.site.model import Content
from flows.site.page import Page, fingerprint
from flows.translations import translations

MISSING = "404.html"
_PAST = 20
"""Events that are over, and still shown."""


class Shell:
    """Some content in one language."""

    def __init__(self, content: Content, language: Language, assets: Mapping[str, str]) -> None:
        """``assets`` are the addresses of style sheet, script and pictures, by name."""
        self.content, self.language, self.assets = content, language, assets
        self.where = Addresses(content.publisher.url, language)
        self.gettext: Callable[[str], str] = translations("public", language).gettext
        self._told = fingerprint(templates.fingerprint(), content.publisher, sorted(assets.items()), language)

    def page(self, name: str, told: object, make: Callable[[], bytes]) -> Page:
        """A page that shows ``told`` besides what all pages show."""
        return Page(addresses.file_of(name, self.language), fingerprint(self._told, name, told), make)

    def html(self, template: str, name: str, *, title: str, description: str = "", **values: Any) -> bytes:
        """The page of that name. ``listed`` (default: true) says whether search engines are to know it."""
        other: Language = "id" if self.language == "en" else "en"
        there = Addresses(self.content.publisher.url, other)
        values = {
            "listed": True, "kind_of_page": "website", **values,
            "title": title, "description": description, "publisher": self.content.publisher, "name": name,
            "address": addresses, "link": self.where.path, "absolute": self.where.absolute, "asset": self.assets,
            "other": other, "other_link": there.path(addresses.HOME if name == MISSING else name),
            "other_absolute": there.absolute(name),
        }  # fmt: skip
        return templates.render(template, self.language, values).encode("utf-8", "replace")

    @cached_property
    def upcoming(self) -> list[views.Happening]:
        return [views.happening(one, self.content, self.language) for one in self.content.upcoming]

    @cached_property
    def past(self) -> list[views.Happening]:
        """The latest of those that are over."""
        return [views.happening(one, self.content, self.language) for one in self.content.past[:_PAST]]
