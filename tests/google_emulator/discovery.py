"""Google's discovery documents as the emulator's law: which methods exist, and what may be asked and answered.

The documents come with google-api-python-client. Each of their schemas is turned into JSON Schema twice: a request may
leave out, or give as ``null``, whatever it likes, but may name nothing unknown; a response may hold no ``null`` at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import googleapiclient.discovery_cache
from jsonschema import Draft202012Validator, ValidationError, validators

from .errors import GoogleError, invalid

_FOLDER = Path(googleapiclient.discovery_cache.__file__).parent / "documents"
_FILES = {"sheets": "sheets.v4.json", "drive": "drive.v3.json", "forms": "forms.v1.json"}


@cache
def document(api: str) -> dict[str, Any]:
    return json.loads((_FOLDER / _FILES[api]).read_text("utf-8"))


@dataclass(frozen=True)
class Method:
    """One method of an API, such as ``sheets.spreadsheets.values.batchGet``."""

    id: str
    api: str
    verb: str
    pattern: re.Pattern[str]
    literal: int
    """Length of the fixed part of the path: the longest wins, so that ``…:append`` is not taken for a range."""
    parameters: dict[str, Any]
    request: str
    response: str
    scopes: tuple[str, ...]

    @property
    def kind(self) -> str:
        """How its quota is counted: ``drive``, ``read`` and ``write`` (Sheets), ``form-read``, ``form-write``."""
        if self.api == "drive":
            return "drive"
        reads = self.verb == "GET" or self.id.endswith((".getByDataFilter", ".batchGetByDataFilter", ".search"))
        return ("form-" if self.api == "forms" else "") + ("read" if reads else "write")


@cache
def methods() -> tuple[Method, ...]:
    found = [method for api in _FILES for method in _methods(api, document(api))]
    return tuple(sorted(found, key=lambda method: -method.literal))


def _methods(api: str, node: dict[str, Any]) -> Iterator[Method]:
    # Clients that are given an `api_endpoint` leave Drive's service path out, so it is optional here.
    prefix = "/(?:drive/v3/)?" if api == "drive" else "/"
    for entry in node.get("methods", {}).values():
        path = entry.get("flatPath", entry["path"])
        pieces = re.split(r"\{(\w+)\}", path)
        pattern = "".join(f"(?P<{p}>[^/]+)" if i % 2 else re.escape(p) for i, p in enumerate(pieces))
        yield Method(
            id=entry["id"],
            api=api,
            verb=entry["httpMethod"],
            pattern=re.compile(prefix + pattern),
            literal=sum(len(piece) for piece in pieces[::2]),
            parameters={**document(api)["parameters"], **entry.get("parameters", {})},
            request=entry.get("request", {}).get("$ref", ""),
            response=entry.get("response", {}).get("$ref", ""),
            scopes=tuple(entry.get("scopes", ())),
        )
    for resource in node.get("resources", {}).values():
        yield from _methods(api, resource)


def route(verb: str, path: str) -> tuple[Method, dict[str, str]] | None:
    """The method that answers ``verb`` on the raw (still percent-encoded) ``path``, and its path parameters."""
    for method in methods():
        if method.verb == verb and (match := method.pattern.fullmatch(path)):
            return method, {name: unquote(value) for name, value in match.groupdict().items()}
    return None


def parameters(method: Method, query: dict[str, list[str]]) -> dict[str, Any]:
    """The query's parameters by type; 400 for a wrong value or an unknown name, which Drive ignores."""
    values: dict[str, Any] = {}
    for name, texts in query.items():
        declared = method.parameters.get(name)
        if declared is None:
            if method.api != "drive":
                raise invalid(
                    f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
                    f"Field '{name}' could not be found in request message."
                )
            continue
        typed = [_parameter(name, declared, text) for text in texts]
        values[name] = typed if declared.get("repeated") else typed[-1]
    return values


def _parameter(name: str, declared: dict[str, Any], text: str) -> Any:
    kind = declared["type"]
    if kind == "boolean":
        if text.lower() not in ("true", "false"):
            raise invalid(f"Invalid value at '{name}' (TYPE_BOOL), \"{text}\"")
        return text.lower() == "true"
    if kind == "integer":
        try:
            return int(text)
        except ValueError:
            raise invalid(f"Invalid value at '{name}' (TYPE_INT32), \"{text}\"") from None
    if "enum" in declared and text not in declared["enum"]:
        raise invalid(f"Invalid value at '{name}' (type.googleapis.com/google.apps.sheets.v4), \"{text}\"")
    return text


