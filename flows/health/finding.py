"""What a look found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a person reads it in `loker check`."""

    GOOD = "good"
    WRONG = "wrong"
    UNCLEAR = "unclear"
    """It could not be told."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One look. No secret, no person."""

    name: str
    verdict: Verdict
    told: str = ""
    """What was seen: for `WRONG` what is wrong, for `UNCLEAR` why it could not be told."""
    cure: str = ""

    def __str__(self) -> str:
        told = f": {self.told.rstrip('.')}" if self.told else ""
        cure = f". Cure: {self.cure.rstrip('.')}" if self.cure else ""
        return f"{self.name}{told}{cure}"


def good(name: str, told: str = "") -> Finding:
    return Finding(name, Verdict.GOOD, told)


def wrong(name: str, told: str, cure: str) -> Finding:
    return Finding(name, Verdict.WRONG, told, cure)


def unclear(name: str, why: str, cure: str = "") -> Finding:
    return Finding(name, Verdict.UNCLEAR, why, cure)
