"""No host is looked up but those configured: a child process is watched, and so is every process that it starts.

A whole cycle is watched in `tests.test_wheel`, which has one run.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.network_watch import processes, strangers, watched
from tests.test_engine import RUN

pytestmark = pytest.mark.early

NOISY = """
import socket, subprocess, sys
try:
    socket.getaddrinfo("stranger.example", 80)
except OSError:
    pass
if len(sys.argv) == 1:
    subprocess.run([sys.executable, "-P", __file__, "child"], check=True)
"""


def test_it_notices_a_stranger_also_in_a_child_process(tmp_path: Path) -> None:
    script, log = tmp_path / "noisy.py", tmp_path / "log"
    script.write_text(NOISY)
    subprocess.run([sys.executable, script], env=watched(log), check=True)
    assert {contact.host for contact in strangers(log)} == {"stranger.example"}
    assert processes(log) == 2


def test_a_flow_and_its_server_stay_on_the_loopback(tmp_path: Path, prefect_history: Path) -> None:
    log = tmp_path / "log"
    (tmp_path / "engine").mkdir()
    shutil.copy(prefect_history, tmp_path / "engine")
    quiet = {"DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED"}  # the engine must see to it by itself
    environment = {name: value for name, value in watched(log).items() if name not in quiet}
    subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path / "engine")],
        env=environment,
        stdin=subprocess.DEVNULL,
        check=True,
        capture_output=True,
    )
    assert strangers(log) == set()
    assert processes(log) == 2
