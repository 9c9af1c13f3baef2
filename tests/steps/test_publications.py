"""From the sheet to the public page: what is announced is shown, as it was announced, for as long as it may be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.ledger.publications import Publication
from flows.procedure.retention import Kind
from flows.public_folder import Written
from flows.publish import gather, publish, publisher
from flows.site.model import Content
from tests.steps.local_office import LocalOffice, vacancy

Make = Callable[..., LocalOffice]
URL = "https://karir.example.ac.id"


def online(office: Make, *rows: Mapping[str, Any], **site: str) -> LocalOffice:
    """An office with a public page."""
    made = office(*(dict(row) | {"Tampil di Web": row.get("Tampil di Web", "Ya")} for row in rows))
    keys = "".join(f'{key} = "{value}"\n' for key, value in site.items())
    text = f'{made.config.read_text("utf-8")}[web]\npublic_url = "{URL}"\nsign_ups_a_day = 0\n[site]\n{keys}'
    made.config.write_text(text, "utf-8")
    return made


def shown(made: LocalOffice) -> dict[str, Publication]:
    with made.open() as opened:
        return opened.ledger.publications.all()


def public(made: LocalOffice) -> Content:
    with made.open() as opened:
        whose = publisher(opened.settings)
        return gather(opened.settings, opened.ledger, opened.catalogue, whose, opened.clock())


class TestWhatIsShown:
    def test_an_announced_vacancy_for_the_web_is(self, office: Make) -> None:
        made = online(office, vacancy("Juru Las"), vacancy("Juru Bayar", Tampil_di_Web="Tidak"))
        assert shown(made) == {}
        made.tick()
        [one] = shown(made).values()
        assert (one.vacancy, one.since, one.closed) == ("L26-0001", made.clock(), None)
        [posting] = public(made).open
        assert (posting.vacancy.position, posting.everybody) == ("Juru Las", True)

    def test_one_that_waits_for_the_hour_is_not_yet(self, office: Make) -> None:
        made = online(office, vacancy())
        made.clock.forward(hours=-3)
        made.tick()
        assert shown(made) == {}
        made.later(hours=3)
        assert len(shown(made)) == 1

    @pytest.mark.parametrize("status", ["Draf", "Pratinjau"])
    def test_one_that_is_not_approved_is_not(self, office: Make, status: str) -> None:
        made = online(office, vacancy(Status=status))
        made.tick()
        assert shown(made) == {}

    def test_an_edit_is_shown_only_once_it_is_told_by_a_correction(self, office: Make) -> None:
        made = online(office, vacancy("Juru Las"))
        made.tick()
        made.sheet.set("Lowongan", "Juru Las", Lokasi="Karimun")
        made.later(minutes=10)
        made.later(minutes=10)
        assert [one.vacancy.location for one in public(made).open] == ["Batam"]
        made.sheet.set("Lowongan", "Juru Las", Status="Ralat")
        made.later(minutes=10)
        made.later(minutes=10)
        [posting] = public(made).open
        assert posting.vacancy.location == "Karimun"
        assert posting.updated > posting.since

    def test_a_row_with_a_mistake_stays_shown_as_it_was_announced(self, office: Make) -> None:
        made = online(office, vacancy("Juru Las"))
        made.tick()
        made.sheet.set("Lowongan", "Juru Las", Jenis="Entah")
        made.later(minutes=10)
        assert [one.vacancy.kind for one in public(made).open] == ["Kontrak"]

    @pytest.mark.parametrize("change", [{"Tampil_di_Web": "Tidak"}, {"Status": "Batal"}, {"Status": "Draf"}])
    def test_staff_take_it_off_at_once(self, office: Make, change: dict[str, str]) -> None:
        made = online(office, vacancy("Juru Las"))
        made.tick()
        made.sheet.set("Lowongan", "Juru Las", **change)
        made.later(minutes=10)
        assert shown(made) == {}

    def test_a_list_s_study_programmes_are_whom_it_is_for(self, office: Make) -> None:
        made = online(office, vacancy(Sasaran="Angkatan Baru"))
        made.sheet.add("Daftar", {"Nama Daftar": "Angkatan Baru", "Prodi": "Teknik Informatika"})
        made.tick()
        [posting] = public(made).open
        assert (posting.everybody, posting.programmes) == (False, ("IF",))


class TestTheEnd:
    def test_one_whose_deadline_passes_is_closed_by_its_day(self, office: Make) -> None:
        made = online(office, vacancy("Juru Las", Batas_Lamaran=date(2026, 11, 26)))
        made.tick()
        made.clock.forward(days=2)
        assert len(public(made).open) == 1, "a deadline lasts to the end of its day"
        made.clock.forward(days=1)  # without a run
        assert [one.closed for one in public(made).closed] == [date(2026, 11, 26)]

    def test_one_that_staff_close_is_closed_on_that_day_and_open_again_when_they_say_so(self, office: Make) -> None:
        made = online(office, vacancy("Juru Las"))
        made.tick()
        made.sheet.set("Lowongan", "Juru Las", Status="Tutup")
        made.later(hours=24)
        assert [one.closed for one in public(made).closed] == [date(2026, 11, 25)]
        made.later(hours=48)
        assert [one.closed for one in public(made).closed] == [date(2026, 11, 25)]
        made.sheet.set("Lowongan", "Juru Las", Status="Setuju")
        made.later(hours=1)
        assert len(public(made).open) == 1

    def test_one_whose_row_is_deleted_is_closed(self, office: Make) -> None:
        made = online(office, vacancy("Juru Las"), vacancy("Juru Bayar"))
        made.tick()
        with made.sheet.open() as book:
            book["Lowongan"].delete_rows(2)
        made.later(minutes=10)
        content = public(made)
        assert [one.vacancy.position for one in content.open] == ["Juru Bayar"]
        assert [one.vacancy.position for one in content.closed] == ["Juru Las"]

    def test_a_closed_one_is_shown_for_as_long_as_it_is_kept(self, office: Make) -> None:
        made = online(office, vacancy("Juru Las", Batas_Lamaran=date(2026, 11, 26)))
        made.tick()
        made.clock.forward(days=5 * 365 + 2)
        assert len(public(made).closed) == 1
        made.clock.forward(days=3)
        assert public(made).postings == []

    def test_what_is_disposed_of_is_no_page_any_more(self, office: Make) -> None:
        from flows.ledger.removal import Removal

        made = online(office, vacancy("Juru Las"))
        made.tick()
        with made.open() as opened:
            Removal(opened.ledger.store, opened.zone).remove(Kind.VACANCY, ["L26-0001"])
        assert shown(made) == {}


class TestFiles:
    def test_a_vacancy_has_its_page_before_the_mails_leave_that_may_link_to_it(self, office: Make) -> None:
        from flows.run import Run

        made = online(office, vacancy("Juru Las"), publish_to="publik")
        with made.open() as opened:
            one = Run(opened)
            for step in (one.observe, one.announce, one.publish):
                step()
            assert (made.folder / "publik" / "lowongan" / "L26-0001" / "index.html").is_file()
            assert made.server.messages == []

    def test_an_idle_run_does_nothing_for_them(self, office: Make) -> None:
        made = online(office, vacancy("Juru Las"), publish_to="publik")
        assert run(made) > 50
        made.clock.forward(minutes=10)
        (made.folder / "publik" / ".loker.json").unlink()
        assert run(made) == 0
        assert not (made.folder / "publik" / ".loker.json").exists()

    def test_a_new_day_and_another_colour_are_seen(self, office: Make) -> None:
        made = online(office, vacancy("Juru Las", Batas_Lamaran=date(2026, 11, 26)), publish_to="publik")
        run(made)
        made.clock.forward(days=1)
        assert run(made) > 0, "the deadline is a day nearer"
        made.config.write_text(made.config.read_text().replace("[site]", '[site]\ncolour = "#803300"'))
        assert run(made) > 50

    def test_without_the_setting_nothing_is_written(self, office: Make) -> None:
        made = online(office, vacancy("Juru Las"))
        assert run(made) == 0
        assert not (made.folder / "public").exists()

    def test_a_rehearsal_writes_nothing(self, office: Make) -> None:
        from flows.commands.run import rehearse

        made = online(office, vacancy("Juru Las"), publish_to="publik")
        rehearse("cycle", made.config)
        assert not (made.folder / "publik").exists()
        assert shown(made) == {}

    def test_figures_are_there_once_they_are_reckoned(self, office: Make) -> None:
        made = online(office, vacancy("Juru Las"))
        assert public(made).figures == []
        made.tick()
        [year] = public(made).figures
        assert (year.year, year.vacancies, year.alumni, year.events) == (2026, 1, 3, None)

    def test_a_second_publication_writes_nothing(self, office: Make, tmp_path: Path) -> None:
        made = online(office, vacancy("Juru Las"), vacancy("Juru Bayar"))
        made.tick()
        with made.open() as opened:
            asked = (opened.settings, opened.ledger, opened.catalogue, opened.clock(), tmp_path / "web")
            first = publish(*asked)
            assert publish(*asked) == Written(first.files, 0, 0)


class TestState:
    def test_it_changes_with_whatever_is_shown(self, office: Make) -> None:
        made = online(office, vacancy("Juru Las"))
        seen = [state(made)]

        def another() -> bool:
            seen.append(state(made))
            return seen[-1] != seen[-2]

        made.tick()
        assert another()
        made.later(minutes=10)
        assert not another()
        made.sheet.set("Lowongan", "Juru Las", Status="Tutup")
        made.later(minutes=10)
        assert another()
        made.sheet.set("Lowongan", "Juru Las", Tampil_di_Web="Tidak")
        made.later(minutes=10)
        assert another()


def state(made: LocalOffice) -> str:
    with made.open() as opened:
        return opened.ledger.publications.state()


def run(made: LocalOffice) -> int:
    """A run up to the mails; returns how many files of the public page were changed."""
    from flows.run import Run

    with made.open() as opened:
        one = Run(opened)
        for step in (one.observe, one.announce, one.publish, one.deliver, one.write_back):
            one.attempt(step)
        one.raise_failures()
        return one.report.published
