"""Holds the pages' templates and translations together: each sentence has its English, and no English is left over."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from flows import web
from flows.web.pages import FOLDER, environment


def written() -> set[str]:
    options = {"trimmed": "true", "silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
    found = set()
    for file in FOLDER.glob("*.html"):
        found |= {said for _, said, _, _ in extract_from_file("jinja2.ext.babel_extract", file, options=options)}
    for file in Path(web.__file__).parent.glob("*.py"):
        found |= {said for _, said, _, _ in extract_from_file("python", file)}
    return found


def translated() -> dict[str, str]:
    with (FOLDER / "en.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


def test_english_has_every_sentence_and_no_other():
    assert sorted(translated()) == sorted(written())


def test_it_leaves_nothing_empty_and_keeps_every_placeholder():
    for said, english in translated().items():
        assert english.strip()
        assert set(re.findall(r"%\(\w+\)s", english)) == set(re.findall(r"%\(\w+\)s", said)), said


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.html")), ids=lambda file: file.stem)
def test_every_template_is_escaped_and_can_be_read_in_both_languages(file):
    for language in ("id", "en"):
        made = environment(language)
        assert made.autoescape(file.name)
        made.get_template(file.name)
