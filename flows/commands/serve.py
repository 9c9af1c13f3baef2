"""``loker serve``: the office's pages, until it is stopped."""

from __future__ import annotations

import logging
import socket
import sys
from pathlib import Path

from flows.errors import SettingsError
from flows.settings import load


def serve(config: Path | None, host: str, port: int, listening: socket.socket | None = None) -> None:
    """Serve the pages of the office on ``host``:``port``, or on a socket that listens there.

    Its log tells pages, statuses and times, and nobody.
    """
    import uvicorn

    from flows.web.app import make_app
    from flows.web.site import open_site

    settings, listening = load(config), listening or listen(host, port)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%Y-%m-%d %H:%M:%S")
    # The loop takes requests in while the clerk works: handing over every 5 ms would cost them a quarter of their time.
    sys.setswitchinterval(0.02)
    with open_site(settings) as site:
        logging.getLogger("loker.web").info("%s is served on %s port %s", settings.web.url, host, port)
        server = uvicorn.Config(
            make_app(site),
            proxy_headers=bool(settings.web.trusted_proxies),
            forwarded_allow_ips=settings.web.trusted_proxies,
            access_log=False,  # it would show tokens
            server_header=False,
            log_level="warning",
            limit_concurrency=1_000,
            timeout_graceful_shutdown=10,
        )
        uvicorn.Server(server).run([listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises `SettingsError` if that cannot be."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise SettingsError(
            f"The pages cannot be served there ({error.strerror or error})",
            where=f"--host {host} --port {port}",
            cure="choose an address of this machine and a port that is free, or stop what uses it",
        ) from error
