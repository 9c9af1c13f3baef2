"""Announcing from the sheet to the server, side by side with what one would write instead.

Everything is measured in one run on one core, against Postfix's smtp-sink: rendering, ledger and commits are included,
reading the workbook and Prefect's start are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.bench import offices, smtp
from tests.bench.table import Ratio

LOOP = 300
"""Messages of the `yagmail.send` loop; its speed is the same for more."""


def against_the_alternatives(scale: float) -> Iterator[Ratio]:
    """10,000 announcements over one connection: to a `yagmail.send` loop, and to smtplib with prebuilt bytes."""
    count = int(10_000 * scale)
    with smtp.pinned(), smtp.sink() as fast, smtp.sink(pipelining=False) as plain:
        loop = smtp.rate(smtp.yagmail_loop, plain, int(LOOP * scale) or 1)
        prebuilt = smtp.rate(smtp.smtplib_loop, fast, count)
        for name, port, least_loop, least_prebuilt in (("", fast, 20, 1), (" without PIPELINING", plain, 10, 0.5)):
            rate = announced(port, count)
            yield Ratio(f"announcing{name} : yagmail.send loop", rate / loop, least=least_loop, note=f"{rate:,.0f}/s")
            yield Ratio(f"announcing{name} : smtplib, prebuilt bytes", rate / prebuilt, least=least_prebuilt)


def over_a_distance(scale: float) -> Iterator[Ratio]:
    """20 ms added to every reply, 4 connections."""
    with (
        smtp.pinned(),
        smtp.sink() as fast,
        smtp.sink(pipelining=False) as plain,
        smtp.slow(fast) as far,
        smtp.slow(plain) as far_plain,
    ):
        loop = smtp.rate(smtp.yagmail_loop, far_plain, int(40 * scale) or 1)
        for name, port, count, least in (("with", far, 2_000, 18), ("without", far_plain, 500, 5.5)):
            rate = announced(port, int(count * scale), connections=4)
            label = f"20 ms away, {name} PIPELINING : yagmail.send loop"
            yield Ratio(label, rate / loop, least=least, note=f"{rate:,.0f}/s")


def over_tls(scale: float) -> Iterator[Ratio]:
    """TLS, verified, one connection."""
    with smtp.pinned(), smtp.sink() as fast, smtp.tls(fast) as (port, authority):
        loop = smtp.rate(smtp.yagmail_loop, port, int(100 * scale) or 1, authority=authority)
        rate = announced(port, int(3_000 * scale), security="ssl", ca_file=authority)
        yield Ratio("TLS : yagmail.send loop over TLS", rate / loop, least=5, note=f"{rate:,.0f}/s")


def level(scale: float) -> Iterator[Ratio]:
    """The cost of a message stays the same from 1,000 to 100,000 recipients."""
    with smtp.pinned(), smtp.sink() as port:
        rates = {count: announced(port, int(count * scale)) for count in (1_000, 10_000, 100_000)}
    for count in (10_000, 100_000):
        cost = rates[1_000] / rates[count]
        yield Ratio(f"cost of a message, {count:,} : 1,000 recipients", cost, most=1.1, note=f"{rates[count]:,.0f}/s")


def announced(port: int, alumni: int, *, ca_file: Path | None = None, **mail: object) -> float:
    """Messages a second of one vacancy for everybody."""
    keys = mail | ({"ca_file": str(ca_file)} if ca_file else {})
    with offices.office(port, alumni=alumni, **keys) as config:
        return offices.announced(config).rate
