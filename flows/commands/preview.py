"""``loker preview``: a vacancy as alumni would read it."""

from __future__ import annotations

from pathlib import Path

from flows.errors import LokerError
from flows.mail.compose import announcement
from flows.mail.skeleton import mark
from flows.under_way import run_of
from flows.workbook.tabs import VACANCIES

_NAMES = {"id": "Nama Alumni", "en": "Name of the Alumnus"}


def preview(id: str, config: Path | None, html: Path | None) -> str:
    """The mail's subject and text; ``html`` is where its HTML is written. Raises `LokerError` for an unknown ID."""
    with run_of(config, rehearsal=True) as run:
        observed = run.observe()
        vacancy = observed.vacancies.get(id) or observed.vacancies.get(id.upper())
        if vacancy is None:
            raise LokerError(
                f"There is no well-formed vacancy {id}",
                where=f"tab {VACANCIES.title}",
                cure="take the ID from the tab's first column; if it is there, see the tab Masalah",
            )
        office = run.office
        today = observed.at.astimezone(office.zone).date()
        language = office.settings.office.language
        letter = announcement([vacancy], language, office.sender, today=today)
        person = {"name": _NAMES[language], "unsubscribe": f"{office.settings.web.public_url}/…"}
    if html is not None:
        html.write_text(_filled(letter.html, person), encoding="utf-8")
    return f"{letter.subject}\n\n{_filled(letter.text, person)}"


def _filled(body: str, person: dict[str, str]) -> str:
    for slot, value in person.items():
        body = body.replace(mark(slot), value)
    return body
