"""Loaded by the interpreter itself at the start of every watched process."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

_HOST = {
    "socket.getaddrinfo": lambda host, *_: host,
    "socket.gethostbyname": lambda host, *_: host,
    "socket.gethostbyaddr": lambda host, *_: host,
    "socket.getnameinfo": lambda address, *_: address[0],
    "socket.connect": lambda _, address, *__: address[0] if isinstance(address, tuple) else None,
    "socket.sendto": lambda _, address, *__: address[0] if isinstance(address, tuple) else None,
}


def _watch(path: str) -> None:
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def record(event: str, host: str) -> None:
        os.write(log, json.dumps({"process": os.getpid(), "event": event, "host": host}).encode() + b"\n")

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _HOST and (host := _HOST[event](*arguments)):  # a Unix socket and "any address" have no host
            record(event, host.decode() if isinstance(host, bytes) else host)

    record("start", "")
    sys.addaudithook(hook)


if "NETWORK_WATCH" in os.environ:
    _watch(os.environ["NETWORK_WATCH"])
