"""How one call is answered, without any socket: who asks, is it allowed, is it well-formed, what is the answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from . import discovery, drive, fields, forms, spreadsheets, values
from .emulator import Emulator
from .errors import GoogleError
from .form_model import Form
from .model import Spreadsheet
from .oauth import Token

Body = dict[str, Any]
_APIS = {
    "sheets": ("Google Sheets API", "sheets.googleapis.com"),
    "drive": ("Google Drive API", "drive.googleapis.com"),
    "forms": ("Google Forms API", "forms.googleapis.com"),
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

_FORMS: dict[str, Callable[[Form, Body, Body], Body]] = {
    "forms.get": forms.get,
    "forms.batchUpdate": forms.batch_update,
    "forms.setPublishSettings": forms.set_publish_settings,
    "forms.responses.list": forms.list_responses,
    "forms.responses.get": forms.get_response,
}


def answer(
    emulator: Emulator, method: discovery.Method, params: Body, body: Any, authorization: str
) -> Body | str | None:
    """Carry a call out. Raises GoogleError."""
    token = _admit(emulator, method, authorization)
    discovery.check_request(method, body)
    result = _carry_out(emulator, method, token.email, params, discovery.without_nulls(body or {}))
    if isinstance(result, dict):
        result = json.loads(json.dumps(result))
        try:
            discovery.check_response(method, result)
        except GoogleError as error:
            emulator.failures.append(error.message)
            raise
        if params.get("fields"):
            result = fields.select(fields.parse(params["fields"]), result)
    return result


def _admit(emulator: Emulator, method: discovery.Method, authorization: str) -> Token:
    token = emulator.accounts.who(authorization)
    if token is None:
        raise GoogleError(
            401,
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other "
            "valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
        )
    name, service = _APIS[method.api]
    if method.api in emulator.disabled:
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
    emulator.quota.spend(token.email, method.kind)
    return token


def _carry_out(emulator: Emulator, method: discovery.Method, email: str, params: Body, body: Body) -> Body | str | None:
    name = method.id.partition(".")[2]
    if method.api == "drive":
        if name not in _DRIVE:
            raise GoogleError(501, f"The emulator does not support {method.id}.")
        return _DRIVE[name](emulator, email, params, body)
    if method.api == "forms":
        return _carry_out_on_form(emulator, method, email, params, body)
    if name == "spreadsheets.create":
        return _create(emulator, email, body)
    if name == "spreadsheets.sheets.copyTo":
        target = emulator.writable(body.get("destinationSpreadsheetId") or "", email)
        return spreadsheets.copy_to(emulator.readable(params["spreadsheetId"], email), params, target)
    if name not in _SHEETS:
        raise GoogleError(501, f"The emulator does not support {method.id}.")
    find = emulator.readable if method.kind == "read" else emulator.writable
    return _SHEETS[name](find(params["spreadsheetId"], email), params, body)


def _carry_out_on_form(emulator: Emulator, method: discovery.Method, email: str, params: Body, body: Body) -> Body:
    name = method.id.partition(".")[2]
    if name == "forms.create":
        return forms.create(emulator, email, params, body)
    if name not in _FORMS:
        raise GoogleError(501, f"The emulator does not support {method.id}.")
    # Even the answers are shown to editors only.
    return _FORMS[name](emulator.writable_form(params["formId"], email), params, body)


def _create(emulator: Emulator, email: str, body: Body) -> Body:
    if not emulator.accounts_have_storage:
        raise GoogleError(403, "The caller does not have permission")
    properties = body.get("properties") or {}
    titles = [(sheet.get("properties") or {}).get("title") or "Sheet1" for sheet in body.get("sheets") or ()]
    book = emulator.create_spreadsheet(
        properties.get("title") or "Untitled spreadsheet",
        tabs=titles or ("Sheet1",),
        owner=email,
        share=(),
        locale=properties.get("locale") or "en_US",
        timezone=properties.get("timeZone") or "Etc/GMT",
    )
    return spreadsheets.get(book, {}, {})
