"""Where each page is. A page's name is the same in both languages: ``lowongan/L26-0001/``; the home's is ``""``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

from flows.procedure.models import Language

HOME, ALL, CLOSED, EVENTS, PROCEDURES, FIGURES, GUIDE = (
    "", "lowongan/semua/", "lowongan/tutup/", "kegiatan/", "prosedur/", "angka/", "panduan/",
)  # fmt: skip
FEED, CALENDAR = "feed.xml", "kalender.ics"
PARAMETERS = ("prodi", "jenis", "tempat")
"""What vacancies can be filtered by: parts of pages' names, and of a search's query."""


def posting(vacancy: str) -> str:
    """The page of a vacancy, which mails link to without the slash (`flows.mail.card.page`)."""
    return f"lowongan/{vacancy}/"


def facet(parameter: str, slug: str) -> str:
    """The list of all open vacancies of a study programme, kind or place."""
    return f"lowongan/{parameter}/{slug}/"


def numbered(page: str, number: int) -> str:
    """The further pages of a list."""
    if number == 1:
        return page
    return f"{page or 'lowongan/'}halaman/{number}/"


def month(day: str) -> str:
    """The closed vacancies of a month, such as ``2026-11``."""
    return f"{CLOSED}{day}/"


def procedure(slug: str) -> str:
    return f"{PROCEDURES}{slug}/"


def chapter(slug: str) -> str:
    """A page of the guide."""
    return f"{GUIDE}{slug}/"


def file_of(page: str, language: Language) -> str:
    """The file that a web server shows for a page."""
    name = page if page and not page.endswith("/") else f"{page}index.html"
    return f"en/{name}" if language == "en" else name


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one language's pages."""

    url: str
    """Where all pages are, without a slash at the end."""
    language: Language

    def path(self, page: str) -> str:
        """For links within the site: from the host's root on."""
        return _path(self.url) + "/" + self._name(page)

    def absolute(self, page: str) -> str:
        """For feeds, shares, and whoever else is elsewhere."""
        return f"{self.url}/{self._name(page)}"

    def _name(self, page: str) -> str:
        return _quoted(f"en/{page}" if self.language == "en" else page)


_quoted = lru_cache(4096)(quote)
"""Every page links to the same few."""


@lru_cache(16)
def _path(url: str) -> str:
    return urlsplit(url).path.rstrip("/")
