"""The demo's mail server: real SMTP on the loopback, every message filed into a Maildir that any mail reader opens."""

from __future__ import annotations

import logging
import os
import time
from collections import Counter
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

_HEADER = "Delivered-To"
_LARGEST = 32 * 1024 * 1024  # bytes of a message, as aiosmtpd announces


class Mailbox:
    """An SMTP server on 127.0.0.1, on a free port, in a thread of its own; accepts everything, delivers nowhere else.

    ``with Mailbox(folder) as box`` listens on ``box.port`` and files into ``folder/Maildir``. What was filed earlier
    stays. Each file carries the envelope's recipient in ``Delivered-To`` and its sender in ``Return-Path``.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "Maildir"
        self.port = 0
        """The port it listens on; 0 outside the ``with`` block."""
        for name in ("tmp", "new", "cur"):
            (self.path / name).mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd's: at INFO it writes every address
        self._controller = _Controller(
            _Filing(self.path),
            hostname="127.0.0.1",
            port=0,
            server_hostname="localhost",  # else the machine's own name is looked up, which can take seconds
            ready_timeout=30,
        )
        self._controller.start()
        self.port = self._controller.port
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._controller.stop()
        self.port = 0

    def messages(self) -> Iterator[Path]:
        """The filed messages, oldest first (mail readers move what was read from ``new`` to ``cur``)."""
        files = (file for name in ("new", "cur") for file in (self.path / name).iterdir())
        return iter(sorted(files, key=lambda file: file.name))

    def counts(self) -> Counter[str]:
        """How many messages each recipient has got, over all runs."""
        return Counter(_recipient(file) for file in self.messages())

    def find(self, recipient: str) -> EmailMessage | None:
        """The newest message for that address."""
        found = [file for file in self.messages() if _recipient(file) == recipient]
        return read(found[-1]) if found else None


def read(file: Path) -> EmailMessage:
    """A filed message, parsed."""
    with file.open("rb") as stream:
        return BytesParser(policy=policy.default).parse(stream)


def _recipient(file: Path) -> str:
    with file.open("rb") as stream:
        return stream.readline().decode("utf-8", "replace").removeprefix(f"{_HEADER}:").strip()


class _Filing:
    """What the server does with a message: one file per recipient, written aside and then renamed, as Maildir asks."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._names = (f"{time.time_ns():020}.{os.getpid()}_{number}.demo" for number in count())

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        # aiosmtpd does not announce PIPELINING but takes commands that are already there one by one, in order.
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        for recipient in envelope.rcpt_tos:
            name = next(self._names)
            head = f"{_HEADER}: {recipient}\r\nReturn-Path: <{envelope.mail_from}>\r\n"
            aside = self._path / "tmp" / name
            aside.write_bytes(head.encode() + (envelope.original_content or b""))
            aside.rename(self._path / "new" / name)
        return "250 2.0.0 Filed"


class _Server(SMTP):
    """aiosmtpd's server, reading a message in one piece: line by line a message of 40 KiB took three times as long."""

    line_length_limit = _LARGEST  # of the stream's buffer too

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802
        if not (self.envelope and self.envelope.rcpt_tos):
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        # Every message begins with a header, so its end is never the first thing to come.
        data = await self._reader.readuntil(b"\r\n.\r\n")
        self.envelope.original_content = data[:-3].replace(b"\r\n..", b"\r\n.")
        status = await self.event_handler.handle_DATA(self, self.session, self.envelope)
        self._set_post_data_state()  # type: ignore[no-untyped-call]
        await self.push(status)


class _Controller(Controller):
    """aiosmtpd's controller, which knocks at the port that it was given, now able to listen on a free one."""

    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()  # type: ignore[no-untyped-call]
