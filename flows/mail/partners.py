"""Letters about results: to partners' contacts, who are asked for them, and to staff, who call when nobody answers.

Pure, as `flows.mail.compose`. What differs by person is a slot: ``dear``, ``unsubscribe`` (with a public address), and
the links to forms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from flows.forms.interface import Way
from flows.mail.card import Sender
from flows.mail.fit import fit
from flows.mail.headers import LEAVE, by_page, leave_link, partner_headers, staff_headers
from flows.mail.interface import Letter
from flows.mail.render import render_bodies, render_subject
from flows.mail.skeleton import mark
from flows.mail.typed import one_line
from flows.mail.wording import translations
from flows.procedure.dates import day, short_day
from flows.procedure.models import Contact, Language

DEAR, FORM, SESSION = "dear", "form", "session"
"""Slots: the salutation, the form (of all vacancies; with a number behind it, of each), the way in for staff."""
SOME = (1000, 60, 30, 15)
"""How many vacancies or partners a letter tells one by one, if it is too long with all."""

Stem = Literal["request", "reminder-1", "reminder-2", "reminder-3", "unfinished"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A vacancy that results are asked for."""

    id: str
    position: str
    company: str
    requested: date | None
    """The day of the first mail about it; ``None`` in that mail."""
    unfinished: bool
    until: date
    """The last day on which it can be answered."""
    reminders: int = 0
    form: str = ""
    """Where staff enter an answer, or a slot's mark for that; only in a letter to staff."""


def request(stem: Stem, asked: Sequence[Asked], language: Language, office: Sender, *, way: Way, calls: date) -> Letter:
    """To a partner's contacts, about all of ``asked`` (one at least). ``calls`` is when staff will telephone.

    Slots: ``dear``, with a public address ``unsubscribe``, and by ``way`` one ``form`` or ``form_0``, ``form_1`` … in
    the order of ``asked``.
    """
    first = asked[0]
    since = min((one.requested for one in asked if one.requested), default=None)
    company, count = one_line(first.company, 60), len(asked)
    subject = render_subject(stem, language, what=_what(asked, language))

    def draw(most: int) -> Letter:
        text, html = render_bodies(
            stem, language, subject=subject, company=company, office=office, dear=mark(DEAR),
            items=[_item(one, number, way, language) for number, one in enumerate(asked[:most])],
            others=max(0, count - most), form=mark(FORM) if way == "together" else "",
            by_mail=way == "by mail", until=day(min(one.until for one in asked), language),
            since=day(since, language) if since else "", calls=day(calls, language),
            leave=leave_link(office), leave_by_mail=not by_page(office), leave_subject=LEAVE,
        )  # fmt: skip
        return Letter(subject, text, html, partner_headers(office))

    return fit(SOME, draw)


def salutation(name: str, language: Language) -> str:
    """``Yth. Bapak/Ibu Sari Dewi,``; of a contact without a name ``Yth. Bapak/Ibu,``."""
    _ = translations(language).gettext
    person = one_line(name, 80)
    return _("Yth. Bapak/Ibu %(name)s,") % {"name": person} if person else _("Yth. Bapak/Ibu,")


@dataclass(frozen=True, slots=True)
class Silent:
    """A partner that has not answered: who can be called, and about what."""

    company: str
    contacts: Sequence[tuple[Contact, str]]
    """Each with what the office knows of its address, such as that the mail server refused it, or ``""``."""
    asked: Sequence[Asked]


def escalation(silent: Sequence[Silent], office: Sender) -> Letter:
    """To a member of staff: which partners to call, what closes first on top. Slot: ``session``, if there are pages."""
    language = office.language
    ordered = sorted(silent, key=lambda one: (min(each.until for each in one.asked), one.company.casefold()))
    subject = render_subject(
        "escalation", language, count=len(ordered), companies=[one_line(one.company, 40) for one in ordered[:3]]
    )

    def draw(most: int) -> Letter:
        text, html = render_bodies(
            "escalation", language, subject=subject, office=office, count=len(ordered),
            partners=[_partner(one, language) for one in ordered[:most]], others=max(0, len(ordered) - most),
            session=mark(SESSION) if by_page(office) else "",
        )  # fmt: skip
        return Letter(subject, text, html, staff_headers(office))

    return fit(SOME, draw)


def refused(language: Language) -> str:
    """What staff read beside an address that the mail server has refused."""
    return translations(language).gettext("Surel ke alamat ini ditolak; perbaiki di tab Mitra.")


def left(language: Language) -> str:
    """What staff read beside an address whose owner wants no more mail."""
    return translations(language).gettext("Tidak mau lagi menerima surel.")


def _what(asked: Sequence[Asked], language: Language) -> str:
    words, first, count = translations(language), asked[0], len(asked)
    _, ngettext = words.gettext, words.ngettext
    company = one_line(first.company, 40)
    if count == 1:
        return _("%(position)s di %(company)s") % {"position": one_line(first.position, 50), "company": company}
    many = ngettext("%(count)s lowongan di %(company)s", "%(count)s lowongan di %(company)s", count)
    return many % {"count": count, "company": company}


def _item(one: Asked, number: int, way: Way, language: Language) -> dict[str, str]:
    _ = translations(language).gettext
    state = ""
    if one.unfinished:
        state = _("sudah diisi sebagian")
    elif one.requested:
        state = _("diminta %(day)s") % {"day": short_day(one.requested, language)}
    return {
        "id": one.id,
        "position": one_line(one.position),
        "state": state,
        "form": mark(f"{FORM}_{number}") if way == "each" else "",
    }


def _partner(one: Silent, language: Language) -> dict[str, object]:
    _ = translations(language).gettext
    return {
        "company": one_line(one.company),
        "contacts": [_contact(contact, note) for contact, note in one.contacts],
        "asked": [
            {
                "id": each.id,
                "position": one_line(each.position),
                "state": _state(each, language),
                "until": day(each.until, language),
                "form": each.form,
            }
            for each in one.asked
        ],
    }


def _contact(contact: Contact, note: str) -> dict[str, str]:
    dial = "".join(sign for sign in contact.phone if sign.isdigit() or sign == "+")
    return {"name": one_line(contact.name), "phone": one_line(contact.phone), "dial": dial, "email": contact.email,
            "note": note}  # fmt: skip


def _state(one: Asked, language: Language) -> str:
    words = translations(language)
    _, ngettext = words.gettext, words.ngettext
    if one.requested is None:
        return _("belum dapat diminta lewat surel")
    parts = [_("diminta %(day)s") % {"day": short_day(one.requested, language)}]
    if one.reminders:
        count = {"count": one.reminders}
        parts.append(ngettext("diingatkan %(count)s kali", "diingatkan %(count)s kali", one.reminders) % count)
    if one.unfinished:
        parts.append(_("sudah diisi sebagian"))
    return ", ".join(parts)
