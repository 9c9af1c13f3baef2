"""An event's papers: who was there, and the poster whose code a phone can read."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import zxingcpp

from flows.documents.attendance import BLANK_ROWS, attendance_pdf
from flows.documents.poster import poster_pdf
from flows.ledger.attendances import Attendance
from flows.ledger.held import Held
from flows.procedure.events import Occasion
from flows.procedure.models import Audience, Event, Language
from flows.procedure.programmes import Catalogue, Department, Programme
from flows.sections import OfficeSection
from tests.documents.poppler import flat, pages

WIB = ZoneInfo("Asia/Jakarta")
STARTS = datetime(2026, 11, 24, 9, tzinfo=WIB)
LINK = "https://karir.example.ac.id/hadir/7-k3mpx2qd"
CATALOGUE = Catalogue(
    [Department("JIF", "Jurusan Informatika", "Department of Informatics")],
    [Programme("IF", "JIF", "Teknik Informatika", "Informatics", "D3")],
)


def held(title: str = "Temu Industri", hours: int = 3) -> tuple[Held, Event]:
    event = Event(
        "K26-0001", "Seminar", title, "PT Contoh", STARTS, STARTS + timedelta(hours=hours), "Auditorium", None, (),
        Audience(), "Setuju", "Rina", None,
    )  # fmt: skip
    return Held(event.id, event, None, Occasion.of(event), WIB, event.title), event


def office(language: Language = "id") -> OfficeSection:
    return OfficeSection(name="UPT-PKPK Politeknik Negeri Batam", language=language)


def listed(*people: Attendance, language: Language = "id", hours: int = 3) -> list[str]:
    after = STARTS + timedelta(days=5)
    return pages(attendance_pdf(*held(hours=hours), people, CATALOGUE, office(language), after, "ab" * 32))


def person(nim: str, name: str, programme: str = "IF", **later: float) -> Attendance:
    return Attendance(nim, name, programme, STARTS + timedelta(**later), "staff")


class TestAttendanceList:
    def test_it_counts_names_and_keeps_their_order(self) -> None:
        people = [person(f"33119{n:05}", f"Tamu {n:03}", minutes=n) for n in range(60)]
        found = listed(*people)
        whole = flat(" ".join(found))
        assert "60 orang" in whole
        assert [whole.index(one.name) for one in people] == sorted(whole.index(one.name) for one in people)
        assert "D3 Teknik Informatika" in whole
        assert "Mengetahui" in found[-1]
        assert all("DH/K26-0001" in page and "Tanda tangan" in page for page in found[:-1])

    def test_who_was_erased_counts_and_is_nobody(self) -> None:
        whole = flat(" ".join(listed(person("-1a2b3c4d5e6f", "", ""), person("3311900001", "Siti"))))
        assert "2 orang" in whole
        assert "1a2b3c" not in whole

    def test_the_day_stands_beside_the_hour_where_it_is_another(self) -> None:
        whole = flat(" ".join(listed(person("3311900001", "Siti"), person("3311900002", "Budi", days=1), hours=27)))
        assert "09.00" in whole
        assert "25 Nov" in whole

    def test_what_was_typed_is_text(self) -> None:
        assert '#set page(paper: "a0")' in flat(" ".join(listed(person("3311900001", '#set page(paper: "a0")'))))

    def test_without_anybody_it_has_rows_for_pens(self) -> None:
        assert f"\n {BLANK_ROWS}" in "".join(listed()) or f" {BLANK_ROWS}\n" in "".join(listed())

    def test_it_speaks_english(self) -> None:
        whole = flat(" ".join(listed(person("3311900001", "Siti"), language="en")))
        for words in ("Attendance List", "Informatics", "Signature", "1 person,"):
            assert words in whole


class TestPoster:
    @pytest.mark.parametrize("title", ["Temu", "Rekrutmen Bersama " * 8])
    @pytest.mark.parametrize("language", ["id", "en"])
    def test_a_phone_reads_its_code(self, title: str, language: Language) -> None:
        paper = poster_pdf(*held(title), LINK, office(language))
        [text] = pages(paper)
        assert "karir.example.ac.id/hadir/7-k3mpx2qd" in flat(text)
        [code] = zxingcpp.read_barcodes(_picture(paper))
        assert (code.text, code.format) == (LINK, zxingcpp.BarcodeFormat.QRCode)


def _picture(pdf: bytes) -> np.ndarray:
    """The page in shades of grey, as from across the hall: 40 dots an inch."""
    if not shutil.which("pdftoppm"):
        pytest.skip("pdftoppm (poppler-utils) is not installed")
    command = ["pdftoppm", "-r", "40", "-gray", "-singlefile", "-"]
    _, size, _, dots = subprocess.run(command, input=pdf, check=True, capture_output=True).stdout.split(b"\n", 3)
    width, height = map(int, size.split())
    return np.frombuffer(dots, np.uint8).reshape(height, width)
