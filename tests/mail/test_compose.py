import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.mail.card import Sender
from flows.mail.compose import SUBJECT, announcement, correction, preview, problem_digest
from flows.mail.fit import LIMIT, encoded_size
from flows.mail.interface import Letter
from flows.procedure.problems import Problem
from tests.mail.reading import PERSON, Page, arrived, html_of, page, raw, text_of
from tests.mail.samples import OFFICE, OFFICE_BY_MAIL, TODAY, many, problems, several, vacancy


def announce(*vacancies, language="id", office=OFFICE, **more) -> Letter:
    return announcement(vacancies or several(), language, office, today=TODAY, **more)


def both(letter: Letter) -> list[str]:
    """What is read in the text and in the HTML, with white space as single blanks."""
    return [" ".join(text.split()) for text in (text_of(arrived(letter)), page(letter).text)]


def every_letter() -> list[Letter]:
    changed = replace(vacancy(), deadline=date(2026, 12, 11), description="Lain sama sekali.")
    letters = [preview(vacancy(), OFFICE, today=TODAY, recipients=3), problem_digest(problems(), OFFICE)]
    for language in ("id", "en"):
        letters += [announce(language=language), announce(language=language, office=OFFICE_BY_MAIL)]
        letters += [announce(language=language, personal=False)]
        letters += [correction(vacancy(), changed, language, OFFICE, today=TODAY)]
    return letters


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


class TestTypedText:
    HOSTILE = (
        "/etc/passwd", "templates/mail/layout.html", "{{ 7*7 }} {% for x in y %}{# c #}", "${7*7} %(name)s {0} %s",
        "<script>alert(1)</script><img src=x onerror=alert(1)>", "</div></td>--><!-- [if mso]>", "&amp; &lt; &nbsp;",
        '=IMPORTXML("http://x.example","//a")', "+62 812 0000 0000", "@SUM(A1)", "-1+2", "= 2 lowongan", "* bintang",
        '"><a href="javascript:alert(1)">x</a>', "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd",
        ".", "..titik", "From dari", "🎉 👩‍💻 ½ ∑",
    )  # fmt: skip

    @pytest.mark.parametrize("field", ["description", "qualifications", "apply", "position", "company", "location"])
    @pytest.mark.parametrize("language", ["id", "en"])
    def test_it_arrives_as_typed_in_any_field(self, field, language):
        many_lines = field in ("description", "qualifications", "apply")
        for hostile in [["\n".join(self.HOSTILE)], self.HOSTILE][not many_lines]:
            for read in both(announce(vacancy(**{field: hostile}), language=language)):
                assert " ".join(hostile.split()) in read

    def test_it_never_reads_the_file_that_a_cell_names(self):
        letter = announce(vacancy(description="/etc/passwd", poster="/etc/passwd", apply="file:///etc/passwd"))
        assert b"root:" not in raw(letter)
        assert len(list(arrived(letter).walk())) == 3

    def test_it_adds_no_element_and_no_foreign_link_to_the_html(self):
        usual = page(announce(vacancy()))
        hostile = "\n".join(self.HOSTILE)
        shown = page(
            announce(vacancy(description=hostile, apply=hostile, company=hostile, poster="javascript:alert(1)"))
        )
        assert shown.tags <= usual.tags
        for link in shown.links:
            assert link.startswith(("https://", "http://", "mailto:"))

    def test_it_keeps_lines_bullets_and_indents(self):
        typed = "Tugas:\n- satu\n  - anak\n• dua\n= tiga\n+ empat\n@ lima\n* enam\n1. tujuh\n\nSelesai."
        letter = announce(vacancy(description=typed))
        assert typed in text_of(arrived(letter))
        lines = re.findall(r"<div[^>]*>([^<]*)</div>", html_of(arrived(letter)))
        for line in typed.splitlines():
            if line:
                assert line.replace("  - anak", "\u00a0\u00a0- anak") in [
                    got.replace("&nbsp;", "\u00a0") for got in lines
                ]

    def test_it_links_addresses_where_one_applies(self):
        links = page(announce(vacancy(poster=""))).links
        assert "https://karir.contoh-maju.example/otomasi?ref=kampus&posisi=12" in links
        assert "mailto:rekrutmen@contoh-maju.example" in links
        assert not any("0812" in link for link in links)

    def test_it_wraps_the_text_at_72_columns_but_no_link(self):
        link = "https://contoh.example/" + "a" * 300
        text = text_of(arrived(announce(vacancy(apply=f"Daftar di {link} ya", description="kata " * 200))))
        assert [line for line in text.splitlines() if len(line) > 72] == [link]


