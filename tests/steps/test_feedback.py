"""Single cases of asking for results, each on a few days: the quarter (`test_quarter`) shows them all together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from flows.errors import FormsBusy
from flows.forms.by_mail import ByMail
from flows.office import open_office
from flows.procedure.cases import CaseState, Source
from flows.run import Run
from flows.settings import load
from tests.steps.local_office import STAFF, LocalOffice, vacancy
from tests.steps.sheet import WIB

Make = Callable[..., LocalOffice]
SARI, DEWI = "sari@galangan.example", "dewi@galangan.example"
PUBLIC = '[web]\npublic_url = "https://karir.example.ac.id"\n'


def contact(email: str = SARI, **changes: Any) -> dict[str, Any]:
    usual = {"Perusahaan": "PT Galangan", "Narahubung": "Sari", "Email": email, "Telepon": "081200001234"}
    return usual | {name.replace("_", " "): value for name, value in changes.items()}


@pytest.fixture
def asking(office: Make) -> Make:
    """An office on Tuesday, 1 December 2026, with a vacancy that was announced and whose deadline is today."""

    def make(*contacts: dict[str, Any], further: str = "", **changes: Any) -> LocalOffice:
        given = {"Perusahaan": "PT Galangan", "Batas_Lamaran": date(2026, 12, 1)} | changes
        made = office(vacancy("Juru Las", **given))

        def begin() -> None:
            made.config.write_text(made.config.read_text("utf-8") + further, "utf-8")
            if contacts:
                made.sheet.add("Mitra", *contacts)
            move(made, "2026-12-01 09:00")
            made.tick()

        made.once(f"asking {contacts} {further} {given}", begin)
        return made

    return make


def move(office: LocalOffice, moment: str) -> None:
    office.clock.now = datetime.fromisoformat(moment).replace(tzinfo=WIB)


def at(office: LocalOffice, *moments: str) -> list[str]:
    """The subjects of what Sari got in runs at these moments."""
    before = len(office.mails(SARI))
    for moment in moments:
        move(office, moment)
        office.tick()
    return [mail.subject for mail in office.mails(SARI)[before:]]


def state(office: LocalOffice) -> CaseState:
    with office.open() as opened:
        [case] = opened.ledger.responses.cases()
        return case.state


def answer(office: LocalOffice, source: Source = Source.FORM) -> None:
    with office.open() as opened:
        [case] = opened.ledger.responses.cases()
        opened.ledger.responses.answer(case.partner_id, case.vacancy, {"applied": 3}, opened.clock(), source)


class TestWhatIsAskedAbout:
    def test_a_recruitment_that_ends_with_an_event(self, asking: Make) -> None:
        office = asking(contact(), Batas_Lamaran=None)
        vacancy_id = office.sheet.row("Lowongan", "Juru Las")["ID"]
        event = {
            "Jenis": "Rekrutmen di Kampus", "Judul": "Tes tertulis", "Mulai": datetime(2026, 12, 7, 9),
            "Selesai": datetime(2026, 12, 7, 15), "Lowongan": vacancy_id, "Status": "Setuju", "Disetujui Oleh": "Rina",
        }  # fmt: skip
        office.sheet.add("Kegiatan", event)
        assert at(office, "2026-12-04 09:00", "2026-12-09 09:00") == []
        assert len(at(office, "2026-12-10 09:00")) == 1

    def test_one_that_staff_close(self, asking: Make) -> None:
        office = asking(contact(), Batas_Lamaran=None)
        office.sheet.set("Lowongan", "Juru Las", Status="Tutup")
        assert len(at(office, "2026-12-02 09:00")) == 1

    def test_not_a_row_that_somebody_is_typing_in(self, asking: Make) -> None:
        office = asking(contact(), Batas_Lamaran=None)
        office.configure(settle=10)
        move(office, "2026-12-02 09:00")
        office.sheet.set("Lowongan", "Juru Las", Status="Tutup")
        assert at(office, "2026-12-02 09:00") == []
        assert len(at(office, "2026-12-02 09:10")) == 1

    def test_not_one_whose_deadline_was_put_off(self, asking: Make) -> None:
        office = asking(contact())
        office.sheet.set("Lowongan", "Juru Las", Batas_Lamaran=date(2026, 12, 8))
        assert at(office, "2026-12-04 09:00") == []
        assert len(at(office, "2026-12-11 09:00")) == 1

    def test_not_one_that_was_taken_out_of_the_sheet(self, asking: Make) -> None:
        office = asking(contact())
        assert len(at(office, "2026-12-04 09:00")) == 1
        office.sheet.delete("Lowongan", "Juru Las")
        assert at(office, "2026-12-11 09:00", "2026-12-18 09:00") == []

    def test_one_that_was_called_off_by_mistake_is_asked_about_again(self, asking: Make) -> None:
        office = asking(contact())
        office.sheet.set("Lowongan", "Juru Las", Status="Batal")
        assert at(office, "2026-12-04 09:00") == []
        office.sheet.set("Lowongan", "Juru Las", Status="Tutup")
        assert len(at(office, "2026-12-04 10:00")) == 1

    def test_what_the_ledger_never_announced_only_from_a_day_on(self, office: Make) -> None:
        made = office(
            vacancy("Juru Las", Perusahaan="PT Galangan", Batas_Lamaran=date(2026, 11, 2)),
            vacancy("Juru Cat", Perusahaan="PT Galangan", Batas_Lamaran=date(2026, 9, 30)),
            vacancy("Juru Ketik", Perusahaan="PT Galangan", Batas_Lamaran=date(2026, 11, 3), Status="Draf"),
        )
        made.sheet.add("Mitra", contact())
        assert at(made, "2026-11-25 09:00") == []
        with made.open() as opened:
            run = Run(opened)
            run.request_feedback(date(2026, 10, 1))
            run.deliver()
            run.write_back()
        [mail] = made.mails(SARI)
        assert "Juru Las" in mail.text
        assert "Juru Cat" not in mail.text
        assert "Juru Ketik" not in mail.text
        assert [subject[:9] for subject in at(made, "2026-12-01 09:00", "2026-12-02 09:00")] == ["Pengingat"], (
            "it goes on"
        )

    def test_after_months_without_a_run_it_is_asked_about_and_not_closed(self, asking: Make) -> None:
        office = asking(contact())
        assert len(at(office, "2027-03-01 09:00")) == 1
        assert state(office) is CaseState.OPEN


class TestWhen:
    def test_within_office_hours_of_working_days(self, asking: Make) -> None:
        office = asking(contact(), Batas_Lamaran=date(2026, 12, 2))
        early = ("2026-12-04 23:50", "2026-12-05 09:00", "2026-12-06 09:00", "2026-12-07 07:50")
        assert at(office, *early) == []
        assert len(at(office, "2026-12-07 08:00")) == 1

    def test_not_while_sending_is_paused(self, asking: Make) -> None:
        office = asking(contact())
        office.sheet.set("Kendali", "Jeda", Nilai="Ya")
        assert at(office, "2026-12-04 09:00") == []
        office.sheet.set("Kendali", "Jeda", Nilai="Tidak")
        assert len(at(office, "2026-12-07 09:00")) == 1

    def test_what_the_server_puts_off_on_friday_leaves_on_monday_and_counts_from_then(self, asking: Make) -> None:
        office = asking(contact())
        office.server.recipients = {SARI: "451 4.7.1 greylisted"}
        assert at(office, "2026-12-04 15:50") == []
        office.server.recipients = {}
        assert at(office, "2026-12-04 16:30", "2026-12-05 10:00") == []
        assert len(at(office, "2026-12-07 08:00")) == 1
        assert at(office, "2026-12-11 09:00") == [], "a week after Friday"
        assert [subject[:9] for subject in at(office, "2026-12-14 09:00")] == ["Pengingat"]

    def test_not_after_it_was_answered_while_it_waited(self, asking: Make) -> None:
        office = asking(contact())
        office.server.recipients = {SARI: "451 4.7.1 greylisted"}
        at(office, "2026-12-04 09:00")
        office.server.recipients = {}
        answer(office)
        assert at(office, "2026-12-04 10:00", "2026-12-11 09:00") == []

    def test_not_after_it_was_answered_a_moment_ago(self, asking: Make) -> None:
        office = asking(contact())
        move(office, "2026-12-04 09:00")
        with office.open() as opened:
            run = Run(opened)
            run.request_feedback()
            [case] = opened.ledger.responses.cases()
            opened.ledger.responses.answer(case.partner_id, case.vacancy, {"applied": 3}, opened.clock(), Source.FORM)
            run.deliver()
        assert office.mails(SARI) == []

    def test_what_waited_for_more_than_a_week_leaves_once_and_as_it_was_meant(self, asking: Make) -> None:
        office = asking(contact())
        office.server.recipients = {SARI: "451 4.7.1 greylisted"}
        at(office, "2026-12-04 09:00")
        office.server.recipients = {}
        assert [subject[:5] for subject in at(office, "2026-12-14 09:00", "2026-12-14 09:10")] == ["Mohon"]

    def test_not_while_the_form_is_out_of_reach(self, asking: Make) -> None:
        office = asking(contact())
        assert self.run_without_form(office, "2026-12-04 09:00") == ["Google Forms does not answer."]
        office.server.recipients = {SARI: "451 4.7.1 greylisted"}
        at(office, "2026-12-04 09:10")
        office.server.recipients = {}
        assert self.run_without_form(office, "2026-12-04 10:00") == [], "what is queued waits, and that was said before"
        assert office.mails(SARI) == []
        assert len(at(office, "2026-12-04 10:10")) == 1

    def run_without_form(self, office: LocalOffice, moment: str) -> list[str]:
        """A run that Google Forms does not answer, and its errors."""

        class Away(ByMail):
            def open(self) -> None:
                raise FormsBusy("Google Forms does not answer")

        move(office, moment)
        with office.open() as opened:
            run = Run(replace(opened, form_provider=Away()))
            for step in (run.request_feedback, run.announce, run.deliver, run.write_back):
                run.attempt(step)
        return run.report.errors


class TestWhom:
    def test_a_corrected_address_gets_the_request_that_the_wrong_one_refused(self, asking: Make) -> None:
        office = asking(contact("sari@galangn.example"))
        office.server.recipients = {"sari@galangn.example": "550 5.1.1 no such user"}
        assert at(office, "2026-12-04 09:00", "2026-12-07 09:00") == []
        [problem] = [row for row in office.sheet.rows("Masalah") if row["Tab"] == "Mitra"]
        assert "menolak" in problem["Masalah"]
        office.sheet.set("Mitra", "sari@galangn.example", Email=SARI)
        assert [subject[:5] for subject in at(office, "2026-12-08 09:00")] == ["Mohon"]
        assert [row for row in office.sheet.rows("Masalah") if row["Tab"] == "Mitra"] == []

    def test_one_contact_that_is_refused_or_leaves_does_not_keep_the_other_from_reminders(self, asking: Make) -> None:
        office = asking(contact(), contact(DEWI), contact("budi@galangan.example"))
        office.server.recipients = {DEWI: "550 5.1.1 no such user"}
        at(office, "2026-12-04 09:00")
        with office.open() as opened:
            opened.ledger.outbox.leave("budi@galangan.example", opened.clock(), "page")
        assert len(at(office, "2026-12-11 09:00")) == 1
        assert len(office.mails("budi@galangan.example")) == 1
        assert [command for _, command in office.server.commands].count(f"RCPT TO:<{DEWI}>") == 1

    def test_whose_links_were_taken_back_is_not_sent_one_that_opens_nothing(self, asking: Make) -> None:
        office = asking(contact(), contact(DEWI))
        with office.open() as opened:
            [dewi] = opened.ledger.outbox.enrol({DEWI: DEWI}).values()
            opened.ledger.revoked.add("feedback", dewi, opened.clock())
        assert len(at(office, "2026-12-04 09:00")) == 1
        assert office.mails(DEWI) == []

    def test_who_is_a_contact_of_two_partners_hears_from_both(self, asking: Make) -> None:
        office = asking(contact(), contact(Perusahaan="CV Dermaga"))
        office.sheet.add("Lowongan", vacancy("Juru Cat", Perusahaan="CV Dermaga", Batas_Lamaran=date(2026, 12, 2)))
        assert at(office, "2026-12-02 09:00") == []
        assert len(at(office, "2026-12-07 09:00")) == 2

    def test_a_partner_without_contact_is_told_with_the_nearest_name(self, asking: Make) -> None:
        office = asking(contact(Perusahaan="PT Galangann"))
        at(office, "2026-12-04 09:00", "2026-12-04 09:10")
        [problem] = office.sheet.rows("Masalah")
        assert (problem["Tab"], problem["Kolom"], problem["Nilai"]) == ("Lowongan", "Perusahaan", "PT Galangan")
        assert "PT Galangann" in problem["Masalah"]


class TestLinks:
    def test_the_mail_leads_to_the_partner_s_own_form_in_its_language(self, asking: Make) -> None:
        office = asking(contact(Bahasa="Inggris"), further=PUBLIC)
        at(office, "2026-12-04 09:00")
        [mail] = office.mails(SARI)
        assert mail.subject.startswith("Please tell us the results")
        assert "Dear Sari," in mail.text
        [token] = re.findall(r"/umpan-balik/([\w.-]+)\?bahasa=en", mail.text)
        with office.open() as opened:
            holder = opened.links.read("feedback", token)
            assert holder.subject == opened.ledger.responses.cases()[0].partner_id
            recipient = opened.ledger.recipients.get(holder.recipient_id)
            assert recipient
            assert recipient.address == SARI

    def test_staff_get_a_way_in_and_a_link_for_each_vacancy(self, asking: Make) -> None:
        office = asking(contact(Penanggung_Jawab="rina@example.ac.id"), further=PUBLIC)
        at(office, "2026-12-04 09:00", "2027-01-04 09:00")
        [mail] = office.mails("rina@example.ac.id")
        vacancy_id = office.sheet.row("Lowongan", "Juru Las")["ID"]
        assert re.search(r"https://karir\.example\.ac\.id/staf/masuk/[\w.-]+", mail.text)
        assert f"https://karir.example.ac.id/staf/isi/{vacancy_id}" in mail.text
        assert "081200001234" in mail.text

    def test_without_anybody_in_charge_all_staff_are_asked(self, asking: Make) -> None:
        office = asking(contact())
        at(office, "2026-12-04 09:00", "2027-01-04 09:00")
        assert [mail.subject[:14] for mail in office.mails(STAFF) if "mitra" in mail.subject] == ["Mohon hubungi "]


class TestStatus:
    def shown(self, office: LocalOffice, *columns: str) -> list[Any]:
        line = office.sheet.status("Juru Las")
        return [line[column] for column in columns or ("Umpan Balik", "Langkah Berikut")]

    def test_it_says_what_was_done_and_what_is_next(self, asking: Make) -> None:
        office = asking(contact(), further=PUBLIC)
        shown = []
        for day in ("12-04", "12-11", "12-18", "12-28"):
            at(office, f"2026-{day} 09:00")
            shown.append(self.shown(office))
        assert shown == [
            ["diminta 4 Des 2026", "Mitra diingatkan 11 Des 2026"],
            ["diingatkan 1×, terakhir 11 Des 2026", "Mitra diingatkan 18 Des 2026"],
            ["diingatkan 2×, terakhir 18 Des 2026", "Mitra diingatkan 28 Des 2026"],  # after Christmas
            ["diingatkan 3×, terakhir 28 Des 2026", "Diserahkan kepada penanggung jawab 4 Jan 2027"],
        ]  # fmt: skip
        at(office, "2027-01-04 09:00")
        assert self.shown(office)[1] == "Hubungi mitra dan catat jawabannya, paling lambat 1 Feb 2027"
        answer(office, Source.PHONE)
        at(office, "2027-01-04 09:10")
        assert self.shown(office) == ["dijawab 4 Jan 2027", "Ubah Status ke Tutup"]

    def test_it_links_to_the_form_for_staff(self, asking: Make) -> None:
        office = asking(contact(), further=PUBLIC)
        at(office, "2026-12-04 09:00")
        vacancy_id = office.sheet.row("Lowongan", "Juru Las")["ID"]
        assert self.shown(office, "Tautan Formulir") == [f"https://karir.example.ac.id/staf/isi/{vacancy_id}"]

    def test_a_run_that_announces_nothing_shows_where_every_vacancy_stands(self, asking: Make) -> None:
        office = asking(contact())
        before = self.shown(office, "Tahap")
        with office.open() as opened:
            run = Run(opened)
            run.request_feedback()
            run.deliver()
            run.write_back()
        assert self.shown(office, "Tahap") == before


class TestRehearsal:
    def test_it_asks_nobody_and_keeps_nothing(self, asking: Make) -> None:
        office = asking(contact())
        move(office, "2026-12-04 09:00")
        with open_office(load(office.config), rehearsal=True, clock=office.clock) as opened:
            run = Run(opened)
            run.request_feedback()
            assert run.report.asked == 1
        with office.open() as opened:
            assert opened.ledger.responses.cases() == []
