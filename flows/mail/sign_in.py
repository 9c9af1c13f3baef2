"""The letter that opens the pages for staff. Pure, as `flows.mail.compose`; slot: ``session``."""

from __future__ import annotations

from flows.mail.card import Sender
from flows.mail.headers import staff_headers
from flows.mail.interface import Letter
from flows.mail.partners import SESSION
from flows.mail.render import render_bodies, render_subject
from flows.mail.skeleton import mark


def sign_in(office: Sender) -> Letter:
    """To a member of staff who asked for a link to the pages for staff."""
    subject = render_subject("sign-in", office.language)
    text, html = render_bodies("sign-in", office.language, subject=subject, office=office, session=mark(SESSION))
    return Letter(subject, text, html, staff_headers(office))
