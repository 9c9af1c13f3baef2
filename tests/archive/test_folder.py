from __future__ import annotations

import stat
from pathlib import Path

import pytest

from flows.archive.folder import Folder, sha256
from flows.errors import ArchiveError


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "arsip")


def test_a_file_is_read_only_and_found_by_its_path(folder: Folder) -> None:
    assert folder.keep("2026/a.pdf", b"x") == sha256(b"x") == folder.digest("2026/a.pdf")
    assert not folder.place("2026/a.pdf").stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    assert folder.files() == ["2026/a.pdf"]


def test_the_same_again_is_adopted_and_not_written(folder: Folder) -> None:
    folder.keep("a", b"x")
    before = folder.place("a").stat().st_ino
    folder.keep("a", b"x")
    assert folder.place("a").stat().st_ino == before


def test_what_was_never_entered_is_replaced_whole(folder: Folder) -> None:
    folder.keep("a", b"half")
    folder.place(".a.new").write_bytes(b"left by a killed run")
    folder.keep("a", b"whole")
    assert (folder.read("a"), folder.files()) == (b"whole", ["a"])


@pytest.mark.parametrize("path", ["../a", "/etc/passwd", "a/../../b", "..\\a", "a\nb", "a\0", ""])
def test_nothing_lies_outside(folder: Folder, path: str) -> None:
    with pytest.raises(ArchiveError, match="no place"):
        folder.keep(path, b"x")


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "arsip").write_text("a file")
    with pytest.raises(ArchiveError, match=r"cannot be read or written"):
        Folder(tmp_path / "arsip").keep("a", b"x")


def test_what_is_not_there_is_none(folder: Folder) -> None:
    assert (folder.read("a"), folder.digest("a"), folder.files()) == (None, None, [])
    folder.remove("a")
