"""Why a server refused, from what it says: words before numbers, as numbers are often generic (5.0.0, 5.7.1)."""

from __future__ import annotations

from typing import Final

from flows.mail.returns.phrases import said

MOST: Final = 4_000
"""Characters in which a server says why; what follows is about other things."""
USER_UNKNOWN: Final = "user unknown"
HOST_UNKNOWN: Final = "host unknown"
MOVED: Final = "moved"
NO_MAIL: Final = "accepts no mail"
MAILBOX_FULL: Final = "mailbox full"
SUSPENDED: Final = "suspended"
DISABLED: Final = "disabled"
POLICY: Final = "policy"
SENDER: Final = "sender refused"
SPAM: Final = "spam"
SIZE: Final = "too large"
RATE: Final = "too many"
EXPIRED: Final = "expired"
NETWORK: Final = "network"
SYSTEM: Final = "system"
FILTERED: Final = "filtered"
OTHER: Final = "other"


_BY_STATUS: Final = {
    "1.0": USER_UNKNOWN, "1.1": USER_UNKNOWN, "1.2": HOST_UNKNOWN, "1.3": USER_UNKNOWN, "1.4": FILTERED, "1.6": MOVED,
    "1.7": SENDER, "1.8": SENDER, "1.10": NO_MAIL, "1.351": USER_UNKNOWN,
    "2.0": FILTERED, "2.1": DISABLED, "2.2": MAILBOX_FULL, "2.3": SIZE, "2.4": SYSTEM,
    "3.0": SYSTEM, "3.1": SYSTEM, "3.2": SYSTEM, "3.3": SYSTEM, "3.4": SIZE, "3.5": SYSTEM,
    "4.0": NETWORK, "4.1": EXPIRED, "4.2": NETWORK, "4.3": NETWORK, "4.4": HOST_UNKNOWN, "4.5": NETWORK,
    "4.6": NETWORK, "4.7": EXPIRED, "4.310": HOST_UNKNOWN,
    "7.0": POLICY, "7.1": POLICY, "7.27": NO_MAIL,
}  # fmt: skip
"""RFC 3463 and its registry, where a number alone says something."""


def reason_in(text: str) -> str:
    """The first reason that ``text`` gives in words, most telling first; ``""`` when it gives none."""
    words = text[:MOST].lower().replace("’", "'").split()
    text = " ".join(word[:100] for word in words)
    return next((reason for reason, pattern in said() if pattern.search(text)), "")


def reason_by_status(status: str) -> str:
    """What a number alone tells: ``status`` as ``5.1.1``; ``""`` for nothing."""
    _, _, rest = status.partition(".")
    if rest in _BY_STATUS:
        return _BY_STATUS[rest]
    return POLICY if rest.startswith("7.") else ""
