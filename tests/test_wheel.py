"""A wheel built from the tree works by itself: in an empty environment, from any folder."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.network_watch import contacts, processes, strangers, watched

pytestmark = pytest.mark.early

ROOT = Path(__file__).parent.parent


def needed(requirements: list[str]) -> Iterator[importlib.metadata.Distribution]:
    """The installed distributions that these requirements need, with what those need in turn."""
    waiting, seen = [Requirement(text) for text in requirements], set()
    while waiting:
        requirement = waiting.pop()
        key = (requirement.name.lower(), frozenset(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        distribution = importlib.metadata.distribution(requirement.name)
        yield distribution
        for text in distribution.requires or []:
            further = Requirement(text)
            extras = requirement.extras or {""}
            if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(further)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it, and what the wheel says it needs, and nothing else.

    To install the dependencies afresh would take a minute of every test run: they are linked from the environment that
    runs the tests, one by one by the wheel's own requirements, so that one that was forgotten there is missing here.
    """
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv/bin/python"
    install = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", python, *install], check=True)
    (site,) = (folder / "venv/lib").glob("python*/site-packages")
    (metadata,) = site.glob("loker-*.dist-info")
    for distribution in needed(importlib.metadata.Distribution.at(metadata).requires or []):
        for top in {file.parts[0] for file in distribution.files or []} - {"..", "__pycache__"}:
            link = site / top
            if not link.exists():
                link.symlink_to(Path(str(distribution.locate_file(top))).absolute())
    return folder / "venv"


def run(environment: Path, folder: Path, *command: str, log: Path | None = None) -> subprocess.CompletedProcess[str]:
    """``log`` is for whom the command talks to."""
    clean = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": os.environ.get("LANG", "C.UTF-8")}
    return subprocess.run(
        [environment / "bin" / command[0], *command[1:]],
        check=False, cwd=folder, env=watched(log, clean) if log else clean, capture_output=True, text=True, timeout=280,
    )  # fmt: skip


def test_it_brings_its_templates_and_default_settings(environment: Path, tmp_path: Path) -> None:
    program = (
        "import flows; from flows.share import share; print(flows.__file__);"
        "print(*(f.relative_to(share()) for f in share().rglob('*') if f.is_file()), sep='\\n')"
    )
    result = run(environment, tmp_path, "python", "-c", program)
    package, *files = result.stdout.splitlines()
    assert Path(package).is_relative_to(environment)
    for top in ("templates", "config"):
        here = {str(f.relative_to(ROOT)) for f in (ROOT / top).rglob("*") if f.is_file() and f.name[0] != "."}
        assert here, top
        assert here <= set(files)


def test_it_imports_every_module_with_the_dependencies_it_names(environment: Path, tmp_path: Path) -> None:
    program = (
        "import flows, importlib, pkgutil\n"
        "for module in pkgutil.walk_packages(flows.__path__, 'flows.'): importlib.import_module(module.name)"
    )
    result = run(environment, tmp_path, "python", "-c", program)
    assert result.returncode == 0, result.stderr


def test_it_brings_an_older_ledger_up_to_date(environment: Path, tmp_path: Path) -> None:
    program = (
        "from flows.ledger import migrating; from flows.ledger.engines import sqlite\n"
        "from flows.ledger.ledger import Ledger\n"
        "with sqlite('sqlite:///x.db').begin() as connection: migrating.upgrade(connection, migrating.FIRST)\n"
        "Ledger('sqlite:///x.db').close(); print('done')"
    )
    result = run(environment, tmp_path, "python", "-c", program)
    assert result.stdout == "done\n", result.stderr


def test_its_command_helps(environment: Path, tmp_path: Path) -> None:
    result = run(environment, tmp_path, "loker", "--help")
    assert result.returncode == 0, result.stderr
    assert "Usage: loker" in result.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.soak
def test_its_demo_runs_from_any_folder_and_asks_for_no_name_but_its_own(
    environment: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    log = tmp_path_factory.mktemp("watch") / "log"
    result = run(environment, tmp_path, "loker", "demo", "contoh", log=log)
    assert result.returncode == 0, result.stdout + result.stderr
    assert list((tmp_path / "contoh").rglob("*.xlsx"))
    assert [path for path in tmp_path.iterdir() if path.name != "contoh"] == []
    assert strangers(log) == set()
    assert processes(log) == 2, "the command, and Prefect's server"
    assert {contact.host for contact in contacts(log)} >= {"127.0.0.1"}
