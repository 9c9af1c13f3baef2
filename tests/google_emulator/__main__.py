"""``python -m tests.google_emulator --port N``: start alone, say where in one JSON line, run until interrupted."""

from __future__ import annotations

import argparse
import json
import signal
import tempfile
import threading
from pathlib import Path

from .server import serving


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.google_emulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 (the default) takes a free one")
    parser.add_argument("--spreadsheet", default="Lowongan Kerja", help="title of the spreadsheet that is there")
    parser.add_argument("--tabs", nargs="+", default=["Sheet1"], help="its tabs")
    parser.add_argument("--form", default="Umpan Balik", help="title of the form that is there")
    parser.add_argument("--locale", default="id_ID")
    parser.add_argument("--reads", type=int, default=60, help="reads a minute and user; 0 does not count")
    parser.add_argument("--writes", type=int, default=60, help="writes a minute and user; 0 does not count")
    parser.add_argument("--credentials", type=Path, help="where to write the service account's file")
    options = parser.parse_args()

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with tempfile.TemporaryDirectory(prefix="google-emulator-") as folder, serving(options.port) as emulator:
        emulator.quota.limits |= {"read": options.reads or None, "write": options.writes or None}
        book = emulator.create_spreadsheet(options.spreadsheet, tabs=options.tabs, locale=options.locale)
        path = emulator.write_credentials(options.credentials or Path(folder) / "service-account.json")
        form = emulator.create_form(options.form)
        where = {
            "url": emulator.url,
            "spreadsheet_id": book.id,
            "form_id": form.id,
            "form": form.responder_url,
            "credentials": str(path),
            "service_account": emulator.account.email,
        }
        print(json.dumps(where), flush=True)
        stop.wait()


if __name__ == "__main__":
    main()
