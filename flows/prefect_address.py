"""Where a Prefect server is: by Prefect's own settings, or by what `loker up` leaves for other commands of its office.

Nothing here imports Prefect: whoever asks has not decided yet which settings it shall read.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from flows.errors import AlreadyRunning, SettingsError

ADDRESS = "server.url"
"""In the office's folder for Prefect."""


def configured_url() -> str:
    """``PREFECT_API_URL`` as Prefect would find it in the environment or the active profile, or ``""``."""
    if url := os.environ.get("PREFECT_API_URL"):
        return url
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    path = Path(os.environ.get("PREFECT_PROFILES_PATH", home / "profiles.toml"))
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        profile = data["profiles"][os.environ.get("PREFECT_PROFILE") or data["active"]]
        return str(profile.get("PREFECT_API_URL", ""))
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return ""


def known_url(home: Path) -> str:
    """`configured_url`, else the address that `loker up` leaves in ``home`` for as long as its server runs, or ``""``.

    Whoever uses it looks first whether something answers there.
    """
    if url := configured_url():
        return url
    try:
        with (home / ADDRESS).open(encoding="ascii") as file:
            return "" if _is_free(file) else file.read().strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _is_free(file: IO[str]) -> bool:
    """Whether nobody holds its lock: who wrote it is gone, and his address may be anybody's."""
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def address_left(home: Path) -> Iterator[Callable[[str], None]]:
    """Within it others find by `known_url` the server whose address is handed in. Raises `AlreadyRunning` if there is
    one already: this office is up; `SettingsError` if ``home`` cannot be written in."""
    import fcntl

    with _opened(home / ADDRESS) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(
                "This office is up already", where=str(home / ADDRESS), cure="stop the other `loker up` first"
            ) from None
        file.truncate(0)

        def leave(url: str) -> None:
            file.write(url)
            file.flush()

        try:
            yield leave
        finally:
            file.truncate(0)


def _opened(path: Path) -> IO[str]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a", encoding="ascii")
    except PermissionError:
        raise SettingsError(
            "loker may not write in the office's folder",
            where=str(path),
            cure="run it as the folder's owner (sudo -u OWNER …), or give the folder to this user",
        ) from None


def answers(url: str, *, timeout: float) -> bool:
    """Whether something that serves requests is at ``url``; one that asks for a login is there as well."""
    import http.client
    import urllib.error
    import urllib.request

    try:
        # The address is the administrator's own.
        with urllib.request.urlopen(url.rstrip("/") + "/health", timeout=timeout):  # noqa: S310
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except (OSError, ValueError, http.client.HTTPException):
        return False
