"""For the tests: an office whose partners answer in a Google Form at the emulator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flows.forms.definition import FormDefinition
from flows.forms.google import GoogleForm
from flows.forms.google_calls import FormCalls
from flows.forms.google_setup import set_up
from flows.links import Links
from flows.procedure.cases import Case
from flows.procedure.programmes import Catalogue
from flows.share import share
from tests.google_emulator import Emulator, Form, Respondent
from tests.workbook.google_staff import TIMEOUT, no_sleep

WAITING: dict[str, Any] = {"timeout": TIMEOUT, "sleep": no_sleep}


@cache
def definition() -> FormDefinition:
    return FormDefinition.load(share() / "config" / "feedback.toml")


@cache
def catalogue() -> Catalogue:
    return Catalogue.load(share() / "config" / "programmes.toml")


def calls(google: Emulator, form: Form, **options: Any) -> FormCalls:
    return FormCalls(form.id, google.credentials(), endpoint=google.url, **WAITING | options)


def provider(google: Emulator, form: Form, links: Links, **options: Any) -> GoogleForm:
    return GoogleForm(
        form.id, google.credentials(), definition(), catalogue(), links, endpoint=google.url, **WAITING | options
    )


def case(vacancy: str = "L26-0001", partner_id: int = 1, **changes: Any) -> Case:
    sound: dict[str, Any] = {
        "company": "PT Contoh Maju",
        "position": "Teknisi",
        "due_at": datetime(2026, 11, 1, tzinfo=UTC),
        "requested_at": datetime(2026, 11, 2, tzinfo=UTC),
        "closes_at": datetime(2099, 1, 1, tzinfo=UTC),
    }
    return Case(vacancy, partner_id, **(sound | changes))


def titles() -> dict[str, str]:
    """A question's key → how the Google Form asks it."""
    return {question.key: question.label.id for question in definition().questions}


def answers(**by_key: str) -> dict[str, str]:
    """What a respondent writes, by the form's titles."""
    return {titles()[key]: value for key, value in by_key.items()}


@dataclass
class FormOffice:
    """A form that is set up, and who answers it."""

    google: Emulator
    form: Form
    links: Links

    def provider(self, **options: Any) -> GoogleForm:
        return provider(self.google, self.form, self.links, **options)

    def partner(self, asked: Case, recipient_id: int = 7) -> Respondent:
        """Who has opened the link for that case."""
        return self.google.respondent(self.provider().link(asked.partner_id, recipient_id, asked, "id"))


@contextmanager
def form_office(google: Emulator, folder: Path) -> Iterator[FormOffice]:
    form = google.create_form("Umpan Balik")
    set_up(calls(google, form), definition(), catalogue())
    google.log.clear()
    yield FormOffice(google, form, Links("", folder / "secret.key"))
