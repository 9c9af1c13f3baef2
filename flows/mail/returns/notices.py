"""Notices in JSON: what Amazon SES sends of a bounce, a complaint or a delivery, bare or wrapped by SNS."""

from __future__ import annotations

import json
import re
from typing import Any

from flows.mail.returns.judging import judge
from flows.mail.returns.models import COMPLAINT, Concerned, Kind, Verdict
from flows.mail.returns.spoken import clean


def from_notice(said: str) -> tuple[Kind, list[Concerned], str] | None:
    """Kind, whom it speaks of and the Message-ID, or None when ``said`` is no such notice."""
    start = said.find("{")
    if start < 0 or ("otificationType" not in said and "eventType" not in said):
        return None
    try:
        notice, _ = json.JSONDecoder(strict=False).raw_decode(said[start:])
        if isinstance(notice.get("Message"), str):
            notice = json.loads(notice["Message"], strict=False)
    except (ValueError, AttributeError):
        return None
    if not isinstance(notice, dict):
        return None
    sent: Any = notice.get("mail") or {}
    message_id = str((sent.get("commonHeaders") or {}).get("messageId", ""))
    what = str(notice.get("notificationType") or notice.get("eventType") or "").lower()
    if what == "bounce":
        return Kind.FAILURE, _bounced(notice.get("bounce") or {}), message_id
    if what == "complaint":
        people = (notice.get("complaint") or {}).get("complainedRecipients") or []
        return Kind.COMPLAINT, [Concerned(_who(one), Verdict.NOT_THEIRS, COMPLAINT) for one in people], message_id
    if what == "delivery":
        people = (notice.get("delivery") or {}).get("recipients") or []
        return Kind.DELIVERED, [Concerned(clean(str(one)), Verdict.SOFT, "delivered") for one in people], message_id
    return None


def _who(one: Any) -> str:
    return clean(str(one.get("emailAddress", ""))) if isinstance(one, dict) else clean(str(one))


def _bounced(bounce: Any) -> list[Concerned]:
    found = []
    for one in bounce.get("bouncedRecipients") or []:
        answer = re.sub(r"(?i)^smtp;\s*", "", str(one.get("diagnosticCode", "")))
        verdict, reason, status = judge([text for text in (answer,) if text], str(one.get("status", "")))
        found.append(Concerned(_who(one), verdict, reason, status))
    return found
