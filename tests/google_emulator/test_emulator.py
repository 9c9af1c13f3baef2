"""The emulator by itself: Google's own client library, sockets that really break, and the control API."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import requests
from google.oauth2.service_account import Credentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from tests.google_emulator import Emulator, Spreadsheet
from tests.google_emulator.conftest import client

SCOPES = ["https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive"]


def service(google: Emulator, name: str, version: str, scopes: list[str] = SCOPES) -> Any:
    credentials = Credentials.from_service_account_info(google.credentials(), scopes=scopes)
    return build(name, version, credentials=credentials, client_options={"api_endpoint": google.url})


class TestGooglesOwnClient:
    def test_it_reads_and_writes_values(self, google: Emulator, book: Spreadsheet) -> None:
        values = service(google, "sheets", "v4").spreadsheets().values()
        body = {"values": [["a", 1, True], ["=1"]]}
        answer = values.update(
            spreadsheetId=book.id,
            range="Lowongan!A1:C2",
            valueInputOption="RAW",
            body=body,
            includeValuesInResponse=True,
        ).execute()
        assert (answer["updatedRange"], answer["updatedCells"]) == ("Lowongan!A1:C2", 4)
        assert answer["updatedData"]["values"] == [["a", "1", "TRUE"], ["=1"]]
        found = values.batchGet(
            spreadsheetId=book.id, ranges=["Lowongan", "Lowongan!B1"], valueRenderOption="UNFORMATTED_VALUE"
        ).execute()
        assert [entry["values"] for entry in found["valueRanges"]] == [[["a", 1, True], ["=1"]], [[1]]]
        assert "values" not in values.get(spreadsheetId=book.id, range="Lowongan!Z9").execute()

    def test_it_reads_the_spreadsheet(self, google: Emulator, book: Spreadsheet) -> None:
        sheets = service(google, "sheets", "v4").spreadsheets()
        whole = sheets.get(spreadsheetId=book.id).execute()
        assert [sheet["properties"]["title"] for sheet in whole["sheets"]] == ["Lowongan", "It's a tab"]
        assert "data" not in whole["sheets"][0]
        part = sheets.get(spreadsheetId=book.id, fields="sheets(properties/title)").execute()
        assert part == {"sheets": [{"properties": {"title": "Lowongan"}}, {"properties": {"title": "It's a tab"}}]}

    def test_it_knows_drive(self, google: Emulator, book: Spreadsheet) -> None:
        files = service(google, "drive", "v3").files()
        assert files.get(fileId=book.id, fields="version,modifiedTime").execute() == {
            "version": str(book.version),
            "modifiedTime": book.modified,
        }
        query = "name contains 'Lowongan' and mimeType='application/vnd.google-apps.spreadsheet' and trashed = false"
        assert [entry["id"] for entry in files.list(q=query).execute()["files"]] == [book.id]
        assert files.list(q="name = 'Lain'").execute()["files"] == []
        with pytest.raises(HttpError, match="storage quota") as caught:
            files.create(body={"name": "x", "mimeType": "application/vnd.google-apps.folder"}).execute()
        assert caught.value.status_code == 403

    def test_it_takes_a_query_that_is_too_long_for_an_address(self, google: Emulator, book: Spreadsheet) -> None:
        values = service(google, "sheets", "v4").spreadsheets().values()
        ranges = [f"Lowongan!A{row}:Z{row}" for row in range(1, 200)]
        assert len(values.batchGet(spreadsheetId=book.id, ranges=ranges).execute()["valueRanges"]) == 199

    def test_it_holds_a_token_to_its_scopes(self, google: Emulator, book: Spreadsheet) -> None:
        read_only = service(google, "sheets", "v4", ["https://www.googleapis.com/auth/spreadsheets.readonly"])
        values = read_only.spreadsheets().values()
        values.get(spreadsheetId=book.id, range="A1").execute()
        with pytest.raises(HttpError, match="insufficient authentication scopes"):
            values.clear(spreadsheetId=book.id, range="A1", body={}).execute()

    def test_it_lets_an_account_with_storage_make_files(self, google: Emulator) -> None:
        google.accounts_have_storage = True
        body = {"properties": {"title": "Baru"}, "sheets": [{"properties": {"title": "Satu"}}]}
        made = service(google, "sheets", "v4").spreadsheets().create(body=body).execute()
        assert [sheet["properties"]["title"] for sheet in made["sheets"]] == ["Satu"]


class TestBreaking:
    def test_it_resets_the_connection(self, google: Emulator, book: Spreadsheet) -> None:
        tab = client(google).open_by_key(book.id).sheet1
        google.fail("reset", on="read")
        with pytest.raises(requests.exceptions.ConnectionError, match=r"reset by peer|Connection aborted"):
            tab.acell("A1")
        assert tab.acell("A1").value is None

    def test_it_loses_the_reply_after_the_write(self, google: Emulator, book: Spreadsheet) -> None:
        tab = client(google).open_by_key(book.id).sheet1
        google.fail("lost", on="values.append")
        with pytest.raises(requests.exceptions.ConnectionError):
            tab.append_row(["sekali"])
        tab.append_row(["sekali"])
        assert tab.col_values(1) == ["sekali", "sekali"]

    def test_it_keeps_a_client_waiting(self, google: Emulator, book: Spreadsheet) -> None:
        ours = client(google)
        tab = ours.open_by_key(book.id).sheet1
        ours.set_timeout((1, 0.2))
        google.fail("timeout", on="read")
        with pytest.raises(requests.exceptions.Timeout):
            tab.acell("A1")
        google.fail("slow", on="read", seconds=0.05)
        before = time.monotonic()
        tab.acell("A1")
        assert time.monotonic() - before >= 0.05

    def test_it_breaks_only_what_it_was_told_to(self, google: Emulator, book: Spreadsheet) -> None:
        tab = client(google).open_by_key(book.id).sheet1
        google.fail(503, on=r"PUT .*values", times=2, skip=1)
        outcomes = []
        for _ in range(4):
            tab.acell("A1")
            try:
                tab.update_acell("A1", "x")
                outcomes.append(200)
            except Exception as error:
                outcomes.append(error.response.status_code)  # type: ignore[attr-defined]
        assert outcomes == [200, 503, 503, 200]

    def test_it_owns_up_to_an_answer_that_google_would_not_give(self, google: Emulator, book: Spreadsheet) -> None:
        tab = client(google).open_by_key(book.id).sheet1
        book.properties["warna"] = "biru"
        response = client(google).http_client.session.get(f"https://sheets.googleapis.com/v4/spreadsheets/{book.id}")
        assert response.status_code == 500
        assert "warna" in google.failures.pop()
        del book.properties["warna"]
        assert tab.acell("A1").value is None

    def test_it_says_no_to_what_it_does_not_know(self, google: Emulator, book: Spreadsheet) -> None:
        session = client(google).http_client.session
        host = "https://sheets.googleapis.com"
        assert session.get(f"{host}/v5/spreadsheets").status_code == 404
        assert session.get(f"{host}/v4/spreadsheets/{book.id}?warna=biru").status_code == 400
        search = session.post(f"{host}/v4/spreadsheets/{book.id}/developerMetadata:search", json={"dataFilters": []})
        assert search.status_code == 501
        assert requests.get(f"{google.url}/v4/spreadsheets/{book.id}", timeout=5).status_code == 401
        broken = session.post(f"{host}/v4/spreadsheets/{book.id}:batchUpdate", data="{")
        assert (broken.status_code, broken.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


class TestColleague:
    def test_it_edits_between_two_calls(self, google: Emulator, book: Spreadsheet) -> None:
        tab = client(google).open_by_key(book.id).sheet1
        tab.update([["Nama"], ["Citra"], ["Ani"], ["Budi"]], "A1")
        google.before("read", lambda: google.colleague(book).sort("Lowongan", 1))
        assert tab.col_values(1) == ["Nama", "Ani", "Budi", "Citra"]
        google.after("read", lambda: google.colleague(book).delete_rows("Lowongan", 2))
        assert tab.col_values(1) == ["Nama", "Ani", "Budi", "Citra"]
        assert tab.col_values(1) == ["Nama", "Budi", "Citra"]

    def test_it_copies_moves_and_inserts_rows(self, google: Emulator, book: Spreadsheet) -> None:
        colleague = google.colleague(book)
        colleague.fill("Lowongan", [["a"], ["b"], ["c"]])
        colleague.copy_row("Lowongan", 1, 4)
        colleague.move_row("Lowongan", 1, 3)
        colleague.insert_rows("Lowongan", 2, [["x"], ["y"]])
        assert colleague.rows("Lowongan") == [["b"], ["x"], ["y"], ["c"], ["a"], ["a"]]


class TestControl:
    def call(self, google: Emulator, verb: str, path: str, **body: Any) -> Any:
        response = requests.request(verb, f"{google.url}/_emulator{path}", json=body, timeout=5)
        assert response.status_code == 200, response.text
        return response.json()

    def test_it_is_all_there_over_http(self, google: Emulator, book: Spreadsheet) -> None:
        tab = client(google).open_by_key(book.id).sheet1
        tab.update([["b"], ["a"]], "A1")
        self.call(google, "POST", "/faults", action=503, on="read")
        self.call(google, "POST", "/edits", edit="type", arguments={"tab": "Lowongan", "cell": "A1", "value": "c"})
        self.call(
            google,
            "POST",
            "/edits",
            when="after",
            on="write",
            edit="delete_rows",
            arguments={"tab": "Lowongan", "row": 1},
        )
        with pytest.raises(Exception, match="unavailable"):
            tab.acell("A1")
        tab.update_acell("B2", "x")
        assert self.call(google, "GET", f"/spreadsheets/{book.id}/Lowongan")["rows"] == [["a", "x"]]
        log = self.call(google, "GET", "/log")
        assert log["counts"] == {"token": 1, "read": 3, "write": 2}
        assert log["calls"][-1]["method"] == "sheets.spreadsheets.values.update"
        self.call(google, "DELETE", "/log")
        assert google.log == []

    def test_it_turns_every_knob(self, google: Emulator, book: Spreadsheet) -> None:
        tab = client(google).open_by_key(book.id).sheet1
        self.call(google, "PUT", "/quota", read=0)
        with pytest.raises(Exception, match="Quota exceeded"):
            tab.acell("A1")
        self.call(google, "PUT", "/quota", read=None)
        self.call(google, "PUT", "/apis", sheets=False)
        with pytest.raises(Exception, match="has not been used in project"):
            tab.acell("A1")
        self.call(google, "PUT", "/apis", sheets=True)
        self.call(google, "PUT", "/share", role=None)
        with pytest.raises(Exception, match="does not have permission"):
            tab.acell("A1")
        self.call(google, "PUT", "/share", role="reader")
        self.call(google, "POST", "/clock", advance=7200)
        self.call(google, "POST", "/tokens/revoke")
        assert tab.acell("A1").value is None
        made = self.call(google, "POST", "/spreadsheets", title="Lain", tabs=["Satu"])["id"]
        assert {entry["id"] for entry in self.call(google, "GET", "/")["spreadsheets"]} == {book.id, made}
        assert self.call(google, "GET", "/credentials")["client_email"] == google.account.email

    @pytest.mark.parametrize(
        ("path", "body"),
        [("/faults", {"action": "meledak"}), ("/edits", {"edit": "hapus semua"}), ("/spreadsheets", {"judul": "x"})],
    )
    def test_it_says_what_is_wrong_with_a_call(self, google: Emulator, path: str, body: dict[str, Any]) -> None:
        response = requests.post(f"{google.url}/_emulator{path}", json=body, timeout=5)
        assert response.status_code == 400
        assert response.json()["error"]


class TestAlone:
    def test_it_starts_as_a_program_and_says_where_it_is(self, tmp_path: Path) -> None:
        command = [sys.executable, "-m", "tests.google_emulator", "--port", "0", "--spreadsheet", "Uji"]
        root = Path(__file__).parents[2]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
            try:
                said = json.loads(process.stdout.readline())
                key = json.loads(Path(said["credentials"]).read_text("utf-8"))
                assert key["token_uri"] == f"{said['url']}/token"
                state = requests.get(f"{said['url']}/_emulator/", timeout=5).json()
                assert state["spreadsheets"] == [{"id": said["spreadsheet_id"], "title": "Uji"}]
                assert state["forms"] == [{"id": said["form_id"], "title": "Umpan Balik"}]
            finally:
                process.terminate()
        assert process.returncode == 0
        assert not Path(said["credentials"]).exists()
