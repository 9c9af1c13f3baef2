"""Alumni who put themselves on the list: who asked, what staff said, and when they belong to the audience. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from flows.procedure.models import Language

if TYPE_CHECKING:
    import pandas as pd

ACCEPTED: Literal["Ya"] = "Ya"
REFUSED: Literal["Tidak"] = "Tidak"
Decision = Literal["Ya", "Tidak", ""]
"""As staff choose in *Diterima*."""
NOT_IN_SHEET = 0
"""In the alumni's column ``row``: a sign-up has none."""


@dataclass(frozen=True, slots=True)
class SignUp:
    """What somebody typed who wants to be on the list."""

    key: str
    """The normalised address."""
    address: str
    """As typed."""
    name: str
    nim: str
    programme: str
    """Its code."""
    year: int
    language: Language
    consent: str
    """The version of the sentence that was agreed to."""
    asked_at: datetime
    confirmed_at: datetime | None = None
    """When the link in the mail was followed, and its button pressed."""
    decision: Decision = ""
    decided_at: datetime | None = None

    def joins(self, now: datetime, settle: timedelta) -> bool:
        """Whether staff accepted, and let it stand for ``settle``."""
        return self.decision == ACCEPTED and self.decided_at is not None and self.decided_at + settle <= now


@dataclass(frozen=True, slots=True)
class Clashes:
    """Where sign-ups meet *Alumni*: the sheet's rows by address and by NIM. There, the sheet wins."""

    by_key: Mapping[str, int]
    by_nim: Mapping[str, int]

    def __contains__(self, one: SignUp) -> bool:
        return one.key in self.by_key or one.nim in self.by_nim


def clashes(alumni: pd.DataFrame, signups: Collection[SignUp]) -> Clashes:
    """Of ``alumni`` (as `check_alumni` gives it, with or without those who joined) the rows that these run into."""
    sheet = alumni[alumni["row"] != NOT_IN_SHEET]

    def rows(column: str, values: list[str]) -> dict[str, int]:
        found = sheet[sheet[column].isin(values)].drop_duplicates(column)
        return dict(zip(found[column].tolist(), found["row"].tolist(), strict=True))

    return Clashes(rows("key", [one.key for one in signups]), rows("nim", [one.nim for one in signups]))


def join(alumni: pd.DataFrame, accepted: Sequence[SignUp]) -> pd.DataFrame:
    """The alumni with those accepted, as if each had a row in *Alumni*; of one NIM who was accepted first."""
    import pandas as pd

    taken = clashes(alumni, accepted)
    first: dict[str, SignUp] = {}
    for one in sorted(accepted, key=lambda one: (one.decided_at or one.asked_at, one.key)):
        if one not in taken:
            first.setdefault(one.nim, one)
    if not first:
        return alumni
    joined = pd.DataFrame(
        {
            "row": NOT_IN_SHEET,
            "nim": [one.nim for one in first.values()],
            "name": [one.name for one in first.values()],
            "email": [one.address for one in first.values()],
            "key": [one.key for one in first.values()],
            "programme": [one.programme for one in first.values()],
            "year": [one.year for one in first.values()],
            "active": True,
            "language": [one.language for one in first.values()],
        }
    )
    return pd.concat([alumni, joined.astype(alumni.dtypes.to_dict())], ignore_index=True)
