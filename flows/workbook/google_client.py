"""Google's calls about one spreadsheet.

gspread's HTTP client makes the requests; its ``Spreadsheet`` object is passed by, since making one costs a call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from flows.errors import WorkbookBusy, WorkbookError
from flows.google.connection import Body, Connection
from flows.google.errors import File

SCOPES = (
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/drive.metadata.readonly",
)
"""Cells of the spreadsheets that are shared with the account, and when they changed: no file's content."""


class BadRequest(WorkbookError):
    """400: Google did not understand a range, or it lies off the grid. ``google`` holds its words."""

    def __init__(self, google: str) -> None:
        self.google = google
        super().__init__(f"Google refused the request: {google}")

    @property
    def no_such_tab(self) -> bool:
        return "Unable to parse range" in self.google

    @property
    def off_the_grid(self) -> bool:
        return "exceeds grid limits" in self.google


class GoogleClient:
    """Calls about one spreadsheet. Every method raises what `flows.google.errors` makes of Google's answer."""

    def __init__(
        self,
        spreadsheet_id: str,
        credentials: Mapping[str, Any] | Path,
        *,
        endpoint: str = "",
        timeout: tuple[float, float],
        sleep: Callable[[float], None],
        setting: str = "workbook.spreadsheet_id",
    ) -> None:
        """``setting`` names it in messages."""
        file = File(
            "spreadsheet",
            spreadsheet_id,
            setting,
            "The Google Sheets API or the Google Drive API",
            busy=WorkbookBusy,
            error=WorkbookError,
            bad_request=BadRequest,
        )
        self.spreadsheet_id = spreadsheet_id
        self._google = Connection(file, credentials, SCOPES, endpoint=endpoint, timeout=timeout, sleep=sleep)
        self._http = self._google.http

    @property
    def account(self) -> str:
        """The service account's address."""
        return self._google.account

    def file(self) -> Body:
        """Drive's ``version`` and ``modifiedTime``."""
        from gspread.urls import DRIVE_FILES_API_V3_URL

        url = f"{DRIVE_FILES_API_V3_URL}/{self.spreadsheet_id}"
        return self._google.ask("get", url, params={"fields": "version,modifiedTime", "supportsAllDrives": "true"})

    def values(self, ranges: Sequence[str]) -> list[Body]:
        """ValueRanges in the order of ``ranges``, as typed values; dates are serial numbers."""
        options = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}
        answer = self._google.call(
            lambda: self._http.values_batch_get(self.spreadsheet_id, list(ranges), dict(options))
        )
        return list(answer["valueRanges"])

    def set_values(self, data: Sequence[Body]) -> None:
        """Write ValueRanges as they are (``RAW``): no text becomes a formula. Repeating it changes nothing more."""
        body = {"valueInputOption": "RAW", "data": list(data)}
        self._google.call(lambda: self._http.values_batch_update(self.spreadsheet_id, body))

    def spreadsheet(self, fields: str, ranges: Sequence[str] = ()) -> Body:
        """What ``fields`` asks for of the spreadsheet and its tabs."""
        params: Body = {"fields": fields, **({"ranges": list(ranges)} if ranges else {})}
        answer: Body = self._google.call(lambda: self._http.spreadsheets_get(self.spreadsheet_id, params))
        return answer

    def change(self, requests: Sequence[Body], *, repeatable: bool = False) -> None:
        """One batchUpdate, applied whole or not at all; whether it may be sent again is as in `Connection.call`."""
        body = {"requests": list(requests)}
        self._google.call(lambda: self._http.batch_update(self.spreadsheet_id, body), repeatable=repeatable)
