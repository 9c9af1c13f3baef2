import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.mail.card import Sender
from flows.mail.compose import SUBJECT, correction, preview, problem_digest
from flows.procedure.problems import Problem
from tests.mail.reading import PERSON, announce, arrived, both, page, raw, text_of
from tests.mail.samples import OFFICE, OFFICE_BY_MAIL, TODAY, many, problems, several, vacancy


class TestAnnouncement:
    def test_it_tells_everything_about_a_vacancy_in_both_bodies(self):
        for read in both(announce(vacancy())):
            for part in (
                "Teknisi Otomasi", "PT Contoh Maju Elektronika", "Penuh waktu", "Batamindo, Batam",
                "3 orang", "di kampus",
                "Jumat, 4 Desember 2026", "- memprogram PLC (Omron, Siemens)", "• IPK minimal 2,75",
                "0812-0000-1234 (Ibu Sari)", "rekrutmen@contoh-maju.example",
                "https://karir.contoh-maju.example/otomasi?ref=kampus&posisi=12",
            ):  # fmt: skip
                assert part in read

    def test_it_puts_what_is_urgent_first_and_then_goes_by_deadline(self):
        later = vacancy(position="Nanti", deadline=date(2027, 1, 8), urgent=True)
        for read in both(announce(later, *several())):
            places = [read.rindex(f"{name} ") for name in ("📦", "Nanti", "Teknisi Otomasi", "Magang Drafter Kapal")]
            assert places == sorted(places)

    def test_it_greets_by_name_and_gives_a_link_of_ones_own_to_leave(self):
        letter = announce()
        for read in both(letter):
            assert "Halo Siti Nurhaliza Putri," in read
        assert PERSON["unsubscribe"] in text_of(arrived(letter))
        assert PERSON["unsubscribe"] in page(letter).links

    def test_it_writes_a_name_as_text(self, monkeypatch):
        monkeypatch.setitem(PERSON, "name", "<b>O'Neil & \r\nBcc: x@example.com</b>")
        letter = announce()
        assert "<b>O'Neil & Bcc: x@example.com</b>" in both(letter)[1]
        assert "Bcc" not in arrived(letter)

    def test_it_lets_alumni_leave_by_mail_where_there_is_no_public_address(self):
        letter = announce(office=OFFICE_BY_MAIL)
        assert arrived(letter)["List-Unsubscribe"] == "<mailto:karir@example.ac.id?subject=Berhenti>"
        assert "mailto:karir@example.ac.id?subject=Berhenti" in page(letter).links
        assert 'dengan judul "Berhenti"' in both(letter)[0]

    def test_it_knows_neither_name_nor_link_when_it_goes_to_a_mailing_list(self):
        letter = announce(personal=False)
        assert b"Siti" not in raw(letter).partition(b"\r\n\r\n")[2]
        assert PERSON["unsubscribe"].encode() not in raw(letter)
        assert not {"List-Unsubscribe", "List-Unsubscribe-Post", "List-Id"} & set(letter.headers)
        assert "Surel ini dikirim lewat milis." in both(letter)[0]

    def test_it_counts_the_days_only_when_few_are_left(self):
        assert "(3 hari lagi)" in both(announce())[0]
        for days, words in ((0, "(hari ini)"), (1, "(besok)"), (7, "(7 hari lagi)")):
            assert words in both(announce(vacancy(deadline=TODAY + timedelta(days))))[0]
        assert "lagi" not in both(announce(vacancy(deadline=TODAY + timedelta(8))))[0]

    def test_it_says_so_when_there_is_no_deadline(self):
        for read in both(announce(vacancy(deadline=None))):
            assert "hingga lowongan ditutup" in read

    def test_it_writes_english_to_whom_reads_english(self):
        letter = announce(language="en")
        for read in both(letter):
            assert "Dear Siti Nurhaliza Putri," in read
            assert "Friday, 27 November 2026 (3 days left)" in read
            assert "Full time" in read
            assert not re.search(r"\b(lowongan|surel|Halo|Batas|Kualifikasi)\b", read)
        assert page(letter).lang == "en"
        assert page(announce()).lang == "id"


class TestSubject:
    def test_it_says_what_and_by_when(self):
        assert announce(vacancy()).subject == "Teknisi Otomasi · PT Contoh Maju Elektronika · sampai 4 Des 2026"
        assert announce(vacancy(), language="en").subject.endswith("· apply by 4 Dec 2026")
        assert announce(*many(3)).subject == (
            "3 lowongan baru, terdekat ditutup 4 Des: Operator 0001 di PT Contoh Maju Elektronika dan 2 lainnya"
        )
        assert announce(*many(2), language="en").subject.endswith("at PT Contoh Maju Elektronika and 1 other")

    def test_it_begins_with_what_is_urgent(self):
        assert announce().subject == "Segera: Staf Admin Gudang 📦 di CV Samudra Logistik (sampai 27 Nov) dan 2 lainnya"
        assert announce(vacancy(urgent=True)).subject.startswith("Segera: Teknisi Otomasi · ")

    def test_it_does_without_a_date_where_there_is_none(self):
        assert announce(vacancy(deadline=None)).subject == "Teknisi Otomasi · PT Contoh Maju Elektronika"

    @pytest.mark.parametrize("count", [1, 2, 250])
    def test_it_stays_short_and_keeps_the_date(self, count):
        long = [vacancy(position="Kepala Bagian " * 30, company="PT " + "Sangat Panjang " * 30)] * count
        for language in ("id", "en"):
            subject = announce(*long, language=language).subject
            assert len(subject) <= SUBJECT
            assert "4 De" in subject

    def test_it_is_one_line_whatever_was_typed(self):
        letter = announce(vacancy(position="Teknisi\r\nBcc: korban@example.com\x00\x1b\u202e\u2028x"))
        assert letter.subject.startswith("Teknisi Bcc: korban@example.com x · ")
        message = arrived(letter)
        assert "Bcc" not in message
        assert message["Subject"] == letter.subject


