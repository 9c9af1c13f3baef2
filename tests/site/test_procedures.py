"""Procedures are Markdown: what is typed in them is never markup of another kind."""

from __future__ import annotations

import pytest
from lxml import html

from flows.share import share
from flows.site.pages import pages
from flows.site.procedures import flow, procedures, slugs
from tests.site.made_up import PROCEDURES, URL, content, text


def test_name_title_summary_and_language_come_from_the_files() -> None:
    files = {
        "2-b.md": "# Judul *B*\n\nRingkas **B**\nlanjut.\n\nIsi",
        "1-a.md": "Tanpa judul",
        "2-b.en.md": "# Title\n\nShort",
        "x.txt": "",
        "Ü.md": "",
    }
    first, second = procedures(files)
    assert (first.slug, first.text("id").title, first.text("en").language) == ("a", "1-a", "id")
    assert (second.slug, second.text("id").title, second.text("id").summary) == ("b", "Judul *B*", "Ringkas B lanjut.")
    assert (second.text("en").title, second.text("en").language) == ("Title", "en")
    assert slugs(files) == ["a", "b"]


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
        "![x](https://evil.example/x.png)",
        "[x](data:text/html,x)", "<javascript:alert(1)>", "```html\n<script>alert(1)</script>\n```", "## <b>x</b>",
        "```alur\nlangkah: <b>Staf</b> | <script>alert(1)</script> | \"'><img src=x>\n```",
    ],
)  # fmt: skip
def test_html_in_it_is_text_and_links_lead_nowhere_else(typed: str) -> None:
    [made] = procedures({"a.md": f"# Judul\n\nRingkas\n\n{typed}"})
    tree = html.fromstring(f"<div>{made.text('id').body}</div>")
    assert not list(tree.iter("script", "img", "b"))
    assert all(link.get("href", "").startswith("https://") for link in tree.iter("a"))


class TestFlow:
    def test_it_is_a_list_whose_questions_hold_their_answers(self) -> None:
        tree = html.fromstring(
            flow("mulai: A\nlangkah: Staf | B | catatan\ntanya: C?\n  > Ya: Staf | D\n  > Tidak: E\nselesai: F")
        )
        assert tree.tag == "ol"
        assert [item.get("class") for item in tree.findall("li")] == ["end", "step", "ask", "end"]
        assert tree[1].text_content().split() == ["Staf", "B", "catatan"]
        ways = tree[2].find("ul").findall("li")
        assert [way.find("b").text for way in ways] == ["Ya", "Tidak"]
        assert [way.find("div").text_content().split() for way in ways] == [["Staf", "D"], ["E"]]

    def test_lines_that_mean_nothing_are_passed_over(self) -> None:
        assert flow("halo\n  > Ya: x\nlangkah: A") == flow("langkah: A")

    def test_the_procedure_itself_has_all_its_steps(self) -> None:
        tree = html.fromstring(next(one for one in PROCEDURES if one.slug == "kesempatan-kerja").text("id").body)
        said = tree.find_class("flow")[0].text_content()
        told = (
            "Memperbarui data lowongan kerja di sistem", "Mengumumkan lowongan kerja",
            "Memfasilitasi proses perekrutan",
            "Prosedur Penyelenggaraan Kegiatan", "Meminta hasil seleksi perekrutan dan umpan balik kepada mitra",
            "Merekapitulasi hasil perekrutan", "Mengarsipkan dan menginformasikan hasil rekapitulasi",
        )  # fmt: skip
        positions = [said.index(step) for step in told]
        assert positions == sorted(positions)


class TestShipped:
    def test_the_three_that_the_kpi_names_are_there_in_both_languages(self) -> None:
        named = {one.slug: [text.language for text in one.texts] for one in PROCEDURES}
        for slug in ("pendaftaran-alumni", "rekrutmen-kerja", "pelacakan-alumni", "kesempatan-kerja"):
            assert named[slug] == ["id", "en"]

    def test_each_has_a_title_and_a_summary_and_its_page(self) -> None:
        made = pages(content())
        for one in PROCEDURES:
            for language, start in (("id", ""), ("en", "en/")):
                said = one.text(language)  # type: ignore[arg-type]
                assert said.title
                assert 40 < len(said.summary) < 300
                page = text(made, f"{start}prosedur/{one.slug}/index.html")
                assert html.fromstring(page).find(".//h1").text_content() == said.title
                assert f'<link rel="canonical" href="{URL}/{start}prosedur/{one.slug}/">' in page

    def test_every_file_is_one(self) -> None:
        files = {file.name for file in (share() / "config" / "procedures").iterdir()}
        assert len(files) == sum(len(one.texts) for one in PROCEDURES)

    def test_one_without_english_is_shown_in_indonesian_and_says_so(self) -> None:
        made = pages(content(procedures=procedures({"a.md": "# Judul\n\nRingkas\n\nIsi"})))
        page = html.fromstring(text(made, "en/prosedur/a/index.html"))
        assert page.find(".//article").get("lang") == "id"
