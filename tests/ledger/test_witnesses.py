"""A trail that was cut off at its end looks whole; the rest of the ledger tells that it is not."""

from __future__ import annotations

from datetime import date

from sqlalchemy import text

from flows.ledger.archived import RECAP
from flows.ledger.records import Matter, Priority, Purpose
from flows.ledger.witnesses import Witnesses
from flows.procedure.cases import Case, Source
from flows.procedure.chain import Kind
from flows.procedure.filing import Archived
from flows.steps.verify_trail import MANY, verify
from tests.ledger.conftest import Bench


def lived(bench: Bench) -> None:
    """An announcement, a request, two answers and a recap, as the flows keep them."""
    ledger, at = bench.ledger, bench.clock()
    ledger.approvals.keep("L26-0001", "a", "Rina", at)
    for purpose, subject in ((Purpose.ANNOUNCE, "L26-0001"), (Purpose.REQUEST, "1")):
        ledger.outbox.queue(Matter(purpose, subject, "a", Priority.DIGEST), bench.people(2), at)
        ledger.trail.append(purpose, subject, at, edition="a", recipients=2)
    ledger.outbox.queue(Matter(Purpose.ANNOUNCE, "L26-0002", "a", Priority.DIGEST), [], at)  # nobody: no entry
    [partner] = ledger.responses.partners(["samudra"]).values()
    ledger.responses.put_cases([Case("L26-0001", partner, "PT Samudra", "Juru Las", at)])
    for applied in (3, 4):
        ledger.responses.answer(partner, "L26-0001", {"applied": applied}, at, Source.FORM)
    entry = Archived(
        "2026/r.pdf", RECAP, "P26-0001", "S", 0, 1, "ab", ledger.trail.head(), "R", at, date(2031, 1, 1)
    )  # fmt: skip
    ledger.archive.add([entry])
    ledger.trail.append(RECAP, "P26-0001", at, revision=0, files={"2026/r.pdf": "ab"})


def spoil(bench: Bench, statement: str) -> None:
    with bench.ledger.store.write() as connection:
        connection.execute(text(statement))


def test_all_is_told_as_it_should_be(bench: Bench) -> None:
    lived(bench)
    found = verify(bench.ledger)
    assert (found.faults, found.found, found.more) == ([], 1, 0)
    assert list(Witnesses(bench.ledger.store).heads().values()) == [["2026/r.pdf"]]


def test_each_missing_end_is_noticed(bench: Bench) -> None:
    lived(bench)
    entries = list(bench.ledger.trail)
    for last in reversed(entries):
        spoil(bench, f"DELETE FROM trail WHERE number = {last.number}")
        about = [fault.about for fault in verify(bench.ledger).faults if fault.kind is Kind.UNTOLD]
        if last.step != "archive":  # what was entered into the archive is seen by the head in it
            assert [one for one in about if one.startswith(f"{last.step} {last.subject}:")], last
    assert verify(bench.ledger).entries == 0


def test_the_end_after_the_last_recap_is_noticed_by_an_answer(bench: Bench) -> None:
    lived(bench)
    bench.ledger.responses.answer(1, "L26-0001", {"applied": 9}, bench.clock(), Source.FORM)
    assert verify(bench.ledger).faults == []
    spoil(bench, "DELETE FROM trail WHERE number = (SELECT max(number) FROM trail)")
    [fault] = verify(bench.ledger).faults
    assert (fault.kind, fault.about) == (Kind.UNTOLD, "answer L26-0001: 3 in the ledger, 2 in the trail")


def test_what_was_disposed_of_stays_in_the_trail_and_is_no_fault(bench: Bench) -> None:
    lived(bench)
    for table in ("response", "feedback_case", "unit", "matter", "approval", "archived"):
        spoil(bench, f"DELETE FROM {table}")
    assert verify(bench.ledger).faults == []


def test_of_many_faults_the_first_are_kept(bench: Bench) -> None:
    bench.ledger.trail.extend("receive", ((f"L{number}", {}) for number in range(3 * MANY)), bench.clock())
    spoil(bench, "UPDATE trail SET subject = 'x'")
    found = verify(bench.ledger)
    assert (len(found.faults), found.more) == (MANY, 2 * MANY)
