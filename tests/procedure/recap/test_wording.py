"""Sentences in which no total stands alone."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from flows.procedure.models import Language
from flows.procedure.recap import wording
from flows.procedure.recap.records import Dimension, Figures
from flows.workbook.tabs import WORK_KINDS
from tests.procedure.recap.known import answer, asked, evidence, made, vacancy

FIGURES = Figures(
    vacancies=42, cancelled=2, asked=38, answered=31, meant=1204, sent=1190,
    applied=412, applied_from=31, accepted=96, accepted_from=30,
    both_applied=400, both_accepted=96, both_from=30,
)  # fmt: skip
NOTHING = Figures(1, 0, 0, 0, 0, 0, None, 0, None, 0, None, None, 0)


@pytest.mark.parametrize(
    ("sentence", "indonesian", "english"),
    [
        (
            wording.closed,
            "42 lowongan ditutup, 2 di antaranya dibatalkan",
            "Vacancies closed: 42, of these called off: 2",
        ),
        (
            wording.announced,
            "1.190 dari 1.204 pengumuman terkirim (seorang penerima dihitung sekali untuk tiap lowongan)",
            "Announcements sent: 1,190 of 1,204 (a person counts once for each vacancy)",
        ),
        (
            wording.answer_rate,
            "31 dari 38 lowongan yang ditanyakan sudah dijawab mitra (81,6%)",
            "Answered by partners: 31 of 38 vacancies asked about (81.6%)",
        ),
        (
            wording.applied,
            "412 pelamar, dari 31 dari 40 lowongan yang dijawab",
            "Applicants: 412, from answers about 31 of 40 vacancies",
        ),
        (
            wording.accepted,
            "96 diterima, dari 30 dari 40 lowongan yang dijawab",
            "Accepted: 96, from answers about 30 of 40 vacancies",
        ),
        (
            wording.acceptance,
            "96 dari 400 pelamar diterima (24%), dari 30 lowongan yang kedua angkanya diketahui",
            "Accepted of those who applied: 96 of 400 (24%), where both numbers are known (vacancies: 30)",
        ),
        (
            wording.missing,
            "Belum dijawab: 7 lowongan; belum ditanyakan: 2 lowongan",
            "Vacancies not answered: 7; vacancies not asked about: 2",
        ),
    ],
)  # fmt: skip
def test_it_says_what_a_figure_is_made_of(sentence: object, indonesian: str, english: str) -> None:
    assert callable(sentence)
    assert (sentence(FIGURES, "id"), sentence(FIGURES, "en")) == (indonesian, english)


def test_the_people_of_some_programmes_are_from_answers_that_break_them_down() -> None:
    said = wording.applied(FIGURES, "id", in_part=True)
    assert said == "412 pelamar, dari 31 dari 40 lowongan yang jawabannya dirinci per program studi"


def test_unknown_is_said_and_never_shown_as_zero() -> None:
    for language in ("id", "en"):
        for in_part in (False, True):
            assert "0" not in wording.applied(NOTHING, language, in_part=in_part)
            assert "0" not in wording.accepted(NOTHING, language, in_part=in_part)
        assert "0" not in wording.acceptance(NOTHING, language)
    assert wording.percent(None, "id") == wording.count(None, "id") == "tidak diketahui"


def test_a_true_zero_is_shown() -> None:
    nobody = replace(NOTHING, applied=0, applied_from=1)
    assert wording.applied(nobody, "id") == "0 pelamar, dari 1 dari 1 lowongan yang dijawab"
    assert wording.percent(0.0, "id") == "0%"


def test_what_is_not_missing_is_not_spoken_of() -> None:
    complete = replace(FIGURES, asked=40, answered=40)
    assert wording.missing(complete, "id") == ""
    assert wording.unspecified(replace(NOTHING, applied=0), "id") == ""
    assert wording.missing(replace(FIGURES, asked=31), "id") == "Belum ditanyakan: 9 lowongan"


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_slice_says_who_may_belong_to_it(language: Language) -> None:
    known = evidence([vacancy(1)], [answer(1, applied=7, accepted=2)], [asked(1, "answered")])
    mark = {"id": "mungkin termasuk di sini", "en": "may belong here"}[language]
    assert any(mark in sentence for sentence in wording.told(made(known, "IF"), language))
    assert not any(mark in sentence for sentence in wording.told(made(known), language))


def test_a_recap_of_nothing_is_one_sentence() -> None:
    assert wording.told(made(evidence()), "id") == ("0 lowongan ditutup",)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_column_has_a_heading(language: Language) -> None:
    recap = made(evidence([vacancy(1)]))
    of_the_form = {column for column in recap.vacancies if column in {one.key for one in recap.ratings}}
    of_the_form |= {"applied_by_programme", "accepted_by_programme", "recruit_again", "suggestions"}
    names = {*recap.vacancies} - of_the_form | {*recap.events} | {field.name for field in fields(Figures)}
    names |= {"answer_rate", "rate", "expected", "sources", *Dimension.__args__}
    assert all(wording.heading(name, language) for name in names)


def test_every_kind_of_work_has_an_english_name() -> None:
    assert len({wording.work_kind(kind, "en") for kind in WORK_KINDS} - set(WORK_KINDS)) == len(WORK_KINDS)
    assert wording.work_kind("Juru masak", "en") == "Juru masak"
    assert wording.work_kind("", "id") == "Tidak disebutkan"
