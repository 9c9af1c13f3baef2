"""What a backup holds, and what was left out of it. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from flows.errors import LokerError

NAME = "manifest.json"
FORMAT = 1
"""Of the backup; one of another format is refused."""
CONFIGURATION = "config/loker.toml"
SQLITE, DUMP = "ledger/loker.db", "ledger/loker.dump"
KEY = "secrets/secret.key"


class BackupError(LokerError):
    """A backup cannot be taken, or is not one that can be restored."""


@dataclass(frozen=True)
class Manifest:
    """Stands in the backup as `NAME`."""

    loker: str
    """The version of loker that took it."""
    office: str
    taken_at: datetime
    """Nothing that happened later is in it."""
    trail_entries: int
    trail_head: str
    key: str
    """Fingerprint of the key that signs links; ``""``: there was none yet."""
    left_out: tuple[str, ...] = ()
    """Secrets, by the key of the configuration that names them."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Name within the backup → SHA-256."""

    def dump(self) -> str:
        content = asdict(self) | {"taken_at": self.taken_at.isoformat(), "format": FORMAT}
        return json.dumps(content, indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def load(cls, text: str | bytes) -> Manifest:
        """Raises `BackupError`."""
        try:
            content: dict[str, Any] = json.loads(text)
            if content.pop("format") != FORMAT:
                raise BackupError(
                    "The backup is of another format", where=NAME, cure="restore it with the loker that took it"
                )
            taken = datetime.fromisoformat(content.pop("taken_at"))
            left_out = tuple(content.pop("left_out"))
            return cls(**content, taken_at=taken, left_out=left_out)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BackupError("The backup's list of contents cannot be read", where=NAME, cure="use another") from error
