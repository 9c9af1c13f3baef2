"""What holds for every test: nobody is called, no one's settings are read, and under CI nothing is skipped."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from tests import statements

if TYPE_CHECKING:
    from tests.postgresql import Server

for _name in [name for name in os.environ if name.startswith(("LOKER_", "PREFECT_"))]:
    del os.environ[_name]
os.environ |= {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}


@pytest.fixture(scope="session", autouse=True)
def no_questions_to_dns() -> None:
    """`loker check` asks DNS about the sender's domain: not the world's."""
    import dns.resolver

    dns.resolver.default_resolver = silent = dns.resolver.Resolver(configure=False)
    silent.nameservers = []


@pytest.fixture(scope="session")
def prefect_history(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The database of a Prefect server that has run nothing: to make its tables takes each new server ten seconds."""
    from filelock import FileLock

    from flows.engine import DATABASE, engine

    home = tmp_path_factory.getbasetemp()
    made = (home if worker_id == "master" else home.parent) / "prefect-history"
    with FileLock(f"{made}.lock"):
        if not made.exists():
            with engine(making := tmp_path_factory.mktemp("prefect")):
                pass
            making.rename(made)
    return made / DATABASE


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory, prefect_history: Path) -> Iterator[str]:
    """A Prefect server for the tests that run flows, once per session; its API's address."""
    from flows.engine import engine

    home = tmp_path_factory.mktemp("prefect")
    shutil.copy(prefect_history, home)
    with engine(home) as url:
        yield url


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL of our own, once per session, for as long as somebody asks for it."""
    from tests import postgresql as private

    if private.MISSING:
        pytest.skip(private.MISSING)
    with private.postgresql() as server:
        yield server


def _unskipped(report: Any) -> Any:
    """Under ``CI=true`` a tool that is not installed is a failure, not a reason to look away."""
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not allow: {report.longrepr}"
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, then those with many tests: at the end no worker is left alone with a long one.

    xdist's own order, by the number of tests, starts the longest last: `make test` goes without it.
    """
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.get_closest_marker("early") is None, -tests[item.path]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    return _unskipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    return _unskipped((yield))


statements.share()
# A loaded machine is no defect: no deadline. `make soak` draws more, by --hypothesis-profile.
hypothesis.settings.register_profile("loker", deadline=None, max_examples=40)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=400)
hypothesis.settings.load_profile("loker")
