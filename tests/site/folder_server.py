"""A web server that knows files alone, as any web host: no query, no form, no header of ours."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from flows.site.model import Content
from flows.site.pages import pages
from tests.site.made_up import write


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def hosted(content: Content, folder: Path) -> Iterator[str]:
    """The files of ``content`` on a free port of the loopback; its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder))) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        write(pages(replace(content, publisher=replace(content.publisher, url=url))), folder)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield url
        finally:
            server.shutdown()
