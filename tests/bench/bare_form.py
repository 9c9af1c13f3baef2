"""`python -m tests.bench.bare_form FOLDER PORT`: what one would write in a quarter of an hour.

A Starlette handler that checks the same form and commits one row to SQLite, as durably as `loker` does; no links, no
rates, no versions, no half-filled forms, no headers.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from flows.forms.definition import FormDefinition
from flows.procedure.programmes import Catalogue
from flows.share import share

form = FormDefinition.load(share() / "config" / "feedback.toml")
codes = [one.code for one in Catalogue.load(share() / "config" / "programmes.toml").programmes]
database = sqlite3.connect(Path(sys.argv[1]) / "bare.db", isolation_level=None)
database.executescript(
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE answer (id INTEGER PRIMARY KEY, vacancy, answers);"
)


async def answer(request: Request) -> Response:
    vacancy = request.path_params["vacancy"]
    typed = parse_qsl((await request.body()).decode(), keep_blank_values=True)
    checked = form.check({name.rpartition(".")[2]: value for name, value in typed}, codes, "id")
    if checked.errors:
        return Response(status_code=422)
    database.execute("INSERT INTO answer (vacancy, answers) VALUES (?, ?)", (vacancy, json.dumps(checked.answers)))
    return RedirectResponse("/", 303)


if __name__ == "__main__":
    app = Starlette(routes=[Route("/{vacancy}", answer, methods=["POST"])])
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error", access_log=False)
