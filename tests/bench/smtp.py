"""The transport against Postfix's smtp-sink: `python -m tests.bench.smtp` prints the ratios of one run.

Client, sink and whatever stands between them share one core, or the figures jump. All sides send messages of 12 KiB.
Reusable: `sink`, `tls` and `slow` start servers in processes of their own; the senders are plain functions.
"""

from __future__ import annotations

import asyncio
import os
import smtplib
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from flows.mail.account import Account
from flows.mail.delivery import deliver
from flows.mail.interface import Letter, Outcome, Outgoing
from flows.mail.skeleton import Skeleton, mark

SENDER = "UPT-PKPK <karir@example.ac.id>"
ADDRESS = "karir@example.ac.id"
LINE = "Dibuka lowongan Teknisi Otomasi di Batam, lamaran sampai 4 Desember 2026."
CORE = 0


@contextmanager
def pinned(core: int = CORE) -> Iterator[None]:
    """This process and the children it starts run on one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def _process(command: list[str], port: int) -> Iterator[int]:
    process = subprocess.Popen(command)
    try:
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended with {process.returncode}")
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def sink(*, pipelining: bool = True) -> Iterator[int]:
    """Postfix's smtp-sink, which takes and forgets; the port it listens on."""
    port = free_port()
    command = ["/usr/sbin/smtp-sink", *(["-u", "nobody"] if os.geteuid() == 0 else [])]
    with _process([*command, *([] if pipelining else ["-p"]), f"127.0.0.1:{port}", "1000"], port) as listening:
        yield listening


@contextmanager
def slow(target: int, delay: float = 0.02) -> Iterator[int]:
    """A proxy before ``target`` that holds each piece of every answer back by ``delay`` seconds, each on its own."""
    with _relay(target, delay=delay) as port:
        yield port


@contextmanager
def tls(target: int) -> Iterator[tuple[int, Path]]:
    """A TLS terminator before ``target``: its port, and the certificate of the authority to trust."""
    from tests.certificate import throw_away_certificate

    with tempfile.TemporaryDirectory() as folder:
        authority, certificate = throw_away_certificate(Path(folder))
        with _relay(target, certificate=certificate) as port:
            yield port, authority


@contextmanager
def _relay(target: int, *, delay: float = 0.0, certificate: Path | None = None) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.smtp", str(port), str(target), str(delay), str(certificate or "")]
    with _process(command, port) as listening:
        yield listening


async def _serve(port: int, target: int, delay: float, certificate: str) -> None:
    loop = asyncio.get_running_loop()

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
        with suppress(OSError):
            while chunk := await reader.read(65536):
                if delay:
                    loop.call_later(delay, writer.write, chunk)
                else:
                    writer.write(chunk)
                    await writer.drain()
        loop.call_later(delay, writer.close)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, forth = await asyncio.open_connection("127.0.0.1", target)
        await asyncio.gather(copy(reader, forth, 0), copy(back, writer, delay))

    context = None
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
    async with await asyncio.start_server(connected, "127.0.0.1", port, ssl=context) as server:
        await server.serve_forever()


def letter(size: int = 12 * 1024) -> Letter:
    """A letter that makes messages of ``size`` octets, give or take a line."""
    lines = (size - 900) // (3 * (len(LINE) + 8))
    name, link = mark("name"), mark("link")
    return Letter(
        "3 lowongan baru, terdekat ditutup 4 Des: Teknisi Otomasi",
        f"Halo {name},\n\n" + f"{LINE}\n" * lines + f"\n{link}\n",
        f"<p>Halo {name},</p>\n" + f"<p>{LINE}</p>\n" * 2 * lines + f'<p><a href="{link}">Berhenti</a></p>\n',
        {"List-Unsubscribe": f"<{link}>", "Auto-Submitted": "auto-generated", "List-Id": "<alumni.example.ac.id>"},
    )


