"""``loker up --unit``: the systemd service that keeps this installation's `loker up` running."""

from __future__ import annotations

import sys
from collections.abc import Iterator
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
    program = Path(sys.executable).absolute().parent / "loker"
    command = (str(program), "up", "--host", host, "--port", str(port), "--config", str(file))
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
