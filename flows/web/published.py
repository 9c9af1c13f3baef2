"""Which pages are for everybody: what KPI B.1.17.4 checks. Imports nothing, for the flows ask it, too."""

from __future__ import annotations


def published_pages(public_url: str) -> tuple[str, ...]:
    """The addresses of all pages that are published under ``public_url``; none if that is ``""``."""
    return (f"{public_url.rstrip('/')}/",) if public_url else ()
