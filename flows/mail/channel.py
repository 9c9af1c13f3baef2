"""A mail server's socket: what is written to it, and its replies, read within bounds."""

from __future__ import annotations

import select
import socket
import ssl

from flows.mail.account import ConnectionLost

_LINE = 2_000
_REPLY = 20_000
"""Octets. RFC 5321 allows 512 a line; servers write more, and hostile ones without end."""


class Channel:
    """Every method raises `ConnectionLost` when there is no going on: hung up, timed out, or not SMTP."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._timeout = connection.gettimeout()
        self._buffer = b""
        self._poll = select.poll()
        self._poll.register(connection, select.POLLIN)

    def write(self, data: bytes) -> None:
        try:
            self._socket.sendall(data)
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
        pending = isinstance(self._socket, ssl.SSLSocket) and self._socket.pending() > 0
        if not pending and not self._poll.poll(0):
            return False
        self._socket.settimeout(0)
        try:
            self._buffer = self._socket.recv(_REPLY)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False  # a record of TLS itself, such as a session ticket
        except OSError:
            return True
        finally:
            self._socket.settimeout(self._timeout)
        return True  # also at the end of the stream: the next `read` finds it

    def read(self) -> tuple[int, str]:
        """The next reply: its code, and its lines without it, joined by ``\\n``."""
        lines: list[bytes] = []
        size = 0
        while True:
            line = self._line()
            size += len(line)
            if not line[:3].isdigit() or line[3:4] not in b" -" or size > _REPLY:
                raise ConnectionLost("the server does not speak SMTP")
            lines.append(line[4:])
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(lines).decode("utf-8", "replace")

    def _line(self) -> bytes:
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > _LINE:
                raise ConnectionLost("the server does not speak SMTP")
            try:
                more = self._socket.recv(_REPLY)
            except OSError as error:
                raise _lost(error) from error
            if not more:
                raise ConnectionLost("the server hung up")
            self._buffer += more
        line, self._buffer = self._buffer[:end], self._buffer[end + 1 :]
        return line.rstrip(b"\r")


def _lost(error: OSError) -> ConnectionLost:
    return ConnectionLost(error.strerror or type(error).__name__)
