"""The connection to Google: a service account's credentials, time-outs, and bounded back-off around every call."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flows.errors import SettingsError
from flows.google.errors import File, explain, not_carried_out, passing, pause

if TYPE_CHECKING:
    from gspread.http_client import HTTPClient

HOSTS = ("https://sheets.googleapis.com/", "https://forms.googleapis.com/", "https://www.googleapis.com/")
ATTEMPTS = 5

Body = dict[str, Any]


class Connection:
    """Calls about one file. What goes wrong is raised as what `explain` makes of it.

    ``credentials`` is the service account's JSON or its file; ``endpoint`` takes Google's place in tests; ``timeout``
    is for connecting and for reading, in seconds.
    """

    def __init__(
        self,
        file: File,
        credentials: Mapping[str, Any] | Path,
        scopes: Sequence[str],
        *,
        endpoint: str,
        timeout: tuple[float, float],
        sleep: Callable[[float], None],
    ) -> None:
        key = _key(credentials)
        self.account = str(key.get("client_email", ""))
        self.file, self._sleep = file, sleep
        self.http = _connect(key, scopes, endpoint)
        """gspread's client, to make calls with inside `call`."""
        self.http.set_timeout(timeout)

    def ask(self, method: str, url: str, *, repeatable: bool = True, **options: Any) -> Body:
        """One call by its address; the JSON of its answer."""
        answer: Body = self.call(lambda: self.http.request(method, url, **options).json(), repeatable=repeatable)
        return answer

    def call(self, call: Callable[[], Any], *, repeatable: bool = True) -> Any:
        """Unless ``repeatable``, a call is made again only after a 429, which says that it was not carried out: whoever
        made it looks at the file before trying anew."""
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
            explained = explain(error, self.account, self.file)
            if explained is None:
                raise
            raise explained from error


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


def _connect(key: Mapping[str, Any], scopes: Sequence[str], endpoint: str) -> HTTPClient:
    from google.auth.transport.requests import AuthorizedSession
    from google.oauth2.service_account import Credentials
    from gspread.http_client import HTTPClient

    try:
        signer = Credentials.from_service_account_info(dict(key), scopes=scopes)  # type: ignore[no-untyped-call]
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
