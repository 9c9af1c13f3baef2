"""A run that dies while it decides about events, at every commit of the ledger, and the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import pytest

from flows.ledger.store import Store
from flows.run import Run
from tests.steps.local_office import ANI, BUDI, CITRA, LocalOffice
from tests.steps.sheet import WIB
from tests.steps.test_events import activity, held, invitations, say
from tests.steps.test_recap_kills import Copies, Death

pytestmark = pytest.mark.early

Make = Callable[..., LocalOffice]
PEOPLE = (ANI, BUDI, CITRA)
Told = dict[str, list[Any]]


class Reaper:
    """Counts transactions of the ledger, at their begin and end; at one of these points the run dies."""

    def __init__(self, dies_at: int) -> None:
        self.points, self._dies_at, self._depth = 0, dies_at, 0

    def around(self, write: Callable[..., Any]) -> Callable[..., Any]:
        @contextmanager
        def watched(store: Store, *, durable: bool = False) -> Iterator[Any]:
            outermost = self._depth == 0
            self._depth += 1
            try:
                with write(store, durable=durable) as connection:
                    yield connection
                    if outermost:
                        self._point()  # it dies before the commit: all is undone
            finally:
                self._depth -= 1
            if outermost:
                self._point()

        return watched

    def _point(self) -> None:
        self.points += 1
        if self.points == self._dies_at:
            raise Death


def dies(office: LocalOffice, point: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """A run that dies at that point of deciding; returns how many points there were until then."""
    reaper = Reaper(point)
    with office.open() as opened, monkeypatch.context() as patch, suppress(Death):
        run = Run(opened)
        run.observe()
        patch.setattr(Store, "write", reaper.around(Store.write))
        run.hold_events()
    return reaper.points


def told(office: LocalOffice) -> Told:
    return {
        one: [(i.method, i.sequence) for i in invitations(office, one)] + [m.subject for m in office.mails(one)]
        for one in PEOPLE
    }  # fmt: skip


def approved(make: Make) -> tuple[LocalOffice, str, Told]:
    """Nobody was invited yet."""
    made = make()
    made.sheet.add("Kegiatan", activity())
    title = "Undangan: Temu Industri · 8 Des 2026"
    return made, "2026-11-24 09:00", {one: [("REQUEST", 0), title] for one in PEOPLE}


def moved(make: Make) -> tuple[LocalOffice, str, Told]:
    """Another time, while a seat became free and it is the eve."""
    made = held(make, Kursi=1)
    for number, one in enumerate(PEOPLE):
        made.clock.forward(minutes=number)
        say(made, one, coming=True, seats=1)
    say(made, ANI, coming=False, seats=1)
    made.sheet.set("Kegiatan", "Temu Industri", Mulai="8/12/2026 10:00")
    changed = [("REQUEST", 1), "Waktu berubah: Temu Industri · 8 Des 2026"]
    seat = "Kursi untuk Anda: Temu Industri · 8 Des 2026"
    return made, "2026-12-07 08:00", {ANI: changed, BUDI: [*changed, seat], CITRA: changed}


def off(make: Make) -> tuple[LocalOffice, str, Told]:
    """It is called off."""
    made = held(make)
    made.sheet.set("Kegiatan", "Temu Industri", Status="Batal")
    return made, "2026-11-24 10:00", {one: [("CANCEL", 1), "Dibatalkan: Temu Industri · 8 Des 2026"] for one in PEOPLE}


@pytest.mark.parametrize("scene", [moved, *(pytest.param(one, marks=pytest.mark.soak) for one in (approved, off))])
def test_wherever_a_run_dies_everybody_is_told_once(
    scene: Callable[[Make], tuple[LocalOffice, str, Told]],
    office: Make,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, moment, right = scene(office)
    made.server.messages.clear()
    at(made, moment)
    copies = Copies(made, tmp_path_factory.mktemp("copies") / "office")
    points = dies(made, 0, monkeypatch)
    assert points >= 4
    for point in range(points + 1):
        copies.restore(moment)
        dies(made, point, monkeypatch)
        made.clock.forward(minutes=10)
        made.tick()
        found = told(made)
        assert {one: sorted(map(str, mails)) for one, mails in found.items()} == {
            one: sorted(map(str, mails)) for one, mails in right.items()
        }, f"point {point} of {points}"
        with made.open() as opened:
            assert list(opened.ledger.trail)
            numbers = [entry.step for entry in opened.ledger.trail if entry.step.startswith(("invite", "seat"))]
            assert len(numbers) == len(set(numbers)), "each is told the trail once"


def at(office: LocalOffice, moment: str) -> None:
    office.clock.now = datetime.fromisoformat(moment).replace(tzinfo=WIB)
