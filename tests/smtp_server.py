"""A mail server for tests: it records what it takes, plays faults by script, and holds its client to the protocol.

Script: ``Server(script={"RCPT": [None, "550 5.1.1 no", HANG_UP]})`` answers the first RCPT as usual, the second by that
line, and hangs up at the third. The stages are CONNECT, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, BODY (after the final
dot), RSET, QUIT, and TEXT (after its 354, before it reads on). What was refused or lost is not in `Server.messages`.
"""

from __future__ import annotations

import base64
import select
import socket
import socketserver
import ssl
import struct
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

HANG_UP = "<hang up>"
"""Close the connection in good order, without an answer."""
RESET = "<reset>"
"""Close the connection by a TCP reset, without an answer."""
TAKE_AND_HANG_UP = "<take and hang up>"
"""At BODY: accept the message, and lose the answer."""
SILENCE = "<silence>"
"""Do not answer, until the client gives up."""


@dataclass(frozen=True)
class Received:
    sender: str
    recipient: str
    data: bytes
    """As sent, with doubled dots undone."""
    connection: int


@dataclass
class Server:
    """Listens on a free port of the loopback from ``with`` on, a thread for each connection."""

    pipelining: bool = True
    security: str = "none"
    certificate: Path | None = None
    """PEM of key and certificate, see `tests.certificate`; for ``ssl`` and ``starttls``."""
    users: Mapping[str, str] = field(default_factory=dict)
    """Who may sign in, with which password (by XOAUTH2: with which access token); if there is anybody, all must."""
    script: Mapping[str, Iterable[str | None]] = field(default_factory=dict)
    recipients: Mapping[str, str] = field(default_factory=dict)
    """An answer to RCPT for certain recipients, always."""
    data_without_recipient: bool = False
    """Answer DATA by 354 even if no recipient was accepted, as RFC 2920 lets a server do."""
    delay: float = 0.0
    """Seconds before each answer."""

    messages: list[Received] = field(default_factory=list)
    commands: list[tuple[int, str]] = field(default_factory=list)
    """(connection, line), as they came; no bodies, no passwords."""
    groups: list[int] = field(default_factory=list)
    """How many commands (a text counts as one) were answered between two waits for the client: 1 without PIPELINING."""
    texts: int = 0
    """How many texts came to their final dot, whether they were taken or not."""
    violations: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def __enter__(self) -> Server:
        self._script = {stage: iter(answers) for stage, answers in self.script.items()}
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._context = None
        if self.certificate:
            self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self._context.load_cert_chain(self.certificate)
        owner = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                owner._serve(self.request)

        class Listener(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 64

        self._listener = Listener(("127.0.0.1", 0), Handler)
        self.port = self._listener.server_address[1]
        threading.Thread(target=self._listener.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown()
        self._listener.server_close()
        self.drop_connections()

    def drop_connections(self) -> None:
        """As if the machine lost its network: all connections at once, without a word."""
        with self._lock:
            for connection in list(self._open):
                _reset(connection)

    def delivered(self) -> dict[str, int]:
        """Recipient → how many messages it got."""
        counts: defaultdict[str, int] = defaultdict(int)
        for message in list(self.messages):
            counts[message.recipient] += 1
        return dict(counts)

    def _serve(self, connection: socket.socket) -> None:
        with self._lock:
            self.connections += 1
            number = self.connections
            self._open.add(connection)
        session = _Session(self, number, connection)
        try:
            session.run()
        except (OSError, _Over):
            pass
        finally:
            with self._lock:
                self._open.discard(connection)
            session.socket.close()

    def _next(self, stage: str) -> str | None:
        with self._lock:
            return next(self._script.get(stage, iter(())), None)


class _Over(Exception):
    """This connection is over."""


class _Session:
    def __init__(self, server: Server, number: int, connection: socket.socket) -> None:
        self.server, self.number, self.socket = server, number, connection
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.group, self.answered = 0, False
        self.sender: str | None = None
        self.recipients: list[str] = []
        self.signed_in = not server.users
        self.encrypted = False

    def run(self) -> None:
        if self.server.security == "ssl":
            self._encrypt()
        self._answer("CONNECT", "220 test.example.com ESMTP")
        while True:
            line = self._line().decode("utf-8", "replace")
            verb, _, rest = line.partition(" ")
            verb = verb.upper()
            shown = "…" if verb == "AUTH" else rest
            self.server.commands.append((self.number, f"{verb} {shown}".strip()))
            handler = getattr(self, f"_{verb.lower()}", None)
            if handler is None:
                self._answer(verb, "500 5.5.2 What?")
            else:
                handler(line)

    def _ehlo(self, line: str) -> None:
        offers = ["test.example.com", "8BITMIME", "ENHANCEDSTATUSCODES"]
        if self.server.pipelining:
            offers.append("PIPELINING")
        if self.server.security == "starttls" and not self.encrypted:
            offers.append("STARTTLS")
        if self.server.users:
            offers.append("AUTH PLAIN XOAUTH2")
        lines = [f"250{' ' if offer is offers[-1] else '-'}{offer}" for offer in offers]
        self._answer("EHLO", "\r\n".join(lines))

    def _starttls(self, line: str) -> None:
        self._answer("STARTTLS", "220 2.0.0 go ahead")
        self._encrypt()

    def _auth(self, line: str) -> None:
        _, mechanism, initial = line.split(" ")
        fields = base64.b64decode(initial).decode()
        if mechanism == "XOAUTH2":
            user, bearer = fields.split("\x01")[:2]
            good = self.server.users.get(user.removeprefix("user=")) == bearer.removeprefix("auth=Bearer ")
            if not good:
                self._send("334 " + base64.b64encode(b'{"status":"401"}').decode())
                self._line()
        else:
            _, user, password = fields.split("\x00")
            good = self.server.users.get(user) == password
        self.signed_in = self._answer("AUTH", "235 2.7.0 ok" if good else "535 5.7.8 BadCredentials")

    def _mail(self, line: str) -> None:
        if not self.signed_in:
            self._answer("MAIL", "530 5.7.0 Authentication Required")
        elif self.sender is not None:
            self._violation("nested MAIL")
            self._answer("MAIL", "503 5.5.1 Error: nested MAIL command")
        elif self._answer("MAIL", "250 2.1.0 Ok"):
            self.sender = _path(line)

    def _rcpt(self, line: str) -> None:
        recipient = _path(line)
        if self.sender is None:
            self._answer("RCPT", "503 5.5.1 Error: need MAIL command")
        elif self._answer("RCPT", self.server.recipients.get(recipient, "250 2.1.5 Ok")):
            self.recipients.append(recipient)

    def _data(self, line: str) -> None:
        if not self.recipients and not self.server.data_without_recipient:
            self._answer("DATA", "554 5.5.1 Error: no valid recipients")
            return
        if self.buffer:
            self._violation("something was sent after DATA before its answer")
        if self._answer("DATA", "354 End data with <CR><LF>.<CR><LF>") is False:
            return
        self._play(self.server._next("TEXT"))
        data = self._text()
        self.server.texts += 1
        sender, recipients = self.sender or "", self.recipients
        self.sender, self.recipients = None, []
        if not recipients:
            self._answer("BODY", "554 5.5.1 Error: no valid recipients")
            return
        scripted = self.server._next("BODY")
        if scripted is None or scripted == TAKE_AND_HANG_UP or scripted.startswith("2"):
            self.server.messages.extend(Received(sender, one, data, self.number) for one in recipients)
        self._play(scripted)
        if scripted is None:
            self._send("250 2.0.0 Ok: queued")

    def _rset(self, line: str) -> None:
        self.sender, self.recipients = None, []
        self._answer("RSET", "250 2.0.0 Ok")

    def _noop(self, line: str) -> None:
        self._answer("NOOP", "250 2.0.0 Ok")

    def _quit(self, line: str) -> None:
        self._answer("QUIT", "221 2.0.0 Bye")
        raise _Over

    def _answer(self, stage: str, usual: str) -> bool:
        """Answer as the script has it, or as usual; whether that was a good answer."""
        scripted = self.server._next(stage)
        self._play(scripted)
        if scripted is None:
            self._send(usual)
        return (scripted or usual)[0] in "23"

    def _play(self, scripted: str | None) -> None:
        if scripted is None:
            return
        if scripted in (HANG_UP, TAKE_AND_HANG_UP):
            # An unread byte would turn the closing into a reset.
            self.socket.setblocking(False)
            try:
                while self.socket.recv(65536):
                    pass
            except (OSError, ssl.SSLError):
                pass
            raise _Over
        if scripted == RESET:
            _reset(self.socket)
            raise _Over
        if scripted == SILENCE:
            while self.socket.recv(65536):
                pass
            raise _Over
        self._send(scripted)
        if scripted.startswith("421"):
            raise _Over

    def _send(self, lines: str) -> None:
        if self.server.delay:  # to sleep for nothing takes 60 µs
            time.sleep(self.server.delay)
        self.answered = True
        self.socket.sendall(lines.encode("utf-8", "surrogateescape") + b"\r\n")

    def _fill(self) -> None:
        if self.answered and not select.select([self.socket], [], [], 0)[0]:
            self.server.groups.append(self.group)
            self.group, self.answered = 0, False
        chunk = self.socket.recv(65536)
        if not chunk:
            raise _Over
        self.buffer += chunk

    def _line(self) -> bytes:
        if self.buffer and not self.server.pipelining:
            self._violation("a command was sent before the last one's answer")
        while b"\n" not in self.buffer:
            self._fill()
        self.group += 1
        line, _, self.buffer = self.buffer.partition(b"\n")
        if not line.endswith(b"\r"):
            self._violation("a bare LF")
        if len(line) > 511:
            self._violation("a command line of more than 512 octets")
        return line.rstrip(b"\r")

    def _text(self) -> bytes:
        """The text up to its final dot, with doubled dots undone (RFC 5321, 4.5.2)."""
        self.group += 1
        if self.buffer.startswith(b".\r\n"):
            self.buffer = self.buffer[3:]
            return b""
        seen = 0
        while (end := self.buffer.find(b"\r\n.\r\n", max(0, seen - 5))) < 0:
            if self.buffer.startswith(b".\r\n"):
                self.buffer = self.buffer[3:]
                return b""
            seen = len(self.buffer)
            self._fill()
        data, self.buffer = self.buffer[: end + 2], self.buffer[end + 5 :]
        lines = data.split(b"\r\n")
        if max(map(len, lines)) > 998:
            self._violation("a line of more than 998 octets")
        if b"\n" in data.replace(b"\r\n", b""):
            self._violation("a bare LF in a text")
        return b"\r\n".join(line[1:] if line.startswith(b".") else line for line in lines)

    def _encrypt(self) -> None:
        assert self.server._context
        self.buffer = b""
        with self.server._lock:
            self.server._open.discard(self.socket)
        self.socket = self.server._context.wrap_socket(self.socket, server_side=True)
        self.encrypted = True

    def _violation(self, what: str) -> None:
        self.server.violations.append(f"connection {self.number}: {what}")


def _path(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]


def _reset(connection: socket.socket) -> None:
    """Closing with a zero linger time sends RST instead of FIN."""
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    except OSError:
        pass
