"""Templates and default configuration: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def share() -> Path:
    """The folder that holds ``templates/`` and ``config/``."""
    package = Path(__file__).parent
    packed = package / "_share"
    return packed if packed.is_dir() else package.parent
