"""``loker up``: all that an office needs on one machine, as one process: schedule, pages, and Prefect's server."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flows.commands import DONE
from flows.commands.serve import listen
from flows.engine import (
    DATABASE,
    ENGINE_FOLDER,
    LASTING,
    SETTINGS,
    START_SECONDS,
    not_started,
    own_settings,
    set_aside,
)
from flows.prefect_address import address_left, answers, configured_url
from flows.settings import find, load
from flows.supervise import Part, supervise

_PYTHON = (sys.executable, "-P", "-m")

logger = logging.getLogger("loker.up")


def up(config: Path | None, host: str, port: int) -> int:
    """Keep the office of ``config`` running until SIGTERM or SIGINT; the exit code. Its log names nobody."""
    settings, file = load(config), find(config).absolute()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%Y-%m-%d %H:%M:%S")
    with ExitStack() as stack:
        parts = list(stack.enter_context(_prefect(settings.folder / ENGINE_FOLDER)))
        if settings.web.url:
            socket = stack.enter_context(listen(host, port)).fileno()
            parts.append(Part("pages", (*_PYTHON, "flows.part", "pages", str(file), str(socket)), (socket,)))
        else:
            logger.info("no pages: neither web.public_url nor web.staff_url says where they would be reached")
        parts.append(Part("schedule", (*_PYTHON, "flows.part", "schedule", str(file)), grace=6.0))
        if not supervise(parts):
            raise not_started(settings.folder / ENGINE_FOLDER)
        return DONE


@contextmanager
def _prefect(home: Path) -> Iterator[tuple[Part, ...]]:
    """The environment of all parts, and the server as the first of them where none answers."""
    with ExitStack() as stack:
        leave = stack.enter_context(address_left(home))
        url = configured_url()
        os.environ.update(SETTINGS)
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")  # a run keeps its log
        if url and answers(url, timeout=5):
            os.environ["PREFECT_API_URL"] = url
            logger.info("Prefect's server is at %s", url)
            yield ()
            return
        if url:
            logger.warning("no Prefect server answers at PREFECT_API_URL: starting one")
        set_aside(home / DATABASE)
        listener = stack.enter_context(listen("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
        os.environ.update(own_settings(home) | LASTING)
        os.environ.update(PREFECT_API_URL=url, PREFECT_UI_STATIC_DIRECTORY=str(home.absolute() / "ui"))
        leave(url)
        logger.info("Prefect's server, with its pages, is at %s", url.removesuffix("/api"))
        yield (
            Part(
                "server",
                (*_PYTHON, "flows.prefect_server", str(listener.fileno())),
                (listener.fileno(),),
                wait_until_ready=lambda: answers(url, timeout=START_SECONDS),
            ),
        )
