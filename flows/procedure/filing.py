"""What the archive knows of a file: as it was entered, whoever asks. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Archived:
    """One file."""

    path: str
    """Within the archive's folder, with ``/``."""
    kind: str
    subject: str
    """What it is about: a period's ID, a year."""
    title: str
    revision: int
    rows: int
    """Of data in it."""
    sha256: str
    trail_head: str
    """Of the trail when it was made; it is printed in the file, too."""
    approved_by: str
    """As typed."""
    at: datetime
    keep_until: date
    """The office's day until which it may not be disposed of."""

    @property
    def seal(self) -> str:
        """Hash of the whole entry: the trail keeps it, so that no entry is altered unseen."""
        entry = {field.name: getattr(self, field.name) for field in fields(Archived)}  # of whoever knows more as well
        content = json.dumps(entry | {"at": self.at.timestamp()}, default=str, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()