class Memory:
    """A journal that keeps nothing: what is measured with it is the transport alone."""

    def __init__(self, count: int) -> None:
        skeleton = Skeleton.compile(letter(), sender=SENDER)
        self._messages = (Outgoing(key, f"alumni{key}@example.com", skeleton, _slots(key)) for key in range(count))

    def claim(self, owner: str) -> list[Outgoing]:
        return list(islice(self._messages, 50))

    def step(self, done: Outcome | None, sending: Outgoing | None) -> None:
        pass

    def release(self, outcomes: list[Outcome]) -> None:
        raise RuntimeError("a message was not tried")


def _slots(key: int) -> Mapping[str, str]:
    return {
        "to_name": "Ani Lestari",
        "to_address": f"alumni{key}@example.com",
        "date": "Tue, 24 Nov 2026 07:00:00 +0700",
        "message_id": f"<{key}.0123456789abcdef@example.ac.id>",
        "name": "Ani Lestari",
        "link": f"https://karir.example.ac.id/berhenti/{key:0>40}",
    }


def transport(port: int, count: int, *, connections: int = 1, authority: Path | None = None) -> None:
    """`flows.mail.delivery`, with a journal that keeps nothing."""
    account = Account(
        "127.0.0.1", port, "ssl" if authority else "none", sender=SENDER, ca_file=authority, messages_per_connection=0
    )
    delivery = deliver(account, Memory(count), connections=connections)
    if sum(delivery.counts.values()) != count:
        raise RuntimeError(f"{delivery}")


def yagmail_loop(port: int, count: int, *, authority: Path | None = None) -> None:
    """What one writes who has read yagmail's README."""
    import yagmail

    markup = letter().html
    options = {"context": ssl.create_default_context(cafile=authority)} if authority else {}
    client = yagmail.SMTP(
        ADDRESS,
        host="127.0.0.1",
        port=port,
        smtp_ssl=bool(authority),
        smtp_starttls=False,
        smtp_skip_login=True,
        **options,
    )
    for key in range(count):
        client.send(f"alumni{key}@example.com", "3 lowongan baru", markup)


def smtplib_loop(port: int, count: int) -> None:
    """The least that smtplib does: one connection, bytes that were built before."""
    text = Memory(1).claim("")[0].data()
    with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as client:
        for key in range(count):
            client.sendmail(ADDRESS, [f"alumni{key}@example.com"], text)


def rate(send: Callable[..., None], port: int, count: int, **options: object) -> float:
    """Messages per second."""
    start = time.perf_counter()
    send(port, count, **options)
    return count / (time.perf_counter() - start)


def report(scale: float = 1.0) -> Iterator[tuple[str, float]]:
    """(name of a ratio, its value), in one run of some ten seconds with ``scale`` 1."""

    def times(count: int) -> int:
        return max(20, int(count * scale))

    with pinned(), sink() as fast, sink(pipelining=False) as plain:
        plain_yagmail = rate(yagmail_loop, plain, times(300))
        prebuilt = rate(smtplib_loop, fast, times(5000))
        for name, port in (("pipelined", fast), ("plain", plain)):
            sent = rate(transport, port, times(10000))
            yield f"{name}, messages/s", sent
            yield f"{name} : yagmail.send loop", sent / plain_yagmail
            yield f"{name} : smtplib, prebuilt bytes", sent / prebuilt
        with slow(fast) as far, slow(plain) as far_plain:
            distant = rate(yagmail_loop, far_plain, times(20))
            for name, port in (("pipelined", far), ("plain", far_plain)):
                sent = rate(transport, port, times(800 if name == "pipelined" else 200), connections=4)
                yield f"{name}, 20 ms, 4 connections : yagmail.send loop", sent / distant
        with tls(fast) as (port, authority):
            encrypted = rate(yagmail_loop, port, times(100), authority=authority)
            sent = rate(transport, port, times(3000), authority=authority)
            yield "TLS : yagmail.send loop", sent / encrypted


if __name__ == "__main__":
    if len(sys.argv) > 4:
        asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]))
    else:
        for name, value in report():
            print(f"{value:10.1f}  {name}")
