"""Google's calls about one spreadsheet: time-outs, bounded back-off, and every refusal as an error with its cure.

gspread's HTTP client makes the requests; its ``Spreadsheet`` object is passed by, since making one costs a call.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flows.errors import SettingsError
from flows.workbook.google_errors import explain, not_carried_out, passing, pause

if TYPE_CHECKING:
    from gspread.http_client import HTTPClient

HOSTS = ("https://sheets.googleapis.com/", "https://www.googleapis.com/")
SCOPES = (
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/drive.metadata.readonly",
)
"""Cells of the spreadsheets that are shared with the account, and when they changed: no file's content."""
ATTEMPTS = 5

Body = dict[str, Any]


class GoogleClient:
    """Calls about one spreadsheet. Every method raises what `explain` makes of Google's answer."""

    def __init__(
        self,
        spreadsheet_id: str,
        credentials: Mapping[str, Any] | Path,
        *,
        endpoint: str = "",
        timeout: tuple[float, float],
        sleep: Callable[[float], None],
    ) -> None:
        key = _key(credentials)
        self.account = str(key.get("client_email", ""))
        self.spreadsheet_id, self._sleep = spreadsheet_id, sleep
        self._http = _connect(key, endpoint)
        self._http.set_timeout(timeout)

    def file(self) -> Body:
        """Drive's ``version`` and ``modifiedTime``."""
        from gspread.urls import DRIVE_FILES_API_V3_URL

        url = f"{DRIVE_FILES_API_V3_URL}/{self.spreadsheet_id}"
        params: Body = {"fields": "version,modifiedTime", "supportsAllDrives": "true"}
        file: Body = self._call(lambda: self._http.request("get", url, params=params).json())
        return file

    def values(self, ranges: Sequence[str]) -> list[Body]:
        """ValueRanges in the order of ``ranges``, as typed values; dates are serial numbers."""
        options = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}
        answer = self._call(lambda: self._http.values_batch_get(self.spreadsheet_id, list(ranges), dict(options)))
        return list(answer["valueRanges"])

    def set_values(self, data: Sequence[Body]) -> None:
        """Write ValueRanges as they are (``RAW``): no text becomes a formula. Repeating it changes nothing more."""
        body = {"valueInputOption": "RAW", "data": list(data)}
        self._call(lambda: self._http.values_batch_update(self.spreadsheet_id, body))

    def spreadsheet(self, fields: str, ranges: Sequence[str] = ()) -> Body:
        """What ``fields`` asks for of the spreadsheet and its tabs."""
        params: Body = {"fields": fields, **({"ranges": list(ranges)} if ranges else {})}
        answer: Body = self._call(lambda: self._http.spreadsheets_get(self.spreadsheet_id, params))
        return answer

    def change(self, requests: Sequence[Body], *, repeatable: bool = False) -> None:
        """One batchUpdate, applied whole or not at all. Unless ``repeatable``, it is sent again only after a 429, which
        says that it was not carried out; whoever made it looks at the spreadsheet before trying anew."""
        body = {"requests": list(requests)}
        self._call(lambda: self._http.batch_update(self.spreadsheet_id, body), repeatable=repeatable)

    def _call(self, call: Callable[[], Any], *, repeatable: bool = True) -> Any:
        from tenacity import Retrying, retry_if_exception, stop_after_attempt

        retrying = Retrying(
            retry=retry_if_exception(passing if repeatable else not_carried_out),
            stop=stop_after_attempt(ATTEMPTS),
            wait=pause,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(call)
        except Exception as error:
            explained = explain(error, self.account, self.spreadsheet_id)
            if explained is None:
                raise
            raise explained from error


# --- connecting ----------------------------------------------------------------------------------------------------


def _key(credentials: Mapping[str, Any] | Path) -> Mapping[str, Any]:
    if not isinstance(credentials, Path):
        return credentials
    cure = "download the service account's key (JSON) from Google's console and name the file in workbook.credentials"
    try:
        key = json.loads(credentials.read_text("utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(
            "The Google service account's file is not there", where=str(credentials), cure=cure
        ) from error
    except (OSError, ValueError) as error:
        raise SettingsError(
            "The Google service account's file cannot be read", where=str(credentials), cure=cure
        ) from error
    if not isinstance(key, dict):
        raise SettingsError("The file is not a Google service account's key", where=str(credentials), cure=cure)
    return key


def _connect(key: Mapping[str, Any], endpoint: str) -> HTTPClient:
    from google.auth.transport.requests import AuthorizedSession
    from google.oauth2.service_account import Credentials
    from gspread.http_client import HTTPClient

    try:
        signer = Credentials.from_service_account_info(dict(key), scopes=SCOPES)  # type: ignore[no-untyped-call]
    except ValueError as error:
        raise SettingsError(
            "The Google service account's key is incomplete or damaged",
            where="workbook.credentials",
            cure="download a new key (JSON) from Google's console",
        ) from error
    session = AuthorizedSession(signer)  # type: ignore[no-untyped-call]
    if endpoint:
        for host in HOSTS:
            session.mount(host, _redirect(endpoint))
    return HTTPClient(signer, session)


def _redirect(endpoint: str) -> Any:
    """An adapter that takes requests for Google's hosts to ``endpoint``: gspread's addresses are constants."""
    from requests import PreparedRequest, Response
    from requests.adapters import HTTPAdapter

    class Redirect(HTTPAdapter):
        def send(self, request: PreparedRequest, *args: Any, **options: Any) -> Response:
            asked, there = urlsplit(request.url or ""), urlsplit(endpoint)
            request.url = str(asked._replace(scheme=there.scheme, netloc=there.netloc).geturl())
            # A proxy that was meant for Google has no business on the way to the endpoint.
            return super().send(request, *args, **{**options, "proxies": {}})

    return Redirect()
