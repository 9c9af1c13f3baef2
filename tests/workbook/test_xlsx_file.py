"""The file around the cells: locks, saves in between, damage, permissions."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from flows.errors import WorkbookBusy, WorkbookChanged, WorkbookError
from flows.workbook.blank import write_blank
from flows.workbook.flow_tabs import STATUS
from flows.workbook.interface import Changes
from flows.workbook.xlsx import SAVING, XlsxWorkbook

CHANGES = Changes(tabs={STATUS.title: [list(STATUS.headings), ["L-0001"]]})


@pytest.fixture
def path(tmp_path: Path, blank: bytes) -> Path:
    path = tmp_path / "loker.xlsx"
    path.write_bytes(blank)
    return path


def write(path: Path) -> None:
    workbook = XlsxWorkbook(path)
    workbook.write(CHANGES, expected=workbook.stamp())


class TestOpenElsewhere:
    def test_it_waits_while_libreoffice_has_it_open(self, path: Path) -> None:
        path.with_name(".~lock.loker.xlsx#").write_text(",sari,pc-3,24.11.2026 07:00,file:///home/sari;")
        with pytest.raises(WorkbookBusy, match="open in LibreOffice") as caught:
            write(path)
        assert caught.value.holder == "sari (pc-3)"
        assert "sari" not in str(caught.value)

    def test_it_waits_while_excel_has_it_open(self, path: Path) -> None:
        name = "Sari Dewi"
        lock = bytes([len(name)]) + name.encode().ljust(54) + len(name).to_bytes(2, "little")
        path.with_name("~$loker.xlsx").write_bytes((lock + name.encode("utf-16-le")).ljust(165, b" "))
        with pytest.raises(WorkbookBusy, match="open in Excel") as caught:
            write(path)
        assert caught.value.holder == "Sari Dewi"

    @pytest.mark.parametrize("content", [b"", b"\xff" * 200, b",,,,"])
    def test_it_makes_nothing_of_a_lock_it_cannot_read(self, path: Path, content: bytes) -> None:
        for name in ("~$loker.xlsx", ".~lock.loker.xlsx#"):
            lock = path.with_name(name)
            lock.write_bytes(content)
            with pytest.raises(WorkbookBusy):
                write(path)
            lock.unlink()

    def test_it_still_reads(self, path: Path) -> None:
        path.with_name("~$loker.xlsx").write_bytes(b"")
        assert "Lowongan" in XlsxWorkbook(path).read(["Lowongan"])

    def test_it_waits_while_excel_has_moved_the_old_file_away(self, path: Path) -> None:
        path.unlink()
        path.with_name("~$loker.xlsx").write_bytes(b"")
        with pytest.raises(WorkbookBusy):
            XlsxWorkbook(path).stamp()


class TestSavedInBetween:
    def test_it_writes_nothing_over_a_save(self, path: Path) -> None:
        workbook = XlsxWorkbook(path)
        stamp = workbook.stamp()
        write_blank(path, {"Mitra": [[None, "PT Baru"]]})
        before = path.read_bytes()
        with pytest.raises(WorkbookChanged):
            workbook.write(CHANGES, expected=stamp)
        assert path.read_bytes() == before

    def test_it_sees_a_save_while_it_was_writing(self, path: Path) -> None:
        colleague = path.with_name("colleague.xlsx")
        write_blank(colleague, {"Mitra": [[None, "PT Baru"]]})

        class Raced(XlsxWorkbook):
            checks = 0

            def _refuse_if_changed(self, expected):
                self.checks += 1
                if self.checks == 2:
                    colleague.replace(path)
                super()._refuse_if_changed(expected)

        workbook = Raced(path)
        with pytest.raises(WorkbookChanged):
            workbook.write(CHANGES, expected=workbook.stamp())
        assert workbook.read(["Mitra"])["Mitra"][1][1] == "PT Baru"
        assert [file.name for file in path.parent.iterdir()] == ["loker.xlsx"]


class TestReplacing:
    def test_it_keeps_the_files_permissions(self, path: Path) -> None:
        path.chmod(0o640)
        write(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640

    def test_it_follows_a_link(self, path: Path) -> None:
        link = path.with_name("tautan.xlsx")
        link.symlink_to(path)
        write(link)
        assert link.is_symlink()
        assert XlsxWorkbook(path).read(["Status"])["Status"][1][0] == "L-0001"

    def test_it_leaves_the_old_file_whole_when_killed_before_the_end(self, path: Path) -> None:
        before = path.read_bytes()
        script = (
            "import os, signal, sys; from pathlib import Path\n"
            "from tests.workbook.test_xlsx_file import write\n"
            "Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
            "write(Path(sys.argv[1]))"
        )
        killed = subprocess.run([sys.executable, "-c", script, path], check=False, cwd=Path(__file__).parents[2])
        assert killed.returncode == -9
        assert path.read_bytes() == before
        write(path)
        assert [file.name for file in path.parent.iterdir()] == ["loker.xlsx"]

    @pytest.mark.xfail(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
    def test_it_waits_while_the_folder_may_not_be_written(self, path: Path) -> None:
        path.parent.chmod(0o500)
        try:
            with pytest.raises(WorkbookBusy):
                write(path)
        finally:
            path.parent.chmod(0o700)

    def test_it_waits_while_windows_keeps_the_file(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(13, "being used by another process")

        monkeypatch.setattr(Path, "replace", refuse)
        with pytest.raises(WorkbookBusy, match="cannot be replaced"):
            write(path)
        assert [file.name for file in path.parent.iterdir()] == ["loker.xlsx"]


class TestNotAWorkbook:
    def cure(self, path: Path) -> str:
        old = path.stat().st_mtime + SAVING.total_seconds() + 1
        with pytest.raises(WorkbookError) as caught:
            XlsxWorkbook(path, clock=lambda: old).read(["Lowongan"])
        assert not isinstance(caught.value, WorkbookBusy)
        return str(caught.value)

    def test_it_names_a_missing_file_and_the_cure(self, path: Path) -> None:
        with pytest.raises(WorkbookError, match=r"not there.*lain\.xlsx.*put it back.*workbook\.path"):
            XlsxWorkbook(path.with_name("lain.xlsx")).stamp()

    @pytest.mark.parametrize("size", [0, 10, 3_000])
    def test_it_takes_a_torn_file_for_one_being_saved_at_first(self, path: Path, size: int) -> None:
        path.write_bytes(path.read_bytes()[:size])
        with pytest.raises(WorkbookBusy, match="being saved"):
            XlsxWorkbook(path).read(["Lowongan"])
        assert "damaged" in self.cure(path)

    def test_it_tells_a_torn_part(self, path: Path) -> None:
        content = bytearray(path.read_bytes())
        with zipfile.ZipFile(path) as file:
            start = file.getinfo("xl/worksheets/sheet2.xml").header_offset + 100
        content[start : start + 400] = bytes(400)
        path.write_bytes(content)
        assert "damaged" in self.cure(path)

    def test_it_tells_an_old_xls(self, path: Path) -> None:
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000))
        assert "old .xls" in self.cure(path)

    def test_it_tells_a_password(self, path: Path) -> None:
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000) + "EncryptedPackage".encode("utf-16-le"))
        assert "password" in self.cure(path)

    def test_it_tells_an_ods(self, path: Path) -> None:
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        assert ".ods" in self.cure(path)

    def test_it_tells_a_csv(self, path: Path) -> None:
        path.write_text("ID,Perusahaan\n")
        assert "no .xlsx" in self.cure(path)

    def test_it_tells_another_zip(self, path: Path) -> None:
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("surat.txt", "x")
        assert "damaged" in self.cure(path)
