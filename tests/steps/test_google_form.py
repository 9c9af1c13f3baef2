"""From the request in a partner's inbox by a Google Form into the workbook, as the cycle goes through it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.errors import FormsError
from flows.report import Report
from flows.run import Run
from flows.workbook.flow_tabs import PROBLEMS, RESPONSES, STATUS
from flows.workbook.tabs import PARTNERS
from tests.forms.google_office import FormOffice, answers, form_office
from tests.google_emulator import Emulator, Respondent
from tests.google_emulator.conftest import google  # noqa: F401 - a fixture
from tests.steps.local_office import ANI, LocalOffice, local_office, vacancy
from tests.steps.sheet import put

CONTACT = "hrd@example.com"
COMPANY = "PT Juru Las Nusantara"
FEEDBACK = """
[feedback]
google_form_id = "{form}"
"""


@dataclass
class World:
    office: LocalOffice
    at: FormOffice

    def tick(self, **by: float) -> Report:
        """A cycle after some time, on both clocks."""
        self.office.clock.forward(**by)
        clock = self.at.google.clock
        clock.advance(self.office.clock().timestamp() - clock.seconds())
        with self.office.open() as opened:
            run = Run(opened)
            run.attempt(run.collect)
            run.observe()
            for step in (run.request_feedback, run.announce, run.deliver, run.write_back):
                run.attempt(step)
            run.raise_failures()
            return run.report

    def links(self) -> list[str]:
        """Of the latest mail to the partner."""
        text = self.office.mails(CONTACT)[-1].text
        return re.findall(r"https://docs\.google\.com/forms/\S+", text)

    def partner(self, number: int = 0) -> Respondent:
        """Who has followed a link of that mail."""
        return self.at.google.respondent(self.links()[number])

    def shown(self, tab: str) -> list[list[Any]]:
        with self.office.open() as opened:
            return [row for row in opened.workbook.read([tab])[tab][1:] if any(row)]


@pytest.fixture
def world(google: Emulator, tmp_path: Path) -> Iterator[World]:  # noqa: F811
    """Two vacancies of a company, whose deadline passes tomorrow."""
    with local_office(tmp_path) as office, form_office(google, tmp_path) as at:
        deadline = (office.clock() + timedelta(days=1)).date()
        with office.sheet.open() as book:
            for number, position in enumerate(("Juru Las", "Operator"), 2):
                put(book["Lowongan"], number, vacancy(position, Perusahaan=COMPANY, Batas_Lamaran=deadline))
            put(book[PARTNERS.title], 2, {"Perusahaan": COMPANY, "Narahubung": "Sari", "Email": CONTACT})
        google.write_credentials(tmp_path / "service-account.json")
        text = office.config.read_text("utf-8")
        keys = f'credentials = "service-account.json"\nendpoint = "{google.url}"'
        text = text.replace('path = "loker.xlsx"', f'path = "loker.xlsx"\n{keys}')
        office.config.write_text(text + FEEDBACK.format(form=at.form.id), "utf-8")
        made = World(office, at)
        made.tick()
        yield made


def test_it_goes_from_the_request_to_the_workbook_and_back(world: World) -> None:
    assert world.tick(days=7, hours=2).asked == 1
    assert len(world.links()) == 2
    sent = world.partner().submit(answers(applied="12", accepted="3", suggestions="=1+1"))
    world.tick(minutes=10)
    [row] = world.shown(RESPONSES.title)
    assert (row[1], row[2], row[3], row[4]) == ("L26-0001", COMPANY, 12, 3)
    assert "=1+1" in row
    states = {row[0]: row[STATUS.headings.index("Umpan Balik")] for row in world.shown(STATUS.title)}
    assert "ijawab" in states["L26-0001"]
    assert "iminta" in states["L26-0002"]
    world.partner().submit(answers(accepted="4"), edit=sent)
    world.tick(minutes=10)
    assert [row[4] for row in world.shown(RESPONSES.title)] == [3, 4]


def test_what_contradicts_itself_is_shown_to_staff_and_still_asked_for(world: World) -> None:
    world.tick(days=7, hours=2)
    sent = world.partner(1).submit(answers(applied="1", accepted="2"))
    assert world.tick(minutes=10).set_aside == 1
    [problem] = [row for row in world.shown(PROBLEMS.title) if row[0] == RESPONSES.title]
    assert problem[1] == "L26-0002"
    assert world.shown(RESPONSES.title) == []
    world.partner(1).submit(answers(applied="2"), edit=sent)
    world.tick(minutes=10)
    assert [row[1] for row in world.shown(RESPONSES.title)] == ["L26-0002"]
    assert [row for row in world.shown(PROBLEMS.title) if row[0] == RESPONSES.title] == []


def test_a_form_that_is_out_of_reach_delays_its_requests_and_nothing_else(world: World) -> None:
    world.at.google.disabled.add("forms")
    world.office.sheet.add("Lowongan", vacancy("Akuntan"))
    with pytest.raises(ExceptionGroup) as caught:
        world.tick(days=7, hours=2)
    assert caught.group_contains(FormsError, match="Google Forms API")
    assert world.office.mails(CONTACT) == []
    assert "Akuntan" in world.office.mails(ANI)[-1].text
    world.at.google.disabled.clear()
    world.tick(minutes=10)
    assert len(world.links()) == 2
