"""All pages hang together, show what was meant, keep typed text as text, and are made anew only when they must be."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from flows.site.model import Content
from flows.site.pages import pages
from tests.site.made_up import HOSTILE, TODAY, URL, content, event, posting, publisher, text, varied

BASE = urlsplit(URL).path


def said(file: str, made: Content) -> str:
    return " ".join(html.fromstring(text(pages(made), file)).text_content().split())


def changed(before: Content, after: Content) -> set[str]:
    old, new = pages(before).files, pages(after).files
    return {
        file
        for file in old.keys() | new.keys()
        if file not in old or file not in new or old[file].fingerprint != new[file].fingerprint
    }


class TestLinks:
    def test_every_link_within_the_site_leads_to_a_page(self) -> None:
        made = pages(varied())
        known = {f"{BASE}/{file.removesuffix('index.html')}" for file in made.files}
        for file in made.files:
            if file.endswith(".html"):
                tree = html.fromstring(text(made, file))
                targets = [one.get("href") or one.get("src") for one in tree.iter("a", "link", "script", "img")]
                inside = [
                    unquote(urlsplit(one).path)
                    for one in targets
                    if one and (one.startswith("/") or one.startswith(URL))
                ]
                assert set(inside) <= known, f"{file}: {set(inside) - known}"
                for one in tree.iter("a"):
                    if (there := one.get("href", "")).startswith("#"):
                        assert tree.get_element_by_id(there[1:]) is not None

    def test_a_vacancy_is_where_mails_link_to(self) -> None:
        from flows.mail.card import Sender, page

        vacancy = posting().vacancy
        assert page(vacancy, Sender("x", "x@example.com", URL)) + "/" == f"{URL}/lowongan/L26-0001/"
        assert "lowongan/L26-0001/index.html" in pages(content([posting()])).files

    def test_languages_lead_to_each_other(self) -> None:
        made = pages(varied())
        for file in made.files:
            if file.endswith("index.html") and not file.startswith("en/"):
                links = {
                    link.get("hreflang"): link.get("href")
                    for link in html.fromstring(text(made, file)).iter("link")
                    if link.get("hreflang")
                }
                assert f"en/{file}" in made.files
                assert not links or links["en"] == links["id"].replace(URL, f"{URL}/en", 1)


class TestWeight:
    def test_the_home_stays_light_however_many_vacancies_there_are(self) -> None:
        many = [
            posting(n, location=f"Kawasan Industri {n}, Kota {n}", description="x" * 5_000) for n in range(1, 2_001)
        ]
        made = pages(content(many, [event(n) for n in range(1, 50)]))
        first = ("index.html", "situs/gaya.css", "situs/cari.js", "situs/ikon.svg")
        assert sum(len(made.files[file].make()) for file in first) < 100_000


class TestVacancy:
    def test_it_shows_everything_that_was_announced(self) -> None:
        shown = said("lowongan/L26-0001/index.html", content([posting(apply="WA 0812-3456-7890")]))
        parts = (
            "Teknisi Perawatan 1", "PT Contoh 1", "Jumat, 4 Desember 2026", "Penuh waktu", "Tanjung Uncang, Batam",
            "3 orang", "di tempat perusahaan", "D3 Teknik Informatika", "Merawat mesin", "D3 Teknik",
            "WhatsApp 081234567890", "Bagikan ke WhatsApp",
        )  # fmt: skip
        for part in parts:
            assert part in shown

    def test_a_closed_one_says_so_and_offers_no_way_to_apply(self) -> None:
        page = text(pages(content([posting(closed=date(2026, 11, 20))])), "lowongan/L26-0001/index.html")
        assert "Lowongan ini sudah ditutup" in page
        assert "Ditutup Jumat, 20 November 2026" in page
        assert '<meta name="robots" content="noindex">' in page
        assert 'class="button" href="mailto:' not in page
        assert "Bagikan ke WhatsApp" not in page, "whom would it help?"

    def test_it_is_in_no_list_of_open_ones_but_in_its_month(self) -> None:
        made = pages(content([posting(closed=date(2026, 11, 20))]))
        naming = [file for file, page in made.files.items() if b"L26-0001" in page.make()]
        assert [file for file in naming if not file.startswith("en/")] == [
            "lowongan/tutup/2026-11/index.html", "lowongan/L26-0001/index.html",
        ]  # fmt: skip

    @pytest.mark.parametrize(("days", "word"), [(0, "hari ini"), (1, "besok"), (3, "3 hari lagi"), (20, "")])
    def test_a_near_deadline_is_told_in_days(self, days: int, word: str) -> None:
        shown = said("index.html", content([posting(deadline=TODAY + timedelta(days))]))
        assert (word in shown) if word else ("hari lagi" not in shown)

    def test_a_poster_is_a_link_for_no_page_asks_another_host(self) -> None:
        page = text(pages(content([posting(poster="https://example.com/p.png")])), "lowongan/L26-0001/index.html")
        assert not list(html.fromstring(page).iter("img"))
        assert 'href="https://example.com/p.png" rel="nofollow noopener noreferrer"' in page
        assert "p.png" not in text(
            pages(content([posting(poster="javascript:alert(1)//p.png")])), "lowongan/L26-0001/index.html"
        )


class TestEvents:
    def test_it_is_shown_until_its_last_day_is_over(self) -> None:
        run = event(starts=event().starts - timedelta(days=8), ends=event().ends - timedelta(days=7))  # type: ignore[operator]
        made = content(events=[run], today=date(2026, 11, 24))
        assert "Belum ada kegiatan" not in said("kegiatan/index.html", made)
        assert "Belum ada kegiatan" in said("kegiatan/index.html", replace(made, today=date(2026, 11, 25)))

    def test_kind_time_and_place_are_told(self) -> None:
        shown = said("en/kegiatan/index.html", content(events=[event()]))
        assert (
            "Recruitment on campus · PT Contoh Tuesday, 1 December 2026, 09:00–12:00 WIB Auditorium 120 seats" in shown
        )


class TestFigures:
    def test_they_are_counts_and_what_is_unknown_is_no_nought(self) -> None:
        shown = said("angka/index.html", content())
        assert "1.480" in shown
        assert "20251887–" in shown, "year, vacancies, events, alumni"

    def test_without_any_it_says_so(self) -> None:
        assert "Belum ada angka" in said("angka/index.html", content(figures=[]))


class TestTypedText:
    @pytest.mark.parametrize("language", ["", "en/"])
    def test_it_is_never_markup(self, language: str) -> None:
        names = ("company", "position", "kind", "location", "description", "qualifications", "apply", "poster", "venue")
        vacancy = posting(**dict.fromkeys(names, HOSTILE))
        made = pages(
            content(
                [vacancy],
                [event(title=HOSTILE, place=HOSTILE, company=HOSTILE)],
                publisher=publisher(name=HOSTILE[:60]),
            )
        )
        for file in ("index.html", "lowongan/L26-0001/index.html", "kegiatan/index.html", "lowongan/semua/index.html"):
            source = text(made, language + file)
            tree = html.fromstring(source)
            assert [
                one for one in tree.iter("script") if not one.get("src") and one.get("type") != "application/ld+json"
            ] == []
            assert not [
                one for one in tree.iter("a") if re.match(r"\s*(javascript|data):", one.get("href", ""), re.IGNORECASE)
            ]
            assert "49" not in tree.text_content().replace("2049", "")
            assert not set(source) & set("\u202e\u2028\x00\x0b")
            assert all(
                not name.startswith("on") for one in tree.iter() if isinstance(one.tag, str) for name in one.attrib
            )


class TestChanges:
    MANY = [posting(number) for number in range(1, 61)]

    def test_the_same_content_has_the_same_fingerprints(self) -> None:
        assert changed(varied(), varied()) == set()

    def test_another_description_changes_its_page_and_nothing_else(self) -> None:
        after = [replace(self.MANY[0], vacancy=replace(self.MANY[0].vacancy, description="Lain")), *self.MANY[1:]]
        assert changed(content(self.MANY), content(after)) == {
            "lowongan/L26-0001/index.html", "en/lowongan/L26-0001/index.html",
        } | {"kalender.ics", "en/kalender.ics"}  # fmt: skip

    def test_another_title_changes_the_lists_that_show_it(self) -> None:
        after = [replace(self.MANY[0], vacancy=replace(self.MANY[0].vacancy, position="Lain")), *self.MANY[1:]]
        lists = (
            "lowongan/semua/", "lowongan/halaman/3/", "lowongan/prodi/if/halaman/3/",
            "lowongan/jenis/penuh-waktu/halaman/3/", "lowongan/tempat/batam/halaman/3/",
            "lowongan/tempat/tanjung-uncang/halaman/3/", "lowongan/L26-0001/",
        )  # fmt: skip
        files = {f"{page}index.html" for page in lists} | {"kalender.ics"}
        assert changed(content(self.MANY), content(after)) == files | {f"en/{file}" for file in files}

    def test_a_new_day_changes_only_what_tells_of_days(self) -> None:
        near = [posting(1, deadline=date(2026, 11, 27)), *self.MANY[1:]]
        files = changed(content(near), content(near, today=date(2026, 11, 25)))
        assert {file for file in files if file.startswith("lowongan/L26")} == {"lowongan/L26-0001/index.html"}

    def test_the_office_s_colour_changes_the_style_sheet_and_so_every_page(self) -> None:
        before, after = content(self.MANY), content(self.MANY, publisher=publisher(colour="#803300"))
        assert "situs/gaya.css" in changed(before, after)
        assert "#803300" in text(pages(after), "situs/gaya.css")
        assert "from-settings" not in text(pages(after), "situs/gaya.css") + text(pages(after), "situs/ikon.svg")

    def test_a_file_is_what_its_fingerprint_says(self) -> None:
        """Two contents with one fingerprint for a file make the same bytes of it."""
        contents = [
            varied(),
            replace(varied(), today=TODAY + timedelta(1)),
            replace(varied(), events=[]),
            content(self.MANY),
        ]
        made: dict[tuple[str, str], bytes] = {}
        for one in contents:
            for page in pages(one).files.values():
                assert made.setdefault((page.file, page.fingerprint), page.make()) == page.make(), page.file


def test_a_share_shows_the_poster_where_it_is_a_picture() -> None:
    for poster, shown in (
        ("https://example.com/Poster.JPG", True),
        ("https://drive.example.com/file/1", False),
        ("", False),
    ):
        html = text(pages(content([posting(poster=poster)])), "lowongan/L26-0001/index.html")
        assert (f'<meta property="og:image" content="{poster}">' in html) is shown
