"""The shipped form, forms that make no sense, and what is read from what people type."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.errors import SettingsError
from flows.forms.checking import Checked
from flows.forms.definition import FormDefinition
from flows.share import share

SHIPPED = (share() / "config" / "feedback.toml").read_text("utf-8")
FORM = FormDefinition.load(share() / "config" / "feedback.toml")
PROGRAMMES = ["IF", "TRPL", "GM"]
COUNTS = {"q_applied": "12", "q_accepted": "3"}
FIELDS = [name for question in FORM.questions for name in question.fields(PROGRAMMES)]


def check(raw: dict[str, Any], language: Any = "id") -> Checked:
    return FORM.check(raw, PROGRAMMES, language)


class TestShippedForm:
    def test_it_asks_for_the_results_an_opinion_and_a_name_and_requires_who_were_accepted_alone(self) -> None:
        assert [one.key for one in FORM.questions if one.required] == ["accepted"]
        assert sum(one.kind == "scale" for one in FORM.questions) == 7
        assert {one.kind for one in FORM.questions} >= {"whole", "per_programme", "scale", "choice", "long", "text"}

    def test_it_speaks_both_languages(self) -> None:
        words = [one.label for one in FORM.questions] + [one.help for one in FORM.questions if one.help]
        words += [group.title for group in FORM.groups] + [rule.message for rule in FORM.checks] + [*FORM.scale]
        words += [choice.label for one in FORM.questions for choice in one.choices]
        assert [w for w in words if not w.en or w["id"] == w["en"]] == []

    def test_a_rating_is_a_choice_of_the_scale_s_wordings(self) -> None:
        assert [(choice.value, choice.label["en"]) for choice in FORM["ethics"].choices] == [
            ("1", "Very poor"), ("2", "Poor"), ("3", "Fair"), ("4", "Good"), ("5", "Very good"),
        ]  # fmt: skip


class TestAnswers:
    def test_it_reads_every_kind(self) -> None:
        checked = check(
            {
                **COUNTS,
                "q_applied_by_programme__IF": "8",
                "q_applied_by_programme__TRPL": " 4 orang ",
                "q_ethics": "5",
                "q_competence": "Sangat baik",
                "q_teamwork": "very GOOD",
                "q_recruit_again": "Ya",
                "q_suggestions": "Baris satu\r\nBaris dua",
                "q_respondent": "Sari,\nHRD",
            }
        )
        assert checked.complete
        assert {key: value for key, value in checked.answers.items() if value is not None} == {
            "applied": 12,
            "accepted": 3,
            "applied_by_programme": {"IF": 8, "TRPL": 4},
            "ethics": 5,
            "competence": 5,
            "teamwork": 5,
            "recruit_again": "yes",
            "suggestions": "Baris satu\nBaris dua",
            "respondent": "Sari, HRD",
        }

    def test_what_is_left_empty_is_unknown_and_never_zero(self) -> None:
        answers = check({**COUNTS, "q_suggestions": "  ", "q_ethics": [], "q_applied_by_programme__IF": ""}).answers
        assert answers.keys() == {question.key for question in FORM.questions}
        assert {key for key, value in answers.items() if value is not None} == {"applied", "accepted"}
        assert check({"q_applied": "0", "q_accepted": "0"}).answers["applied"] == 0

    def test_what_is_required_is_asked_for(self) -> None:
        checked = check({"q_applied": "", "q_accepted": "\u200b\u0000 "})
        assert checked.errors == {"q_accepted": "Mohon diisi."}
        assert not checked.complete

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("q_applied", "dua belas", "angka bulat"),
            ("q_applied", "2,5", "angka bulat"),
            ("q_applied", "-1", "angka bulat"),
            ("q_applied", "1e9", "angka bulat"),
            ("q_applied", "=1+1", "angka bulat"),
            ("q_applied", "10.001", "antara 0 dan 10.000"),
            ("q_applied", "9" * 100_000, "angka bulat"),
            ("q_ethics", "5" * 100_000, "jawaban yang tersedia"),
            ("q_applied", ["1", "2"], "satu jawaban"),
            ("q_applied_by_programme__GM", "banyak", "angka bulat"),
            ("q_ethics", "6", "jawaban yang tersedia"),
            ("q_recruit_again", "jangan", "jawaban yang tersedia"),
            ("q_suggestions", "a" * 4_001, "4.001 huruf"),
            ("q_respondent", "a" * 200_000, "200.000 huruf"),
        ],
    )
    def test_what_cannot_be_is_said_at_its_field_and_is_no_answer(self, field: str, value: Any, said: str) -> None:
        checked = check({**COUNTS, field: value})
        assert list(checked.errors) == [field]
        assert said in checked.errors[field]
        assert not checked.answers[field.removeprefix("q_").partition("__")[0]]

    def test_it_speaks_the_reader_s_language(self) -> None:
        assert check({**COUNTS, "q_applied": "20000"}, "en").errors == {
            "q_applied": "Please write a number from 0 to 10,000."
        }

    def test_a_field_that_came_twice_with_one_answer_has_that_answer(self) -> None:
        assert check({**COUNTS, "q_applied": ["12", "", "12"]}).answers["applied"] == 12

    def test_what_is_not_asked_counts_for_nothing(self) -> None:
        foreign = {"q_admin": "1", "q_applied_by_programme__XX": "1", "q_applied_by_programme": "1", "applied": "99"}
        assert check({**COUNTS, **foreign}) == check(COUNTS)

    def test_it_takes_text_as_it_is(self) -> None:
        nasty = ["=IMPORTXML(1)", "{{ 7*7 }}", "<script>", "a &amp;amp; b", "/etc/passwd", "%s {0}", "Kami 👩‍🎓 puas"]
        for text in nasty:
            assert check({**COUNTS, "q_suggestions": text}).answers["suggestions"] == text


class TestContradictions:
    @pytest.mark.parametrize(
        ("raw", "field"),
        [
            ({"q_applied": "2"}, "q_accepted"),
            ({"q_applied_by_programme__IF": "8", "q_applied_by_programme__GM": "5"}, "q_applied_by_programme"),
            ({"q_accepted_by_programme__IF": "4"}, "q_accepted_by_programme"),
            (
                {"q_applied_by_programme__IF": "1", "q_accepted_by_programme__IF": "2"},
                "q_accepted_by_programme__IF",
            ),
        ],
    )
    def test_it_says_which_number_is_too_large(self, raw: dict[str, str], field: str) -> None:
        checked = check({**COUNTS, **raw})
        assert list(checked.errors) == [field]
        assert "melebihi" in checked.errors[field]

    def test_what_is_unknown_contradicts_nothing(self) -> None:
        parts = {"q_applied_by_programme__GM": "1", "q_accepted_by_programme__IF": "2"}
        assert check({**COUNTS, **parts}).complete

    def test_errors_come_in_the_form_s_order(self) -> None:
        raw = {"q_recruit_again": "?", "q_accepted": "", "q_applied_by_programme__GM": "x", "q_applied": "x"}
        assert list(check(raw).errors) == ["q_applied", "q_accepted", "q_applied_by_programme__GM", "q_recruit_again"]


texts = st.one_of(
    st.text(max_size=60), st.integers(-5, 20_000).map(str), st.sampled_from(["Ya", "baik", "=1", "\ud800"])
)
raws = st.dictionaries(st.sampled_from([*FIELDS, "q_x"]), st.one_of(texts, st.lists(texts, max_size=3)))


class TestAnything:
    @settings(suppress_health_check=[HealthCheck.too_slow])  # many test at once on two cores
    @given(raws)
    def test_nothing_that_is_typed_raises_and_what_is_accepted_comes_back_the_same(self, raw: dict[str, Any]) -> None:
        checked = check({**COUNTS, **raw})
        assert checked.errors.keys() <= {*FIELDS, *(question.field() for question in FORM.questions)}
        again = check(FORM.raw(checked.answers))
        assert again.answers == checked.answers
        if checked.complete:
            assert again.complete

    @given(st.text())
    def test_what_is_accepted_is_clean(self, text: str) -> None:
        answer = check({**COUNTS, "q_suggestions": text}).answers["suggestions"]
        categories = {unicodedata.category(sign) for sign in str(answer).replace("\n", "")}
        assert not categories & {"Cc", "Cs", "Cn"}
        assert str(answer).encode()


def senseless(tmp_path: Path, old: str, new: str) -> str:
    """What is said about the shipped form with a passage replaced, which must occur in it."""
    assert old in SHIPPED
    file = tmp_path / "feedback.toml"
    file.write_text(SHIPPED.replace(old, new, 1), "utf-8")
    with pytest.raises(SettingsError) as raised:
        FormDefinition.load(file)
    assert str(file) in raised.value.where
    assert raised.value.cure
    return str(raised.value)


class TestWrongFile:
    def test_it_says_where_there_is_none(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError, match=r"feedback\.toml.*Cure: put a feedback\.toml there"):
            FormDefinition.load(tmp_path / "feedback.toml")

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ('kind = "whole"', "kind = whole", "not valid TOML"),
            ('kind = "whole"', 'kind = "number"', "groups, entry 1, questions, entry 1 (applied), kind"),
            ('heading = "Etika"', 'column = "Etika"', "questions, entry 1 (ethics)"),
            ('key = "ethics"', 'key = "Etika kerja"', '"Etika kerja" is no key'),
            ('key = "ethics"', 'key = "by__IF"', "is no key"),
            ('key = "ethics"', 'key = "teamwork"', "Two questions have this key"),
            ('label = { id = "Etika kerja"', 'label = { id = " "', "The label is empty"),
            ('heading = "Etika"', 'heading = "–"', "is no heading"),
            ('heading = "Etika"', 'heading = "waktu"', "is a column of Respon already"),
            ('heading = "Etika"', 'heading = "kerja  sama"', '"teamwork" has the same heading'),
            ('heading = "Etika"', 'heading = "Etika"\nchoices = [{ value = "1", label = { id = "a" } }]', "no choices"),
            ('{ value = "maybe"', '{ value = ""', "no value"),
            ('{ value = "maybe"', '{ value = "Tidak"', "cannot be told apart"),
            ('heading = "Etika"', 'heading = "Etika"\nmaximum = 9', "no minimum and no maximum"),
            ("maximum = 150", "minimum = 1", "A text has no minimum"),
            ("maximum = 150", "maximum = 100000", "out of reach"),
            ("required = true", "minimum = 5\nmaximum = 4", "minimum 5 is more than the maximum 4"),
            ('of = "applied"', 'of = "ethics"', "divides no count"),
            ('of = "applied"', 'of = "applied"\nrequired = true', "cannot be required"),
            ("maximum = 150", 'of = "applied"', "remove `of`"),
            ('key = "accepted"', 'key = "hired"', '"accepted" is missing'),
            ('    { id = "Kurang", en = "Poor" },\n', "", "The scale has 4 wordings"),
            ('at_most = "applied"', 'at_most = "ethics"', "checks, entry 1"),
            ('at_most = "applied"', 'at_most = "applied_by_programme"', "cannot be held to its parts"),
        ],
    )
    def test_it_names_what_is_wrong_where_and_the_cure(self, tmp_path: Path, old: str, new: str, said: str) -> None:
        if said == '"accepted" is missing':
            old, new = SHIPPED, SHIPPED.replace('"accepted"', '"hired"')
        assert said in senseless(tmp_path, old, new)

    def test_a_question_of_staff_s_own_needs_no_english(self, tmp_path: Path) -> None:
        file = tmp_path / "feedback.toml"
        own = (
            '[[groups.questions]]\nkey = "salary"\nkind = "text"\nheading = "Gaji"\nlabel = { id = "Kisaran gaji?" }\n'
        )
        file.write_text(SHIPPED.replace("# --- Answers that cannot be", own + "# ---", 1), "utf-8")
        form = FormDefinition.load(file)
        assert form.questions[-1].label["en"] == "Kisaran gaji?"
        assert form.check({**COUNTS, "q_salary": "Rp 5 juta"}, PROGRAMMES, "id").answers["salary"] == "Rp 5 juta"
