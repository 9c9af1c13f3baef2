"""The emulator on a socket of the loopback. Resets and time-outs are real ones, of the connection."""

from __future__ import annotations

import json
import os
import select
import socket
import struct
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from . import api, discovery
from .control import PREFIX, control
from .emulator import Emulator
from .errors import GoogleError
from .faults import RESET, SLOW, TIMEOUT, Call, Fault
from .oauth import InvalidGrant

HOST = "127.0.0.1"
TOKEN_PATHS = ("/token", "/oauth2/v4/token")


class _Dropped(Exception):
    """The connection was dropped on purpose: there is nothing to answer."""


class Server(ThreadingHTTPServer):
    """Serves one emulator. ``stop`` also ends connections that clients keep open."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, emulator: Emulator, port: int = 0) -> None:
        super().__init__((HOST, port), _Handler)
        self.emulator = emulator
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()
        emulator.url = f"http://{HOST}:{self.server_port}"

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error of the emulator."""

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, args=(0.05,), name="google-emulator", daemon=True).start()

    def stop(self) -> None:
        self.stopping.set()
        self.shutdown()
        self.server_close()
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815 (the names that the standard library calls)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the emulator keeps its own log, without contents."""

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        raw, parts, verb = self.rfile.read(length), urlsplit(self.path), self.command
        query = parse_qs(parts.query, keep_blank_values=True)
        if override := self.headers.get("X-HTTP-Method-Override"):
            # google-api-python-client sends a query that is too long for an address as a form.
            verb, query, raw = override, query | parse_qs(raw.decode(), keep_blank_values=True), b""
        try:
            if parts.path.startswith(PREFIX):
                self._send(*control(self.server.emulator, verb, parts.path, json.loads(raw or b"{}")))
            elif parts.path in TOKEN_PATHS:
                self._guarded(Call(verb, parts.path, "token", ""), "token", lambda: self._token(raw))
            else:
                self._api(verb, parts.path, query, raw)
        except _Dropped:
            self.close_connection = True

    # --- carrying out, with what was injected ----------------------------------------------------------------------

    def _guarded(self, call: Call, style: str, run: Any) -> None:
        """Log the call, carry it out, answer; or let go wrong what a test asked for."""
        emulator = self.server.emulator
        with emulator.lock:
            emulator.log.append(call)
            fault = emulator.rules.fault(call)
        if fault and fault.action == SLOW:
            self.server.stopping.wait(fault.seconds)
            fault = None
        if fault and not fault.applied:
            self._go_wrong(fault, style)
            return
        try:
            with emulator.lock:
                emulator.rules.run_hooks("before", call)
                status, answer = run()
                emulator.rules.run_hooks("after", call)
        except GoogleError as error:
            self._refuse(error, style)
            return
        except Exception:
            emulator.failures.append(f"{call.verb} {call.path}: {traceback.format_exc()}")
            self._refuse(GoogleError(500, "The emulator failed: see its failures."), style)
            return
        if fault:
            self._go_wrong(fault, style)
        else:
            self._send(status, answer)

    def _go_wrong(self, fault: Fault, style: str) -> None:
        if isinstance(fault.action, int):
            self._refuse(
                GoogleError(fault.action, fault.message, reason=fault.reason, retry_after=fault.retry_after), style
            )
        elif fault.action == TIMEOUT:
            while not self.server.stopping.is_set() and not select.select([self.connection], [], [], 0.1)[0]:
                continue
            raise _Dropped
        elif fault.action == RESET:
            # Zero linger turns the close into an RST; detached, so that nobody sends a polite FIN first.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())
            raise _Dropped

    def _token(self, raw: bytes) -> tuple[int, Any]:
        emulator = self.server.emulator
        try:
            return 200, emulator.accounts.grant(parse_qs(raw.decode()), emulator.token_uri)
        except InvalidGrant as refusal:
            return 400, {"error": "invalid_grant", "error_description": str(refusal)}

    def _api(self, verb: str, path: str, query: dict[str, list[str]], raw: bytes) -> None:
        found = discovery.route(verb, path)
        if found is None:
            self.server.emulator.log.append(Call(verb, path, "unknown", ""))
            self._send(404, {"error": {"code": 404, "message": f"no method for {verb} {path}", "status": "NOT_FOUND"}})
            return
        method, in_path = found

        def run() -> tuple[int, Any]:
            params = discovery.parameters(method, query) | in_path
            try:
                body = json.loads(raw) if raw else None
            except ValueError:
                raise GoogleError(400, "Invalid JSON payload received. Parse error.") from None
            authorization = self.headers.get("Authorization") or f"Bearer {params.get('access_token', '')}"
            answer = api.answer(self.server.emulator, method, params, body, authorization)
            return (204 if answer is None else 200), answer

        self._guarded(Call(verb, path, method.kind, method.id), method.api, run)

    # --- answering -------------------------------------------------------------------------------------------------

    def _refuse(self, error: GoogleError, style: str) -> None:
        if style == "token":
            passing = error.code == 429 or error.code >= 500
            name = "internal_failure" if passing else "invalid_client"
            self._send(error.code, {"error": name, "error_description": error.message})
            return
        extra = {} if error.retry_after is None else {"Retry-After": f"{error.retry_after:g}"}
        self._send(error.code, error.body(style), extra)

    def _send(self, status: int, answer: Any, extra: dict[str, str] | None = None) -> None:
        text = isinstance(answer, str)
        body = b"" if answer is None else answer.encode() if text else json.dumps(answer, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", ("text/plain" if text else "application/json") + "; charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (extra or {}).items():
            self.send_header(name, value)
        # One write for head and body: two would meet Nagle and delayed ACK, 40 ms a call.
        self._headers_buffer.append(b"\r\n" + body)
        self.flush_headers()


@contextmanager
def serving(port: int = 0, emulator: Emulator | None = None) -> Iterator[Emulator]:
    """An emulator that answers at its ``url`` until the block is left."""
    server = Server(emulator or Emulator(), port)
    server.start()
    try:
        yield server.emulator
    finally:
        server.stop()
