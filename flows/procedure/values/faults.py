"""Why a cell could not be understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason: its code in `flows.procedure.wording`, and what its sentences are filled with."""

    code: str
    details: Mapping[str, str]


def fault(code: str, **details: str) -> Fault:
    return Fault(code, details)
