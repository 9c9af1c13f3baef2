"""A page: its file, everything that it shows as one fingerprint, and how it is made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """Made only when somebody asks for it, and again only when its fingerprint is another one."""

    file: str
    """Its path within the folder of all pages: ``lowongan/L26-0001/index.html``."""
    fingerprint: str
    make: Callable[[], bytes]


def fingerprint(*told: object) -> str:
    """Of what a page shows: values whose ``repr`` tells all of them."""
    return hashlib.sha256(repr(told).encode("utf-8", "backslashreplace")).hexdigest()[:32]