class TestHeaders:
    def test_it_can_be_left_with_one_click(self):
        message = arrived(announce())
        assert re.sub(r"\s+", " ", message["List-Unsubscribe"]) == (
            f"<{PERSON['unsubscribe']}>, <mailto:karir@example.ac.id?subject=Berhenti>"
        )
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_it_offers_one_click_only_over_https(self):
        letter = announce(office=replace(OFFICE, public_url="http://127.0.0.1:8000"))
        assert "List-Unsubscribe" in letter.headers
        assert "List-Unsubscribe-Post" not in letter.headers

    def test_it_says_who_sent_it_and_that_a_program_did(self):
        office = Sender("Kantor", "Kantor Karir <karir@example.ac.id>")
        for letter in (announce(office=office), problem_digest(problems(), office)):
            message = arrived(letter)
            assert "karir@example.ac.id" in message["Reply-To"]
            assert message["Auto-Submitted"] == "auto-generated"
        assert arrived(announce(office=office))["List-Id"] == "<lowongan.example.ac.id>"


class TestCorrection:
    def test_it_shows_what_changed_from_old_to_new(self):
        old, new = vacancy(), vacancy(deadline=date(2026, 12, 11), openings=None, kind="Kontrak")
        letter = correction(old, new, "id", OFFICE, today=TODAY)
        for read in both(letter):
            assert re.search("Semula:? Jumat, 4 Desember 2026 Menjadi:? Jumat, 11 Desember 2026", read)
            assert re.search("Semula:? Penuh waktu Menjadi:? Kontrak", read)
            assert re.search("Dibutuhkan Dihapus:? 3 orang", read)
        assert letter.subject.endswith("batas lamaran kini 11 Des 2026")

    def test_it_shows_only_the_lines_of_a_long_text_that_changed(self):
        old = vacancy(qualifications="- teliti\n- jujur\n- rajin")
        new = vacancy(qualifications="- teliti\n- jujur dan sopan\n- rajin")
        text = text_of(arrived(correction(old, new, "id", OFFICE, today=TODAY)))
        changed = text.partition("Lowongan selengkapnya")[0]
        assert "- jujur dan sopan" in changed
        assert "rajin" not in changed

    def test_it_tells_the_whole_vacancy_as_it_is_now(self):
        new = vacancy(location="Bintan")
        for read in both(correction(vacancy(), new, "en", OFFICE, today=TODAY)):
            assert "Correction" in correction(vacancy(), new, "en", OFFICE, today=TODAY).subject
            assert "Place Before" in read.replace(":", "")
            assert "- memprogram PLC (Omron, Siemens)" in read

    def test_it_is_never_clipped(self):
        (old,) = many(1, 40_000)
        new = replace(old, description=old.description.replace("kerja.", "kerja!"), qualifications="x " * 20_000)
        assert len(raw(correction(old, new, "id", OFFICE, today=TODAY))) < 102 * 1024


class TestPreview:
    def test_it_shows_staff_both_subjects_the_audience_and_the_next_step(self):
        letter = preview(vacancy(), OFFICE, today=TODAY, recipients=1204, lists=["Milis Elektro"], link="Lowongan!P7")
        for read in both(letter):
            assert "1.204 alumni" in read
            assert "Milis Elektro" in read
            assert "sampai 4 Des 2026" in read
            assert "apply by 4 Dec 2026" in read
            assert "ubah Status menjadi Setuju" in read
            assert "Lowongan!P7" in read
            assert "- memprogram PLC (Omron, Siemens)" in read

    def test_it_says_what_holds_the_vacancy_back(self):
        letter = preview(vacancy(), OFFICE, today=TODAY, recipients=0, problems=problems()[:1])
        for read in both(letter):
            assert "belum dapat diumumkan" in read
            assert "Tanggal ini tidak ada." in read
            assert "menjadi Setuju" not in read


class TestProblemDigest:
    def test_it_groups_by_tab_and_links_to_each_cell(self):
        letter = problem_digest(list(reversed(problems())), OFFICE)
        assert letter.subject == "3 masalah baru di lembar kerja: Lowongan, Alumni"
        for read in both(letter):
            assert read.index("Lowongan") < read.index("L26-0007") < read.index("L26-0009") < read.index("Alumni!C312")
            assert "31 Februari 2026" in read
            assert "Ketik tanggal yang benar" in read
        assert problems()[0][1] in page(letter).links
        assert problems()[0][1] in text_of(arrived(letter))

    def test_it_follows_the_offices_language(self):
        letter = problem_digest(problems()[:1], replace(OFFICE, language="en"))
        assert letter.subject == "1 new problem in the workbook: Lowongan"

    def test_it_tells_of_very_many_problems_the_first_and_how_many_more(self):
        letter = problem_digest(problems() * 1500, OFFICE)
        assert len(raw(letter)) < 102 * 1024
        assert re.search(r"dan 2\d\d\d masalah lain", both(letter)[0])

    def test_it_shows_a_cell_as_text(self):
        hostile = Problem("Lowongan", "", None, "", "<b>{{ x }}</b>", "c", "Kolom <i>hilang</i>.", "Tambahkan.")
        for read in both(problem_digest([(hostile, "javascript:alert(1)")], OFFICE)):
            assert "<b>{{ x }}</b>" in read
            assert "Kolom <i>hilang</i>." in read
        assert not [
            link for link in page(problem_digest([(hostile, "javascript:x")], OFFICE)).links if "javascript" in link
        ]
