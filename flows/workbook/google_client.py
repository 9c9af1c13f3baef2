"""Google's calls about one spreadsheet: time-outs, bounded back-off, and every refusal as an error with its cure.

gspread's HTTP client makes the requests; its ``Spreadsheet`` object is passed by, since making one costs a call.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flows.errors import LokerError, SettingsError, WorkbookBusy, WorkbookError

if TYPE_CHECKING:
    from gspread.exceptions import APIError
    from gspread.http_client import HTTPClient
    from tenacity import RetryCallState

HOSTS = ("https://sheets.googleapis.com/", "https://www.googleapis.com/")
SCOPES = (
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/drive.metadata.readonly",
)
"""Cells of the spreadsheets that are shared with the account, and when they changed: no file's content."""
ATTEMPTS = 5
LONGEST_WAIT = 60.0
"""Seconds. Who is told to wait longer gives up, and comes back at the next tick."""

Body = dict[str, Any]


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
            retry=retry_if_exception(_passing if repeatable else _not_carried_out),
            stop=stop_after_attempt(ATTEMPTS),
            wait=_wait,
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


# --- deciding ------------------------------------------------------------------------------------------------------


def _google_says(error: APIError) -> tuple[int, str, str]:
    """Code, message and reason (``storageQuotaExceeded``, ``SERVICE_DISABLED``) of a refusal, however it is worded."""
    body: Mapping[str, Any] = error.error
    entries = [*body.get("errors", ()), *body.get("details", ())]
    reasons = [str(entry.get("reason", "")) for entry in entries if isinstance(entry, dict)]
    return error.response.status_code, str(body.get("message", "")), next(filter(None, reasons), "")


def _quota(code: int, reason: str) -> bool:
    # Drive says some of its rate limits with 403.
    return code == 429 or (code == 403 and reason in ("rateLimitExceeded", "userRateLimitExceeded"))


def _passing(error: BaseException) -> bool:
    """Whether the same call may succeed in a moment. A true 403 never does."""
    from google.auth.exceptions import GoogleAuthError, TransportError
    from gspread.exceptions import APIError
    from requests import exceptions

    if isinstance(error, APIError):
        code, _, reason = _google_says(error)
        return (code in (408, 500, 502, 503, 504) or _quota(code, reason)) and (
            _told_to_wait(error) or 0
        ) <= LONGEST_WAIT
    if isinstance(error, GoogleAuthError):
        return isinstance(error, TransportError) or bool(error.retryable)
    return isinstance(error, exceptions.ConnectionError | exceptions.Timeout | exceptions.ChunkedEncodingError)


def _not_carried_out(error: BaseException) -> bool:
    from gspread.exceptions import APIError

    return isinstance(error, APIError) and error.response.status_code == 429 and _passing(error)


def _told_to_wait(error: BaseException | None) -> float | None:
    """``Retry-After`` in seconds; its other form, a date, Google's APIs do not use."""
    response = getattr(error, "response", None)
    text = response.headers.get("Retry-After", "") if response is not None else ""
    return float(text) if text.isdigit() else None


def _wait(state: RetryCallState) -> float:
    from tenacity import wait_exponential_jitter

    told = _told_to_wait(state.outcome.exception() if state.outcome else None)
    return told if told is not None else wait_exponential_jitter(initial=1, max=32, jitter=1)(state)


def explain(error: Exception, account: str, spreadsheet_id: str) -> LokerError | None:
    """What Google's answer, or its silence, means for a person; ``None`` for what is no matter of Google's."""
    from google.auth.exceptions import GoogleAuthError
    from gspread.exceptions import APIError
    from requests import RequestException

    where = f"spreadsheet {spreadsheet_id}"
    if _passing(error):
        return WorkbookBusy(
            "Google does not answer, or asks to wait",
            where=where,
            cure="nothing: the next run tries again; if it stays so for hours, look at Google's status page",
        )
    if isinstance(error, APIError):
        return _refusal(*_google_says(error), account, where)
    if isinstance(error, GoogleAuthError):
        return WorkbookError(
            "Google does not accept the service account's key",
            where=f"service account {account}",
            cure="make a new key in Google's console, put its file in place of workbook.credentials, check the clock",
        )
    if isinstance(error, RequestException):
        return WorkbookBusy("The connection to Google failed", where=where, cure="check this machine's network")
    return None


def _refusal(code: int, message: str, reason: str, account: str, where: str) -> LokerError:
    if code == 400:
        return BadRequest(message)
    if _quota(code, reason) or code >= 500:
        return WorkbookBusy("Google asks to wait longer than a run may last", where=where, cure="wait for the next run")
    if code == 401:
        return WorkbookError(
            "Google does not accept the service account's key",
            where=f"service account {account}",
            cure="make a new key in Google's console and put its file in place of workbook.credentials",
        )
    if reason in ("SERVICE_DISABLED", "accessNotConfigured"):
        return WorkbookError(
            "The Google Sheets API or the Google Drive API is not enabled",
            where=f"project of the service account {account}",
            cure="open Google's console, APIs & Services, and enable both",
        )
    if reason == "storageQuotaExceeded":
        return WorkbookError(
            "A service account owns no storage and cannot create files",
            where=f"service account {account}",
            cure=f"let a member of staff create the file and share it with {account} as editor",
        )
    if code == 404:
        return WorkbookError(
            "Google knows no such spreadsheet, or it is not shared with the service account",
            where=where,
            cure=f"check workbook.spreadsheet_id, and share the spreadsheet with {account} as editor",
        )
    return WorkbookError(
        "The spreadsheet is not shared with the service account for editing",
        where=where,
        cure=f"share it with {account} as editor",
    )
