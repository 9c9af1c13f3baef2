"""The folder of the public page: whole files at any moment, and nothing touched that has not changed."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.errors import SettingsError
from flows.public_folder import LIST, Written, open_folder
from flows.site.page import Page


def page(file: str, content: bytes = b"x", fingerprint: str = "") -> Page:
    return Page(file, fingerprint or content.decode(), lambda: content)


def write(folder: Path, *pages: Page) -> Written:
    with open_folder(folder) as opened:
        return opened.write({one.file: one for one in pages})


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found if not path.name.startswith(".loker")}


class TestWriting:
    def test_it_makes_what_is_new_and_takes_away_what_is_gone(self, tmp_path: Path) -> None:
        folder = tmp_path / "deep" / "public"
        assert write(folder, page("index.html"), page("a/b/index.html")) == Written(2, 2, 0)
        assert write(folder, page("index.html")) == Written(1, 0, 1)
        assert files(folder) == {"index.html": b"x"}
        assert not (folder / "a").exists()

    def test_what_has_not_changed_is_neither_made_nor_touched(self, tmp_path: Path) -> None:
        write(tmp_path, page("a"), page("b"))
        os.utime(tmp_path / "a", (1, 1))
        never = Page("a", "x", lambda: pytest.fail("made again"))
        assert write(tmp_path, never, page("b", b"y")) == Written(2, 1, 0)
        assert (tmp_path / "a").stat().st_mtime == 1

    def test_what_is_made_again_and_comes_out_the_same_keeps_its_time(self, tmp_path: Path) -> None:
        write(tmp_path, page("a"))
        os.utime(tmp_path / "a", (1, 1))
        assert write(tmp_path, page("a", b"x", "another")) == Written(1, 0, 0)
        assert (tmp_path / "a").stat().st_mtime == 1

    def test_a_file_that_somebody_took_away_or_cut_off_is_made_again(self, tmp_path: Path) -> None:
        write(tmp_path, page("a", b"long"), page("b", b"long"))
        (tmp_path / "a").unlink()
        (tmp_path / "b").write_bytes(b"")
        assert write(tmp_path, page("a", b"long"), page("b", b"long")) == Written(2, 2, 0)
        assert files(tmp_path) == {"a": b"long", "b": b"long"}

    def test_what_others_laid_there_stays(self, tmp_path: Path) -> None:
        write(tmp_path, page("a/index.html"))
        (tmp_path / "CNAME").write_text("karir.example.ac.id")
        (tmp_path / "a" / "own.png").write_bytes(b"png")
        write(tmp_path)
        assert files(tmp_path) == {"CNAME": b"karir.example.ac.id", "a/own.png": b"png"}

    @pytest.mark.parametrize("broken", ["", "{", "[]", '{"a": 1}', "null", '{"a": [1, 2, 3]}'])
    def test_a_broken_list_costs_only_time(self, tmp_path: Path, broken: str) -> None:
        write(tmp_path, page("a"))
        (tmp_path / LIST).write_text(broken)
        assert write(tmp_path, page("a"), page("b")) == Written(2, 1, 0)

    def test_a_web_server_may_read_them(self, tmp_path: Path) -> None:
        before = os.umask(0o022)
        try:
            write(tmp_path, page("a/index.html"))
        finally:
            os.umask(before)
        assert stat.S_IMODE((tmp_path / "a" / "index.html").stat().st_mode) == 0o644

    def test_a_folder_that_cannot_be_written_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(SettingsError, match=r"cannot be written.*file"):
            write(tmp_path / "file" / "public", page("a"))


class Killed(BaseException):
    """As if the process had died there."""


class TestKills:
    def test_wherever_it_dies_files_are_whole_and_the_next_run_completes(self, tmp_path: Path) -> None:
        old = [page(f"{n}/index.html", b"old" * 100) for n in range(6)]
        new = [page(f"{n}/index.html", b"new" * 200) for n in range(3, 9)]
        for step in range(40):
            folder = tmp_path / str(step)
            write(folder, *old)
            died = False
            try:
                with dying_at(step), open_folder(folder) as opened:
                    opened.write({one.file: one for one in new})
            except Killed:
                died = True
            shown = {name: body for name, body in files(folder).items() if not Path(name).name.startswith(".")}
            assert set(shown.values()) <= {b"old" * 100, b"new" * 200}
            # What was new then is no page any more: not even what the dead run made of it is left.
            write(folder, *new[:-1])
            assert files(folder) == {one.file: b"new" * 200 for one in new[:-1]}
            if not died:
                break
        assert step > 15

    def test_a_process_that_is_killed_leaves_no_lock(self, tmp_path: Path) -> None:
        program = (
            "import sys, time\nfrom pathlib import Path\nfrom flows.public_folder import open_folder\n"
            f"with open_folder(Path({str(tmp_path)!r})):\n    print('in', flush=True)\n    time.sleep(60)"
        )
        with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            process.kill()
        start = time.monotonic()
        assert write(tmp_path, page("a")).written == 1
        assert time.monotonic() - start < 10


class dying_at:  # noqa: N801
    """Within it, the process dies at the n-th thing that it does to a file."""

    def __init__(self, step: int) -> None:
        self._left = step

    def __enter__(self) -> None:
        self._kept = {name: getattr(Path, name) for name in ("write_bytes", "replace", "unlink", "rmdir")}
        for name, whole in self._kept.items():
            setattr(Path, name, self._counted(name, whole))

    def __exit__(self, *_: object) -> None:
        for name, whole in self._kept.items():
            setattr(Path, name, whole)

    def _counted(self, name: str, whole):
        def counted(path: Path, *arguments, **named):
            self._left -= 1
            if self._left < 0:
                if name == "write_bytes":  # a file may be half written when it happens
                    whole(path, arguments[0][: len(arguments[0]) // 2])
                raise Killed
            return whole(path, *arguments, **named)

        return counted
