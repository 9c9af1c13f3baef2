"""The emulator itself: what it holds, what tests do to it, and how one request is answered (without any socket)."""

from __future__ import annotations

import json
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import discovery, drive, fields, spreadsheets, values
from .clock import Clock, Quota
from .colleague import Colleague
from .errors import GoogleError
from .faults import Call, Fault, Hook, Rules
from .model import Spreadsheet
from .oauth import Account, Accounts, Token, dump
from .tabs import add

Body = dict[str, Any]
STAFF = "staf.pkpk@example.ac.id"
SERVICE = "loker@loker-emulator.example.com"
_APIS = {
    "sheets": ("Google Sheets API", "sheets.googleapis.com"),
    "drive": ("Google Drive API", "drive.googleapis.com"),
}

_SHEETS: dict[str, Callable[[Spreadsheet, Body, Body], Body]] = {
    "spreadsheets.get": spreadsheets.get,
    "spreadsheets.batchUpdate": spreadsheets.batch_update,
    "spreadsheets.values.get": values.get,
    "spreadsheets.values.batchGet": values.batch_get,
    "spreadsheets.values.update": values.update,
    "spreadsheets.values.batchUpdate": values.batch_update,
    "spreadsheets.values.append": values.append,
    "spreadsheets.values.clear": values.clear,
    "spreadsheets.values.batchClear": values.batch_clear,
}
_DRIVE: dict[str, Callable[[Emulator, str, Body, Body], Body | str | None]] = {
    "files.get": drive.get_file,
    "files.list": drive.list_files,
    "files.create": drive.create_file,
    "files.copy": drive.copy_file,
    "files.update": drive.update_file,
    "files.delete": drive.delete_file,
    "files.export": drive.export_file,
    "permissions.list": drive.list_permissions,
    "permissions.get": drive.get_permission,
    "permissions.create": drive.create_permission,
    "permissions.update": drive.update_permission,
    "permissions.delete": drive.delete_permission,
}


