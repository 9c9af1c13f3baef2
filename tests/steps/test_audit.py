"""The audit file of an office that has run for a year: whoever has it can check it alone."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from flows.documents.csv_file import csv_lines
from flows.office import open_office
from flows.procedure.cases import Source
from flows.settings import load
from flows.steps.audit import Audited, write_audit
from tests.steps.local_office import LocalOffice, local_office, vacancy
from tests.steps.sheet import WIB

Make = Callable[..., LocalOffice]
DIRECTOR, SARI = "pudir3@example.ac.id", "sari@galangan.example"
FORMULA = '=HYPERLINK("https://evil.example","Klik")'


def move(office: LocalOffice, moment: str) -> None:
    office.clock.now = datetime.fromisoformat(moment).replace(tzinfo=WIB)


def at(office: LocalOffice, *moments: str) -> None:
    for moment in moments:
        move(office, moment)
        office.tick()


def answer(office: LocalOffice, position: str, **answers: Any) -> None:
    with office.open() as opened:
        [case] = [case for case in opened.ledger.responses.cases() if case.position == position]
        opened.ledger.responses.answer(case.partner_id, case.vacancy, answers, opened.clock(), Source.FORM)


def audit(office: LocalOffice, target: Path, year: int = 2026) -> Audited:
    with open_office(load(office.config), clock=office.clock) as opened:
        return write_audit(opened, year, target)


def unpacked(target: Path) -> Path:
    folder = target.with_suffix("")
    with zipfile.ZipFile(target) as pack:
        pack.extractall(folder)
    return folder


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as content:
        return list(csv.DictReader(content))


def checksums(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False
    )  # fmt: skip


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    """As an auditor does, with a Python that knows nothing of ours."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "periksa.py"], cwd=folder, capture_output=True, text=True, check=False
    )  # fmt: skip


def pages(file: Path) -> str:
    """A PDF's text, its lines joined."""
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
    return done.stdout


def alter(office: LocalOffice, statement: str) -> None:
    with office.open() as opened, opened.ledger.store.write() as connection:
        connection.execute(text(statement))


def _lived(office: LocalOffice) -> None:
    """A year: one vacancy goes the whole way, others stop somewhere."""
    move(office, "2026-01-05 09:00")
    contacts = [
        {"Perusahaan": name, "Narahubung": "Sari", "Email": f"{number}{SARI}", "Telepon": "081200001234"}
        for number, name in enumerate(["PT Juru Las Nusantara", "PT Diam", "PT Kampus", "@Formula Jaya"])
    ]
    office.sheet.add("Mitra", *contacts)
    office.sheet.add(
        "Penerima Rekap",
        {"Nama": "Dr. Sari", "Jabatan": "Wakil Direktur III", "Email": DIRECTOR, "Cakupan": "Semua"},
    )
    office.tick()
    at(office, "2026-02-06 09:00", "2026-02-09 09:00")
    answer(office, "Juru Las", applied=12, accepted=3)
    at(office, "2026-02-10 09:00", "2026-02-18 09:00", "2026-02-25 09:00", "2026-03-04 09:00", "2026-03-09 09:00")
    at(office, "2026-04-13 09:00")
    office.sheet.add("Kegiatan", {
        "Jenis": "Seminar", "Judul": "Bursa Karier", "Perusahaan": "PT Diam", "Mulai": datetime(2026, 5, 4, 9),
        "Selesai": datetime(2026, 5, 4, 15), "Status": "Setuju", "Disetujui Oleh": "Rina", "Jumlah Hadir": 85,
    })  # fmt: skip
    office.sheet.add("Periode", {
        "Judul": "Semester Ganjil 2026", "Dari": date(2026, 1, 1), "Sampai": date(2026, 6, 30), "Status": "Draf",
        "Disetujui Oleh": "Rina",
    })  # fmt: skip
    at(office, "2026-05-05 09:00", "2026-07-01 09:00")
    with office.sheet.open() as book:
        sheet = book["Periode"]
        headings = [cell.value for cell in sheet[1]]
        sheet.cell(2, headings.index("Status") + 1).value = "Setuju"
    at(office, "2026-07-01 10:00", "2026-07-01 10:10", "2026-07-01 10:20", "2026-08-03 09:00")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalOffice]:
    with ExitStack() as stack:
        office = stack.enter_context(local_office(
            tmp_path_factory.mktemp("office"),
            vacancy("Juru Las", Batas_Lamaran=date(2026, 2, 2)),
            vacancy("Kasir", Perusahaan="PT Diam", Batas_Lamaran=date(2026, 2, 6)),
            vacancy("Perawat", Perusahaan="PT Kampus", Tempat_Rekrutmen="Kampus", Batas_Lamaran=date(2026, 7, 20)),
            vacancy("Montir", Status="Draf"),
            vacancy(
                "+62 Operator", Perusahaan="@Formula Jaya", Cara_Melamar="hrd@formula.example",
                Batas_Lamaran=date(2026, 12, 20),
            ),
        ))  # fmt: skip
        _lived(office)
        yield office


