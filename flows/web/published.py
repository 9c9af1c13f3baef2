"""Which pages are for everybody: what KPI B.1.17.4 checks. Imports nothing, for the flows ask it, too."""

from __future__ import annotations

from collections.abc import Iterable


def published_pages(url: str, procedures: Iterable[str] = ()) -> tuple[str, ...]:
    """The addresses of the home and of the procedures (by slug) under ``url``; none if that is ``""``."""
    pages = ("", "prosedur/", *(f"prosedur/{slug}/" for slug in procedures))
    return tuple(f"{url.rstrip('/')}/{page}" for page in pages) if url else ()
