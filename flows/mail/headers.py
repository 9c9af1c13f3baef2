"""Headers by which mail programs file, answer and unsubscribe; the skeleton adds From, To, Date and Message-ID."""

from __future__ import annotations

from flows.mail.card import Sender, mailto, web_address
from flows.mail.skeleton import mark

LEAVE = "Berhenti"
"""The subject of a mail that leaves the list; the same in every language, as a program reads it."""


def alumni_headers(office: Sender, *, personal: bool = True) -> dict[str, str]:
    """Of a letter to alumni; ``personal=False`` is for a mailing list, whose own software adds the list's headers."""
    headers = {
        "Reply-To": office.reply_to,
        "Auto-Submitted": "auto-generated",  # RFC 3834: no vacation notice is an answer to this
        "Precedence": "bulk",  # what older responders look at
        "X-Auto-Response-Suppress": "OOF, AutoReply",  # Exchange's own way
    }
    if not personal:
        return headers
    headers["List-Id"] = f"<lowongan.{office.address.rpartition('@')[2]}>"
    by_mail = f"<{mailto(office.address, LEAVE)}>"
    if not by_page(office):
        return headers | {"List-Unsubscribe": by_mail}
    headers["List-Unsubscribe"] = f"<{mark('unsubscribe')}>, {by_mail}"
    if web_address(office.public_url).lower().startswith("https://"):  # RFC 8058 allows nothing else
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def partner_headers(office: Sender) -> dict[str, str]:
    """Of a letter to a partner's contact: one leaves as alumni do, and it is another list."""
    return alumni_headers(office) | {"List-Id": f"<mitra.{office.address.rpartition('@')[2]}>"}


def staff_headers(office: Sender) -> dict[str, str]:
    """Of a letter to the office's own staff."""
    return {
        "Reply-To": office.reply_to,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }


def by_page(office: Sender) -> bool:
    """Whether alumni leave by a page of their own (slot ``unsubscribe``) rather than by mail."""
    return bool(web_address(office.public_url))


def leave_link(office: Sender) -> str:
    """Where the letter's text says one can leave: the slot ``unsubscribe``, or a mail to the office."""
    return mark("unsubscribe") if by_page(office) else mailto(office.address, LEAVE)
