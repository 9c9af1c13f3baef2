"""The letter that asks whether an address wants to be on the list. Pure, as `flows.mail.compose`; slot: ``confirm``.

Anybody can have it sent to any address, so that it holds nothing that somebody typed.
"""

from __future__ import annotations

from flows.mail.card import Sender
from flows.mail.headers import staff_headers
from flows.mail.interface import Letter
from flows.mail.render import render_bodies, render_subject
from flows.mail.skeleton import mark
from flows.procedure.models import Language

CONFIRM = "confirm"


def confirm(language: Language, office: Sender, *, days: int) -> Letter:
    """To an address that was typed on the page for joining the list. The link is good for ``days`` days."""
    subject = render_subject("confirm", language, office=office)
    text, html = render_bodies("confirm", language, subject=subject, office=office, confirm=mark(CONFIRM), days=days)
    return Letter(subject, text, html, staff_headers(office))