class TestSize:
    @pytest.mark.parametrize(("count", "length"), [(1, 10_000), (40, 300), (60, 3000), (150, 3000)])
    @pytest.mark.parametrize("office", [OFFICE, OFFICE_BY_MAIL])
    def test_it_is_never_clipped_and_names_every_vacancy(self, count, length, office):
        letter = announce(*many(count, length), office=office)
        assert len(raw(letter)) < 102 * 1024
        for read in both(letter):
            for number in range(1, count + 1):
                assert f"Operator {number:04}" in read

    def test_it_leaves_a_long_description_whole_where_there_is_room(self):
        (long,) = many(1, 10_000)
        for read in both(announce(long)):
            assert long.description.strip() in read
            assert "dipersingkat" not in read

    def test_it_cuts_at_a_word_and_says_where_the_rest_is(self):
        letter = announce(*many(12, 10_000))
        for read in both(letter):
            assert re.search(r"(pekerjaan|harian|bagian|produksi|dan|menjaga|kerapian|area|kerja|Membantu)\.?…", read)
        assert "https://karir.example.ac.id/lowongan/L26-0003" in page(letter).links

        by_mail = announce(*many(12, 10_000), office=OFFICE_BY_MAIL)
        assert "minta selengkapnya lewat balasan surel ini" in both(by_mail)[0]
        assert "mailto:karir@example.ac.id?subject=L26-0003%3A%20Operator%200003" in page(by_mail).links

    def test_it_counts_what_does_not_even_fit_as_a_line(self):
        letter = announce(*many(600, 100), office=OFFICE_BY_MAIL)
        assert len(raw(letter)) < 102 * 1024
        for read in both(letter):
            told = len(set(re.findall(r"Operator \d{4}", read)))
            assert f"Masih ada {600 - told} lowongan yang tidak muat di surel ini." in read

    def test_it_measures_what_travels_not_what_was_typed(self):
        emoji = announce(*(vacancy(id=f"L26-{n:04}", description="🎉 " * 5000) for n in range(9)))
        assert len(raw(emoji)) < 102 * 1024
        assert encoded_size(emoji) <= LIMIT
        assert len(raw(emoji)) - encoded_size(emoji) < 3000

    def test_it_fits_even_if_every_cell_is_as_long_as_a_cell_can_be(self):
        full = "kata " * 10_000
        giant = vacancy(
            **dict.fromkeys(("description", "qualifications", "apply", "position", "company", "location"), full)
        )
        assert len(raw(announce(giant))) < 102 * 1024


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


class TestEveryLetter:
    def test_it_links_only_to_the_web_and_to_mail(self):
        for letter in every_letter():
            for link in page(letter).links:
                assert link.startswith(("https://", "http://", "mailto:"))

    def test_it_loads_nothing_and_runs_nothing(self):
        for letter in every_letter():
            assert not page(letter).tags & {"script", "img", "link", "iframe", "form", "object", "svg"}
            assert "url(" not in html_of(arrived(letter))
            assert "@import" not in html_of(arrived(letter))

    def test_it_has_its_styles_in_its_elements_and_rules_for_dark_and_narrow_screens(self):
        for letter in every_letter():
            html = html_of(arrived(letter))
            assert re.search(r'<h1 style="[^"]*font-size: ?24px', html)
            assert "prefers-color-scheme: dark" in html
            assert "max-width: 480px" in html
            assert Page(html).lang in ("id", "en")

    def test_it_contrasts_enough_to_be_read(self):
        """WCAG 2 AA: 4.5 to 1, for every text colour on every ground it stands on."""
        for ground, inks in {
            "#ffffff": ("#1c2a28", "#4d5d5a", "#0b6b60", "#9a3412"),
            "#f2f5f4": ("#4d5d5a", "#0b6b60"),
            "#edf4f2": ("#1c2a28", "#0b6b60"),
            "#1a2321": ("#e4ebe9", "#a8b7b3", "#74d3c5", "#ffb48a"),
            "#101615": ("#a8b7b3", "#74d3c5"),
            "#22302d": ("#e4ebe9", "#74d3c5"),
        }.items():
            for ink in inks:
                assert contrast(ground, ink) >= 4.5, (ground, ink)


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)
