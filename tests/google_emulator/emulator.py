"""The emulator itself: what it holds, what tests do to it, and how one request is answered (without any socket)."""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import drive
from .clock import Clock, Quota
from .colleague import Colleague
from .errors import GoogleError
from .faults import Call, Fault, Hook, Rules
from .form_items import create_item
from .form_model import Form
from .model import Spreadsheet
from .oauth import Account, Accounts, dump
from .respondent import Respondent
from .tabs import add

Body = dict[str, Any]
STAFF = "staf.pkpk@example.ac.id"
SERVICE = "loker@loker-emulator.example.com"


@dataclass
class Emulator:
    """State, faults, log and clock; `server.Server` puts it on a socket. Any thread may call."""

    clock: Clock = field(default_factory=Clock)
    rules: Rules = field(default_factory=Rules)
    spreadsheets: dict[str, Spreadsheet] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    log: list[Call] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    """Answers of the emulator itself that broke Google's documents: a test should find none."""
    accounts_have_storage: bool = False
    disabled: set[str] = field(default_factory=set)
    """APIs (``drive``, ``sheets``, ``forms``) that were never enabled in the project."""
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

    def create_form(
        self,
        title: str = "Formulir tanpa judul",
        *,
        owner: str = STAFF,
        share: Iterable[str] = (SERVICE,),
        published: bool | None = True,
        signed_in: bool = False,
        fresh: bool = True,
    ) -> Form:
        """As staff make one in a browser: a ``fresh`` one has a question without a title. ``published=None`` is of the
        old kind, which knew no publication; a ``signed_in`` one asks respondents to sign in."""
        collection = "VERIFIED" if signed_in else "DO_NOT_COLLECT"
        with self.lock:
            form = Form(secrets.token_urlsafe(33), {"title": title, "documentTitle": title}, self.clock.stamp)
            form.settings = {"quizSettings": {}, "emailCollectionType": collection}
            form.publish = None if published is None else {"isPublished": published, "isAcceptingResponses": published}
            if fresh:
                choice = {"type": "RADIO", "options": [{"value": "Opsi 1"}]}
                create_item(form, {"item": {"questionItem": {"question": {"choiceQuestion": choice}}}, "location": {}})
            self.forms[form.id] = form
            self.share(form, owner, "owner")
            for email in share:
                self.share(form, email)
            if published is not None:
                self.share(form, "", "reader", type="domain" if signed_in else "anyone", domain="", view="published")
        return form

    def share(
        self,
        file: Spreadsheet | Form,
        email: str,
        role: str = "writer",
        *,
        type: str = "user",
        domain: str = "",
        view: str = "",
    ) -> Body:
        """Give a permission, or change the one that is there. With the ``view`` *published* it lets answer a form."""
        with self.lock:
            for entry in file.permissions:
                if email and entry.get("emailAddress") == email and entry.get("view", "") == view:
                    entry["role"] = role
                    return entry
            key = "anyoneWithLink" if type == "anyone" else str(secrets.randbits(60))
            entry = {"kind": "drive#permission", "id": key, "type": type, "role": role}
            entry |= {"emailAddress": email} if email else {}
            entry |= {"domain": domain} if domain else {}
            entry |= {"view": view} if view else {}
            file.permissions.append(entry)
            return entry

    def respondent(self, link: str) -> Respondent:
        """Who follows a form's link, prefilled or not. KeyError if it leads nowhere."""
        address = link.partition("?")[0]
        for form in self.forms.values():
            if form.responder_url == address:
                return Respondent(form, link)
        raise KeyError(f"no form is answered at {address}")

    def unshare(self, book: Spreadsheet | Form, email: str = SERVICE) -> None:
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

    # --- who may do what ---------------------------------------------------------------------------------

    def file(self, id: str, email: str, need: str = "reader") -> Spreadsheet | Form:
        """A file as Drive finds it: 404 for one that is not shared, whether there is one or not."""
        found = self.spreadsheets.get(id) or self.forms.get(id)
        if found is None or not drive.role(found, email):
            raise GoogleError(404, f"File not found: {id}.", reason="notFound")
        if drive.role(found, email) < drive.ROLES[need]:
            raise GoogleError(
                403,
                "The user does not have sufficient permissions for this file.",
                reason="insufficientFilePermissions",
            )
        return found

    def readable(self, id: str, email: str) -> Spreadsheet:
        """Unlike Drive, Sheets says 403 for a file that is not shared."""
        book = self.spreadsheets.get(id)
        if book and drive.role(book, email):
            return book
        if book is None:
            raise GoogleError(404, "Requested entity was not found.")
        raise GoogleError(403, "The caller does not have permission")

    def writable(self, id: str, email: str) -> Spreadsheet:
        book = self.readable(id, email)
        if drive.role(book, email) < drive.ROLES["writer"]:
            raise GoogleError(403, "The caller does not have permission")
        return book

    def writable_form(self, id: str, email: str) -> Form:
        form = self.forms.get(id)
        if form is None:
            raise GoogleError(404, "Requested entity was not found.")
        if drive.role(form, email) < drive.ROLES["writer"]:
            raise GoogleError(403, "The caller does not have permission")
        return form
