"""What messages said goes some time after they were sent; that they were sent stays."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql

from flows.ledger import contents, schema
from flows.ledger.contents import Contents
from flows.mail.interface import Outcome, State
from tests.ledger.conftest import Bench


def kept(bench: Bench) -> tuple[int, int]:
    """Messages that still say something, and letters."""
    message, skeleton = schema.message, schema.skeleton
    with bench.ledger.store.write() as connection:
        said = connection.scalar(select(func.count()).where(message.c.slots != "{}"))
        letters = connection.scalar(select(func.count()).where(skeleton.c.body != b""))
    return said or 0, letters or 0


def empty(bench: Bench, **ago: float) -> int:
    now = bench.clock()
    bench.clock.forward(**{name: -value for name, value in ago.items()})
    before, bench.clock.now = bench.clock.now, now
    return Contents(bench.ledger.store).empty_old(before)


class TestOldMessages:
    def test_they_are_emptied_and_counted_as_before(self, bench: Bench) -> None:
        people = bench.people(30)
        bench.queue("L-1", people)
        bench.send(bench.claims())
        states = bench.states()
        assert kept(bench) == (30, 1)
        assert empty(bench, days=1) == 0
        bench.clock.forward(days=31)
        bench.queue("L-2", people[:10])
        bench.send(bench.claims())
        assert empty(bench, days=30) == 30
        assert kept(bench) == (10, 1)
        assert bench.ledger.outbox.served("L-1") == set(people)
        assert bench.states() == {"sent": states["sent"] + 10}
        assert empty(bench, days=30) == 0

    def test_a_letter_stays_while_one_message_needs_it(self, bench: Bench) -> None:
        people = bench.people(4)
        bench.queue("L-1", people[:2])
        bench.send(bench.claims())
        bench.clock.forward(days=31)
        bench.queue("L-1", people)
        bench.send(bench.claims())
        assert empty(bench, days=30) == 2
        assert kept(bench) == (2, 1)

    def test_the_same_letter_sent_again_is_whole_again(self, bench: Bench) -> None:
        people = bench.people(2)
        bench.queue("L-1", people[:1])
        bench.send(bench.claims())
        bench.clock.forward(days=31)
        empty(bench, days=30)
        bench.queue("L-1", people)
        bench.send(bench.claims())
        assert kept(bench) == (1, 1)

    def test_more_than_a_batch_is_emptied_in_one_run(self, bench: Bench, monkeypatch) -> None:
        monkeypatch.setattr(contents, "BATCH", 7)
        bench.queue("L-1", bench.people(30))
        bench.send(bench.claims())
        bench.clock.forward(days=31)
        assert empty(bench, days=30) == 30
        assert kept(bench) == (0, 0)

    def test_one_in_doubt_is_not_sent_again_after_so_long(self, bench: Bench) -> None:
        bench.queue("L-1", bench.people(1))
        bench.send(bench.claims(), lambda message: Outcome(message.key, State.UNKNOWN))
        bench.clock.forward(days=31)
        assert empty(bench, days=30) == 1
        assert bench.send(bench.claims(resend=True)) == []
        assert bench.states() == {"unknown": 1}

    def test_a_killed_run_goes_on_where_it_was(self, bench: Bench) -> None:
        bench.queue("L-1", bench.people(5))
        bench.send(bench.claims())
        bench.clock.forward(days=31)
        bench.ledger.notes.put(emptied=3)
        assert empty(bench, days=30) == 2


def test_all_of_it_is_postgresql_s_too(bench: Bench) -> None:
    """Everything that removal, erasure and emptying ask for compiles for the other database."""
    from zoneinfo import ZoneInfo

    from sqlalchemy import delete
    from sqlalchemy import select as ask

    from flows.ledger.removal import Removal
    from flows.procedure.retention import Kind

    removal = Removal(bench.ledger.store, ZoneInfo("Asia/Jakarta"))
    for kind in Kind:
        for table, condition in removal._tables(kind, ["2026-01-01"]):
            for statement in (delete(table).where(condition), ask(table).where(condition)):
                assert str(statement.compile(dialect=postgresql.dialect()))
