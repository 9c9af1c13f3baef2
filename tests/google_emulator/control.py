"""The control API under ``/_emulator/``, for tests in another process. JSON in, JSON out.

==========================  =========================================================================================
GET    /                    url, spreadsheets, calls by kind, failures, service account
GET    /credentials         the service account's JSON
GET    /log                 every call since the log was cleared; DELETE clears it
POST   /faults              `Fault`'s fields, such as {"action": 503, "on": "write", "times": 2}; DELETE drops all
POST   /edits               {"edit": "sort", "arguments": {"tab": "Lowongan", "column": 2}}: a `Colleague`'s edit, now,
                            or with "when": "before" or "after" and "on": "write" at the next matching call
PUT    /quota               {"read": 60, "write": null}: calls a minute, also "form-read", "form-write"; null: no limit
POST   /clock               {"advance": 61}
POST   /spreadsheets        {"title": …, "tabs": […], "locale": …} → {"id": …}
POST   /forms               {"title": …, "published": true, "signed_in": false} → {"id": …, "link": …}
POST   /responses           {"link": …, "answers": {title: text}, "edit": "an earlier one's ID"} → {"id": …}
GET    /spreadsheets/ID/TAB the tab's rows, unformatted
PUT    /share               {"email": …, "role": "reader"}; role null takes it away
PUT    /apis                {"drive": false}: an API that was never enabled
POST   /tokens/revoke       every token handed out becomes worthless
==========================  =========================================================================================

Where a spreadsheet is meant, "spreadsheet" names its ID; without it, it is the oldest one.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import unquote

from .emulator import SERVICE, Emulator
from .model import Spreadsheet
from .respondent import Refused

PREFIX = "/_emulator"
Body = dict[str, Any]


def control(emulator: Emulator, verb: str, path: str, body: Body) -> tuple[int, Any]:
    """Status and JSON. A wrong call is 400 with the reason, an unknown one 404."""
    name, *rest = [unquote(part) for part in path.removeprefix(PREFIX).strip("/").split("/")]
    handler = _HANDLERS.get((verb, name))
    if handler is None:
        return 404, {"error": f"no {verb} {path}"}
    try:
        with emulator.lock:
            return 200, handler(emulator, body, *rest) or {}
    except (KeyError, TypeError, ValueError, AttributeError, Refused) as error:
        return 400, {"error": f"{type(error).__name__}: {error}"}


def _book(emulator: Emulator, id: str | None) -> Spreadsheet:
    if not emulator.spreadsheets:
        raise KeyError("there is no spreadsheet")
    return emulator.spreadsheets[id] if id else next(iter(emulator.spreadsheets.values()))


def _state(emulator: Emulator, _body: Body, *_rest: str) -> Body:
    return {
        "url": emulator.url,
        "service_account": emulator.account.email,
        "spreadsheets": [{"id": book.id, "title": book.title} for book in emulator.spreadsheets.values()],
        "forms": [{"id": form.id, "title": form.title} for form in emulator.forms.values()],
        "counts": dict(emulator.counts()),
        "failures": emulator.failures,
    }


def _credentials(emulator: Emulator, _body: Body) -> Body:
    return emulator.credentials()


def _log(emulator: Emulator, _body: Body) -> Body:
    return {"calls": [asdict(call) for call in emulator.log], "counts": dict(emulator.counts())}


def _clear_log(emulator: Emulator, _body: Body) -> None:
    emulator.log.clear()


def _fault(emulator: Emulator, body: Body) -> None:
    emulator.fail(**body)


def _clear_rules(emulator: Emulator, _body: Body) -> None:
    emulator.rules.clear()


def _edit(emulator: Emulator, body: Body) -> None:
    colleague = emulator.colleague(_book(emulator, body.get("spreadsheet")))
    edit, arguments, when = body["edit"], body.get("arguments", {}), body.get("when", "now")
    if when == "now":
        colleague.edit(edit, **arguments)
    elif when in ("before", "after"):
        later = emulator.before if when == "before" else emulator.after
        later(body["on"], lambda: colleague.edit(edit, **arguments), body.get("times", 1))
    else:
        raise ValueError(f"when is now, before or after, not {when!r}")


def _quota(emulator: Emulator, body: Body) -> Body:
    if unknown := set(body) - set(emulator.quota.limits):
        raise ValueError(f"there is no quota for {', '.join(sorted(unknown))}")
    emulator.quota.limits |= body
    return dict(emulator.quota.limits)


def _clock(emulator: Emulator, body: Body) -> Body:
    emulator.clock.advance(float(body["advance"]))
    return {"now": emulator.clock.stamp()}


def _create(emulator: Emulator, body: Body) -> Body:
    return {"id": emulator.create_spreadsheet(**body).id}


def _create_form(emulator: Emulator, body: Body) -> Body:
    form = emulator.create_form(**body)
    return {"id": form.id, "link": form.responder_url}


def _respond(emulator: Emulator, body: Body) -> Body:
    return {"id": emulator.respondent(body["link"]).submit(body["answers"], edit=body.get("edit", ""))}


def _rows(emulator: Emulator, _body: Body, id: str, tab: str) -> Body:
    return {"rows": emulator.colleague(emulator.spreadsheets[id]).rows(tab)}


def _share(emulator: Emulator, body: Body) -> None:
    book, email = _book(emulator, body.get("spreadsheet")), body.get("email", SERVICE)
    if body["role"] is None:
        emulator.unshare(book, email)
    else:
        emulator.share(book, email, body["role"])


def _apis(emulator: Emulator, body: Body) -> None:
    for api, enabled in body.items():
        (emulator.disabled.discard if enabled else emulator.disabled.add)(api)


def _tokens(emulator: Emulator, _body: Body, action: str) -> None:
    if action != "revoke":
        raise ValueError(f"tokens can be revoked, not {action}")
    emulator.accounts.revoke_tokens()


_HANDLERS = {
    ("GET", ""): _state,
    ("GET", "credentials"): _credentials,
    ("GET", "log"): _log,
    ("DELETE", "log"): _clear_log,
    ("POST", "faults"): _fault,
    ("DELETE", "faults"): _clear_rules,
    ("POST", "edits"): _edit,
    ("PUT", "quota"): _quota,
    ("POST", "clock"): _clock,
    ("POST", "spreadsheets"): _create,
    ("GET", "spreadsheets"): _rows,
    ("POST", "forms"): _create_form,
    ("POST", "responses"): _respond,
    ("PUT", "share"): _share,
    ("PUT", "apis"): _apis,
    ("POST", "tokens"): _tokens,
}
