"""What every way to answer by a form has to do: the same tests for the office's own form and for a Google Form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

import pytest

from flows.forms.interface import FormProvider
from flows.ledger.ledger import Ledger
from flows.procedure.cases import Answer, CaseState

OURS, ALSO_OURS, OTHERS = "L26-0001", "L26-0004", "L26-0009"


class Partners(Protocol):
    """The world of one provider: two vacancies of one company are asked for, and one of another."""

    provider: FormProvider
    ledger: Ledger

    def link(self, vacancy: str) -> str:
        """As a contact of the company that announced the vacancy gets it by mail."""

    def answer(self, link: str, vacancy: str, answers: Mapping[str, str]) -> None:
        """Follow the link, write answers by question key, send; whatever comes of it. Then the flow collects."""

    def told(self) -> bool:
        """Whether somebody was told that the last answer could not be taken: who sent it, or staff."""

    def close(self, vacancy: str, state: CaseState = CaseState.NOT_GIVEN) -> None:
        """The matter is over."""

    def later(self, by: timedelta) -> None: ...


class ProviderContract:
    """Needs a fixture ``partners``."""

    def versions(self, partners: Partners) -> list[tuple[str, int, Answer]]:
        kept = partners.ledger.responses.versions()
        return [(one.vacancy, one.version, one.answers["accepted"]) for one in kept]

    def send(self, partners: Partners, accepted: str, vacancy: str = OURS, **more: str) -> None:
        partners.answer(partners.link(vacancy), vacancy, {"applied": "12", "accepted": accepted, **more})

    def test_it_takes_an_answer_by_the_link_of_the_request(self, partners: Partners) -> None:
        self.send(partners, "3", ethics="5", recruit_again="yes", suggestions="Baik sekali.")
        latest = partners.ledger.responses.latest(OURS)
        assert latest is not None
        cases = {case.vacancy: case for case in partners.ledger.responses.cases()}
        assert (latest.version, latest.partner_id) == (1, cases[OURS].partner_id)
        assert {key: value for key, value in latest.answers.items() if value is not None} == {
            "applied": 12, "accepted": 3, "ethics": 5, "recruit_again": "yes", "suggestions": "Baik sekali.",
        }  # fmt: skip

    def test_it_keeps_counts_by_study_programme(self, partners: Partners) -> None:
        self.send(partners, "3", accepted_by_programme="IF: 2, AK: 1")
        latest = partners.ledger.responses.latest(OURS)
        assert latest is not None
        assert latest.answers["accepted_by_programme"] == {"IF": 2, "AK": 1}

    def test_what_is_left_empty_is_unknown(self, partners: Partners) -> None:
        self.send(partners, "0")
        latest = partners.ledger.responses.latest(OURS)
        assert latest is not None
        assert (latest.answers["accepted"], latest.answers["ethics"]) == (0, None)

    def test_it_keeps_every_version_and_the_latest_counts(self, partners: Partners) -> None:
        for accepted in ("3", "4", "3"):
            self.send(partners, accepted)
            partners.later(timedelta(minutes=10))
        assert self.versions(partners) == [(OURS, 1, 3), (OURS, 2, 4), (OURS, 3, 3)]

    def test_the_same_again_is_no_new_version(self, partners: Partners) -> None:
        self.send(partners, "3")
        partners.later(timedelta(minutes=10))
        self.send(partners, "3")
        assert len(self.versions(partners)) == 1

    def test_it_takes_two_answers_in_the_same_second(self, partners: Partners) -> None:
        self.send(partners, "3")
        self.send(partners, "4")
        assert sorted(self.versions(partners)) == [(OURS, 1, 3), (OURS, 2, 4)]

    def test_it_keeps_the_vacancies_of_a_partner_apart(self, partners: Partners) -> None:
        self.send(partners, "3")
        self.send(partners, "4", ALSO_OURS)
        assert sorted(self.versions(partners)) == [(OURS, 1, 3), (ALSO_OURS, 1, 4)]

    @pytest.mark.parametrize(
        "wrong", [{"accepted": "13"}, {"accepted": "tiga"}, {"accepted": "-1"}, {"suggestions": "x" * 5000}]
    )
    def test_it_takes_nothing_that_cannot_be_and_says_so(self, partners: Partners, wrong: dict[str, str]) -> None:
        partners.answer(partners.link(OURS), OURS, {"applied": "12", "accepted": "3", **wrong})
        assert self.versions(partners) == []
        assert partners.told()

    @pytest.mark.parametrize("position", [-1, -9, -30])
    def test_an_altered_link_lets_nobody_in(self, partners: Partners, position: int) -> None:
        link = partners.link(OURS)
        altered = link[:position] + ("A" if link[position] != "A" else "B") + link[position:][1:]
        partners.answer(altered, OURS, {"applied": "12", "accepted": "3"})
        assert self.versions(partners) == []
        assert partners.told()

    def test_a_link_answers_for_its_own_partner_alone(self, partners: Partners) -> None:
        partners.answer(partners.link(OURS), OTHERS, {"applied": "12", "accepted": "3"})
        assert self.versions(partners) == []

    @pytest.mark.parametrize("state", [CaseState.NOT_GIVEN, CaseState.CANCELLED])
    def test_it_takes_nothing_once_the_matter_is_over(self, partners: Partners, state: CaseState) -> None:
        link = partners.link(OTHERS)
        partners.close(OTHERS, state)
        partners.answer(link, OTHERS, {"applied": "12", "accepted": "3"})
        assert self.versions(partners) == []
        assert partners.told()

    def test_it_takes_nothing_by_a_link_that_was_taken_back(self, partners: Partners) -> None:
        link = partners.link(OURS)
        partners.ledger.revoked.add("feedback", 1, partners.ledger.responses.cases()[0].due_at)
        partners.answer(link, OURS, {"applied": "12", "accepted": "3"})
        assert self.versions(partners) == []
        assert partners.told()

    @pytest.mark.parametrize(
        "text", ["=IMPORTXML(A1)", "<script>alert(1)</script>", "{{ 7*7 }}", "a\r\nb", "\u202egnp"]
    )
    def test_what_is_written_stays_text(self, partners: Partners, text: str) -> None:
        self.send(partners, "3", suggestions=text)
        latest = partners.ledger.responses.latest(OURS)
        assert latest is not None
        assert latest.answers["suggestions"] == text.replace("\r\n", "\n").replace("\u202e", "")
