"""What a recap's letter tells of it, as plain values: kept by the ledger when the recap is archived.

A letter that leaves later, or leaves again, thus tells what the archived files tell, whatever was answered since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Self, cast
from zoneinfo import ZoneInfo

from flows.procedure.recap.records import EVERYTHING, Figures, Recap

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class File:
    """A file of the archive."""

    path: str
    """Within the archive's folder."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Silence:
    """A partner that has not answered, and about what."""

    company: str
    positions: tuple[str, ...]
    requested: date | None
    reminders: int


@dataclass(frozen=True, slots=True)
class Gist:
    """One scope of one revision of a period's recap."""

    period: str
    title: str
    """As staff typed it."""
    first: date
    last: date
    scope: str
    label: str
    """What the scope is called."""
    revision: int
    approved_by: str
    """As typed."""
    archived: date
    whole: Figures
    unspecified: Figures
    silent: tuple[Silence, ...]
    files: tuple[File, ...]
    """What is attached, first what is read first."""

    @classmethod
    def of(
        cls, recap: Recap, *, revision: int, approved_by: str, archived: date, files: Sequence[File], zone: ZoneInfo
    ) -> Self:
        """Of a recap that was archived on the office's day ``archived``; ``zone`` is the office's."""
        silent = tuple(
            Silence(one.company, one.positions, one.requested.astimezone(zone).date() if one.requested else None,
                    one.reminders)
            for one in recap.unanswered
        )  # fmt: skip
        span = recap.span
        return cls(
            span.id, span.title, span.first, span.last, recap.scope, recap.scope_label, revision, approved_by,
            archived, recap.whole, recap.unspecified, silent, tuple(files),
        )  # fmt: skip

    @property
    def content(self) -> dict[str, Any]:
        """As plain JSON values."""
        return cast("dict[str, Any]", _adapter().dump_python(self, mode="json"))

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Gist:
        """As the ledger kept it."""
        return _adapter().validate_python(dict(content))

    @property
    def in_part(self) -> bool:
        """Whether it is a slice."""
        return self.scope != EVERYTHING


@cache
def _adapter() -> TypeAdapter[Gist]:
    from pydantic import TypeAdapter

    return TypeAdapter(Gist)
