"""Disk, clock, last run and schedule, each good, wrong or unclear."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.health.alive import last_run, schedule
from flows.health.finding import Verdict
from flows.health.machine import clock, disk

GOOD, WRONG, UNCLEAR = Verdict.GOOD, Verdict.WRONG, Verdict.UNCLEAR
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@contextmanager
def answering(body: object, status: int = 200) -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(status)  # with a Date
            self.end_headers()
            self.wfile.write(json.dumps(body).encode() if self.command == "POST" else b"")

        do_HEAD = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class TestDisk:
    def test_it_names_the_disk_that_is_nearly_full(self, tmp_path: Path) -> None:
        arsip = tmp_path / "arsip"
        arsip.mkdir()
        found = disk([tmp_path, arsip], free=lambda path: 10_000_000 if path == arsip else 10**10)
        assert (found.verdict, found.told) == (WRONG, f"10 MB are free at {arsip}")

    def test_a_folder_that_is_still_to_be_made_is_on_its_parents_disk(self, tmp_path: Path) -> None:
        assert disk([tmp_path / "a" / "b"], free=lambda path: 10**10).verdict is GOOD


class TestClock:
    def test_it_is_compared_with_a_server_that_is_asked_anyway(self) -> None:
        with answering({}, status=404) as server:
            assert clock(datetime.now(UTC), server).verdict is GOOD
            assert clock(datetime.now(UTC) + timedelta(minutes=5), server).verdict is WRONG

    @pytest.mark.parametrize(("kept", "verdict"), [(True, GOOD), (False, UNCLEAR), (None, UNCLEAR)])
    def test_without_one_the_system_is_asked(self, kept: bool | None, verdict: Verdict) -> None:
        assert clock(NOW, "", lambda: kept).verdict is verdict
        assert clock(NOW, "http://127.0.0.1:9", lambda: kept).verdict is verdict


class TestRuns:
    @pytest.mark.parametrize(("minutes", "verdict"), [(9, GOOD), (44, GOOD), (60, WRONG), (6000, WRONG)])
    def test_one_that_is_long_ago_is_wrong(self, minutes: int, verdict: Verdict) -> None:
        assert last_run(NOW - timedelta(minutes=minutes), NOW).verdict is verdict

    def test_an_office_that_never_ran_cannot_be_told(self) -> None:
        assert last_run(None, NOW).verdict is UNCLEAR


class TestSchedule:
    SOUND = {"paused": False, "status": "READY", "schedules": [{"active": True}]}

    @pytest.mark.parametrize(
        ("deployments", "verdict"),
        [
            ([SOUND], GOOD),
            ([], WRONG),
            ([SOUND | {"paused": True}], WRONG),
            ([SOUND | {"status": "NOT_READY"}], WRONG),
            ([SOUND | {"schedules": [{"active": False}]}], WRONG),
            ([SOUND | {"paused": True}, SOUND], GOOD),
        ],
    )
    def test_prefect_says_whether_somebody_takes_the_runs_on(self, deployments: list[object], verdict: Verdict) -> None:
        with answering(deployments) as api:
            assert schedule(api).verdict is verdict

    def test_a_server_that_does_not_tell_is_no_fault_of_the_office(self) -> None:
        with answering({}, status=401) as api:
            assert schedule(api).verdict is UNCLEAR
        assert schedule("http://127.0.0.1:9").verdict is UNCLEAR
