"""Hard, soft or not theirs: from a reason in words, an enhanced status and a reply code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from flows.mail.returns import reasons
from flows.mail.returns.models import Verdict

_STATUS: Final = re.compile(r"(?<![\d.])#?([245]\.\d{1,2}\.\d{1,3})(?![\d.]*\.?\d)")
_HARD: Final = frozenset({reasons.USER_UNKNOWN, reasons.HOST_UNKNOWN, reasons.MOVED, reasons.NO_MAIL, reasons.DISABLED})
_THEIRS_NOT: Final = frozenset(
    {reasons.MAILBOX_FULL, reasons.POLICY, reasons.SENDER, reasons.SPAM, reasons.SIZE, reasons.RATE}
)
_GENERIC: Final = re.compile(r"^[245]\.(0\.0|1\.0|2\.0|3\.0|4\.\d|5\.0|7\.0)$")


def judge(told: Sequence[str], status: str) -> tuple[Verdict, str, str]:
    """Verdict, reason and the most exact status for one address.

    ``told`` is what was said of it, the most exact first: the server's own answer, then the report's prose. The first
    that gives a reason counts; a status speaks only where no words do. ``status`` is the report's, or empty.
    """
    inner = next((found for text in told if (found := status_in(text))), "")
    exact = inner if inner and (not status or _GENERIC.match(status)) else status or inner
    reason = ""
    for text in told[:1]:
        reason = reasons.reason_in(text)
    weak = {"", reasons.SYSTEM, reasons.NETWORK, reasons.EXPIRED, reasons.RATE}
    if reason in weak:
        by_number = reasons.reason_by_status(exact)
        if by_number in _HARD and exact.startswith("4"):
            by_number = ""
        if by_number in _HARD and not _GENERIC.match(exact):
            reason = by_number
        for text in told[1:]:
            reason = reason or reasons.reason_in(text)
        reason = reason or by_number
    reason = reason or reasons.OTHER
    return verdict_of(reason, exact), reason, exact


def verdict_of(reason: str, status: str) -> Verdict:
    """What a reason means for the address; what the server itself calls temporary is never hard but by its words."""
    if reason in _HARD:
        passing = reason in (reasons.NO_MAIL, reasons.DISABLED) and status.startswith("4")
        return Verdict.SOFT if passing else Verdict.HARD
    return Verdict.NOT_THEIRS if reason in _THEIRS_NOT else Verdict.SOFT


def status_in(text: str) -> str:
    """The first enhanced status in a server's answer that is not an IP address's part, success left out."""
    found = [match[1] for match in _STATUS.finditer(text) if not match[1].startswith("2")]
    return next((status for status in found if not _GENERIC.match(status)), found[0] if found else "")
