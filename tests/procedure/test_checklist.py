"""Checklists of events: what a note says is done, what is late, and what a file of them may hold."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.errors import SettingsError
from flows.procedure.checklist import Checklists, Item, done
from flows.share import share
from flows.workbook.tabs import EVENT_KINDS

DAY = date(2026, 12, 8)
PLACE, MINUTES = Item("tempat", "tempat dipesan", "booked", -14), Item("notula", "notula ada", "filed", 3)
SHIPPED = share() / "config" / "events.toml"


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("tempat ok", {"tempat"}),
        ("OK: Tempat", {"tempat"}),
        ("sudah pesan tempat, undangan ok", {"tempat", "pesan", "undangan"}),
        ("tempat dan undangan beres\nnotula belum", {"tempat", "dan", "undangan"}),
        ("✓ tempat", {"tempat"}),
        ("tempat belum ok", set()),
        ("tempat; ok", set()),
        ("tempat tidak jadi, sudah", set()),
        ("", set()),
    ],
)
def test_a_note_says_what_is_done_part_by_part(note: str, said: set[str]) -> None:
    assert done(note) == said


def test_it_is_late_from_the_day_after_and_forgotten_two_months_after_the_event() -> None:
    lists = Checklists({"Rapat": (PLACE, MINUTES)})

    def late(today: date, note: str = "") -> list[str]:
        return [item.name for item in lists.late("Rapat", DAY, note, (), today)]

    assert late(DAY - timedelta(days=14)) == []
    assert late(DAY - timedelta(days=13)) == ["tempat"]
    assert late(DAY - timedelta(days=13), "Tempat ok") == []
    assert late(DAY + timedelta(days=4), "tempat ok") == ["notula"]
    assert late(DAY + timedelta(days=61)) == []
    assert [*lists.late("Seminar", DAY, "", (), DAY)] == []


def test_what_is_seen_needs_no_word() -> None:
    lists = Checklists({"Rapat": (Item("hadir", "dicatat", "recorded", 2, seen_by="attendance"), MINUTES)})
    assert [one.name for one in lists.late("Rapat", DAY, "", {"attendance"}, DAY + timedelta(days=9))] == ["notula"]


def test_what_is_shipped_has_each_kind_and_what_the_procedure_names() -> None:
    lists = Checklists.load(SHIPPED, EVENT_KINDS)
    long_after = DAY + timedelta(days=30)
    for kind in EVENT_KINDS:
        names = [item.name for item in lists.late(kind, DAY, "", (), long_after)]
        assert names[0] == "tempat"
        assert "notula" in names
    recruitment = {item.name for item in lists.late("Rekrutmen di Kampus", DAY, "", (), long_after)}
    assert recruitment == {"tempat", "undangan", "perlengkapan", "hadir", "notula", "dokumentasi"}


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('[[checklists]]\nkinds = ["Pesta"]\nitems = []', "'Pesta' is no kind of event"),
        ('[[checklists]]\nkinds = ["Rapat", "Rapat"]\nitems = []', "'Rapat' is listed twice"),
        (
            '[[checklists]]\nkinds = ["Rapat"]\nitems = [{name = "dua kata", what = "x", english = "x", days = 1}]',
            "'dua kata' is no name",
        ),
        ('[[checklists]]\nkinds = ["Rapat"]\nitems = [{name = "a", what = "x", english = "x"}]', "days"),
        ('[[checklists]]\nkinds = ["Rapat"]\nitems = []\nwarna = "biru"', "warna"),
    ],
)
def test_a_mistake_is_named_with_its_cure(toml: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "events.toml"
    path.write_text(toml)
    with pytest.raises(SettingsError, match=said):
        Checklists.load(path, EVENT_KINDS)
