"""``loker serve``: the office's pages, until it is stopped."""

from __future__ import annotations

import logging
from pathlib import Path

from flows.settings import load


def serve(config: Path | None, host: str, port: int) -> None:
    """Serve the pages of the office on ``host``:``port``. Its log tells pages, statuses and times, and nobody."""
    import uvicorn

    from flows.web.app import make_app
    from flows.web.site import open_site

    settings = load(config)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%Y-%m-%d %H:%M:%S")
    with open_site(settings) as site:
        logging.getLogger("loker.web").info("%s is served on %s port %s", settings.web.public_url, host, port)
        uvicorn.run(
            make_app(site),
            host=host,
            port=port,
            proxy_headers=bool(settings.web.trusted_proxies),
            forwarded_allow_ips=settings.web.trusted_proxies,
            access_log=False,  # it would show tokens
            server_header=False,
            log_level="warning",
            limit_concurrency=1_000,
            timeout_graceful_shutdown=10,
        )
