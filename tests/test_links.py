"""The key that signs links: one for all processes, for nobody else, and never half of one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from flows.errors import SettingsError
from flows.links import Links


def test_many_that_start_at_once_share_one_key_that_others_may_not_read(tmp_path: Path) -> None:
    file = tmp_path / "secret.key"
    together = Barrier(8)

    def token(_: int) -> str:
        links = Links("https://karir.example.ac.id", file)
        together.wait()
        return links.token("opt-out", 7)

    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            assert len(set(pool.map(token, range(8)))) == 1
            assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]
            assert file.stat().st_mode & 0o777 == 0o600
            file.unlink()


def test_half_a_key_is_refused_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("")
    with pytest.raises(SettingsError, match=r"too short.*backup"):
        Links("", tmp_path / "secret.key").token("opt-out", 7)


def test_a_key_that_cannot_be_made_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"gone/secret\.key.*web\.secret_key_file"):
        Links("", tmp_path / "gone" / "secret.key").token("opt-out", 7)
