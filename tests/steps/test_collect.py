"""Answers from a Google Form into the ledger, and what cannot be taken into *Masalah*: nothing lost or doubled."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.errors import FormsBusy
from flows.forms.google_items import CODE_ID, VACANCY_ID
from flows.office import Office, open_office
from flows.procedure.cases import Case, CaseState, Source
from flows.procedure.problems import Problem
from flows.run import Run
from flows.settings import load
from flows.steps.collect import Collected, collect, set_aside
from tests.forms.google_office import FormOffice, answers, case, form_office, provider
from tests.google_emulator import Emulator, Respondent
from tests.google_emulator.conftest import google  # noqa: F401 - a fixture
from tests.steps.local_office import blank

SETTINGS = """
[office]
name = "UPT-PKPK"
[workbook]
path = "loker.xlsx"
credentials = "service-account.json"
endpoint = "{url}"
[mail]
host = "127.0.0.1"
sender = "UPT-PKPK <karir@example.ac.id>"
[feedback]
google_form_id = "{form}"
"""

ROOT = Path(__file__).parents[2]
VICTIM = """
import os, signal, sys
from operator import attrgetter
from pathlib import Path
from flows.office import open_office
from flows.settings import load
from flows.steps.collect import collect

def killed(*args, **named):
    os.kill(os.getpid(), signal.SIGKILL)

with open_office(load(Path(sys.argv[1], "loker.toml"))) as office:
    owner, _, name = sys.argv[2].rpartition(".")
    if name == "write":  # after all was written, before the commit
        class Dying:
            def __enter__(self):
                self.inner = write(durable=True)
                return self.inner.__enter__()
            __exit__ = killed
        write, office.ledger.together = office.ledger.store.write, lambda **named: Dying()
    elif name:
        setattr(attrgetter(owner)(office.ledger), name, killed)
    collect(office)
    killed()
