"""What the KPIs count, as the database counts it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flows.ledger.records import Matter, Priority, Purpose
from flows.mail.interface import Outcome, State
from flows.procedure.cases import Case, Source
from flows.procedure.kpi import PageCheck
from tests.ledger.conftest import Bench

WIB = ZoneInfo("Asia/Jakarta")


def new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=WIB)


def reached(bench: Bench, year: int = 2026) -> int:
    return bench.ledger.measures.reached(new_year(year), new_year(year + 1))


class TestReached:
    def test_a_person_counts_once_however_many_letters_there_were(self, bench: Bench) -> None:
        people = bench.people(3)
        for day in range(3):
            bench.queue(f"L26-000{day}", people[:2])
            bench.send(bench.claims())
            bench.clock.forward(days=1)
        assert reached(bench) == 2

    def test_what_was_refused_or_is_still_waiting_reached_nobody(self, bench: Bench) -> None:
        people = bench.people(2)
        bench.queue("L26-0001", people[:1])
        bench.send(bench.claims(), lambda message: Outcome(message.key, State.REFUSED, 550, "no such user"))
        bench.queue("L26-0002", people)
        assert reached(bench) == 0

    def test_staff_and_partners_are_no_alumni(self, bench: Bench) -> None:
        people = bench.people(3)
        bench.queue("L26-0001", people[:1], Priority.STAFF)  # a preview
        request = Matter(Purpose.REQUEST, "1", "2026-11-24", Priority.PARTNER)
        bench.ledger.outbox.queue(request, people[1:2], bench.clock())
        bench.queue("L26-0001", people[2:])
        assert len(bench.send(bench.claims())) == 3
        assert reached(bench) == 1

    def test_a_letter_is_the_year_s_in_which_it_was_sent_by_the_office_s_clock(self, bench: Bench) -> None:
        people = bench.people(2)
        bench.clock.now = datetime(2026, 12, 31, 23, 30, tzinfo=WIB)
        bench.queue("L26-0001", people)
        claims = bench.claims(batch=2)
        first, second = claims.claim("owner")
        claims.step(Outcome(first.key, State.SENT, 250, "ok"), second)
        bench.clock.now = datetime(2027, 1, 1, 0, 10, tzinfo=WIB)
        assert bench.clock.now.astimezone(UTC).year == 2026
        claims.step(Outcome(second.key, State.SENT, 250, "ok"), None)
        assert (reached(bench, 2026), reached(bench, 2027)) == (1, 1)

    def test_one_that_waited_since_the_year_before_counts(self, bench: Bench) -> None:
        people = bench.people(1)
        bench.clock.now = datetime(2026, 3, 2, 9, tzinfo=WIB)
        bench.queue("L26-0001", people)
        bench.clock.now = datetime(2027, 1, 4, 9, tzinfo=WIB)
        bench.send(bench.claims())
        assert (reached(bench, 2026), reached(bench, 2027)) == (0, 1)


class TestTold:
    def answer(self, bench: Bench, vacancy: str, *answers: dict[str, int | None]) -> list[datetime]:
        responses = bench.ledger.responses
        [partner] = responses.partners(["maju"]).values()
        responses.put_cases([Case(vacancy, partner, "PT Maju", "Juru Las", bench.clock())])
        moments = []
        for one in answers:
            moments.append(bench.clock())
            responses.answer(partner, vacancy, one, bench.clock(), Source.FORM)
            bench.clock.forward(days=1)
        return moments

    def test_it_gives_the_first_moment_and_the_last_numbers(self, bench: Bench) -> None:
        first, *_ = self.answer(
            bench,
            "L26-0001",
            {"applied": 12, "accepted": None},
            {"applied": 0, "accepted": 0},
            {"applied": 9, "accepted": 2},
        )
        assert bench.ledger.measures.told() == {"L26-0001": (first, 9, 2)}

    def test_what_was_not_told_is_unknown_and_zero_is_zero(self, bench: Bench) -> None:
        self.answer(bench, "L26-0001", {"applied": None, "accepted": 0})
        self.answer(bench, "L26-0002", {})
        told = bench.ledger.measures.told()
        assert [told[one][1:] for one in ("L26-0001", "L26-0002")] == [(None, 0), (None, None)]

    def test_answers_given_last_count_though_they_came_in_earlier(self, bench: Bench) -> None:
        """Google may hand over an older answer late."""
        self.answer(bench, "L26-0001", {"applied": 9, "accepted": 2})
        bench.clock.forward(days=-30)
        [early] = self.answer(bench, "L26-0001", {"applied": 1, "accepted": 1})
        assert bench.ledger.measures.told() == {"L26-0001": (early, 9, 2)}


def test_the_ledger_began_with_its_first_step(bench: Bench) -> None:
    assert bench.ledger.measures.began() is None
    begun = bench.clock()
    bench.ledger.trail.append("announce", "L26-0001", begun)
    bench.clock.forward(days=9)
    bench.ledger.trail.append("announce", "L26-0002", bench.clock())
    assert bench.ledger.measures.began() == begun


def test_checks_of_pages_are_kept_in_their_order(bench: Bench) -> None:
    checks, first = bench.ledger.page_checks, bench.clock()
    assert checks.last() is None
    checks.add({}, first)
    assert checks.last() is None
    checks.add({"https://x.example/b": "200", "https://x.example/a": "login"}, first)
    bench.clock.forward(days=1)
    checks.add({"https://x.example/a": "200"}, bench.clock())
    assert checks.last() == bench.clock()
    assert checks.since(first) == [
        PageCheck(first, "https://x.example/a", "login"),
        PageCheck(first, "https://x.example/b", "200"),
        PageCheck(bench.clock(), "https://x.example/a", "200"),
    ]
    assert len(checks.since(bench.clock())) == 1
