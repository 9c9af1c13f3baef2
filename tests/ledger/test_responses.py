"""What partners are asked and answer: kept at once, in versions, whoever answers at the same time."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from sqlite3 import IntegrityError

import pytest
from sqlalchemy import exc

from flows.ledger.ledger import Ledger
from flows.ledger.responses import Responses
from flows.procedure.cases import Case, CaseState, Oddity, Source
from flows.procedure.chain import Check
from tests.ledger.conftest import Bench, only_sqlite

ANSWERS = {"applied": 12, "accepted": 3, "suggestions": "Terima kasih.", "ethics": None, "by": {"IF": 3}}


@pytest.fixture
def responses(bench: Bench) -> Responses:
    return bench.ledger.responses


def case(bench: Bench, vacancy: str = "L26-0001", company: str = "PT Maju Jaya", **state: object) -> Case:
    """A case that is kept in the ledger."""
    [partner] = bench.ledger.responses.partners([company.lower()]).values()
    made = replace(Case(vacancy, partner, company, "Teknisi", bench.clock()), **state)  # type: ignore[arg-type]
    bench.ledger.responses.put_cases([made])
    return made


class TestCases:
    def test_a_partner_keeps_its_number(self, bench: Bench, responses: Responses) -> None:
        first = responses.partners(["maju jaya", "sinar abadi"])
        assert responses.partners(["sinar abadi", "batu ampar"])["sinar abadi"] == first["sinar abadi"]
        assert len({*first.values(), *responses.partners(["batu ampar"]).values()}) == 3
        assert responses.partners([]) == {}

    def test_a_case_is_kept_as_it_stands(self, bench: Bench, responses: Responses) -> None:
        asked = replace(case(bench), requested_at=bench.clock(), reminders=2, closes_at=bench.clock())
        responses.put_cases([asked])
        assert responses.cases() == [asked]

    def test_a_partner_answers_its_own_until_they_close(self, bench: Bench, responses: Responses) -> None:
        later = bench.clock() + timedelta(days=60)
        wanted = [
            case(bench, "L26-0001"),
            case(bench, "L26-0002", closes_at=later, state=CaseState.ANSWERED),
        ]
        case(bench, "L26-0003", closes_at=bench.clock())
        case(bench, "L26-0004", state=CaseState.NOT_GIVEN)
        case(bench, "L26-0005", state=CaseState.CANCELLED)
        case(bench, "L26-0006", "PT Sinar Abadi")
        assert responses.open_cases(wanted[0].partner_id, bench.clock()) == wanted


class TestHalfFilled:
    def test_a_form_is_gone_on_with_and_done_with_when_sent(self, bench: Bench, responses: Responses) -> None:
        one = case(bench)
        responses.save_draft(one.partner_id, one.vacancy, {"q_applied": "1"}, bench.clock())
        bench.clock.forward(minutes=5)
        responses.save_draft(one.partner_id, one.vacancy, {"q_applied": "12", "q_accepted": "=1+1"}, bench.clock())
        [kept] = responses.drafts(one.partner_id).values()
        assert (kept.raw, kept.at) == ({"q_applied": "12", "q_accepted": "=1+1"}, bench.clock())
        assert responses.half_filled() == {one.vacancy: bench.clock()}
        responses.answer(one.partner_id, one.vacancy, ANSWERS, bench.clock(), Source.FORM)
        assert responses.drafts(one.partner_id) == {}

    def test_a_form_that_was_emptied_is_not_half_filled(self, bench: Bench, responses: Responses) -> None:
        one = case(bench)
        responses.save_draft(one.partner_id, one.vacancy, {"q_applied": "1"}, bench.clock())
        responses.save_draft(one.partner_id, one.vacancy, {}, bench.clock())
        assert responses.half_filled() == {}


class TestAnswers:
    def test_it_keeps_every_version_and_the_latest_counts(self, bench: Bench, responses: Responses) -> None:
        one = case(bench)
        assert responses.latest(one.vacancy) is None
        for number, accepted in enumerate((3, 4, 3), start=1):
            answers = {**ANSWERS, "accepted": accepted}
            assert responses.answer(one.partner_id, one.vacancy, answers, bench.clock(), Source.FORM) == number
        first, second, third = responses.versions()
        assert [first.answers["accepted"], second.answers["accepted"], third.answers["accepted"]] == [3, 4, 3]
        assert responses.latest(one.vacancy) == third
        assert (third.answers, third.company, third.source) == (ANSWERS, "PT Maju Jaya", Source.FORM)

    def test_the_same_answers_again_make_no_version(self, bench: Bench, responses: Responses) -> None:
        one = case(bench)
        for _ in range(3):
            assert responses.answer(one.partner_id, one.vacancy, ANSWERS, bench.clock(), Source.FORM) == 1
            bench.clock.forward(minutes=1)
        assert [version.at for version in responses.versions()] == [bench.clock() - timedelta(minutes=3)]

    def test_what_was_collected_once_is_not_taken_again(self, bench: Bench, responses: Responses) -> None:
        one = case(bench)
        old, new = ({**ANSWERS, "accepted": count} for count in (1, 2))
        at = bench.clock()
        for _ in range(2):
            assert responses.answer(one.partner_id, one.vacancy, old, at, Source.GOOGLE, "r1 at 1") == 1
            assert responses.answer(one.partner_id, one.vacancy, new, at, Source.GOOGLE, "r1 at 2") == 2
        assert len(responses.versions()) == 2

    def test_what_arrives_late_is_not_the_latest(self, bench: Bench, responses: Responses) -> None:
        one = case(bench)
        early = bench.clock()
        bench.clock.forward(hours=2)
        responses.answer(one.partner_id, one.vacancy, ANSWERS, bench.clock(), Source.PHONE)
        responses.answer(one.partner_id, one.vacancy, {"applied": 1}, early, Source.GOOGLE, "r1")
        latest = responses.latest(one.vacancy)
        assert latest is not None
        assert latest.source is Source.PHONE

    def test_nobody_answers_for_what_was_not_asked(self, bench: Bench, responses: Responses) -> None:
        one = case(bench)
        with pytest.raises((IntegrityError, exc.IntegrityError)):
            responses.answer(one.partner_id, "L99-0001", ANSWERS, bench.clock(), Source.FORM)

    @only_sqlite
    def test_an_answer_is_on_disk_before_it_is_acknowledged(self, bench: Bench, responses: Responses) -> None:
        one = case(bench)
        raw = bench.ledger.store.engine.raw_connection().driver_connection
        assert raw is not None
        seen: list[str] = []
        raw.set_trace_callback(seen.append)
        responses.answer(one.partner_id, one.vacancy, ANSWERS, bench.clock(), Source.FORM)
        raw.set_trace_callback(None)
        assert (seen[0], seen[-1]) == ("PRAGMA synchronous=FULL", "COMMIT")

    def test_processes_that_answer_at_once_lose_nothing(self, bench: Bench, responses: Responses) -> None:
        one = case(bench)
        program = (
            "import sys; from datetime import UTC, datetime\n"
            "from flows.ledger.ledger import Ledger\n"
            "from flows.procedure.cases import Source\n"
            "url, partner, vacancy, who = sys.argv[1:]\n"
            "responses = Ledger(url).responses\n"
            "print(flush=True); sys.stdin.read()\n"  # so that all begin together
            "at = datetime(2026, 11, 24, tzinfo=UTC)\n"
            "for n in range(25): responses.answer(int(partner), vacancy, {'who': who, 'n': n}, at, Source.FORM)\n"
        )
        url = str(bench.ledger.store.url)
        started = [
            subprocess.Popen(
                [sys.executable, "-c", program, url, str(one.partner_id), one.vacancy, who],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            for who in ("web", "flow")
        ]
        for process in started:
            assert process.stdout is not None
            process.stdout.readline()
        for process in started:
            assert process.stdin is not None
            process.stdin.close()
        for process in started:
            process.wait(timeout=60)
        assert [process.returncode for process in started] == [0, 0]
        found = [version for version in responses.versions() if version.vacancy == one.vacancy]
        assert sorted(version.version for version in found) == list(range(1, 51))
        assert {(v.answers["who"], v.answers["n"]) for v in found} == {
            (who, number) for who in ("web", "flow") for number in range(25)
        }


class TestSetAside:
    def test_what_could_not_be_taken_is_kept_as_it_was_first_seen(self, bench: Bench, responses: Responses) -> None:
        odd = Oddity("r1", "Respon", "L26-0001", "Diterima", "=1+1", "number_unreadable", bench.clock(), {"low": "0"})
        responses.set_aside([odd])
        responses.set_aside([replace(odd, since=bench.clock() + timedelta(days=1)), replace(odd, key="r2")])
        assert responses.oddities() == [odd, replace(odd, key="r2")]

    def test_it_is_let_go_in_time(self, bench: Bench, responses: Responses) -> None:
        odd = Oddity("r1", "Respon", "", "Diterima", "x", "number_unreadable", bench.clock())
        responses.set_aside([odd, replace(odd, key="r2", since=bench.clock() + timedelta(seconds=1))])
        responses.forget_oddities(bench.clock() + timedelta(seconds=1))
        assert [one.key for one in responses.oddities()] == ["r2"]


def test_links_are_taken_back_by_purpose_and_holder(bench: Bench) -> None:
    bench.ledger.revoked.add("feedback", 7, bench.clock())
    bench.clock.forward(minutes=1)
    bench.ledger.revoked.add("feedback", 7, bench.clock())
    again = Ledger(str(bench.ledger.store.url)).revoked
    assert ("feedback", 7) in again
    assert ("feedback", 8) not in again
    assert ("staff", 7) not in again
    assert again.since("feedback", 7) == bench.clock()
    assert (again.holders("feedback"), again.holders("staff")) == ({7}, set())


def test_each_version_of_an_answer_leaves_its_trail(bench: Bench, responses: Responses) -> None:
    asked = case(bench)
    for answers in (ANSWERS, ANSWERS, {**ANSWERS, "accepted": 4}):
        responses.answer(asked.partner_id, asked.vacancy, answers, bench.clock(), Source.PHONE)
    steps = [(entry.step, dict(entry.detail)) for entry in bench.ledger.trail.entries(asked.vacancy)]
    assert steps == [("answer", {"version": n, "source": Source.PHONE.value}) for n in (1, 2)]
    assert list(Check({}).faults(bench.ledger.trail)) == []