"""


@dataclass
class World:
    """A company with two vacancies and another with one; each of their contacts is recipient 7."""

    folder: Path
    at: FormOffice
    cases: dict[str, Case]

    @contextmanager
    def office(self) -> Iterator[Office]:
        """Opened anew, as a new process does."""
        with open_office(load(self.folder / "loker.toml"), clock=self.now) as office:
            yield replace(office, form_provider=provider(self.at.google, self.at.form, self.at.links))

    def collect(self) -> Collected:
        with self.office() as office:
            return collect(office)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.at.google.clock.seconds(), UTC)

    def partner(self, vacancy: str = "L26-0001") -> Respondent:
        return self.at.partner(self.cases[vacancy])

    def later(self, **more: float) -> None:
        self.at.google.clock.advance(timedelta(**more).total_seconds())

    def versions(self) -> list[tuple[str, int, int | None]]:
        """Vacancy, version, and how many were accepted, in the order of time."""
        with self.office() as office:
            kept = office.ledger.responses.versions()
            assert {one.source for one in kept} <= {Source.GOOGLE}
            return [(one.vacancy, one.version, one.answers["accepted"]) for one in kept]  # type: ignore[misc]

    def problems(self) -> list[Problem]:
        with self.office() as office:
            return set_aside(office)


@pytest.fixture
def world(google: Emulator, tmp_path: Path) -> Iterator[World]:  # noqa: F811
    google.write_credentials(tmp_path / "service-account.json")
    with form_office(google, tmp_path) as at:
        (tmp_path / "loker.toml").write_text(SETTINGS.format(url=google.url, form=at.form.id), "utf-8")
        with open_office(load(tmp_path / "loker.toml")) as office:
            numbers = office.ledger.responses.partners(["contoh maju", "lain"])
            ours, other = numbers["contoh maju"], numbers["lain"]
            cases = [case("L26-0001", ours), case("L26-0004", ours, position="Operator"), case("L26-0009", other)]
            office.ledger.responses.put_cases(cases)
        yield World(tmp_path, at, {one.vacancy: one for one in cases})


class TestAnswers:
    def test_it_keeps_what_was_answered(self, world: World) -> None:
        world.partner().submit(answers(applied="12", accepted="3", ethics="5", suggestions="=1+1"))
        assert world.collect() == Collected(answers=1)
        with world.office() as office:
            latest = office.ledger.responses.latest("L26-0001")
        assert latest is not None
        assert latest.source is Source.GOOGLE
        assert {key: value for key, value in latest.answers.items() if value is not None} == {
            "applied": 12, "accepted": 3, "ethics": 5, "suggestions": "=1+1",
        }  # fmt: skip
        assert world.now() - latest.at < timedelta(minutes=1)

    def test_it_keeps_each_edit_as_a_version(self, world: World) -> None:
        partner = world.partner()
        sent = partner.submit(answers(applied="12", accepted="3"))
        world.collect()
        for accepted in ("4", "5"):
            world.later(minutes=10)
            partner.submit(answers(accepted=accepted), edit=sent)
            world.collect()
        assert world.versions() == [("L26-0001", 1, 3), ("L26-0001", 2, 4), ("L26-0001", 3, 5)]

    def test_it_takes_an_answer_that_is_sent_once_more_as_a_correction(self, world: World) -> None:
        world.partner().submit(answers(applied="12", accepted="3"))
        world.later(seconds=1)
        world.partner().submit(answers(applied="12", accepted="4"))
        world.collect()
        assert world.versions() == [("L26-0001", 1, 3), ("L26-0001", 2, 4)]

    def test_it_takes_two_answers_in_the_same_moment(self, world: World) -> None:
        world.at.form.stamp = lambda: "2026-11-24T02:00:00.000Z"
        for vacancy in ("L26-0001", "L26-0001", "L26-0004"):
            world.partner(vacancy).submit(answers(applied="12", accepted=str(len(world.at.form.responses))))
        world.collect()
        assert len(world.versions()) == 3
        assert {(vacancy, version) for vacancy, version, _ in world.versions()} == {
            ("L26-0001", 1), ("L26-0001", 2), ("L26-0004", 1),
        }  # fmt: skip


class TestAgain:
    def test_it_fetches_only_what_is_new(self, world: World) -> None:
        world.partner().submit(answers(applied="12", accepted="3"))
        world.collect()
        assert world.collect() == Collected()
        world.later(hours=3)
        world.partner("L26-0004").submit(answers(applied="1", accepted="1"))
        world.later(hours=3)
        world.partner("L26-0009").submit(answers(applied="1", accepted="0"))
        assert world.collect() == Collected(answers=2)
        with world.office() as office:
            since = datetime.fromisoformat(office.ledger.notes.get("collected")["at"]) - timedelta(hours=1)
            assert len(list(office.form_provider.collect(since))) == 1

    def test_it_takes_what_google_shows_late(self, world: World) -> None:
        late = world.partner("L26-0004").submit(answers(applied="2", accepted="1"))
        hidden = world.at.form.responses.pop(late)
        world.later(minutes=5)
        world.partner().submit(answers(applied="12", accepted="3"))
        world.collect()
        world.at.form.responses[late] = hidden
        assert world.collect() == Collected(answers=1)
        assert ("L26-0004", 1, 1) in world.versions()

    def test_it_does_not_bring_back_an_answer_that_was_corrected_meanwhile(self, world: World) -> None:
        for accepted in ("3", "4", "3"):
            world.partner().submit(answers(applied="12", accepted=accepted))
            world.later(seconds=5)
        world.collect()
        world.collect()
        assert [accepted for _, _, accepted in world.versions()] == [3, 4, 3]

    @pytest.mark.parametrize("when", ["responses.answer", "responses.set_aside", "notes.put", "store.write"])
    def test_a_killed_process_loses_and_doubles_nothing(self, world: World, when: str) -> None:
        for accepted in ("3", "99"):
            world.partner().submit(answers(applied="12", accepted=accepted))
            world.later(seconds=5)
        _run_and_die(world, when)
        assert world.versions() == []
        assert world.collect() == Collected(answers=1, set_aside=1)
        assert (len(world.versions()), len(world.problems())) == (1, 1)

    def test_a_process_killed_after_it_kept_all_doubles_nothing(self, world: World) -> None:
        world.partner().submit(answers(applied="12", accepted="3"))
        _run_and_die(world, "")
        assert world.collect() == Collected()
        assert world.versions() == [("L26-0001", 1, 3)]

    def test_it_waits_for_google(self, world: World) -> None:
        world.partner().submit(answers(applied="12", accepted="3"))
        world.at.google.fail(503, on="form-read", times=99)
        with pytest.raises(FormsBusy):
            world.collect()
        world.at.google.rules.clear()
        assert world.collect() == Collected(answers=1)


class TestSetAside:
    def test_it_tells_staff_what_contradicts_itself(self, world: World) -> None:
        world.partner().submit(answers(applied="3", accepted="12", suggestions="{closed} <b>"))
        assert world.collect() == Collected(set_aside=1)
        assert world.versions() == []
        [found] = world.problems()
        assert (found.tab, found.id, found.column, found.value) == ("Respon", "L26-0001", "Diterima", "12")
        assert "Jumlah yang diterima melebihi jumlah pelamar" in found.what
        assert found.what.endswith("Jawabannya: Pelamar: 3; Diterima: 12; Masukan: {closed} <b>")
        assert "Minta mitra membuka tautan" in found.cure

    def test_it_tells_which_counts_it_cannot_read(self, world: World) -> None:
        world.partner().submit(answers(applied="3", accepted="1", applied_by_programme="Kedokteran 2"))
        world.collect()
        [found] = world.problems()
        assert (found.column, found.value) == ("Rincian Prodi", "Kedokteran 2")
        assert "Tulis satu program studi per baris" in found.what

    def test_it_forgets_it_when_the_partner_corrects_it(self, world: World) -> None:
        partner = world.partner()
        sent = partner.submit(answers(applied="3", accepted="12"))
        world.collect()
        world.later(minutes=10)
        partner.submit(answers(accepted="13"), edit=sent)
        world.collect()
        assert [problem.value for problem in world.problems()] == ["13"]
        world.later(minutes=10)
        partner.submit(answers(accepted="2"), edit=sent)
        world.collect()
        assert world.problems() == []

    @pytest.mark.parametrize("code", ["", "palsu", "WzEsMSw3XQ.aaaa"])
    def test_it_takes_no_answer_with_another_code(self, world: World, code: str) -> None:
        for _, question in world.at.form.questions():
            question["required"] = False
        world.partner().submit({CODE_ID: code, **answers(applied="3", accepted="1")})
        world.collect()
        [found] = world.problems()
        assert "kode yang tidak kami kenal" in found.what
        assert world.versions() == []

    @pytest.mark.parametrize("named", ["L26-0009", "L99-9999", "=HYPERLINK(1)"])
    def test_it_takes_no_answer_about_somebody_elses_vacancy(self, world: World, named: str) -> None:
        world.partner().submit({VACANCY_ID: named, **answers(applied="3", accepted="1")})
        world.collect()
        [found] = world.problems()
        assert f"lowongan “{named}”" in found.what
        assert world.versions() == []

    def test_it_takes_no_answer_by_a_link_that_was_taken_back(self, world: World) -> None:
        with world.office() as office:
            office.ledger.revoked.add("feedback", 7, world.now())
        world.partner().submit(answers(applied="3", accepted="1"))
        world.collect()
        assert "sudah dicabut" in world.problems()[0].what

    def test_it_takes_an_answer_that_was_in_time_however_late_it_is_fetched(self, world: World) -> None:
        self._close(world, world.now() + timedelta(hours=1), CaseState.OPEN)
        world.partner().submit(answers(applied="3", accepted="1"))
        self._close(world, world.now() + timedelta(hours=1), CaseState.NOT_GIVEN)
        world.later(hours=2)
        assert world.collect() == Collected(answers=1)

    def test_it_takes_no_answer_after_the_matter_is_closed(self, world: World) -> None:
        self._close(world, world.now() - timedelta(hours=1), CaseState.NOT_GIVEN)
        world.partner().submit(answers(applied="3", accepted="1"))
        world.collect()
        assert "datang setelah batas waktu" in world.problems()[0].what

    def test_it_takes_no_answer_about_a_vacancy_that_was_called_off(self, world: World) -> None:
        self._close(world, world.now() + timedelta(hours=1), CaseState.CANCELLED)
        world.partner().submit(answers(applied="3", accepted="1"))
        world.collect()
        assert "sudah dibatalkan" in world.problems()[0].what

    def test_it_keeps_it_for_sixty_days(self, world: World) -> None:
        world.partner().submit(answers(applied="3", accepted="12"))
        world.collect()
        world.later(days=59)
        assert len(world.problems()) == 1
        world.later(days=2)
        assert world.problems() == []

    def test_it_keeps_a_long_answer_whole_and_shows_its_beginning(self, world: World) -> None:
        long = "panjang " * 400
        world.partner().submit(answers(applied="3", accepted="12", suggestions=long))
        world.collect()
        [found] = world.problems()
        assert len(found.what) < 900
        with world.office() as office:
            [kept] = office.ledger.responses.oddities()
        assert long.strip() in kept.details["answers"]

    def _close(self, world: World, at: datetime, state: CaseState) -> None:
        with world.office() as office:
            office.ledger.responses.put_cases([replace(world.cases["L26-0001"], closes_at=at, state=state)])


class TestRun:
    @pytest.fixture(autouse=True)
    def _workbook(self, world: World) -> None:
        (world.folder / "loker.xlsx").write_bytes(blank())

    def test_it_shows_both_in_the_workbook(self, world: World) -> None:
        world.partner().submit(answers(applied="12", accepted="3"))
        world.partner("L26-0009").submit(answers(applied="1", accepted="9"))
        with world.office() as office:
            run = Run(office)
            run.collect()
            run.observe()
            run.write_back()
            run.raise_failures()
            grids = office.workbook.read(["Respon", "Masalah"])
        assert (run.report.answered, run.report.set_aside) == (1, 1)
        assert grids["Respon"][1][1] == "L26-0001"
        assert [row[:2] for row in grids["Masalah"][1:]] == [["Respon", "L26-0009"]]

    def test_answers_outlast_a_workbook_that_is_away(self, world: World) -> None:
        world.partner().submit(answers(applied="12", accepted="3"))
        with world.office() as office:
            (world.folder / "loker.xlsx").rename(world.folder / "pindah.xlsx")
            run = Run(office)
            run.attempt(run.collect)
            run.attempt(run.observe)
        assert len(run.failures) == 1
        assert world.versions() == [("L26-0001", 1, 3)]

    def test_a_form_that_is_away_holds_up_nothing(self, world: World) -> None:
        world.at.google.fail(503, on="form-read", times=99)
        with world.office() as office:
            run = Run(office)
            run.collect()
            run.observe()
            run.write_back()
        assert run.failures == []
        assert "Google does not answer" in run.report.errors[0]


def _run_and_die(world: World, when: str) -> None:
    command = [sys.executable, "-c", VICTIM, str(world.folder), when]
    died = subprocess.run(command, check=False, cwd=ROOT, timeout=60, capture_output=True)
    assert died.returncode == -signal.SIGKILL, died.stderr
