"""`loker event`: counts, the attendance list and the poster."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.commands import COULD_NOT_RUN, DONE
from tests.commands.office import loker
from tests.documents.poppler import flat, pages
from tests.web.occasions import PEOPLE, TITLE, Gathering, hold
from tests.web.world import world


@pytest.fixture
def event(tmp_path: Path):
    with world(tmp_path) as made:
        yield hold(made)


def run(event: Gathering, *arguments: str | Path):
    return loker("event", *arguments, "--config", event.world.site.settings.folder / "loker.toml")


def test_it_counts(event: Gathering) -> None:
    result = run(event, "k26-0001")
    assert result.exit_code == DONE
    assert "K26-0001: 0 coming, 0 waiting, 0 not coming; 0 were there" in result.stdout


def test_it_writes_list_and_poster(event: Gathering, tmp_path: Path) -> None:
    siti, *_ = PEOPLE
    event.world.visitor().post(event.code, data={"nim": siti, "nama": "Siti"})
    listed, poster = tmp_path / "daftar.pdf", tmp_path / "poster.pdf"
    assert run(event, "K26-0001", "--attendance", listed, "--poster", poster).exit_code == DONE
    assert "Siti Aminah" in flat(pages(listed.read_bytes())[0])
    assert "kode QR" in flat(pages(listed.read_bytes())[0])
    assert TITLE in flat(pages(poster.read_bytes())[0])


def test_it_says_what_is_missing(event: Gathering, tmp_path: Path) -> None:
    unknown = run(event, "K99-0001")
    assert unknown.exit_code == COULD_NOT_RUN
    assert "There is no approved event K99-0001" in unknown.stderr
    nowhere = run(event, "K26-0001", "--poster", tmp_path / "tidak" / "ada.pdf")
    assert nowhere.exit_code == COULD_NOT_RUN
    config = tmp_path / "loker.toml"
    config.write_text(config.read_text("utf-8").replace("public_url", "staff_url"), "utf-8")
    private = run(event, "K26-0001", "--poster", tmp_path / "poster.pdf")
    assert "web.public_url" in private.stderr
