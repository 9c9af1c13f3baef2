"""Google's calls about one form, by gspread's HTTP client: it makes calls to any of Google's services."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.errors import FormsBusy, FormsError
from flows.google.connection import Body, Connection
from flows.google.errors import File

FORMS = "https://forms.googleapis.com/v1/forms"
FILES = "https://www.googleapis.com/drive/v3/files"
SCOPES = (
    "https://www.googleapis.com/auth/forms.body",
    "https://www.googleapis.com/auth/forms.responses.readonly",
    "https://www.googleapis.com/auth/drive.metadata.readonly",
)
"""The forms that are shared with the account, their answers, and who may answer: no other file's content."""


class BadRequest(FormsError):
    """400: Google did not take a change, for instance because somebody changed the form meanwhile."""

    def __init__(self, google: str) -> None:
        super().__init__(f"Google refused the request: {google}")


class FormCalls:
    """Calls about one form. Every method raises what `flows.google.errors` makes of Google's answer."""

    def __init__(
        self,
        form_id: str,
        credentials: Mapping[str, Any] | Path,
        *,
        endpoint: str = "",
        timeout: tuple[float, float],
        sleep: Callable[[float], None],
    ) -> None:
        file = File(
            "form",
            form_id,
            "feedback.google_form_id",
            "The Google Forms API or the Google Drive API",
            busy=FormsBusy,
            error=FormsError,
            bad_request=BadRequest,
        )
        self.form_id, self._url = form_id, f"{FORMS}/{form_id}"
        self._google = Connection(file, credentials, SCOPES, endpoint=endpoint, timeout=timeout, sleep=sleep)

    def form(self, fields: str = "") -> Body:
        """The form, or what ``fields`` asks for of it."""
        return self._google.ask("get", self._url, params={"fields": fields} if fields else {})

    def change(self, requests: Sequence[Body], revision: str) -> None:
        """One batchUpdate, applied whole or not at all, and not at all if the form is no longer of that revision."""
        body = {"requests": list(requests), "writeControl": {"requiredRevisionId": revision}}
        self._google.ask("post", f"{self._url}:batchUpdate", json=body, repeatable=False)

    def publish(self) -> None:
        """Let it be answered. Repeating it changes nothing more."""
        state = {"isPublished": True, "isAcceptingResponses": True}
        body = {"publishSettings": {"publishState": state}}
        self._google.ask("post", f"{self._url}:setPublishSettings", json=body)

    def answered_by_anyone(self) -> bool:
        """Whether whoever has the link may answer, as Drive knows it of a form that is published."""
        params = {
            "fields": "permissions(type,view)",
            "includePermissionsForView": "published",
            "supportsAllDrives": "true",
        }
        permissions = self._google.ask("get", f"{FILES}/{self.form_id}/permissions", params=params)["permissions"]
        return any(entry["type"] == "anyone" and entry.get("view") == "published" for entry in permissions)

    def responses(self, since: datetime | None) -> Iterator[Body]:
        """FormResponses that were sent or edited at that moment or later, in no particular order."""
        params: Body = {"filter": f"timestamp >= {_zulu(since)}"} if since else {}
        while True:
            answer = self._google.ask("get", f"{self._url}/responses", params=params)
            yield from answer.get("responses", ())
            if not answer.get("nextPageToken"):
                return
            params["pageToken"] = answer["nextPageToken"]


def _zulu(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