@pytest.fixture(scope="module")
def folder(year: LocalOffice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("audit") / "audit-2026.zip"
    audit(year, target)
    return unpacked(target)


class TestTheFile:
    def test_its_sums_are_right_and_leave_nothing_out(self, folder: Path) -> None:
        assert checksums(folder).returncode == 0
        summed = {line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
        inside = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
        assert inside - summed == {"SHA256SUMS"}
        assert summed == {
            "README.txt", "arsip.csv", "arsip/2026/rekap-2026-s1-rev0.pdf", "arsip/2026/rekap-2026-s1-rev0.xlsx",
            "indeks.pdf", "jejak.csv", "kpi.csv", "langkah.csv", "lowongan.csv", "lowongan.pdf", "periksa.py",
            "rekap.csv",
        }  # fmt: skip

    def test_the_trail_is_checked_without_us(self, folder: Path, year: LocalOffice) -> None:
        done = check(folder)
        with year.open() as opened:
            head = opened.ledger.trail.head()
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("Jejak utuh")
        assert head in done.stdout

    @pytest.mark.parametrize("old", ["L26-0002", '""sent"": 3', "not_given", "answer"])
    def test_a_changed_trail_is_found_without_us(self, folder: Path, tmp_path: Path, old: str) -> None:
        for file in folder.glob("*.*"):
            (tmp_path / file.name).write_bytes(file.read_bytes())
        trail = (folder / "jejak.csv").read_text("utf-8-sig")
        assert old in trail
        (tmp_path / "jejak.csv").write_text(trail.replace(old, "L26-0003" if old[0] == "L" else "x", 1), "utf-8-sig")
        done = check(tmp_path)
        assert done.returncode == 1

    def test_a_trail_without_its_end_is_found_without_us(self, folder: Path, tmp_path: Path) -> None:
        """As far as a printed head reaches."""
        for file in folder.glob("*.*"):
            (tmp_path / file.name).write_bytes(file.read_bytes())
        lines = (folder / "jejak.csv").read_text("utf-8-sig").splitlines(keepends=True)
        (tmp_path / "jejak.csv").write_text("".join(lines[:20]), "utf-8-sig")
        done = check(tmp_path)
        assert done.returncode == 1
        assert "kepala jejak pada 2026/rekap-2026-s1-rev0.pdf tidak ada di jejak" in done.stdout

    def test_the_guide_has_a_script_short_enough_to_read(self, folder: Path) -> None:
        assert len((folder / "periksa.py").read_text("utf-8").splitlines()) <= 25
        guide = (folder / "README.txt").read_text("utf-8")
        assert "{" not in guide
        assert max(map(len, guide.splitlines())) <= 80

    def test_the_same_records_make_the_same_file(self, year: LocalOffice, tmp_path: Path) -> None:
        audit(year, tmp_path / "one.zip")
        audit(year, tmp_path / "two.zip")
        assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
        assert sorted(file.name for file in tmp_path.iterdir()) == ["one.zip", "two.zip"]

    def test_it_holds_nobody_s_address_or_name(self, folder: Path) -> None:
        texts = [file.read_bytes().decode("utf-8", "replace") for file in folder.glob("*.*") if file.suffix != ".pdf"]
        texts += [pages(folder / name) for name in ("indeks.pdf", "lowongan.pdf")]
        assert len(texts) > 8
        for secret in ("example.com", "galangan.example", "Ani", "Budi", "Citra", "Sari", "081200001234"):
            assert not [one for one in texts if secret in one], secret


class TestWhatItTells:
    def test_the_way_of_each_vacancy(self, folder: Path) -> None:
        rows = {row["Posisi"] or row["ID"]: row for row in table(folder / "lowongan.csv")}
        whole = rows["Juru Las"]
        assert (whole["Diterima"], whole["Disetujui"], whole["Disetujui Oleh"], whole["Diumumkan"]) == (
            "2026-01-05 09:00", "2026-01-05 09:00", "Rina", "2026-01-05 09:00",
        )  # fmt: skip
        assert (whole["Penerima"], whole["Terkirim"], whole["Ditutup"], whole["Diminta"]) == (
            "3", "3", "2026-02-02", "2026-02-06 09:00",
        )  # fmt: skip
        assert (whole["Dijawab"], whole["Rekap"], whole["Surel Rekap"], whole["Kekurangan"]) == (
            "2026-02-09 09:00", "P26-0001 revisi 0", "1", "",
        )  # fmt: skip
        silent = rows["Kasir"]
        assert (silent["Pengingat"], silent["Terakhir Diingatkan"], silent["Diserahkan ke Staf"]) == (
            "3", "2026-03-04 09:00", "2026-03-09 09:00",
        )  # fmt: skip
        assert (silent["Dijawab"], silent["Kekurangan"]) == ("", "hasil tidak diberikan mitra")
        assert rows["Perawat"]["Kekurangan"] == "rekrutmen di kampus tanpa kegiatan"
        assert rows["L26-0004"]["Diterima"]
        assert not rows["L26-0004"]["Disetujui"]

    def test_its_entries_are_the_trail_s(self, folder: Path) -> None:
        trail = {row["Entri"]: row for row in table(folder / "jejak.csv")}
        for row in table(folder / "lowongan.csv"):
            steps = [trail[number]["Langkah"] for number in row["Entri Jejak"].split()]
            assert steps[0] == "receive"
            assert ("answer" in steps) is bool(row["Dijawab"])

    def test_each_step_of_the_procedure_with_its_proof(self, folder: Path) -> None:
        steps = {row["Langkah"]: row for row in table(folder / "langkah.csv")}
        assert list(steps) == ["3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "4", "B.1.17.3", "B.1.17.4"]
        assert steps["3.4"]["Kekurangan"] == "L26-0002: hasil tidak diberikan mitra"
        assert steps["3.6"]["Bukti"] == "2 berkas tercatat di Arsip, 2 sesuai sidiknya"
        assert "Bursa Karier" in steps["B.1.17.3"]["Bukti"]

    def test_the_pages_tell_the_same(self, folder: Path) -> None:
        index, vacancies = pages(folder / "indeks.pdf"), pages(folder / "lowongan.pdf")
        assert "Jejak utuh" in index
        assert "hasil tidak diberikan mitra" in index
        for row in table(folder / "lowongan.csv"):
            assert row["ID"] in vacancies

    def test_a_cell_is_no_formula(self, folder: Path) -> None:
        for file in folder.glob("*.csv"):
            assert file.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel takes it for UTF-8"
            for row in table(file):
                assert not [cell for cell in row.values() if cell and cell[0] in "=+-@\t\r"], file.name
        [row] = [row for row in table(folder / "lowongan.csv") if "Formula" in row["Perusahaan"]]
        assert (row["Perusahaan"], row["Posisi"]) == ("'@Formula Jaya", "'+62 Operator")


@pytest.mark.parametrize(
    "typed", [FORMULA, "+62", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'", "'=1", "", '=a,b\n"c"']
)
def test_every_text_comes_back_from_a_csv(typed: str) -> None:
    content = b"".join(csv_lines(["a", "b"], [(typed, 12)])).decode("utf-8-sig")
    [[cell, number]] = list(csv.reader(content.splitlines(keepends=True)))[1:]
    assert not cell or cell[0] not in "=+-@\t\r\n＝"
    assert (cell[1:] if cell.startswith("'") else cell, number) == (typed, "12")


class TestWhatWasTamperedWith:
    @pytest.fixture
    def other(self, year: LocalOffice, tmp_path: Path) -> LocalOffice:
        """A copy of the office, to be spoilt."""
        copy = LocalOffice(tmp_path / "copy", year.server, year.clock)
        shutil.copytree(year.folder, copy.folder)
        return copy

    def test_a_byte_of_an_archived_file(self, other: LocalOffice, tmp_path: Path) -> None:
        file = other.folder / "arsip" / "2026" / "rekap-2026-s1-rev0.pdf"
        content = bytearray(file.read_bytes())
        content[1000] ^= 1
        file.chmod(0o600)
        file.write_bytes(content)
        audited = audit(other, tmp_path / "audit.zip")
        folder = unpacked(tmp_path / "audit.zip")
        done = checksums(folder)
        assert done.returncode == 1
        assert [line for line in done.stdout.splitlines() if not line.endswith(": OK")] == [
            "arsip/2026/rekap-2026-s1-rev0.pdf: FAILED"
        ]
        assert audited.lacks == 3
        assert "2026/rekap-2026-s1-rev0.pdf: isinya berubah" in (folder / "langkah.csv").read_text("utf-8")

    def test_an_archived_file_that_is_gone(self, other: LocalOffice, tmp_path: Path) -> None:
        (other.folder / "arsip" / "2026" / "rekap-2026-s1-rev0.xlsx").unlink()
        audit(other, tmp_path / "audit.zip")
        done = checksums(unpacked(tmp_path / "audit.zip"))
        assert done.returncode == 1
        assert "arsip/2026/rekap-2026-s1-rev0.xlsx: FAILED open or read" in done.stdout

    @pytest.mark.parametrize("path", ["../rahasia.pdf", "2026/../../rahasia.pdf", "/etc/rahasia.pdf", "a\nb.pdf"])
    def test_an_entry_that_leads_out_of_the_archive(self, other: LocalOffice, tmp_path: Path, path: str) -> None:
        (other.folder / "rahasia.pdf").write_bytes(b"not of the archive")
        alter(other, f"UPDATE archived SET path = '{path}' WHERE path = '2026/rekap-2026-s1-rev0.pdf'")
        audit(other, tmp_path / "audit.zip")
        with zipfile.ZipFile(tmp_path / "audit.zip") as pack:
            assert [one for one in pack.namelist() if one.startswith("arsip/")] == [
                "arsip/2026/rekap-2026-s1-rev0.xlsx"
            ]
        folder = unpacked(tmp_path / "audit.zip")
        assert checksums(folder).returncode == 0, "all that is in it"
        [row] = [row for row in table(folder / "arsip.csv") if row["Pemeriksaan"] != "sesuai"]
        assert (row["Berkas"], row["Pemeriksaan"]) == (path, "letaknya yang tercatat di luar folder arsip")
        [step] = [row for row in table(folder / "langkah.csv") if row["Langkah"] == "3.6"]
        assert f"{path}: letaknya yang tercatat di luar folder arsip" in step["Kekurangan"]

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE trail SET subject = 'L26-0009' WHERE number = 7",
            "UPDATE trail SET detail = '{' WHERE number = 7",
            "UPDATE trail SET detail = '[]', at = 'soon' WHERE step = 'recap'",
            "UPDATE trail SET step = x'00', hash = 5 WHERE number = 7",
            "DELETE FROM trail WHERE number = 7",
            "DELETE FROM trail WHERE number > 20",
            "DELETE FROM trail",
        ],
    )
    def test_the_trail(self, other: LocalOffice, tmp_path: Path, statement: str) -> None:
        alter(other, statement)
        audited = audit(other, tmp_path / "audit.zip")
        folder = unpacked(tmp_path / "audit.zip")
        assert audited.trail.faults
        assert checksums(folder).returncode == 0, "it tells truly what it found"
        assert "Jejak TIDAK utuh" in pages(folder / "indeks.pdf")
        assert "Jejak TIDAK utuh" in (folder / "README.txt").read_text("utf-8")
        assert check(folder).returncode == 1


def test_a_run_with_nothing_to_do_leaves_the_trail_alone(year: LocalOffice) -> None:
    with year.open() as opened:
        before = opened.ledger.trail.head()
    for _ in range(2):  # a vacancy is open: at the hour of announcements all who are meant have had it
        year.later(days=1)
    with year.open() as opened:
        assert opened.ledger.trail.head() == before


def test_a_year_of_which_nothing_is_known(year: LocalOffice, tmp_path: Path) -> None:
    audited = audit(year, tmp_path / "audit.zip", year=2020)
    assert audited.known.rows == []
    folder = unpacked(tmp_path / "audit.zip")
    assert (checksums(folder).returncode, check(folder).returncode) == (0, 0)


def test_a_file_that_cannot_be_written_leaves_nothing(year: LocalOffice, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        audit(year, tmp_path / "nowhere" / "audit.zip")
