"""Several workers deliver from one queue: nobody gets a mail twice, the limit holds, and the dead are replaced."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.postgresql import Server
from tests.smtp_server import Server as MailServer
from tests.workers.crew import crew

pytestmark = pytest.mark.early


def test_when_one_of_four_is_killed_the_rest_send_all_within_its_lease(postgresql: Server, tmp_path: Path) -> None:
    people, lease = 300, 2.0
    ledger = postgresql.database(postgresql.ledger)
    with MailServer(delay=0.01) as server, crew(tmp_path, ledger, server.port, people, lease=lease) as office:
        office.start(4)
        while len(server.messages) < people / 4:
            time.sleep(0.01)
        office.workers[0].kill()
        killed = time.monotonic()
        done = office.results()
        states = office.messages()
    assert [work.error for work in done] == ["", "", ""]
    assert all(work.sent for work in done)
    assert states["sent"] + states.get("unknown", 0) == people
    assert states.get("unknown", 0) <= 1
    delivered = server.delivered()
    assert set(delivered.values()) == {1}
    assert people - 1 <= len(delivered)
    assert max(work.ended for work in done) - killed < 2 * lease + people * 0.01


def test_together_they_keep_the_limit_of_the_account(postgresql: Server, tmp_path: Path) -> None:
    ledger = postgresql.database(postgresql.ledger)
    with MailServer() as server, crew(tmp_path, ledger, server.port, 120, limit=100) as office:
        office.start(4)
        done = office.results()
        states = office.messages()
    assert [work.error for work in done] == [""] * 4
    assert states == {"sent": 80}  # a fifth is kept for mail to staff
    assert len(server.messages) == 80


def test_a_ledger_in_a_file_has_no_further_workers(tmp_path: Path) -> None:
    from flows.errors import SettingsError
    from flows.under_way import run_beside
    from tests.workers.crew import SETTINGS

    config = tmp_path / "loker.toml"
    config.write_text(SETTINGS.format(port=1, limit=1, ledger="sqlite:///loker.db", lease=60))
    with pytest.raises(SettingsError, match="loker ledger move"), run_beside(config):
        pass


def test_the_command_is_a_flow_beside_a_run_that_holds_the_lock(
    postgresql: Server, prefect_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from flows.cli import app
    from flows.lock import run_lock

    monkeypatch.setenv("PREFECT_API_URL", prefect_server)
    ledger = postgresql.database(postgresql.ledger)
    with MailServer() as server, crew(tmp_path, ledger, server.port, 5) as office, run_lock(tmp_path, ledger=ledger):
        result = CliRunner().invoke(app, ["run", "deliver", "--json", "--config", str(office.config)])
        assert (result.exit_code, len(server.messages)) == (0, 5), result.output
        assert office.messages() == {"sent": 5}
    assert '"sent": 5' in result.output


@pytest.mark.soak
def test_five_thousand_are_sent_once_though_workers_are_killed(postgresql: Server, tmp_path: Path) -> None:
    people = 5_000
    ledger = postgresql.database(postgresql.ledger)
    with MailServer(delay=0.02) as server, crew(tmp_path, ledger, server.port, people, lease=5) as office:
        office.start(4)
        for number, share in enumerate((0.3, 0.5, 0.7)):
            while len(server.messages) < people * share:
                time.sleep(0.05)
            office.workers[number].kill()
        done = office.results()
        states = office.messages()
    assert [work.error for work in done] == [""]
    assert states["sent"] + states.get("unknown", 0) == people
    assert states.get("unknown", 0) <= 3
    assert set(server.delivered().values()) == {1}
    assert len(server.delivered()) >= people - 3
