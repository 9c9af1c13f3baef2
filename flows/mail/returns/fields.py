"""The fields of a delivery report (RFC 3464) and of a complaint (RFC 5965), wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

Fields = Mapping[str, str]

FIELD: Final = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,50}):(?=\s|$|\S)[ \t]*(.*)")
_OURS: Final = frozenset(
    [
        "final-recipient",
        "original-recipient",
        "action",
        "status",
        "diagnostic-code",
        "remote-mta",
        "reporting-mta",
        "x-actual-recipient",
        "x-supplementary-info",
        "x-original-message-id",
        "original-mail-from",
        "original-rcpt-to",
        "feedback-type",
        "removal-recipient",
        "last-attempt-date",
        "arrival-date",
        "final-log-id",
        "will-retry-until",
        "x-postfix-sender",
        "x-postfix-queue-id",
        "user-agent",
        "version",
        "x-display-name",
        "reported-domain",
        "original-envelope-id",
        "x-outgoing-queue",
        "disposition",
        "original-message-id",
        "redacted-address",
        "source-ip",
        "incidents",
        "authentication-results",
        "auth-failure",
        "x-notes",
        "received-from-mta",
    ]
)
WHO: Final = ("final-recipient", "original-recipient", "x-actual-recipient", "original-rcpt-to", "removal-recipient")


def groups(text: str) -> list[Fields]:
    """The groups that name a recipient or a kind of complaint, names in lower case, values unfolded.

    A group ends at an empty line or where a recipient is named again; one without a recipient that follows one
    with is that one's rest, as some servers put an empty line into the middle.
    """
    found: list[dict[str, str]] = []
    now: dict[str, str] = {}
    last = ""
    for line in [*text.split("\n"), ""]:
        match = FIELD.match(line)
        name = match[1].lower() if match else ""
        if match and name in _OURS:
            if name in now and name in ("final-recipient", "original-recipient", "original-rcpt-to"):
                now = _keep(found, now)
            now.setdefault(name, match[2].strip())
            last = name
        elif (
            last
            and line.strip()
            and (line[:1] in " \t" or (last == "diagnostic-code" and re.match(r"\d{3}[ -]", line)))
        ):
            now[last] = f"{now[last]} {line.strip()}".strip()
        else:
            last = ""
            if not line.strip():
                now = _keep(found, now)
    return [dict(group) for group in found if any(name in group for name in (*WHO, "feedback-type"))]


def _keep(found: list[dict[str, str]], now: dict[str, str]) -> dict[str, str]:
    if not now:
        return now
    rest = not any(name in now for name in WHO) and bool({"action", "status", "diagnostic-code"} & now.keys())
    if rest and found and not {"action", "status", "diagnostic-code"} & found[-1].keys():
        found[-1].update(now)
    else:
        found.append(now)
    return {}