@dataclass
class Emulator:
    """State, faults, log and clock; `server.Server` puts it on a socket. Any thread may call."""

    clock: Clock = field(default_factory=Clock)
    rules: Rules = field(default_factory=Rules)
    spreadsheets: dict[str, Spreadsheet] = field(default_factory=dict)
    log: list[Call] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    """Answers of the emulator itself that broke Google's documents: a test should find none."""
    accounts_have_storage: bool = False
    disabled: set[str] = field(default_factory=set)
    """APIs (``drive``, ``sheets``) that were never enabled in the project."""
    lock: threading.RLock = field(default_factory=threading.RLock)
    url: str = ""

    def __post_init__(self) -> None:
        self.accounts = Accounts(self.clock)
        self.quota = Quota(self.clock)
        self.account = self.accounts.add(SERVICE)

    @property
    def token_uri(self) -> str:
        return f"{self.url}/token"

    # --- what tests do -------------------------------------------------------------------------------------------

    def credentials(self, account: Account | None = None) -> Body:
        """The service account's JSON, its ``token_uri`` pointing here."""
        return (account or self.account).file(self.token_uri)

    def write_credentials(self, path: Path, account: Account | None = None) -> Path:
        path.write_text(dump(account or self.account, self.token_uri), "utf-8")
        path.chmod(0o600)
        return path

    def create_spreadsheet(
        self,
        title: str = "Lowongan Kerja",
        *,
        tabs: Iterable[str] = ("Sheet1",),
        owner: str = STAFF,
        share: Iterable[str] = (SERVICE,),
        locale: str = "id_ID",
        timezone: str = "Asia/Jakarta",
    ) -> Spreadsheet:
        """As staff make one in a browser and share it with ``share`` as editors."""
        key = secrets.token_urlsafe(33)
        properties = {"title": title, "locale": locale, "autoRecalc": "ON_CHANGE", "timeZone": timezone}
        url = f"https://docs.google.com/spreadsheets/d/{key}/edit"
        with self.lock:
            book = self.spreadsheets[key] = Spreadsheet(key, properties, url, self.clock.stamp)
            for place, name in enumerate(tabs):
                add(book, {"title": name, "sheetId": 0} if place == 0 else {"title": name})
            book.touch()
            self.share(book, owner, "owner")
            for email in share:
                self.share(book, email)
        return book

    def share(
        self, book: Spreadsheet, email: str, role: str = "writer", *, type: str = "user", domain: str = ""
    ) -> Body:
        """Give a permission, or change the one that is there."""
        with self.lock:
            for entry in book.permissions:
                if email and entry.get("emailAddress") == email:
                    entry["role"] = role
                    return entry
            key = "anyoneWithLink" if type == "anyone" else str(secrets.randbits(60))
            entry = {"kind": "drive#permission", "id": key, "type": type, "role": role}
            entry |= {"emailAddress": email} if email else {}
            entry |= {"domain": domain} if domain else {}
            book.permissions.append(entry)
            return entry

    def unshare(self, book: Spreadsheet, email: str = SERVICE) -> None:
        with self.lock:
            book.permissions = [entry for entry in book.permissions if entry.get("emailAddress") != email]

    def colleague(self, book: Spreadsheet) -> Colleague:
        return Colleague(book)

    def fail(self, action: int | str, on: str = "any", **details: Any) -> None:
        """The next matching calls go wrong: see `Fault`."""
        with self.lock:
            self.rules.faults.append(Fault(action, on, **details))

    def before(self, on: str, run: Callable[[], None], times: int = 1) -> None:
        """Run something just before the next matching call is carried out."""
        with self.lock:
            self.rules.hooks.append(Hook("before", on, run, times))

    def after(self, on: str, run: Callable[[], None], times: int = 1) -> None:
        """Run something right after the next matching call was carried out, before it is answered."""
        with self.lock:
            self.rules.hooks.append(Hook("after", on, run, times))

    def counts(self) -> Counter[str]:
        """Calls since the log was cleared, by kind."""
        return Counter(call.kind for call in self.log)

    # --- how a request is answered ---------------------------------------------------------------------------------

    def readable(self, id: str, email: str, api: str) -> Spreadsheet:
        """Drive says 404 for a file that is not shared, Sheets 403."""
        book = self.spreadsheets.get(id)
        if book and drive.role(book, email):
            return book
        if api == "drive":
            raise GoogleError(404, f"File not found: {id}.", reason="notFound")
        if book is None:
            raise GoogleError(404, "Requested entity was not found.")
        raise GoogleError(403, "The caller does not have permission")

    def writable(self, id: str, email: str, api: str) -> Spreadsheet:
        book = self.readable(id, email, api)
        if drive.role(book, email) < drive.ROLES["writer"]:
            if api == "drive":
                raise GoogleError(
                    403,
                    "The user does not have sufficient permissions for this file.",
                    reason="insufficientFilePermissions",
                )
            raise GoogleError(403, "The caller does not have permission")
        return book

    def answer(self, method: discovery.Method, params: Body, body: Any, authorization: str) -> Body | str | None:
        """Carry a call out. Raises GoogleError."""
        token = self._admit(method, authorization)
        discovery.check_request(method, body)
        result = self._carry_out(method, token.email, params, discovery.without_nulls(body or {}))
        if isinstance(result, dict):
            result = json.loads(json.dumps(result))
            try:
                discovery.check_response(method, result)
            except GoogleError as error:
                self.failures.append(error.message)
                raise
            if params.get("fields"):
                result = fields.select(fields.parse(params["fields"]), result)
        return result

    def _admit(self, method: discovery.Method, authorization: str) -> Token:
        token = self.accounts.who(authorization)
        if token is None:
            raise GoogleError(
                401,
                "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other "
                "valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
            )
        name, service = _APIS[method.api]
        if method.api in self.disabled:
            raise GoogleError(
                403,
                f"{name} has not been used in project 123456789012 before or it is disabled. Enable it by visiting "
                f"https://console.developers.google.com/apis/api/{service}/overview?project=123456789012 then retry.",
                reason="accessNotConfigured" if method.api == "drive" else "SERVICE_DISABLED",
            )
        if not token.scopes & set(method.scopes):
            raise GoogleError(
                403,
                "Request had insufficient authentication scopes.",
                reason="insufficientPermissions" if method.api == "drive" else "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            )
        self.quota.spend(token.email, method.kind)
        return token

    def _carry_out(self, method: discovery.Method, email: str, params: Body, body: Body) -> Body | str | None:
        name = method.id.partition(".")[2]
        if method.api == "drive":
            if name not in _DRIVE:
                raise GoogleError(501, f"The emulator does not support {method.id}.")
            return _DRIVE[name](self, email, params, body)
        if name == "spreadsheets.create":
            return self._create(email, body)
        if name == "spreadsheets.sheets.copyTo":
            target = self.writable(body.get("destinationSpreadsheetId") or "", email, "sheets")
            return spreadsheets.copy_to(self.readable(params["spreadsheetId"], email, "sheets"), params, target)
        if name not in _SHEETS:
            raise GoogleError(501, f"The emulator does not support {method.id}.")
        find = self.readable if method.kind == "read" else self.writable
        return _SHEETS[name](find(params["spreadsheetId"], email, "sheets"), params, body)

    def _create(self, email: str, body: Body) -> Body:
        if not self.accounts_have_storage:
            raise GoogleError(403, "The caller does not have permission")
        properties = body.get("properties") or {}
        titles = [(sheet.get("properties") or {}).get("title") or "Sheet1" for sheet in body.get("sheets") or ()]
        book = self.create_spreadsheet(
            properties.get("title") or "Untitled spreadsheet",
            tabs=titles or ("Sheet1",),
            owner=email,
            share=(),
            locale=properties.get("locale") or "en_US",
            timezone=properties.get("timeZone") or "Etc/GMT",
        )
        return spreadsheets.get(book, {}, {})
