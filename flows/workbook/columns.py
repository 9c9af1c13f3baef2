"""What a tab and a column of the workbook are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal


class Owner(Enum):
    """Who writes in a tab. Of staff's tabs the flows write the ``ID`` cell alone."""

    STAFF = "staff"
    FLOWS = "flows"


Kind = Literal["text", "long", "date", "moment", "number", "choice", "id", "stage"]


@dataclass(frozen=True)
class Column:
    """One column: its heading as staff see it, what its cells hold, and how wide it is (characters)."""

    heading: str
    kind: Kind = "text"
    width: int = 16
    required: bool = False
    choices: tuple[str, ...] = ()
    note: str = ""
    """One Indonesian sentence for the input hint and the explanation tab."""
    staff: bool = False
    """Of a flow-owned tab: what staff type here is read before the tab is rewritten."""


@dataclass(frozen=True)
class Tab:
    """One tab: title, owner and columns in the order of a new workbook (staff may move them)."""

    title: str
    owner: Owner
    columns: tuple[Column, ...]
    row_is: str
    """What one row is, in Indonesian, for the explanation tab."""
    hidden: bool = False
    """A flow-owned tab that is hidden until there is something in it."""

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)

    @property
    def has_id(self) -> bool:
        """Whether the flows give an ID to each row of this tab."""
        return self.owner is Owner.STAFF and self.columns[0].kind == "id"

    def column(self, heading: str) -> Column:
        return next(column for column in self.columns if column.heading == heading)
