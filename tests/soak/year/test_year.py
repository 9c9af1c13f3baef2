"""A whole office in simulated time, under every fault at once: in the end all that it keeps agrees, to the unit."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.smtp_server import Received
from tests.soak.year.books import Books
from tests.soak.year.driver import Driver
from tests.soak.year.mailbox import Messages
from tests.soak.year.office import soak_office
from tests.soak.year.people import People
from tests.soak.year.reckoning import disagreements
from tests.soak.year.scale import WEEK, YEAR, Scale
from tests.soak.year.script import write
from tests.soak.year.table import table

pytestmark = pytest.mark.early


@pytest.mark.parametrize(
    "scale",
    [
        pytest.param(WEEK, id="week", marks=pytest.mark.timeout(300)),
        pytest.param(YEAR, id="year", marks=[pytest.mark.soak, pytest.mark.timeout(7_200)]),
    ],
)
def test_ledger_mailbox_workbook_and_archive_agree_to_the_last_unit(scale: Scale, tmp_path: Path) -> None:
    begun = time.perf_counter()
    with soak_office(tmp_path, write(scale)) as office:
        driver = Driver(office, People(office))
        driver.run()
        books = Books(driver)
        faults = disagreements(books)
        text = table(books, len(faults), time.perf_counter() - begun)
        (tmp_path / "table.txt").write_text(text, "utf-8")
        print(text)
        print("\n".join(faults[:50]))
        assert faults == [], f"{len(faults)} disagreements; the table is in {tmp_path}"
        assert driver.kills == scale.kills


def test_a_link_that_ends_like_a_code_is_none() -> None:
    messages = Messages(lambda: datetime(2026, 1, 5, tzinfo=UTC))
    link = b"https://karir.example.ac.id/berhenti/WzEsMCw0NDNd.DRkuEV5eX1IbMQ9r4_XI5xD-E24"
    data = b"Subject: Teknisi Q0007\r\nMessage-ID: <1@example.com>\r\n\r\nTemu Industri E03.\r\n<" + link + b">\r\n"
    messages.extend([Received("", "sari@example.com", data, 1)])
    assert messages.mails[0].codes == {"Q0007", "E03"}
