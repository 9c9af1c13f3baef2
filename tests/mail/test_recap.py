"""The letter that informs of a recap: what it says, to whom, and that it never says a number alone."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from flows.mail.fit import LIMIT, encoded_size
from flows.mail.interface import Letter
from flows.mail.recap import CHART, Chart, recap, salutation
from flows.mail.recap_gist import File, Gist, Silence
from flows.procedure.models import Language
from flows.procedure.recap import wording
from tests.documents.made_up import SPAN, made_up
from tests.mail.reading import arrived, both, html_of, page
from tests.mail.samples import NOBODY, OFFICE, RECAP_FILES, gist, recap_slice

CORONG = Chart(b"\x89PNG\r\n\x1a\n", 'Pelamar: 412 & "banyak"')


def letter(told: Gist | None = None, language: Language = "id", **more: object) -> Letter:
    values: dict[str, object] = {"chart": CORONG, "files": RECAP_FILES} | more
    return recap(told or gist(), language, OFFICE, **values)  # type: ignore[arg-type]


class TestFigures:
    @pytest.mark.parametrize("language", ["id", "en"])
    @pytest.mark.parametrize("told", [gist(), recap_slice()], ids=["whole", "slice"])
    def test_every_sentence_of_the_recap_stands_in_text_and_html(self, told, language):
        in_part = told.in_part
        for read in both(letter(told, language)):
            for sentence in (
                wording.closed(told.whole, language),
                wording.applied(told.whole, language, in_part=in_part),
                wording.accepted(told.whole, language, in_part=in_part),
                wording.acceptance(told.whole, language),
                wording.answer_rate(told.whole, language),
                wording.announced(told.whole, language),
                wording.unspecified(told.unspecified, language, in_part=in_part),
                wording.missing(told.whole, language),
            ):
                assert sentence
                assert sentence in read

    def test_what_nobody_told_is_unknown_and_not_zero(self):
        silent = replace(gist().whole, answered=0, applied=None, applied_from=0, accepted=None, accepted_from=0,
                         both_applied=None, both_accepted=None, both_from=0)  # fmt: skip
        for read in both(letter(gist(whole=silent))):
            assert "Jumlah pelamar tidak diketahui" in read
            assert "Tingkat penerimaan tidak dapat dihitung" in read
            assert not re.search(r"\b0 (pelamar|diterima)", read)

    def test_a_time_without_vacancies_says_so(self):
        nothing = letter(recap_slice(whole=NOBODY, unspecified=NOBODY, silent=()), chart=None)
        assert [
            part.get_content_type() for part in arrived(nothing).walk() if part.get_content_maintype() == "image"
        ] == []
        for read in both(nothing):
            assert "Tidak ada lowongan yang ditutup dalam periode ini" in read
            assert "Yang belum ada" not in read
            assert "pelamar" not in read


class TestMissing:
    def test_the_partners_who_did_not_answer_are_named_with_what_they_were_asked(self):
        for read in both(letter()):
            assert (
                "PT Galangan Nusantara Tbk: Welder 6G, Magang Drafter Kapal (diminta 4 Mei 2026, diingatkan 3 kali)"
                in read
            )
            assert "PT Contoh Maju Elektronika: Teknisi Otomasi (diminta 6 Jul 2026)" in read
            assert "mohon bantu kami mengingatkannya" in read

    def test_very_many_are_cut_before_gmail_cuts_the_letter(self):
        many = tuple(Silence(f"PT Mitra {n}", ("Operator " * 10,) * 5, date(2026, 5, 4), 3) for n in range(2000))
        long = letter(gist(silent=many))
        assert encoded_size(long) <= LIMIT
        for read in both(long):
            assert re.search(r"dan 1\d{3} mitra lain; selengkapnya dalam berkas terlampir", read)

    def test_if_all_have_answered_nobody_is_asked_for_anything(self):
        complete = replace(gist().whole, cancelled=0, vacancies=36, asked=36, answered=36)
        for read in both(letter(gist(whole=complete, silent=()))):
            assert "Yang belum ada" not in read
            assert "belum memberi jawaban" not in read


class TestLetter:
    def test_the_subject_tells_the_period_the_slice_and_the_revision(self):
        assert letter().subject == "Rekap hasil perekrutan: Semester 1 2026"
        assert letter(recap_slice(revision=1)).subject == (
            "Rekap hasil perekrutan: Semester 1 2026 · D3 Teknik Informatika (revisi 1)"
        )
        assert letter(recap_slice(), "en").subject == "Recruitment results: Semester 1 2026 · D3 Teknik Informatika"

    def test_a_slice_says_whose_it_is_and_a_revision_that_it_is_one(self):
        for read in both(letter(recap_slice(revision=2))):
            assert "Isinya hanya lowongan yang terbuka bagi D3 Teknik Informatika" in read
            assert "Ini revisi 2" in read
        for read in both(letter()):
            assert "dari semua program studi" in read
            assert "Ini revisi" not in read

    def test_the_chart_is_shown_and_told_in_words(self):
        html = html_of(arrived(letter()))
        [picture] = re.findall(r"<img [^>]*>", html)
        assert f'src="cid:{CHART}"' in picture
        assert 'alt="Pelamar: 412 &amp; &quot;banyak&quot;"' in picture.replace("&#34;", "&quot;")
        assert "http" not in picture
        part = next(one for one in arrived(letter()).walk() if one["Content-ID"] == f"<{CHART}>")
        assert part.get_payload(decode=True) == CORONG.png

    def test_the_files_travel_with_it_and_are_listed(self):
        told = letter()
        found = {part.get_filename(): part.get_payload(decode=True) for part in arrived(told).iter_attachments()}
        assert found == {file.name: file.content for file in RECAP_FILES}
        for read in both(told):
            assert "rekap-2026-s1-rev0.pdf (143 KB): untuk dibaca dan dicetak" in read
            assert "rekap-2026-s1-rev0.xlsx (39 KB): semua angka, dengan baris asalnya" in read

    def test_a_file_that_does_not_fit_is_not_missed_in_silence(self):
        pdf, xlsx = RECAP_FILES
        told = letter(files=[pdf], too_large=[replace(xlsx, content=bytes(31_500_000))])
        assert len(list(arrived(told).iter_attachments())) == 1
        for read in both(told):
            assert "rekap-2026-s1-rev0.xlsx (32 MB) terlalu besar untuk surel" in read

    def test_what_staff_typed_is_text(self):
        nasty = '<b>"=HYPERLINK(x)"\r\nBcc: x@example.com {{ 7*7 }}'
        told = letter(gist(title=nasty, approved_by=nasty, silent=(Silence(nasty, (nasty,), None, 0),)))
        assert arrived(told)["Bcc"] is None
        assert "<b>&quot;" not in html_of(arrived(told)).replace("&#34;", "&quot;")
        assert "<b>" in page(told).text

    def test_it_is_answered_by_no_machine(self):
        assert arrived(letter())["Auto-Submitted"] == "auto-generated"
        assert arrived(letter())["List-Unsubscribe"] is None

    @pytest.mark.parametrize(
        ("name", "role", "language", "said"),
        [
            ("Dr. Sari Dewi", "Wakil Direktur III", "id", "Yth. Bapak/Ibu Dr. Sari Dewi, Wakil Direktur III,"),
            ("Sari", "", "id", "Yth. Bapak/Ibu Sari,"),
            ("", "", "id", "Yth. Bapak/Ibu,"),
        ],
    )
    def test_it_greets_by_name_and_role(self, name, role, language, said):
        assert salutation(name, role, language) == said


class TestGist:
    def test_it_says_what_the_recap_says(self):
        made, zone = made_up(), ZoneInfo("Asia/Jakarta")
        told = Gist.of(made, revision=1, approved_by="Rina", archived=date(2026, 7, 14),
                       files=[File("2026/a.pdf", "0" * 64)], zone=zone)  # fmt: skip
        assert (told.period, told.title, told.first, told.last) == (SPAN.id, SPAN.title, SPAN.first, SPAN.last)
        assert (told.scope, told.in_part) == ("Semua", False)
        assert (told.whole, told.unspecified) == (made.whole, made.unspecified)
        assert [one.company for one in told.silent] == [one.company for one in made.unanswered]
        assert told.silent
        slice_of = Gist.of(
            made_up(scope="IF"), revision=0, approved_by="", archived=date(2026, 7, 14), files=[], zone=zone
        )
        assert slice_of.in_part
        assert slice_of.label

    def test_a_request_was_made_on_a_day_of_the_office(self):
        made = made_up()
        late = datetime(2026, 6, 14, 18, 0, tzinfo=UTC)
        changed = replace(made, unanswered=(replace(made.unanswered[0], requested=late),))
        told = Gist.of(
            changed, revision=0, approved_by="", archived=date(2026, 7, 14), files=[], zone=ZoneInfo("Asia/Jakarta")
        )
        assert told.silent[0].requested == date(2026, 6, 15)

    @pytest.mark.parametrize("told", [gist(), recap_slice(), gist(whole=NOBODY, silent=(), files=())])
    def test_it_comes_back_from_the_ledger_as_it_was(self, told):
        import json

        assert Gist.from_content(json.loads(json.dumps(told.content))) == told