# --- schemas -------------------------------------------------------------------------------------------------------

_CELL_TYPES = (str, int, float, bool)


def _grid(_validator: Any, nullable: bool, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """Our own keyword for ``ValueRange.values``: JSON Schema would take seconds for the cells of a big sheet."""
    for r, row in enumerate(instance if isinstance(instance, list) else ()):
        if not isinstance(row, list):
            yield ValidationError(f"{row!r:.40} is not a row", path=[r])
            return
        for c, cell in enumerate(row):
            if not (isinstance(cell, _CELL_TYPES) or (cell is None and nullable)):
                yield ValidationError(f"{cell!r:.40} is not a cell's value", path=[r, c])
                return


_Validator = validators.extend(Draft202012Validator, {"grid": _grid})


def _convert(schema: dict[str, Any], request: bool) -> dict[str, Any]:
    if "$ref" in schema:
        reference = {"$ref": f"#/$defs/{schema['$ref']}"}
        return {"anyOf": [{"type": "null"}, reference]} if request else reference
    kind = schema.get("type", "any")
    if kind == "any":
        return {}
    out: dict[str, Any] = {"type": [kind, "null"] if request else kind}
    if kind == "object":
        properties = schema.get("properties", {})
        out["properties"] = {name: _convert(value, request) for name, value in properties.items()}
        extra = schema.get("additionalProperties")
        out["additionalProperties"] = _convert(extra, request) if extra else False
    elif kind == "array":
        items = schema["items"]
        if items.get("type") == "array" and items["items"].get("type") == "any":
            return out | {"grid": request}
        out["items"] = _convert(items, request)
    elif "enum" in schema:
        out["enum"] = [*schema["enum"], None] if request else schema["enum"]
    elif kind == "string" and schema.get("format") in ("int64", "uint64") and request:
        out["type"] = ["string", "integer", "null"]
    return out


@cache
def _validator(api: str, name: str, request: bool) -> Draft202012Validator:
    schemas = document(api)["schemas"]
    definitions = {title: _convert(schema, request) for title, schema in schemas.items()}
    return _Validator({"$ref": f"#/$defs/{name}", "$defs": definitions})


def without_nulls(body: Any) -> Any:
    """``null`` stands for a field that is not given; in a row of values it stays, and means: leave that cell alone."""
    if isinstance(body, dict):
        return {name: without_nulls(value) for name, value in body.items() if value is not None}
    if isinstance(body, list) and body and isinstance(body[0], dict):
        return [without_nulls(value or {}) for value in body]
    return body


def check_request(method: Method, body: Any) -> None:
    """400 in Google's words for a body that names something unknown (Drive does not mind) or has a wrong value."""
    if not method.request:
        return
    for error in _validator(method.api, method.request, True).iter_errors(body):
        deepest = _deepest(error)
        where = _where(deepest.absolute_path)
        if deepest.validator == "additionalProperties":
            if method.api == "drive":
                continue
            known = deepest.schema["properties"]
            for name in deepest.instance:
                if name not in known:
                    at = f" at '{where}'" if where else ""
                    raise invalid(f'Invalid JSON payload received. Unknown name "{name}"{at}: Cannot find field.')
        raise invalid(f"Invalid value at '{where}', {json.dumps(deepest.instance)[:80]}")


def check_response(method: Method, body: Any) -> None:
    """Raise if an answer of the emulator itself is not what Google's document promises."""
    if not method.response:
        return
    for error in _validator(method.api, method.response, False).iter_errors(body):
        deepest = _deepest(error)
        raise GoogleError(500, f"the emulator answered {method.id} wrongly at {deepest.json_path}: {deepest.message}")


def _deepest(error: ValidationError) -> ValidationError:
    """Behind an ``anyOf`` with ``null`` stands the error that a person needs."""
    while error.context:
        inner = [e for e in error.context if e.validator_value != "null"]
        error = inner[0] if inner else error.context[0]
    return error


def _where(path: Any) -> str:
    """``requests[0].add_sheet.properties``: Google names fields in snake case."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else ("." if text else "") + re.sub(r"([A-Z])", r"_\1", part)
    return text.lower()
