"""Drive v3, as far as spreadsheets and forms go: files and who may use them."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from . import fields
from .errors import GoogleError
from .form_model import Form
from .model import Spreadsheet
from .values import value_range

if TYPE_CHECKING:
    from .emulator import Emulator

Body = dict[str, Any]
File = Spreadsheet | Form
ROLES = {"reader": 1, "commenter": 1, "writer": 2, "fileOrganizer": 2, "organizer": 2, "owner": 3}


def editors(one: File) -> list[Body]:
    """The permissions without those of a form's published view, which let answer it and no more."""
    return [entry for entry in one.permissions if "view" not in entry]


def role(one: File, email: str) -> int:
    """0 none, 1 may read, 2 may write, 3 owns."""
    granted = [
        entry["role"]
        for entry in editors(one)
        if entry["type"] == "anyone"
        or entry.get("emailAddress", "").lower() == email.lower()
        or (entry["type"] == "domain" and email.endswith("@" + entry.get("domain", "")))
    ]
    return max((ROLES.get(name, 0) for name in granted), default=0)


def file(one: File) -> Body:
    """The File resource."""
    owners = [entry for entry in editors(one) if entry["role"] == "owner"]
    return {
        "kind": "drive#file",
        "id": one.id,
        "name": one.title,
        "mimeType": one.mime,
        "version": str(one.version),
        "createdTime": one.created,
        "modifiedTime": one.modified,
        "trashed": False,
        "webViewLink": one.url,
        "permissions": editors(one),
        "owners": [{"kind": "drive#user", "emailAddress": entry["emailAddress"]} for entry in owners],
        "shared": len(editors(one)) > 1,
    }


_DEFAULT = ("kind", "id", "name", "mimeType")


def _default(resource: Body, params: Body) -> Body:
    """Without ``fields`` Drive gives four of them."""
    return resource if params.get("fields") else {name: resource[name] for name in _DEFAULT}


def get_file(emulator: Emulator, email: str, params: Body, _body: Body) -> Body:
    return _default(file(emulator.file(params["fileId"], email)), params)


def list_files(emulator: Emulator, email: str, params: Body, _body: Body) -> Body:
    files: list[File] = [*emulator.spreadsheets.values(), *emulator.forms.values()]
    found = [one for one in files if role(one, email) and _selected(one, params.get("q"))]
    found.sort(key=lambda book: book.modified, reverse=True)
    size, start = params.get("pageSize") or 100, int(params.get("pageToken") or 0)
    answer: Body = {
        "kind": "drive#fileList",
        "incompleteSearch": False,
        "files": [file(book) for book in found[start : start + size]],
    }
    if start + size < len(found):
        answer["nextPageToken"] = str(start + size)
    if not params.get("fields"):
        answer["files"] = [_default(resource, params) for resource in answer["files"]]
    return answer


_TERM = re.compile(r"""(\w+)\s*(=|!=|contains)\s*(?:(['"])((?:\\.|(?!\3).)*)\3|(true|false))""")


def _selected(book: File, query: str | None) -> bool:
    """``name = 'x' and mimeType='…' and trashed = false``; a query beyond that is refused, never guessed."""
    resource = file(book)
    for term in re.split(r"\s+and\s+", query.strip()) if query else ():
        match = _TERM.fullmatch(term.strip("() "))
        if not match or match[1] not in ("name", "mimeType", "trashed", "fullText"):
            raise GoogleError(501, f"The emulator does not understand the query {term!r}.")
        have = str(resource["name" if match[1] == "fullText" else match[1]])
        want = match[5].capitalize() if match[5] else re.sub(r"\\(.)", r"\1", match[4])
        equal = want.lower() in have.lower() if match[2] == "contains" else have == want
        if equal is (match[2] == "!="):
            return False
    return True


def create_file(emulator: Emulator, email: str, params: Body, body: Body) -> Body:
    """A service account owns no storage, so it can create nothing, unless a test gives it some."""
    if not emulator.accounts_have_storage:
        raise GoogleError(403, "The user's Drive storage quota has been exceeded.", reason="storageQuotaExceeded")
    if body.get("mimeType") != Spreadsheet.mime:
        raise GoogleError(501, f"The emulator keeps only spreadsheets, no {body.get('mimeType')}.")
    book = emulator.create_spreadsheet(body.get("name") or "Untitled", owner=email, share=())
    return _default(file(book), params)


