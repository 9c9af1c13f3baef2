"""Worked examples: each can be checked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from flows.procedure.recap.consolidation import consolidate
from flows.procedure.recap.records import NOT_BROKEN_DOWN
from flows.procedure.recap.slices import recap
from tests.procedure.recap.known import (
    CATALOGUE,
    EVENT,
    FORM,
    MARCH,
    START,
    VACANCY,
    answer,
    asked,
    event,
    evidence,
    line,
    made,
    vacancy,
)  # fmt: skip

A_MONTH = evidence(
    vacancies=[
        vacancy(1, programmes=("IF", "AN")),
        vacancy(2, company="PT Dua", partner="dua", kind="Magang", programmes=("MS",)),
        vacancy(3, company="PT Dua", partner="dua", everybody=True, programmes=()),
        vacancy(4, company="PT Tiga", partner="tiga", programmes=("MS",)),
        vacancy(5, company="PT Tiga", partner="tiga"),
    ],
    answers=[
        answer(1, applied=10, accepted=4, applied_by_programme={"IF": 6, "AN": 1}, accepted_by_programme={"IF": 4}),
        answer(3, applied=5, accepted=0, applied_by_programme={"MS": 5}),
    ],
    requests=[asked(1, "answered"), asked(2), asked(3, "answered"), asked(4), asked(5, "cancelled")],
)
"""Of five vacancies one was called off and two of four were answered: 15 applied, 4 were accepted."""


class TestTheWhole:
    def test_it_adds_up_what_was_answered_and_says_of_how_many(self) -> None:
        whole = made(A_MONTH).whole
        assert (whole.vacancies, whole.cancelled, whole.asked, whole.answered) == (5, 1, 4, 2)
        assert (whole.meant, whole.sent) == (50, 45)
        assert (whole.applied, whole.applied_from) == (15, 2)
        assert (whole.accepted, whole.accepted_from) == (4, 2)
        assert whole.answer_rate == 0.5
        assert whole.rate == pytest.approx(4 / 15)

    def test_unknown_is_not_zero(self) -> None:
        nothing = made(evidence([vacancy(1)], requests=[asked(1)])).whole
        assert (nothing.applied, nothing.applied_from, nothing.rate) == (None, 0, None)
        nobody = made(evidence([vacancy(1)], [answer(1, applied=0, accepted=0)], [asked(1, "answered")])).whole
        assert (nobody.applied, nobody.applied_from, nobody.rate) == (0, 1, None)

    def test_the_rate_goes_by_the_vacancies_that_tell_both_numbers(self) -> None:
        known = evidence(
            [vacancy(1), vacancy(2)],
            [answer(1, applied=8, accepted=2), answer(2, applied=100)],
            [asked(1, "answered"), asked(2, "answered")],
        )
        whole = made(known).whole
        assert (whole.applied, whole.applied_from) == (108, 2)
        assert (whole.both_applied, whole.both_accepted, whole.both_from) == (8, 2, 1)
        assert whole.rate == 0.25

    def test_nothing_at_all_makes_an_empty_recap(self) -> None:
        nothing = made(evidence())
        assert (nothing.whole.vacancies, nothing.whole.applied, nothing.whole.answer_rate) == (0, None, None)
        assert all(grouping.lines == () for grouping in nothing.groupings.values())
        assert (nothing.quotes, nothing.unanswered, nothing.sources) == ((), (), ())

    def test_a_slice_of_nothing_has_every_column(self) -> None:
        nothing = made(evidence(), "IF")
        assert list(nothing.events) == list(EVENT)
        assert set(VACANCY) < set(nothing.vacancies)

    def test_it_asks_nobody_about_what_was_never_asked(self) -> None:
        whole = made(evidence([vacancy(1), vacancy(2)], requests=[asked(1, "open", requested=None)])).whole
        assert (whole.asked, whole.expected) == (0, 2)

    def test_who_told_without_being_asked_has_answered(self) -> None:
        whole = made(evidence([vacancy(1)], [answer(1, applied=1, accepted=1)])).whole
        assert (whole.asked, whole.answered) == (1, 1)


class TestWhatCounts:
    def test_the_latest_answer_counts_by_its_moment_then_its_version(self) -> None:
        first, corrected = answer(1, applied=3, minutes=5), answer(1, version=2, applied=30, minutes=9)
        late = answer(1, version=3, applied=99, minutes=1)  # Google handed it over late
        assert made(evidence([vacancy(1)], [corrected, late, first])).whole.applied == 30
        same_moment = answer(1, version=4, applied=31, minutes=9)
        assert made(evidence([vacancy(1)], [same_moment, corrected, late, first])).whole.applied == 31

    def test_a_correction_may_make_a_number_unknown_again(self) -> None:
        known = evidence([vacancy(1)], [answer(1, applied=3, accepted=1), answer(1, version=2, minutes=1, accepted=1)])
        assert (made(known).whole.applied, made(known).whole.accepted) == (None, 1)

    def test_of_a_vacancy_that_was_called_off_no_answer_counts(self) -> None:
        known = evidence([vacancy(1)], [answer(1, applied=3, accepted=3)], [asked(1, "cancelled")])
        whole = made(known).whole
        assert (whole.vacancies, whole.cancelled, whole.asked, whole.answered, whole.applied) == (1, 1, 0, 0, None)
        assert made(known).unanswered == ()

    @pytest.mark.parametrize(
        ("closed", "counts"),
        [
            (date(2026, 2, 28), False), (date(2026, 3, 1), True), (date(2026, 3, 31), True), (date(2026, 4, 1), False),
            (None, False),
        ],
    )  # fmt: skip
    def test_a_vacancy_belongs_where_it_closed_both_days_included(self, closed: date | None, counts: bool) -> None:
        assert made(evidence([vacancy(1, closed=closed)])).sources == (("L26-0001",) if counts else ())

    def test_an_answer_to_a_vacancy_nobody_announced_counts_for_nothing(self) -> None:
        assert made(evidence([vacancy(1)], [answer(2, applied=3)])).whole.applied is None


class TestStudyProgrammes:
    def test_people_are_split_and_the_rest_is_not_broken_down(self) -> None:
        programmes = made(A_MONTH).groupings["programme"]
        found = {one.key: (one.figures.applied, one.figures.accepted, one.sources) for one in programmes.lines}
        assert found == {
            "IF": (6, 4, ("L26-0001", "L26-0003", "L26-0005")),
            "AN": (1, 0, ("L26-0001", "L26-0003")),  # all four accepted are of IF
            "MS": (5, 0, ("L26-0002", "L26-0003", "L26-0004")),
            NOT_BROKEN_DOWN: (3, 0, ("L26-0001",)),
        }
        assert programmes.lines[-1].label == "Tidak dirinci"

    def test_where_all_are_broken_down_the_other_programmes_had_nobody(self) -> None:
        figures = line(made(A_MONTH).groupings["programme"], "IF").figures
        assert (figures.applied, figures.applied_from, figures.asked) == (6, 2, 2)  # 6 of L26-0001, 0 of L26-0003

    def test_a_department_counts_a_vacancy_once(self) -> None:
        figures = line(made(A_MONTH).groupings["department"], "JIF").figures
        assert (figures.vacancies, figures.applied, figures.accepted) == (3, 7, 4)

    def test_what_counts_vacancies_is_marked_as_not_additive(self) -> None:
        groupings = made(A_MONTH).groupings
        assert "vacancies" in groupings["programme"].not_additive
        assert "applied" not in groupings["programme"].not_additive
        assert groupings["partner"].not_additive == groupings["kind"].not_additive == ()

    def test_people_of_a_programme_it_was_not_meant_for_count_there(self) -> None:
        known = evidence([vacancy(1)], [answer(1, applied=3, applied_by_programme={"MS": 1, "IF": 2, "AN": 0})])
        programmes = made(known).groupings["programme"]
        assert {one.key: one.figures.applied for one in programmes.lines} == {"IF": 2, "MS": 1}

    @pytest.mark.parametrize("answers", [{"applied": 4}, {}])
    def test_a_breakdown_that_does_not_fit_its_total_is_not_believed(self, answers: dict[str, int]) -> None:
        known = evidence([vacancy(1)], [answer(1, **answers, applied_by_programme={"IF": 3, "AN": 2})])
        recap = made(known)
        assert recap.whole.applied == recap.unspecified.applied == answers.get("applied")
        assert line(recap.groupings["programme"], "IF").figures.applied is None

    def test_a_programme_that_was_closed_keeps_its_people_under_its_code(self) -> None:
        known = evidence([vacancy(1)], [answer(1, applied=3, accepted=1, applied_by_programme={"XX": 3})])
        groupings = made(known).groupings
        assert line(groupings["programme"], "XX").label == "XX"
        assert line(groupings["department"], NOT_BROKEN_DOWN).figures.applied == 3

    def test_nobody_of_one_programme_is_not_nobody_of_the_department(self) -> None:
        row = vacancy(1, programmes=("IF", "AN"))
        groupings = made(evidence([row], [answer(1, applied=5, applied_by_programme={"AN": 0})])).groupings
        assert line(groupings["programme"], "AN").figures.applied == 0
        assert line(groupings["department"], "JIF").figures.applied is None
        elsewhere = made(evidence([vacancy(1)], [answer(1, applied=5, applied_by_programme={"AN": 0})]), "JIF")
        assert (elsewhere.whole.applied, elsewhere.unspecified.applied) == (None, 5)

    def test_a_departments_rate_goes_by_the_programmes_that_tell_both_numbers(self) -> None:
        split = {"applied_by_programme": {"IF": 6, "AN": 2}, "accepted_by_programme": {"IF": 3}}
        known = evidence([vacancy(1, programmes=("IF", "AN"))], [answer(1, applied=10, accepted=5, **split)])
        figures = line(made(known).groupings["department"], "JIF").figures
        assert (figures.applied, figures.accepted) == (8, 3)
        assert (figures.both_applied, figures.both_accepted, figures.rate) == (6, 3, 0.5)
        assert made(known, "JIF").whole == figures
        none = {"applied_by_programme": {"IF": 6}, "accepted_by_programme": {"IF": 0}}
        known = evidence([vacancy(1, programmes=("IF", "AN"))], [answer(1, applied=10, accepted=5, **none)])
        assert made(known, "JIF").whole.rate == 0.0

    def test_who_was_accepted_may_be_all_that_is_not_broken_down(self) -> None:
        known = evidence([vacancy(1)], [answer(1, applied=9, accepted=2, applied_by_programme={"IF": 9})])
        figures = line(made(known).groupings["programme"], NOT_BROKEN_DOWN).figures
        assert (figures.applied, figures.accepted) == (0, 2)

    def test_a_vacancy_for_no_programme_is_not_lost(self) -> None:
        recap = made(evidence([vacancy(1, programmes=())], requests=[asked(1)]))
        for dimension in ("programme", "department"):
            (only,) = recap.groupings[dimension].lines
            assert (only.key, only.sources, only.figures.applied) == (NOT_BROKEN_DOWN, ("L26-0001",), None)

    def test_the_rest_has_no_rate(self) -> None:
        known = evidence([vacancy(1)], [answer(1, applied=9, accepted=2, applied_by_programme={"IF": 8})])
        rest = made(known).unspecified
        assert (rest.applied, rest.accepted, rest.rate) == (1, 2, None)


class TestSlices:
    def test_a_programme_sees_its_vacancies_and_its_own_people(self) -> None:
        recap = made(A_MONTH, "IF")
        assert recap.scope_label == "D3 Teknik Informatika"
        assert recap.sources == ("L26-0001", "L26-0003", "L26-0005")
        assert (recap.whole.applied, recap.whole.accepted) == (6, 4)
        assert (recap.unspecified.applied, recap.unspecified.accepted) == (3, 0)
        assert [one.key for one in recap.groupings["programme"].lines] == ["IF", NOT_BROKEN_DOWN]

    def test_a_department_sees_its_programmes(self) -> None:
        recap = made(A_MONTH, "JIF")
        assert (recap.whole.applied, recap.whole.accepted) == (7, 4)
        assert [one.key for one in recap.groupings["programme"].lines] == ["IF", "AN", NOT_BROKEN_DOWN]
        assert [one.key for one in recap.groupings["department"].lines] == ["JIF", NOT_BROKEN_DOWN]

    def test_what_was_not_broken_down_is_unknown_to_a_slice_not_zero(self) -> None:
        known = evidence([vacancy(1)], [answer(1, applied=7, accepted=2)], [asked(1, "answered")])
        recap = made(known, "IF")
        assert (recap.whole.applied, recap.whole.answered, recap.unspecified.applied) == (None, 1, 7)

    def test_its_other_groupings_count_its_people_only(self) -> None:
        recap = made(A_MONTH, "IF")
        assert line(recap.groupings["partner"], "satu").figures.applied == 6
        assert line(recap.groupings["month"], "2026-03").figures.applied == 6

    def test_no_such_scope_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            made(A_MONTH, "XX")


class TestGroupings:
    def test_a_partner_is_called_as_last_time_however_it_was_spelt(self) -> None:
        early = vacancy(1, company="Satu, PT", closed=date(2026, 3, 1))
        (one,) = made(evidence([vacancy(2), early])).groupings["partner"].lines
        assert (one.key, one.label, one.sources) == ("satu", "PT Satu", ("L26-0001", "L26-0002"))

    def test_the_largest_come_first_and_months_in_order(self) -> None:
        days = [date(2026, 3, 30), date(2026, 2, 3), date(2026, 3, 31)]
        rows = [vacancy(1, kind="Magang"), vacancy(2), vacancy(3)]
        known = evidence([row | {"closed": day} for row, day in zip(rows, days, strict=True)])
        span = made(known).span.__class__("P", "", date(2026, 2, 1), date(2026, 3, 31))
        recap = made(known, span=span)
        assert [one.key for one in recap.groupings["kind"].lines] == ["Kontrak", "Magang"]
        assert [one.label for one in recap.groupings["month"].lines] == ["Februari 2026", "Maret 2026"]

    def test_labels_are_in_the_language_asked_for(self) -> None:
        recap = made(A_MONTH, language="en")
        labels = {one.label for grouping in recap.groupings.values() for one in grouping.lines}
        assert {"Informatics Engineering", "Mechanics", "Internship", "March 2026", "Not broken down"} <= labels
        assert recap.ratings[0].heading == "Work ethics"


class TestOpinions:
    def test_a_rating_has_a_mean_from_three_answers_on(self) -> None:
        answers = [answer(number, ethics=stars) for number, stars in ((1, 2), (2, 4), (3, 5))]
        two = made(evidence([vacancy(1), vacancy(2)], answers[:2])).ratings[0]
        assert (two.key, two.heading, two.n, two.mean, two.spread) == ("ethics", "Etika", 2, None, None)
        three = made(evidence([vacancy(1), vacancy(2), vacancy(3)], answers)).ratings[0]
        assert (three.n, three.mean) == (3, pytest.approx(11 / 3))
        assert three.spread == pytest.approx((((2 - 11 / 3) ** 2 + (4 - 11 / 3) ** 2 + (5 - 11 / 3) ** 2) / 2) ** 0.5)

    def test_choices_are_counted_in_the_forms_order_and_old_ones_last(self) -> None:
        answers = [answer(number, recruit_again=one) for number, one in enumerate(["no", "never", "yes", "yes"], 1)]
        recap = made(evidence([vacancy(number) for number in range(1, 5)], answers))
        assert list(recap.choices[0].counts.items()) == [("yes", 2), ("maybe", 0), ("no", 1), ("never", 1)]

    def test_a_partner_is_quoted_with_its_vacancy_and_without_a_name(self) -> None:
        told = answer(1, suggestions="Perbanyak praktik.", respondent="Ibu Budi Santoso, HRD")
        recap = made(evidence([vacancy(1)], [told]))
        (quote,) = recap.quotes
        assert (quote.vacancy, quote.company, quote.position) == ("L26-0001", "PT Satu", "Posisi 1")
        assert (quote.heading, quote.text) == ("Masukan", "Perbanyak praktik.")
        assert "Budi" not in f"{recap.quotes}{recap.vacancies.to_dict('records')}"

    def test_what_names_a_person_at_length_is_neither_quoted_nor_kept(self) -> None:
        questions = [replace(one, personal=one.kind == "long") for one in FORM.questions]
        known = evidence([vacancy(1)], [answer(1, suggestions="Hubungi Pak Andi, 0812.")])
        rows = consolidate(known, questions, CATALOGUE)
        found = recap(rows, known.events, MARCH, questions=questions, catalogue=CATALOGUE)
        assert found.quotes == ()
        assert "suggestions" not in rows

    def test_who_did_not_answer_is_named_with_what_is_missing(self) -> None:
        later = asked(4, requested=START + timedelta(days=1), reminders=3)
        known = evidence(
            [vacancy(1, company="PT Dua", partner="dua"), vacancy(2), vacancy(3), vacancy(4), vacancy(5)],
            [answer(2, applied=1)],
            [asked(1), asked(2, "answered"), asked(3), later, asked(5, "open", requested=None)],
        )
        first, second = made(known).unanswered
        assert (first.company, first.vacancies, first.positions) == (
            "PT Satu", ("L26-0003", "L26-0004"), ("Posisi 3", "Posisi 4"),
        )  # fmt: skip
        assert (first.requested, first.reminders) == (START, 3)
        assert (second.partner, second.vacancies) == ("dua", ("L26-0001",))


class TestEvents:
    def test_they_stand_beside_their_vacancies(self) -> None:
        known = evidence(
            [vacancy(1), vacancy(2), vacancy(3)],
            events=[
                event(1, vacancies=("L26-0001",), attended=2, day=date(2026, 3, 6)),
                event(2, vacancies=("L26-0001", "L26-0002"), attended=40),
                event(3, vacancies=("L26-0003",)),
            ],
        )
        rows = consolidate(known, FORM.questions, CATALOGUE).set_index("id")
        assert rows["events"].to_list() == [("K26-0002", "K26-0001"), ("K26-0002",), ("K26-0003",)]
        assert rows["attended"].to_list() == [42, 40, pd.NA]

    def test_a_slice_has_those_for_its_vacancies_and_those_for_none(self) -> None:
        known = evidence(
            [vacancy(1, closed=date(2026, 4, 9)), vacancy(2, programmes=("MS",))],
            events=[
                event(1, vacancies=("L26-0001",)), event(2, vacancies=("L26-0002",)), event(3),
                event(4, day=date(2026, 4, 1)),
            ],
        )  # fmt: skip
        assert made(known, "IF").events["id"].to_list() == ["K26-0001", "K26-0003"]
        assert made(known).events["id"].to_list() == ["K26-0001", "K26-0002", "K26-0003"]
