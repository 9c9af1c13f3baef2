"""A mail server's socket: what is written to it, and its replies, read within bounds."""

from __future__ import annotations

import re
import select
import socket
import ssl
from typing import Final

from flows.mail.account import ConnectionLost

_LIMIT: Final = 20_000
"""Octets of a reply. RFC 5321 allows 512 a line; servers write more, and hostile ones without end."""
_REPLY: Final = re.compile(rb"((?:\d{3}-[^\n]*\n)*)(\d{3})(?: ([^\n]*?))?\r?\n")
_FOREIGN: Final = re.compile(rb"(?:\d{3}-[^\n]*\n)*(?!\d{3}[ \r\n-])[^\n]*\n")
"""Whole lines, of which one is of no reply."""
_MORE_TO_COME: Final = getattr(socket, "MSG_MORE", 0)
"""Tells the kernel (Linux) to wait for the next write before it sends a packet that is not full."""


class Channel:
    """Every method raises `ConnectionLost` when there is no going on: hung up, timed out, or not SMTP."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._timeout = connection.gettimeout()
        self._buffer = b""
        self._flags = 0 if isinstance(connection, ssl.SSLSocket) else _MORE_TO_COME
        self._poll = select.poll()
        self._poll.register(connection, select.POLLIN)

    def write(self, data: bytes, *, more: bool = False) -> None:
        """Write all of ``data``; with ``more`` another write follows at once, and may share its last packet."""
        try:
            self._socket.sendall(data, self._flags if more else 0)
        except OSError as error:
            raise _lost(error) from error

    def begin(self, data: bytes) -> bytes:
        """Hand over as much of ``data`` as goes at once, and return the rest. If it raises, not one octet went."""
        try:
            return data[self._socket.send(data) :]
        except OSError as error:
            raise _lost(error) from error

    def spoke(self) -> bool:
        """Whether the server has said something, or hung up, that is not yet read. Does not wait."""
        if self._buffer:
            return True
        decrypted = isinstance(self._socket, ssl.SSLSocket) and self._socket.pending() > 0
        if not decrypted and not self._poll.poll(0):
            return False
        self._socket.settimeout(0)
        try:
            self._buffer = self._socket.recv(_LIMIT)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False  # a record of TLS itself, such as a session ticket
        except OSError:
            return True
        finally:
            self._socket.settimeout(self._timeout)
        return True  # also at the end of the stream: the next `read` finds it

    def read(self) -> tuple[int, str]:
        """The next reply: its code, and its lines without it, joined by ``\n``."""
        while not (reply := _REPLY.match(self._buffer)):
            if len(self._buffer) > _LIMIT or _FOREIGN.match(self._buffer):
                raise ConnectionLost("the server does not speak SMTP")
            try:
                more = self._socket.recv(_LIMIT)
            except OSError as error:
                raise _lost(error) from error
            if not more:
                raise ConnectionLost("the server hung up")
            self._buffer += more
        self._buffer = self._buffer[reply.end() :]
        before, code, text = reply.groups(b"")
        lines = [line[4:].rstrip(b"\r") for line in before.split(b"\n")[:-1]]
        return int(code), b"\n".join([*lines, text]).decode("utf-8", "replace")


def _lost(error: OSError) -> ConnectionLost:
    return ConnectionLost(error.strerror or type(error).__name__)
