"""A run that dies while it archives, at every point where something is written, and the next one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from flows.archive.folder import Folder
from flows.commands.archive import verify
from flows.ledger.store import Store
from flows.run import Run
from tests.steps.local_office import LocalOffice
from tests.steps.test_recap import DIRECTOR, answer, archive, move, recapped

pytestmark = pytest.mark.early

__all__ = ["recapped"]


class Death(BaseException):
    """The process is no more: nothing catches it, and what is not committed is undone."""


class Reaper:
    """Counts the points at which something has just been, or is about to be, written; at one of them the run dies."""

    def __init__(self, dies_at: int) -> None:
        self.points, self._dies_at = 0, dies_at

    def point(self) -> None:
        self.points += 1
        if self.points == self._dies_at:
            raise Death

    def around(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*given: Any, **named: Any) -> Any:
            self.point()
            result = method(*given, **named)
            self.point()
            return result

        return watched

    def around_durable(self, write: Callable[..., Any]) -> Callable[..., Any]:
        @contextmanager
        def watched(store: Store, *, durable: bool = False) -> Iterator[Any]:
            with write(store, durable=durable) as connection:
                yield connection
                if durable:
                    self.point()
            if durable:
                self.point()

        return watched


@pytest.fixture
def approved(recapped: LocalOffice) -> LocalOffice:
    """The next run archives revision 0, for the director alone."""
    recapped.sheet.delete("Penerima Rekap", "Ketua Jurusan")
    move(recapped, "2027-01-05 09:00")
    recapped.tick()
    recapped.sheet.set("Periode", "Semester Genap 2026", Status="Setuju")
    return recapped


class Copies:
    """The office's folder as it was, to go back to."""

    def __init__(self, office: LocalOffice, aside: Path) -> None:
        self._office, self._aside = office, aside
        shutil.copytree(office.folder, aside)

    def restore(self, moment: str) -> None:
        for path in self._office.folder.iterdir():
            if path.name != ".loker.lock":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(self._aside, self._office.folder, dirs_exist_ok=True)
        self._office.server.messages.clear()
        move(self._office, moment)


def files(office: LocalOffice) -> dict[str, bytes]:
    return {path: (office.folder / "arsip" / path).read_bytes() for path in archive(office)}


def dies(office: LocalOffice, point: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """A run that dies at that point of archiving; returns how many points there were until then."""
    reaper = Reaper(point)
    with office.open() as opened, monkeypatch.context() as patch, suppress(Death):
        run = Run(opened)
        run.observe()
        patch.setattr(Folder, "keep", reaper.around(Folder.keep))
        patch.setattr(Store, "write", reaper.around_durable(Store.write))
        run.recap()
    return reaper.points


def test_wherever_a_run_dies_the_next_one_ends_with_the_same(
    approved: LocalOffice, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = Copies(approved, tmp_path_factory.mktemp("copies") / "office")
    points = dies(approved, 0, monkeypatch)
    right = files(approved)
    assert len(right) == 2
    copies.restore("2027-01-05 09:10")
    approved.tick()
    later = files(approved)
    assert right.keys() == later.keys()
    assert right != later, "the moment of archiving is printed"
    assert points == 8, "the intention, two files, and the entries: before and after each"
    for point in range(1, points + 1):
        copies.restore("2027-01-05 09:00")
        assert dies(approved, point, monkeypatch) == point
        move(approved, "2027-01-05 09:10")
        approved.tick()
        assert files(approved) == (later if point == 1 else right), f"point {point} of {points}"
        assert len(approved.mails(DIRECTOR)) == 1
        assert verify(approved.config) == 0
        with approved.open() as opened:
            assert [entry.subject for entry in opened.ledger.trail if entry.step == "recap"] == ["P26-0001"]


def test_an_answer_that_comes_in_between_is_in_it(approved: LocalOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    dies(approved, 6, monkeypatch)  # both files are in their place, and nothing is entered
    before = files(approved)
    assert len(before) == 2
    answer(approved, "Juru Las", applied=5, accepted=5)
    approved.clock.forward(minutes=10)
    approved.tick()
    after = files(approved)
    assert after.keys() == before.keys()
    assert all(after[path] != before[path] for path in after)
    assert verify(approved.config) == 0


def test_what_is_no_longer_approved_leaves_nothing_behind(
    approved: LocalOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    dies(approved, 6, monkeypatch)
    approved.clock.forward(minutes=10)
    approved.sheet.set("Periode", "Semester Genap 2026", Status="Draf")
    approved.tick()
    assert archive(approved) == []
    assert approved.mails(DIRECTOR) == []
