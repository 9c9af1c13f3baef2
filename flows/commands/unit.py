"""``loker up --unit``: the systemd service that keeps this installation's `loker up` running."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from flows.settings import Settings, find, load

_UNIT = """\
# /etc/systemd/system/loker.service, written by: loker up --unit
[Unit]
Description=loker: {name}
Wants=network-online.target
After=network-online.target time-sync.target postgresql.service

[Service]
User={user}
WorkingDirectory={folder}
EnvironmentFile=-{environment}
ExecStart={command}
Restart=on-failure
RestartSec=5
KillMode=mixed
TimeoutStopSec=20

# It writes in the office's folders alone.
ProtectSystem=strict
ReadWritePaths={writable}
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
NoNewPrivileges=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
ProtectClock=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictSUIDSGID=yes
LockPersonality=yes

[Install]
WantedBy=multi-user.target
"""
ENVIRONMENT = "loker.env"
"""Beside the configuration, if there is need for it: ``PREFECT_API_URL=…`` and the like, one a line."""


def unit(config: Path | None, host: str, port: int) -> str:
    """The text of the service, with the paths of this Python and of ``config``."""
    settings, file = load(config), find(config).absolute()
    folder = file.parent
    command = (str(_program()), "up", "--host", host, "--port", str(port), "--config", str(file))
    return _UNIT.format(
        name=_escaped(settings.office.name),
        user=_owner(folder),
        folder=_escaped(str(folder)),
        environment=_escaped(str(folder / ENVIRONMENT)),
        command=" ".join(_quoted(part).replace("$", "$$") for part in command),
        writable=" ".join(
            [_quoted(str(folder)), *(_quoted(f"-{path}") for path in sorted(_elsewhere(settings, folder)))]
        ),
    )


def obstacle(config: Path | None) -> str:
    """Why the service would not start: its user may not enter a folder on the way to this Python. Empty if it may."""
    user = _owner(find(config).absolute().parent)
    number, groups = _identity(user)
    for program in (_program(), Path(sys.executable).resolve()):
        for folder in reversed(program.parents):
            found = folder.stat()
            bit = 0o100 if found.st_uid == number else 0o010 if found.st_gid in groups else 0o001
            if not found.st_mode & bit:
                return (
                    f"The service will not start: {user} may not enter {folder}, which is on the way to {program}.\n"
                    "Cure: install loker in a folder that everybody may enter, as /srv/loker, with a Python of the"
                    " system: make install PYTHON=/usr/bin/python3\n"
                )
    return ""


def _program() -> Path:
    return Path(sys.executable).absolute().parent / "loker"


def _identity(user: str) -> tuple[int | None, list[int]]:
    """A user's number, and those of the groups; of one who is not there yet, nothing."""
    with suppress(KeyError, ImportError):
        import pwd

        entry = pwd.getpwnam(user)
        return entry.pw_uid, os.getgrouplist(user, entry.pw_gid)
    return None, []


def _elsewhere(settings: Settings, folder: Path) -> set[Path]:
    """Folders outside the office's own in which it writes."""
    return {path for path in _written(settings) if not path.is_relative_to(folder)}


def _written(settings: Settings) -> Iterator[Path]:
    if settings.workbook.provider == "xlsx":
        yield settings.path(settings.workbook.path).absolute().parent
    yield settings.path(settings.archive.folder).absolute()
    if settings.site.publish_to:
        yield settings.path(settings.site.publish_to).absolute()
    scheme, found, database = settings.ledger_url.partition(":///")
    if found and scheme.startswith("sqlite"):
        yield Path(database).absolute().parent


def _owner(folder: Path) -> str:
    """Whose the office's folder is, but for root, who shall not run it."""
    try:
        owner = folder.owner()
    except (KeyError, NotImplementedError):
        owner = ""
    return owner if owner not in ("", "root") else "loker"


def _escaped(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace("%", "%%").split("\n"))


def _quoted(text: str) -> str:
    escaped = _escaped(text).replace('"', '\\"')
    return f'"{escaped}"' if set(escaped) & set(" \t\"'\\;") else escaped
