"""The key that signs links: one for all processes, for nobody else, and never half of one."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from flows.errors import SettingsError
from flows.links import Links


def test_two_that_make_a_key_at_once_share_one_that_others_may_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "secret.key"
    first, second = (Links("https://karir.example.ac.id", file) for _ in range(2))
    tokens: list[str] = []

    def meanwhile(size: int) -> str:
        monkeypatch.undo()
        tokens.append(second.token("opt-out", 7))
        return secrets.token_urlsafe(size)

    monkeypatch.setattr(secrets, "token_urlsafe", meanwhile)
    assert [first.token("opt-out", 7)] == tokens
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_staff_have_links_where_the_public_has_none(tmp_path: Path) -> None:
    links = Links("", tmp_path / "secret.key", staff_url="http://10.0.0.5:8000/")
    assert (links.opt_out(7), links.feedback(1, 7)) == ("", "")
    assert links.staff(7).startswith("http://10.0.0.5:8000/staf/masuk/")
    assert links.staff_form("L26/1") == "http://10.0.0.5:8000/staf/isi/L26%2F1"


def test_half_a_key_is_refused_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("")
    with pytest.raises(SettingsError, match=r"too short.*backup"):
        Links("", tmp_path / "secret.key").token("opt-out", 7)


def test_a_key_that_cannot_be_made_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"gone/secret\.key.*web\.secret_key_file"):
        Links("", tmp_path / "gone" / "secret.key").token("opt-out", 7)
