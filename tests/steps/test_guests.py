"""Who is invited lies in the ledger for the check-in page while an event's door is open, and no longer."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from flows.ledger import schema
from tests.steps.local_office import ANI, BUDI, LocalOffice, alumnus
from tests.steps.sheet import WIB
from tests.steps.test_events import EVENT, Make, held

PEOPLE = [
    alumnus(1, ANI), alumnus(2, BUDI), alumnus(3, "citra@example.com", Prodi="Akuntansi"),
    alumnus(4, "dewi@example.com", Status_Email="Berhenti"),
]  # fmt: skip


def names(office: LocalOffice) -> list[str]:
    with office.open() as opened, opened.ledger.store.write() as connection:
        return list(connection.scalars(select(schema.guest.c.name).order_by(schema.guest.c.name)))


class TestGuests:
    def test_they_are_kept_from_the_day_before_until_the_day_is_over(self, office: Make) -> None:
        made = held(office, alumni=PEOPLE)
        assert names(made) == []
        made.clock.now = datetime(2026, 12, 6, 23, 59, tzinfo=WIB)
        made.tick()
        assert names(made) == []
        made.later(minutes=1)
        assert names(made) == ["Ani", "Budi", "Citra"]
        made.later(hours=47, minutes=59)
        assert names(made) == ["Ani", "Budi", "Citra"]
        made.later(minutes=1)
        assert names(made) == []

    def test_they_are_those_of_its_audience_and_follow_the_sheet(self, office: Make) -> None:
        made = held(office, alumni=PEOPLE, Sasaran="Teknik Informatika", Mulai="25/11/2026 09:00", Selesai=None)
        assert names(made) == ["Ani", "Budi"]
        made.sheet.set("Alumni", ANI, Nama="Anita")
        made.later(minutes=10)
        assert names(made) == ["Anita", "Budi"]

    def test_who_left_or_was_erased_is_not_among_them(self, office: Make) -> None:
        made = held(office, alumni=PEOPLE, Mulai="25/11/2026 09:00", Selesai=None)
        with made.open() as opened:
            opened.ledger.outbox.leave(BUDI, made.clock(), "link")
        made.later(minutes=10)
        assert names(made) == ["Ani", "Citra"]

    def test_none_are_kept_where_there_are_no_pages(self, office: Make) -> None:
        assert names(held(office, web=False, alumni=PEOPLE, Mulai="25/11/2026 09:00", Selesai=None)) == []

    def test_none_are_kept_of_one_that_is_called_off(self, office: Make) -> None:
        made = held(office, alumni=PEOPLE, Mulai="25/11/2026 09:00", Selesai=None)
        made.sheet.set("Kegiatan", EVENT, Status="Batal")
        made.later(minutes=10)
        made.later(minutes=10)
        assert names(made) == []


@pytest.mark.parametrize("change", ["nothing", "something"])
def test_an_unchanged_list_is_not_written_again(office: Make, change: str) -> None:
    made = held(office, alumni=PEOPLE, Mulai="25/11/2026 09:00", Selesai=None)
    with made.open() as opened, opened.ledger.store.write() as connection:
        connection.execute(schema.guest.update().values(name="seen"))
    if change == "something":
        made.sheet.set("Alumni", ANI, Nama="Anita")
    made.later(minutes=10)
    assert ("seen" in names(made)) is (change == "nothing")
