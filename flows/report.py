"""What came of one run, in counts."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class Report:
    """Counts of one run; no person, no text of a row. ``as_dict`` is what `loker run --json` prints."""

    vacancies: int = 0
    problems: int = 0
    held: int = 0
    announced: int = 0
    queued: int = 0
    withdrawn: int = 0
    sent: int = 0
    deferred: int = 0
    refused: int = 0
    unknown: int = 0
    waiting: int = 0
    invited: int = 0
    """Mails about events that were queued."""
    asked: int = 0
    """Partners to whom a request or a reminder was queued."""
    handed_over: int = 0
    """Members of staff to whom a mail was queued about partners to call."""
    answered: int = 0
    """Answers of partners that were fetched, corrections among them."""
    set_aside: int = 0
    """Besides those, what could not be taken, and stands in *Masalah*."""
    recaps: int = 0
    """Revisions of recaps that were archived."""
    disposed: int = 0
    """Records beyond their time that were disposed of."""
    to_dispose: int = 0
    """Records beyond their time that wait for approval."""
    emptied: int = 0
    """Old messages whose contents were taken out."""
    returned: int = 0
    """Addresses of which mail came back."""
    unreachable: int = 0
    """Of these, addresses that nothing is sent to any more."""
    left_by_mail: int = 0
    """Who left the list by mail, or complained of it as spam."""
    forwarded: int = 0
    """Answers of people that were handed on to the office."""
    published: int = 0
    """Files of the public page that were written or removed."""
    paused: bool = False
    resume_at: datetime | None = None
    seconds: float = 0.0
    messages_per_second: float = 0.0
    steps: dict[str, int] = field(default_factory=dict)
    """How many vacancies stand at which step."""
    errors: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"resume_at": self.resume_at.isoformat() if self.resume_at else None}

    @property
    def needs_a_person(self) -> bool:
        return bool(self.errors or self.held or self.unknown or self.problems)
