"""What Google's answers and its silence mean: try again in a moment, leave it to the next run, or call a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.errors import LokerError

if TYPE_CHECKING:
    from gspread.exceptions import APIError
    from tenacity import RetryCallState

LONGEST_WAIT = 60.0
"""Seconds. Who is told to wait longer gives up, and comes back at the next tick."""


@dataclass(frozen=True)
class File:
    """A file at Google, in the words of a message about it, and the errors that such a message is."""

    noun: str
    """``spreadsheet`` or ``form``."""
    id: str
    setting: str
    """The key of the settings that names it."""
    apis: str
    """The two of Google's that must be enabled for it: ``The Google Forms API or the Google Drive API``."""
    busy: type[LokerError]
    """Another try at the next tick may succeed."""
    error: type[LokerError]
    """A person must act first."""
    bad_request: Callable[[str], LokerError]
    """Made of Google's words for a 400."""

    def __str__(self) -> str:
        return f"{self.noun} {self.id}"


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


def explain(error: Exception, account: str, file: File) -> LokerError | None:
    """What Google's answer, or its silence, means for a person; ``None`` for what is no matter of Google's."""
    from google.auth.exceptions import GoogleAuthError
    from gspread.exceptions import APIError
    from requests import RequestException

    if passing(error):
        return file.busy(
            "Google does not answer, or asks to wait",
            where=str(file),
            cure="nothing: the next run tries again; if it stays so for hours, look at Google's status page",
        )
    if isinstance(error, APIError):
        return _refusal(*_google_says(error), account, file)
    if isinstance(error, GoogleAuthError):
        return file.error(
            "Google does not accept the service account's key",
            where=f"service account {account}",
            cure="make a new key in Google's console, put its file in place of workbook.credentials, check the clock",
        )
    if isinstance(error, RequestException):
        return file.busy("The connection to Google failed", where=str(file), cure="check this machine's network")
    return None


def _refusal(code: int, message: str, reason: str, account: str, file: File) -> LokerError:
    if code == 400:
        return file.bad_request(message)
    if _quota(code, reason) or code >= 500:
        return file.busy(
            "Google asks to wait longer than a run may last", where=str(file), cure="wait for the next run"
        )
    if code == 401:
        return file.error(
            "Google does not accept the service account's key",
            where=f"service account {account}",
            cure="make a new key in Google's console and put its file in place of workbook.credentials",
        )
    if reason in ("SERVICE_DISABLED", "accessNotConfigured"):
        return file.error(
            f"{file.apis} is not enabled",
            where=f"project of the service account {account}",
            cure="open Google's console, APIs & Services, and enable both",
        )
    if reason == "storageQuotaExceeded":
        return file.error(
            "A service account owns no storage and cannot create files",
            where=f"service account {account}",
            cure=f"let a member of staff create the file and share it with {account} as editor",
        )
    if code == 404:
        return file.error(
            f"Google knows no such {file.noun}, or it is not shared with the service account",
            where=str(file),
            cure=f"check {file.setting}, and share the {file.noun} with {account} as editor",
        )
    return file.error(
        f"The {file.noun} is not shared with the service account for editing",
        where=str(file),
        cure=f"share it with {account} as editor",
    )
