"""The account's server, which is flaky, has a limit, and keeps of every message what the reckoning asks for."""

from __future__ import annotations

import random
import re
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.header import decode_header, make_header
from functools import lru_cache
from typing import Any

from tests.smtp_server import HANG_UP, TAKE_AND_HANG_UP, Received, Server

LIMIT_REACHED = "550 5.4.5 Daily user sending limit exceeded. For more information go to the help pages"
_CODE = re.compile(rb"(?<![\w.~/=-])(?:Q\d{4}|E\d\d)(?![\w~/=-])")
"""Not within a link, whose letters are anybody's: one ended in ``-E24``."""
_LINK = re.compile(r"https://karir\.example\.ac\.id(/(?:umpan-balik|undangan|berhenti)/[\w.~-]+)")
DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Mail:
    at: datetime
    recipient: str
    message_id: str
    subject: str
    codes: frozenset[str]


@lru_cache(10_000)
def _decoded(subject: str) -> str:
    return str(make_header(decode_header(subject)))


class Messages(list[Received]):
    """Takes messages in, and keeps their gist in place of their bytes."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self.mails: list[Mail] = []
        self.links: dict[tuple[str, str], str] = {}
        """(recipient, ``undangan E03`` or ``umpan-balik`` or ``berhenti``) → the newest link's path."""
        self.wanted: Callable[[str], bool] = lambda recipient: True
        """Whose links are kept."""

    def extend(self, received: Iterable[Received]) -> None:
        for one in received:
            self.mails.append(self._gist(one))

    def _gist(self, one: Received) -> Mail:
        head, _, body = one.data.partition(b"\r\n\r\n")
        lines = re.sub(rb"\r\n[ \t]+", b" ", head).decode("ascii").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        subject, whole = _decoded(headers["subject"]), body.replace(b"=\r\n", b"")
        codes = frozenset(code.decode() for code in _CODE.findall(subject.encode() + b"\n" + whole))
        if self.wanted(one.recipient):
            # The text part comes first: in a calendar a link may be folded.
            for path in reversed(_LINK.findall(whole.decode("utf-8", "replace"))):
                kind = path.split("/")[1]
                if kind == "undangan":
                    kind += " " + next((code for code in sorted(codes) if code[0] == "E"), "")
                self.links[one.recipient, kind] = path
        return Mail(self._now(), one.recipient, headers["message-id"], subject, codes)


class Forgetful(list[Any]):
    """Keeps nothing."""

    def append(self, item: Any) -> None:
        return


class Commands(Forgetful):
    """Keeps whom the last RCPT was for, of each connection: each has a thread of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._here = threading.local()

    @property
    def recipient(self) -> str:
        return str(self._here.recipient)

    def append(self, item: Any) -> None:
        if item[1].startswith("RCPT"):
            self._here.recipient = item[1].partition("<")[2].partition(">")[0]


@dataclass
class Mischief:
    """What goes wrong at the server, by chance."""

    now: Callable[[], datetime]
    limit: int
    dice: random.Random
    taken: deque[datetime] = field(default_factory=deque)
    """When messages of the last 24 hours were accepted, those of others among them."""
    counts: Counter[str] = field(default_factory=Counter)
    soft: set[str] = field(default_factory=set)
    """Who was put off by a 4xx."""
    full: set[Any] = field(default_factory=set)
    """Days on which the limit was reached at the server."""
    commands: Commands = field(default_factory=Commands)
    calm: bool = False

    def others(self, messages: int) -> None:
        """Somebody else sends from the same account."""
        self.taken.extend([self.now()] * messages)

    def spent(self) -> int:
        while self.taken and self.taken[0] <= self.now() - DAY:
            self.taken.popleft()
        return len(self.taken)

    def script(self) -> dict[str, Iterator[str | None]]:
        return {"MAIL": self._mail(), "RCPT": self._rcpt(), "BODY": self._body(), "CONNECT": self._connect()}

    def _mail(self) -> Iterator[str | None]:
        while True:
            yield None

    def _connect(self) -> Iterator[str | None]:
        while True:
            yield self._by_chance(0.01, "421 4.7.0 Try again later")

    def _rcpt(self) -> Iterator[str | None]:
        while True:
            if answer := self._by_chance(0.001, "450 4.2.1 The mailbox is busy"):
                self.soft.add(self.commands.recipient)
            yield answer

    def _body(self) -> Iterator[str | None]:
        while True:
            if self.spent() >= self.limit:
                self.full.add(self.now().date())
                self.counts["550 5.4.5"] += 1
                yield LIMIT_REACHED
                continue
            answer = self._by_chance(0.0004, HANG_UP, TAKE_AND_HANG_UP, "451 4.3.0 Local error")
            if answer and answer.startswith("451"):
                self.soft.add(self.commands.recipient)
            if answer in (None, TAKE_AND_HANG_UP):
                self.taken.append(self.now())
            yield answer

    def _by_chance(self, chance: float, *answers: str) -> str | None:
        if self.calm or self.dice.random() >= chance:
            return None
        answer = self.dice.choice(answers)
        self.counts[answer] += 1
        return answer


def server(mischief: Mischief, dead: Iterable[str]) -> Server:
    return Server(
        script=mischief.script(),
        recipients=dict.fromkeys(dead, "550 5.1.1 no such user"),
        messages=Messages(mischief.now),
        commands=mischief.commands,
        groups=Forgetful(),
    )