def copy_file(emulator: Emulator, email: str, params: Body, body: Body) -> Body:
    source = _spreadsheet(emulator.file(params["fileId"], email))
    name = body.get("name") or source.title
    created = create_file(emulator, email, params, {"mimeType": Spreadsheet.mime, "name": name})
    target = emulator.spreadsheets[created["id"]]
    _, target.sheets, target.named, target.last_id = source.snapshot()
    target.touch()
    return created


def update_file(emulator: Emulator, email: str, params: Body, body: Body) -> Body:
    book = _spreadsheet(emulator.file(params["fileId"], email, "writer"))
    if unknown := sorted(set(body) - {"name"}):
        raise GoogleError(501, f"The emulator does not change {', '.join(unknown)} of a file.")
    if body.get("name"):
        book.properties["title"] = body["name"]
        book.touch()
    return _default(file(book), params)


def delete_file(emulator: Emulator, email: str, params: Body, _body: Body) -> None:
    one = emulator.file(params["fileId"], email, "owner")
    emulator.spreadsheets.pop(one.id, None)
    emulator.forms.pop(one.id, None)


def export_file(emulator: Emulator, email: str, params: Body, _body: Body) -> str:
    """The first tab as comma or tab separated values, as a person sees it."""
    book, kind = _spreadsheet(emulator.file(params["fileId"], email)), params.get("mimeType")
    if kind not in ("text/csv", "text/tab-separated-values"):
        raise GoogleError(501, f"The emulator does not export {kind}.")
    rows = value_range(book, book.grid_area({"sheetId": book.sheets[0].id}), {}).get("values", [])
    out = io.StringIO()
    csv.writer(out, delimiter="," if kind == "text/csv" else "\t").writerows(rows)
    return out.getvalue()


def _spreadsheet(one: File) -> Spreadsheet:
    if not isinstance(one, Spreadsheet):
        raise GoogleError(501, "The emulator does this to spreadsheets only.")
    return one


# --- permissions ---------------------------------------------------------------------------------------------------


def list_permissions(emulator: Emulator, email: str, params: Body, _body: Body) -> Body:
    one = emulator.file(params["fileId"], email, "writer")
    shown = one.permissions if params.get("includePermissionsForView") == "published" else editors(one)
    return {"kind": "drive#permissionList", "permissions": shown}


def _permission(book: File, id: str) -> Body:
    for entry in book.permissions:
        if entry["id"] == id:
            return entry
    raise GoogleError(404, f"Permission not found: {id}.", reason="notFound")


def get_permission(emulator: Emulator, email: str, params: Body, _body: Body) -> Body:
    return _permission(emulator.file(params["fileId"], email), params["permissionId"])


def create_permission(emulator: Emulator, email: str, params: Body, body: Body) -> Body:
    book = emulator.file(params["fileId"], email, "writer")
    kind, given = body.get("type"), body.get("role")
    if kind not in ("user", "group", "domain", "anyone") or given not in ROLES:
        raise GoogleError(400, "The permission type or role field is required.", reason="required")
    if kind in ("user", "group") and "@" not in (body.get("emailAddress") or ""):
        raise GoogleError(400, "The specified emailAddress is invalid or not applicable.", reason="invalid")
    if given == "owner" and not params.get("transferOwnership"):
        raise GoogleError(
            403,
            "The transferOwnership parameter must be enabled when the permission role is 'owner'.",
            reason="forbidden",
        )
    address, domain, view = (body.get(name) or "" for name in ("emailAddress", "domain", "view"))
    return emulator.share(book, address, given, type=kind, domain=domain, view=view)


def update_permission(emulator: Emulator, email: str, params: Body, body: Body) -> Body:
    book = emulator.file(params["fileId"], email, "writer")
    entry = _permission(book, params["permissionId"])
    fields.update({"role": {}}, entry, body)
    if "pendingOwner" in body:
        entry["pendingOwner"] = body["pendingOwner"]
    return entry


def delete_permission(emulator: Emulator, email: str, params: Body, _body: Body) -> None:
    book = emulator.file(params["fileId"], email, "writer")
    book.permissions.remove(_permission(book, params["permissionId"]))
