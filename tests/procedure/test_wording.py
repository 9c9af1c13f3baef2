"""Every problem has its sentences, in both languages, and no sentence is left over."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from flows.procedure.values import fault
from flows.procedure.wording import TEXTS, problem, shorten

FLOWS = Path(__file__).parents[2] / "flows"


def placeholders(code: str, language: str) -> set[str]:
    fields = [field for sentence in TEXTS[language][code] for _, field, _, _ in string.Formatter().parse(sentence)]
    return {field for field in fields if field}


def test_both_languages_say_the_same():
    assert set(TEXTS["id"]) == set(TEXTS["en"])
    differing = [code for code in TEXTS["id"] if placeholders(code, "id") != placeholders(code, "en")]
    assert differing == []


def test_every_code_is_used_and_every_code_in_use_has_its_sentences():
    code = "\n".join(
        path.read_text() for path in FLOWS.rglob("*.py") if path.parent.name != "wording" and "demo" not in path.parts
    )
    used = set(re.findall(r'"([a-z]+(?:_[a-z]+)+|lookalike|reversed)"', code)) & set(TEXTS["id"])
    assert used == set(TEXTS["id"])
    asked = set(re.findall(r'(?<![a-z])[fF]ault\(\s*"(\w+)"', code))
    assert asked <= set(TEXTS["id"])


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_staff_type_is_no_template(language):
    typed = "{column} {0} {value.__class__} %s {{x}}"
    found = problem(
        fault("audience_unknown", name=typed, near=typed),
        language=language, tab="Lowongan", column="Sasaran", value=typed,
    )  # fmt: skip
    assert found.what.count(typed) == 2
    assert found.value == typed


def test_it_shows_the_beginning_of_a_long_cell_on_one_line():
    shown = shorten("- satu\n- dua " + "x" * 500)
    assert shown.startswith("- satu - dua x")
    assert len(shown) == 80
    assert shown.endswith("…")
