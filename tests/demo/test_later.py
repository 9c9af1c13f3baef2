"""The demo's second scene without Prefect around it: events over, answers in, a recap approved, archived and sent."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from flows.commands.archive import verify
from flows.demo.folder import opened
from flows.demo.later import Scene, play
from flows.demo.show import show_later
from flows.office import now
from flows.under_way import run_of
from tests.demo.test_whole import today

RECIPIENTS = {
    "pudir3@example.ac.id", "kajur.informatika@example.ac.id", "kajur.mesin@example.ac.id",
    "kajur.elektro@example.ac.id", "kajur.mb@example.ac.id", "kps.trpl@example.ac.id",
}  # fmt: skip


def play_demo(folder: Path) -> tuple[Scene, Counter[str], str]:
    """One `loker demo`: what its second scene came to, who has how much mail by now, and what was printed."""
    console = Console(file=StringIO(), width=200)
    with opened(folder, today()) as demo:

        def tick(name: str, clock: Callable[[], datetime]) -> None:
            with run_of(demo.config, by_hand=name == "announce", clock=clock) as run:
                steps = {
                    "announce": (run.announce,),
                    "feedback": (run.request_feedback,),
                    "cycle": (run.request_feedback, run.recap, run.announce),
                }
                for step in (run.observe, *steps[name], run.deliver, run.write_back):
                    run.attempt(step)
                run.raise_failures()

        tick("announce", now)
        scene = play(demo, tick)
        show_later(demo, scene, console)
        return scene, demo.box.counts(), console.file.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def plays(folder: Path) -> list[tuple[Scene, Counter[str], str]]:
    return [play_demo(folder), play_demo(folder)]


def test_it_ends_with_an_archived_recap_and_a_mail_to_each_who_gets_one(
    plays: list[tuple[Scene, Counter[str], str]], folder: Path
) -> None:
    scene, boxes, printed = plays[0]
    assert scene.answers > 20
    assert {address: boxes[address] for address in RECIPIENTS} == dict.fromkeys(RECIPIENTS, 1)
    assert len(scene.files) == 2 * len(RECIPIENTS)
    assert all((folder / "arsip" / entry.path).is_file() for entry in scene.files)
    assert verify(folder / "loker.toml") == 0
    assert "rekap-director.html" in printed
    assert "cid:" not in (folder / "rekap-director.html").read_text("utf-8")


def test_it_ends_with_an_audit_file(plays: list[tuple[Scene, Counter[str], str]]) -> None:
    with zipfile.ZipFile(plays[0][0].audit) as audit:
        assert audit.testzip() is None
        assert any(name.endswith("rev0.pdf") for name in audit.namelist())


def test_it_does_nothing_more_the_second_time(plays: list[tuple[Scene, Counter[str], str]]) -> None:
    (first, before, _), (second, after, printed) = plays
    assert (second.files, second.answers) == (first.files, first.answers)
    assert after == before
    assert "nothing new to send" in printed
