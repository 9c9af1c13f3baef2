"""The public page, answered: the same pages as `loker publish` writes, and searches besides.

They are made from the ledger, anew when something in it has changed; each page is rendered when it is first asked for.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache
from mimetypes import guess_type
from typing import TYPE_CHECKING

from starlette.responses import Response

from flows.publish import gather, publisher
from flows.site import addresses
from flows.site.facets import Search
from flows.site.pages import Pages, pages
from flows.web.armour import HEADERS

if TYPE_CHECKING:
    from starlette.requests import Request

    from flows.procedure.models import Language
    from flows.site.page import Page
    from flows.web.door import Form
    from flows.web.site import Site

PATHS = (
    "/", "/lowongan/{page:path}", "/kegiatan{page:path}", "/prosedur{page:path}", "/angka{page:path}",
    "/panduan{page:path}", "/en{page:path}", "/situs/{page:path}", f"/{addresses.FEED}", f"/{addresses.CALENDAR}",
    "/sitemap.xml", "/robots.txt",
)  # fmt: skip
_SCRIPTED = HEADERS["Content-Security-Policy"] + "; script-src 'self'; connect-src 'self'"
_TYPES = {".ics": "text/calendar", ".xml": "application/xml", "feed.xml": "application/atom+xml"}
_KEPT, _ASSET_KEPT = "public, max-age=60", "public, max-age=31536000, immutable"
_RENDERED = 512
"""Pages that are kept ready: those that people ask for most."""


class Public:
    """Answers for the public page of one office."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._publisher = publisher(site.settings, url=site.url.rstrip("/"), answers=True)
        self._made_of: tuple[str, date] | None = None
        self._pages: Pages = Pages({}, {})
        self._render = lru_cache(_RENDERED)(self._make)

    def page(self, request: Request, form: Form) -> Response:
        """A page, a feed, or what a search finds."""
        self._refresh()
        path = request.url.path.removeprefix("/")
        search = Search.of(request.query_params)
        if search and path.strip("/") in ("", "en"):
            return self._found(request, "en" if path else "id", search)
        page = self._find(path)
        if page is None:
            return self._answer(request, self._pages.files["404.html"], status=404)
        return self._answer(request, page)

    def _refresh(self) -> None:
        """Whatever changed in the ledger, or a new day, makes other pages."""
        site = self._site
        now = site.clock()
        made_of = site.ledger.publications.state(), now.astimezone(site.zone).date()
        if made_of != self._made_of:
            self._pages = pages(gather(site.settings, site.ledger, site.catalogue, self._publisher, now))
            self._made_of = made_of
            self._render.cache_clear()

    def _find(self, path: str) -> Page | None:
        """As a web server finds files: a page's address may end with a slash or not."""
        files = self._pages.files
        return files.get(path) or files.get(f"{path.rstrip('/')}/index.html".removeprefix("/"))

    def _found(self, request: Request, language: Language, search: Search) -> Response:
        asked = request.query_params.get("halaman", "1")
        number = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
        html = self._pages.books[language].lists.search(search, max(number, 1))
        return Response(html, media_type="text/html", headers=_headers("no-store"))

    def _answer(self, request: Request, page: Page, *, status: int = 200) -> Response:
        content, tag = self._render(page.file)
        headers = _headers(_ASSET_KEPT if page.file.startswith("situs/") else _KEPT) | {"ETag": tag}
        if status == 200 and request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(content, status, media_type=_type(page.file), headers=headers)

    def _make(self, file: str) -> tuple[bytes, str]:
        content = self._pages.files[file].make()
        return content, f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _headers(kept: str) -> dict[str, str]:
    return {"Cache-Control": kept, "Content-Security-Policy": _SCRIPTED, "X-Robots-Tag": "all"}


def _type(file: str) -> str:
    ours = next((kind for end, kind in reversed(_TYPES.items()) if file.endswith(end)), None)
    return ours or guess_type(file)[0] or "application/octet-stream"
