"""Holds the public pages' templates and translations together, as `tests.web.test_wording` does for the forms."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from flows import site
from flows.site.templates import FOLDER, environment

TEMPLATES = sorted(file for file in FOLDER.iterdir() if file.suffix in {".html", ".xml"})


def written() -> set[str]:
    options = {"trimmed": "true", "silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
    found = set()
    for file in TEMPLATES:
        found |= {
            _first(said) for _, said, _, _ in extract_from_file("jinja2.ext.babel_extract", file, options=options)
        }
    for file in Path(site.__file__).parent.glob("*.py"):
        found |= {_first(said) for _, said, _, _ in extract_from_file("python", file)}
    return found


def translated() -> dict[str, tuple[str, ...]]:
    with (FOLDER / "en.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    return {_first(one.id): one.string if isinstance(one.string, tuple) else (one.string,) for one in messages}


def test_english_has_every_sentence_and_no_other() -> None:
    assert sorted(translated()) == sorted(written())


def test_it_leaves_nothing_empty_and_keeps_every_placeholder() -> None:
    for said, english in translated().items():
        for one in english:
            assert one.strip()
            assert set(re.findall(r"%\(\w+\)s|\{\w+\}", one)) == set(re.findall(r"%\(\w+\)s|\{\w+\}", said)), said


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_every_template_is_escaped_and_can_be_read_in_both_languages(file) -> None:
    for language in ("id", "en"):
        made = environment(language)
        assert made.autoescape(file.name)
        made.get_template(file.name)


def _first(said: str | tuple[str, ...]) -> str:
    return said if isinstance(said, str) else said[0]
