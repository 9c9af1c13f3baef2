"""What the demo prints, from a workbook and a mailbox."""

from __future__ import annotations

import smtplib
from collections.abc import Collection
from datetime import date
from email.message import EmailMessage
from io import StringIO

import pytest
from rich.console import Console

from flows.demo.folder import opened
from flows.demo.show import show
from flows.workbook.flow_tabs import PROBLEMS, STATUS
from flows.workbook.interface import Grid


class Sheet:
    """A workbook of two tabs, as far as it is read."""

    def __init__(self, status: Grid, problems: Grid) -> None:
        self._tabs = {"Status": [list(STATUS.headings), *status], "Masalah": [list(PROBLEMS.headings), *problems]}

    def read(self, tabs: Collection[str]) -> dict[str, Grid]:
        return {title: self._tabs[title] for title in tabs}


SHEET = Sheet(
    [
        ["L26-0001", "A", "Diumumkan 24 Nov 2026 07.00 · 1.204 terkirim · 3 ditolak", "24 Nov 2026 07.00", 1207, 1204],
        ["L26-0002", "B", "Diumumkan 24 Nov 2026 07.00 · 70 terkirim", "24 Nov 2026 07.00", 70, 70.0],
        ["L26-0003", "C", "Draf", None, None, None],
        [None, None],
    ],
    [
        ["Alumni", "331", 4, "NIM", "331", "NIM [bold]berupa angka[/bold]", "Format", "24 Nov 2026"],
        ["Alumni", "332", 5, "NIM", "332", "NIM berupa angka", "Format", "24 Nov 2026"],
        ["Lowongan", "L26-0002", 40, "Batas Lamaran", "31 Februari", "Tidak ada di kalender", "Ubah", "24 Nov 2026"],
    ],
)


@pytest.fixture
def demo(tmp_path):
    with opened(tmp_path, date(2026, 11, 24)) as demo:
        yield demo


def printed(demo) -> str:
    console = Console(file=StringIO(), width=160)
    show(demo, SHEET, console)
    return console.file.getvalue()


def lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def test_it_counts_vacancies_and_recipients_by_stage_and_problems_by_column(demo):
    out = lines(printed(demo))
    assert ["Diumumkan", "2", "1,274"] in out
    assert ["Draf", "1"] in out
    assert ["Alumni", "NIM", "2", "NIM", "[bold]berupa", "angka[/bold]"] in out
    assert ["Lowongan", "Batas", "Lamaran", "1", "Tidak", "ada", "di", "kalender"] in out


def test_it_saves_the_fullest_mail_for_a_browser_and_says_where(demo):
    with smtplib.SMTP("127.0.0.1", demo.box.port) as client:
        for text in ("<p>sedikit</p>", "<p>banyak 🎉</p>" * 3):
            message = EmailMessage()
            message["To"] = "sari@example.com"
            message.set_content("teks")
            message.add_alternative(text, subtype="html")
            client.send_message(message, "karir@example.ac.id")
    out = printed(demo)
    assert "2 in this run, 2 in all, to 1 addresses" in out
    assert str(demo.folder / "mail.html") in out
    assert (demo.folder / "mail.html").read_text().count("banyak 🎉") == 3


def test_it_says_when_nothing_was_new(demo):
    out = printed(demo)
    assert "nothing new to send" in out
    assert "mail.html" not in out
