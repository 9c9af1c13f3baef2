"""Letters as a mail program reads them: compiled, filled in for one person, and parsed again."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any, cast

from flows.mail.card import Sender
from flows.mail.compose import announcement
from flows.mail.interface import Letter
from flows.mail.skeleton import Skeleton
from flows.procedure.models import Language, Vacancy
from tests.mail.samples import OFFICE, TODAY, several

PERSON = {
    "name": "Siti Nurhaliza Putri",
    "unsubscribe": "https://karir.example.ac.id/berhenti/x",
    "dear": "Yth. Bapak/Ibu Siti Nurhaliza Putri,",
    "form": "https://karir.example.ac.id/umpan-balik/x",
    "form_0": "https://docs.example.com/forms/x?entry.1=L26-0001",
    "form_1": "https://docs.example.com/forms/x?entry.1=L26-0004",
    "session": "https://karir.example.ac.id/staf/masuk/x",
    "confirm": "https://karir.example.ac.id/daftar/x",
    "rsvp": "https://karir.example.ac.id/undangan/x",
    "answer": "akan hadir",
    "partstat": "ACCEPTED",
    "to_name": "Siti Nurhaliza Putri",
    "to_address": "siti@example.com",
    "date": "Tue, 24 Nov 2026 07:00:00 +0700",
    "message_id": "1@example.ac.id",
}


class Page(HTMLParser):
    """What an HTML body shows (``text``), links to (``links``) and is made of (``tags``)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.links, self.tags = "", list[str](), set[str]()
        self.lang = ""
        self._quiet = False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        values = dict(attributes)
        self.links += [str(values[name]) for name in ("href", "src", "action", "background") if name in values]
        self.lang = self.lang or values.get("lang", "")
        self._quiet = tag in ("style", "title")

    def handle_endtag(self, tag):
        self._quiet = False
        if tag in ("div", "p", "h1", "h2", "h3", "th", "td"):
            self.text += "\n"

    def handle_data(self, data):
        if not self._quiet:
            self.text += data


def raw(letter: Letter) -> bytes:
    return Skeleton.compile(letter, sender="UPT-PKPK <karir@example.ac.id>").fill(PERSON)


def arrived(letter: Letter) -> EmailMessage:
    received = raw(letter).replace(b"\r\n..", b"\r\n.")  # as the server takes out the doubled dots of SMTP
    return cast("EmailMessage", message_from_bytes(received, policy=policy.default))


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def page(letter: Letter) -> Page:
    return Page(html_of(arrived(letter)))


def announce(*vacancies: Vacancy, language: Language = "id", office: Sender = OFFICE, **more: Any) -> Letter:
    return announcement(vacancies or several(), language, office, today=TODAY, **more)


def both(letter: Letter) -> list[str]:
    """What is read in the text and in the HTML, with white space as single blanks."""
    return [" ".join(text.split()) for text in (text_of(arrived(letter)), page(letter).text)]
