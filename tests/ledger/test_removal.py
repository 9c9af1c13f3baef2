"""What is beyond its kept time is taken out of every table that holds something of it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Table, select

from flows.ledger import schema
from flows.ledger.records import Matter, Priority, Purpose
from flows.ledger.removal import Removal
from flows.procedure.retention import Kind
from tests.ledger.conftest import Bench

ZONE = ZoneInfo("Asia/Jakarta")


def tables(column: str) -> set[Table]:
    return {table for table in schema.metadata.tables.values() if column in table.c}


@pytest.mark.parametrize(("kind", "column"), [(Kind.VACANCY, "vacancy"), (Kind.EVENT, "event")])
def test_no_table_is_left_out(bench: Bench, kind: Kind, column: str) -> None:
    cleared = {table for table, _ in Removal(bench.ledger.store, ZONE)._tables(kind, ["L26-0001"])}
    assert tables(column) <= cleared


class TestMessages:
    @pytest.fixture
    def told(self, bench: Bench) -> list[int]:
        """Three people who got two vacancies in one message each."""
        people = bench.people(3)
        bench.queue("L-1", people)
        bench.queue("L-2", people)
        bench.send(bench.claims())
        return people

    def remove(self, bench: Bench, *subjects: str) -> None:
        with bench.ledger.together():
            Removal(bench.ledger.store, ZONE).remove(Kind.VACANCY, subjects)

    def count(self, bench: Bench, table: Table) -> int:
        with bench.ledger.store.write() as connection:
            return len(connection.execute(select(table)).all())

    def test_a_message_stays_while_it_carries_another_vacancy(self, bench: Bench, told: list[int]) -> None:
        self.remove(bench, "L-1")
        assert self.count(bench, schema.message) == 3
        assert bench.ledger.outbox.served("L-1") == set()
        assert bench.ledger.outbox.served("L-2") == set(told)
        assert bench.ledger.recipients.find("a0@example.com") is not None

    def test_who_got_nothing_else_is_forgotten_and_the_number_is_nobody_else_s(
        self, bench: Bench, told: list[int]
    ) -> None:
        self.remove(bench, "L-1", "L-2")
        assert self.count(bench, schema.message) == 1  # the last: its number says which are used
        assert bench.ledger.recipients.find("a0@example.com") is None
        assert not {*bench.people(3)} & {*told[:2]}

    def test_sending_goes_on_as_before(self, bench: Bench, told: list[int]) -> None:
        self.remove(bench, "L-1", "L-2")
        bench.queue("L-3", bench.people(3))
        assert len(bench.send(bench.claims())) == 3
        assert bench.states() == {"sent": 3}

    def test_letters_go_by_their_own_names(self, bench: Bench) -> None:
        matter = Matter(Purpose.REQUEST, "7", "2026-02-09", Priority.PARTNER)
        bench.ledger.outbox.queue(matter, bench.people(1), bench.clock())
        bench.ledger.notes.keep_version("7", "2026-02-09", {"due": ["L-1"]}, bench.clock())
        with bench.ledger.together():
            Removal(bench.ledger.store, ZONE).remove(Kind.LETTER, ["request/7/2026-02-10"])
            assert bench.ledger.notes.version("7", "2026-02-09")
            Removal(bench.ledger.store, ZONE).remove(Kind.LETTER, ["request/7/2026-02-09"])
        assert bench.ledger.notes.version("7", "2026-02-09") is None
        assert self.count(bench, schema.matter) == 0

    def test_the_same_record_weighs_the_same_and_another_one_does_not(self, bench: Bench, told: list[int]) -> None:
        removal = Removal(bench.ledger.store, ZONE)
        first = removal.weigh(Kind.VACANCY, ["L-1", "L-2", "L-3"])
        assert first == removal.weigh(Kind.VACANCY, ["L-1", "L-2", "L-3"])
        assert first["L-1"].sha256 != first["L-2"].sha256
        assert (first["L-1"].entries, first["L-3"]) == (4, (0, ""))
