"""Holds templates and translations together: each sentence has its English, and no English is left over."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from flows.mail import wording
from flows.mail.render import environment, linked, render_bodies
from flows.share import share
from flows.workbook.tabs import PLACES, WORK_KINDS

TEMPLATES = share() / "templates" / "mail"
ROOM = Path(wording.__file__).parent


def written() -> set[str]:
    found = set()
    for file in sorted(TEMPLATES.iterdir()):
        if file.suffix in (".txt", ".html"):
            options = {"trimmed": "true", "silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
            found |= {said for _, said, _, _ in extract_from_file("jinja2.ext.babel_extract", file, options=options)}
    for file in sorted(ROOM.glob("*.py")):
        found |= {said for _, said, _, _ in extract_from_file("python", file)}
    return {said if isinstance(said, str) else said[0] for said in found}


def translated():
    with (TEMPLATES / "en.po").open("rb") as file:
        return {
            message.id if isinstance(message.id, str) else message.id[0]: message
            for message in read_po(file)
            if message.id
        }


class TestEnglish:
    def test_it_has_every_sentence_and_no_other(self):
        assert sorted(translated()) == sorted(written())

    def test_it_leaves_nothing_empty_and_keeps_every_placeholder(self):
        for said, message in translated().items():
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            for form in forms:
                assert form.strip()
                assert set(re.findall(r"%\(\w+\)s", form)) == set(re.findall(r"%\(\w+\)s", said)), said

    @pytest.mark.parametrize("kind", WORK_KINDS)
    def test_it_knows_every_kind_of_work(self, kind):
        assert wording.work_kind(kind, "id") == kind
        assert wording.work_kind(kind, "en") != kind

    @pytest.mark.parametrize("place", PLACES)
    def test_it_knows_every_place_of_recruitment(self, place):
        assert wording.venue(place, "id") != place
        assert wording.venue(place, "en") != wording.venue(place, "id")

    def test_it_leaves_other_words_alone(self):
        assert wording.work_kind("", "en") == ""
        assert wording.venue("Hotel Contoh", "en") == "Hotel Contoh"


class TestTemplates:
    def test_each_letter_has_its_three_files(self):
        stems = {file.name.rsplit("-", 1)[0] for file in TEMPLATES.glob("*-*")}
        assert stems
        for stem in stems:
            assert {file.name for file in TEMPLATES.glob(f"{stem}-*")} == {
                f"{stem}-subject.txt", f"{stem}-body.txt", f"{stem}-body.html",
            }  # fmt: skip

    def test_html_is_escaped_and_text_is_not(self):
        escaped = environment("id").autoescape
        assert callable(escaped)
        for file in TEMPLATES.iterdir():
            assert escaped(file.name) == (file.suffix == ".html")

    def test_html_takes_macros_only_from_html(self):
        """Jinja2 takes what a macro returns for safe by its caller: a text template's would come in unescaped."""
        for file in TEMPLATES.glob("*.html"):
            for taken in re.findall(r'{%-? *(?:import|from|extends) "([^"]+)"', file.read_text()):
                assert taken.endswith(".html"), file.name

    def test_a_missing_value_is_an_error(self):
        with pytest.raises(Exception, match="undefined"):
            render_bodies("announcement", "id", subject="x")


class TestLinks:
    @pytest.mark.parametrize(
        ("line", "link"),
        [
            ("Daftar di https://a.example/x?y=1&z=2.", "https://a.example/x?y=1&amp;z=2"),
            ("(http://a.example/x)", "http://a.example/x"),
            ("ke hrd@a.example,", "mailto:hrd@a.example"),
            ("WA 0812-0000-1234", None),
            ("javascript:alert(1) file:///etc/passwd ftp://a.example/x data:text/html,x", None),
            ('https://a.example/"onclick="x', "https://a.example/&#34;onclick=&#34;x"),
        ],
    )
    def test_it_finds_addresses_of_the_web_and_of_mail(self, line, link):
        assert re.findall(r'href="([^"]*)"', linked(line)) == ([link] if link else [])
