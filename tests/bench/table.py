"""Ratios, and the table of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """One measured ratio, and what it should be at least or at most."""

    name: str
    value: float
    least: float | None = None
    most: float | None = None
    note: str = ""
    unit: str = ""

    @property
    def reached(self) -> bool:
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)

    @property
    def goal(self) -> str:
        return f"≥ {self.least:g}{self.unit}" if self.least is not None else f"≤ {self.most:g}{self.unit}"

    def row(self) -> str:
        digits = 1 if self.value >= 10 else 2
        figure = f"{self.value:,.{digits}f}{self.unit}"
        return f"| {self.name} | {figure} | {self.goal} | {'yes' if self.reached else '**no**'} | {self.note} |"


HEAD = "| measured | ratio | goal | reached | |\n|---|---|---|---|---|"


def table(ratios: Iterable[Ratio]) -> str:
    return "\n".join([HEAD, *(ratio.row() for ratio in ratios)])
