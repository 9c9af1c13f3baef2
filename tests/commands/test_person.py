"""``loker forget`` and ``loker export`` as an administrator types them."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from flows.cli import app
from tests.commands.office import Office, loker

ANI = "ani@example.com"


class TestForget:
    def test_it_says_what_it_erased_in_counts_and_where_staff_have_to_delete(self, office: Office) -> None:
        office.work()
        said = loker("forget", "ANI@example.com", "--yes", "--config", office.config)
        assert said.exit_code == 1  # staff are to delete the row
        lines = [line.strip() for line in said.output.splitlines()]
        assert lines[:4] == [
            "Erased:",
            "1 address",
            "1 messages emptied; that they were sent still counts",
            "Still in the sheet: tab Alumni, row 2. Staff are asked in Masalah to delete it.",
        ]
        assert ANI not in said.output.lower()
        assert ANI.encode() not in (office.folder / "loker.db").read_bytes().lower()

    def test_it_asks_first(self, office: Office) -> None:
        office.work()
        for answer, erased in (("n\n", False), ("y\n", True)):
            said = CliRunner().invoke(app, ["forget", ANI, "--config", str(office.config)], input=answer)
            assert ("Nothing was erased." in said.output) is not erased
            assert (ANI.encode() in (office.folder / "loker.db").read_bytes()) is not erased

    def test_it_works_without_the_workbook(self, office: Office) -> None:
        office.work()
        (office.folder / "loker.xlsx").unlink()
        said = loker("forget", ANI, "--yes", "--config", office.config)
        assert said.exit_code == 1
        assert "The workbook cannot be read now" in said.output
        assert "1 address" in said.output

    def test_it_refuses_what_is_no_address(self, office: Office) -> None:
        said = loker("forget", "Ani Lestari", "--yes", "--config", office.config)
        assert said.exit_code == 2
        assert "not an e-mail address" in said.output

    def test_of_a_stranger_it_remembers_never_to_write(self, office: Office) -> None:
        said = loker("forget", "dewi@example.com", "--yes", "--config", office.config)
        assert said.exit_code == 0
        assert said.output.startswith("The ledger knew nothing of this person.")


class TestExport:
    def test_it_prints_json(self, office: Office) -> None:
        office.work()
        said = loker("export", ANI, "--config", office.config)
        told = json.loads(said.output)
        assert [row["cells"]["NIM"] for row in told["sheet"]] == ["4242201000"]
        assert [mail["state"] for mail in told["mails"]] == ["sent"]

    def test_it_writes_a_file_for_its_owner_alone_and_over_none(self, office: Office, tmp_path: Path) -> None:
        file = tmp_path / "ani.json"
        assert loker("export", ANI, "--output", file, "--config", office.config).exit_code == 0
        assert json.loads(file.read_text("utf-8"))["address"] == ANI
        assert file.stat().st_mode & 0o777 == 0o600
        again = loker("export", ANI, "--output", file, "--config", office.config)
        assert again.exit_code == 2
        assert "a file that is not there yet" in again.output

    def test_it_changes_nothing(self, office: Office) -> None:
        office.work()
        before = loker("export", ANI, "--config", office.config).output
        after = loker("export", ANI, "--config", office.config).output
        assert json.loads(before) | {"made_at": ""} == json.loads(after) | {"made_at": ""}
