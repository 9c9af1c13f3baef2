"""What Google's answers and its silence mean: try again in a moment, leave it to the next run, or call a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flows.errors import LokerError, WorkbookBusy, WorkbookError

if TYPE_CHECKING:
    from gspread.exceptions import APIError
    from tenacity import RetryCallState

LONGEST_WAIT = 60.0
"""Seconds. Who is told to wait longer gives up, and comes back at the next tick."""


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


def _google_says(error: APIError) -> tuple[int, str, str]:
    """Code, message and reason (``storageQuotaExceeded``, ``SERVICE_DISABLED``) of a refusal, however it is worded."""
    body: Mapping[str, Any] = error.error
    entries = [*body.get("errors", ()), *body.get("details", ())]
    reasons = [str(entry.get("reason", "")) for entry in entries if isinstance(entry, dict)]
    return error.response.status_code, str(body.get("message", "")), next(filter(None, reasons), "")


def _quota(code: int, reason: str) -> bool:
    # Drive says some of its rate limits with 403.
    return code == 429 or (code == 403 and reason in ("rateLimitExceeded", "userRateLimitExceeded"))


def passing(error: BaseException) -> bool:
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


def not_carried_out(error: BaseException) -> bool:
    """Whether it is sure that Google did nothing: only then may a call be repeated that would double something."""
    from gspread.exceptions import APIError

    return isinstance(error, APIError) and error.response.status_code == 429 and passing(error)


def _told_to_wait(error: BaseException | None) -> float | None:
    """``Retry-After`` in seconds; its other form, a date, Google's APIs do not use."""
    response = getattr(error, "response", None)
    text = response.headers.get("Retry-After", "") if response is not None else ""
    return float(text) if text.isdigit() else None


def pause(state: RetryCallState) -> float:
    """Seconds before the next try: what Google says, else ever longer, with jitter."""
    from tenacity import wait_exponential_jitter

    told = _told_to_wait(state.outcome.exception() if state.outcome else None)
    return told if told is not None else wait_exponential_jitter(initial=1, max=32, jitter=1)(state)


def explain(error: Exception, account: str, spreadsheet_id: str) -> LokerError | None:
    """What Google's answer, or its silence, means for a person; ``None`` for what is no matter of Google's."""
    from google.auth.exceptions import GoogleAuthError
    from gspread.exceptions import APIError
    from requests import RequestException

    where = f"spreadsheet {spreadsheet_id}"
    if passing(error):
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
