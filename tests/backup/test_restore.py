"""A backup that is taken while mail leaves, an office made of it elsewhere, and nobody who gets a mail twice."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.backup.manifest import BackupError
from flows.backup.restore import Key, restore
from flows.backup.take import take
from flows.errors import MailError
from flows.resume import resume
from flows.run import Run
from flows.settings import load
from flows.steps.returns import read_returns
from flows.steps.verify_trail import verify
from tests.steps.local_office import LocalOffice, alumnus, local_office, vacancy

MANY = 300


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[LocalOffice]:
    """An office that has 300 mails to send, and a second vacancy that is approved later."""
    people = [alumnus(number, f"orang{number}@example.com") for number in range(MANY)]
    folder = tmp_path / "lama"
    folder.mkdir()
    with local_office(folder, vacancy(), alumni=people) as office:
        office.server.delay = 0.001
        yield office


def backed_up(office: LocalOffice, to: Path) -> Path:
    return take(load(office.config), office.config, to, office.clock()).path


def made_anew(office: LocalOffice, backup: Path, into: Path, **how: bool) -> LocalOffice:
    restore(backup, into, office.clock(), key=Key(), **how)
    return LocalOffice(into, office.server, office.clock)


def go_on(office: LocalOffice, **how: bool) -> int:
    with office.open() as opened:
        return resume(opened, **how).in_doubt


def twice(office: LocalOffice, mails: int = 1) -> list[str]:
    return [address for address, count in office.inbox().items() if count > mails]


class TestUnderLoad:
    def test_nobody_gets_a_mail_twice(self, busy: LocalOffice, tmp_path: Path) -> None:
        taken: list[Path] = []

        def back_up() -> None:
            while len(busy.server.messages) < MANY // 4:
                threading.Event().wait(0.002)
            taken.append(backed_up(busy, tmp_path / "cadangan.zip"))

        thread = threading.Thread(target=back_up)
        thread.start()
        busy.tick()  # all 300 leave; the backup is of some moment in the middle
        thread.join()
        busy.sheet.add("Lowongan", vacancy("Tukang Kayu"))  # announced after the backup, so that it knows nothing of it
        busy.later(days=1)
        sent = len(busy.server.messages)
        assert busy.inbox()["orang7@example.com"] == 2

        new = made_anew(busy, taken[0], tmp_path / "baru")
        assert not (tmp_path / "baru" / ".ledger").exists()
        new.sheet.path.write_bytes(busy.sheet.path.read_bytes())  # staff's workbook was not on the machine that died
        with new.open() as opened:
            states = opened.ledger.outbox.states()
            assert 0 < states["sent"] < MANY
            assert 0 < states["queued"] < MANY
            assert not verify(opened.ledger).faults
        with pytest.raises(Exception, match="restored from a backup"):
            new.tick()
        assert go_on(new) > 0
        for _ in range(3):
            new.later(days=1)
        assert len(busy.server.messages) == sent
        assert twice(busy, 2) == []

    @pytest.mark.soak
    @pytest.mark.parametrize("part", [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98])
    def test_at_whatever_moment_it_was_taken(self, busy: LocalOffice, tmp_path: Path, part: float) -> None:
        """An empty machine, and no hand of staff: the workbook of the backup, the queue of that moment."""
        taken: list[Path] = []

        def back_up() -> None:
            while len(busy.server.messages) < MANY * part:
                threading.Event().wait(0.001)
            taken.append(backed_up(busy, tmp_path / "cadangan.zip"))

        thread = threading.Thread(target=back_up)
        thread.start()
        busy.tick()
        thread.join()
        assert set(busy.inbox().values()) == {1}
        new = made_anew(busy, taken[0], tmp_path / "baru")
        with new.open() as opened:
            known = opened.ledger.outbox.states()["sent"]
        assert known < MANY, "it was taken when all had left"
        assert go_on(new) == MANY - known
        for _ in range(3):
            new.later(days=1)
        assert set(busy.inbox().values()) == {1}

    def test_what_people_say_did_not_arrive_is_sent(self, busy: LocalOffice, tmp_path: Path) -> None:
        backup = tmp_path / "cadangan.zip"
        with busy.open() as opened:  # queued, and the machine dies when a part of it has left
            run = Run(opened)
            run.observe()
            run.announce()
            backed_up(busy, backup)
            run.progress = lambda messages: _die() if len(busy.server.messages) > MANY // 2 else None
            with pytest.raises(RuntimeError):
                run.deliver()
        new = made_anew(busy, backup, tmp_path / "baru")
        assert go_on(new) == MANY
        with new.open() as opened:
            arrived = busy.inbox()
            for doubt in opened.ledger.doubts.some(MANY):
                assert opened.ledger.doubts.settle(doubt.message, busy.clock(), arrived=doubt.address in arrived)
            assert opened.ledger.doubts.count() == 0
        new.tick()
        assert set(busy.inbox().values()) == {1}
        assert len(busy.inbox()) == MANY

    def test_newcomers_and_new_vacancies_are_served_after_it(self, busy: LocalOffice, tmp_path: Path) -> None:
        backup = backed_up(busy, tmp_path / "cadangan.zip") if busy.tick() else Path()
        new = made_anew(busy, backup, tmp_path / "baru")
        assert go_on(new) == 0
        new.sheet.add("Alumni", alumnus(900, "baru@example.com"))
        new.sheet.add("Lowongan", vacancy("Tukang Kayu"))
        new.later(days=1)
        assert busy.inbox()["baru@example.com"] == 1  # both vacancies in one
        assert busy.inbox()["orang0@example.com"] == 2

    def test_where_nothing_was_sent_since_it_goes_on_at_once(self, busy: LocalOffice, tmp_path: Path) -> None:
        with busy.open() as opened:
            run = Run(opened)
            run.observe()
            run.announce()
        new = made_anew(busy, backed_up(busy, tmp_path / "cadangan.zip"), tmp_path / "baru", nothing_sent=True)
        new.tick()
        assert set(busy.inbox().values()) == {1}
        assert len(busy.inbox()) == MANY


def _die() -> None:
    raise RuntimeError


def test_what_waits_for_the_hour_or_to_settle_counts_as_sent(tmp_path: Path) -> None:
    folder = tmp_path / "lama"
    folder.mkdir()
    with local_office(folder, settle=10) as office:
        office.tick()
        backup = backed_up(office, tmp_path)
        office.sheet.add("Lowongan", vacancy())
        office.later(minutes=1)
        office.later(minutes=11)
        assert set(office.inbox().values()) == set()  # it is past the hour: tomorrow
        office.later(days=1)
        assert set(office.inbox().values()) == {1}
        new = made_anew(office, backup, tmp_path / "baru")
        new.sheet.path.write_bytes(office.sheet.path.read_bytes())
        office.clock.forward(hours=-3)  # before the hour
        assert go_on(new) == 3
        for _ in range(3):
            new.later(hours=12)
        assert set(office.inbox().values()) == {1}


def test_its_mailbox_is_not_read_while_it_is_held(tmp_path: Path) -> None:
    folder = tmp_path / "lama"
    folder.mkdir()
    with local_office(folder) as office:
        with office.config.open("a") as config:
            config.write('[returns]\nhost = "127.0.0.1"\nport = 9\nsecurity = "none"\n')
        office.tick()
        new = made_anew(office, backed_up(office, tmp_path), tmp_path / "baru")
        with new.open() as opened:
            assert read_returns(opened, at_once=True).read == 0
            resume(opened)
            with pytest.raises(MailError):
                read_returns(opened, at_once=True)


class TestWhatItRefuses:
    def test_a_folder_that_is_not_empty(self, busy: LocalOffice, tmp_path: Path) -> None:
        busy.tick()
        backup = backed_up(busy, tmp_path)
        with pytest.raises(BackupError, match="no empty folder"):
            restore(backup, busy.folder, busy.clock(), key=Key())

    def test_a_backup_in_which_a_byte_is_another(self, busy: LocalOffice, tmp_path: Path) -> None:
        busy.tick()
        backup = backed_up(busy, tmp_path)
        forged = tmp_path / "palsu.zip"
        with zipfile.ZipFile(backup) as old, zipfile.ZipFile(forged, "w") as new:
            for name in old.namelist():
                new.writestr(name, old.read(name).replace(b"UPT-PKPK", b"UPT-XXXX"))
        with pytest.raises(BackupError, match="damaged"):
            restore(forged, tmp_path / "baru", busy.clock(), key=Key())
        assert not (tmp_path / "baru").exists()

    def test_what_is_no_backup(self, tmp_path: Path) -> None:
        (tmp_path / "surat.zip").write_text("bukan")
        with pytest.raises(BackupError, match="no backup"):
            restore(tmp_path / "surat.zip", tmp_path / "baru", None, key=Key())  # type: ignore[arg-type]
