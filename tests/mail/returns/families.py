"""Reports of many makers as data: ``families/*.txt``, read into mails and what is to be read from them.

A sample begins with ``### title | frame or - | kind or verdict [address], …``, goes on to the next ``###``. ``$T`` is
the address written to, ``$O`` ours, ``$M`` the message that went out, ``$H`` its header. Where ``%fields`` stands, a
report by RFC 3464 follows, and ``%message`` or ``%headers`` says what it returns. A sample with a frame fills its
``@SAID@``, and after a line ``%`` its ``@FIELDS@``. ``answers.txt`` holds what servers say at the SMTP port: verdict,
status, words.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.mail.returns.reports import COPY, OURS, QMAIL, SENT, THEIRS, structured

FOLDER: Final = Path(__file__).with_name("families")
HEADERS: Final = SENT.partition("\n\n")[0] + "\n"


@dataclass(frozen=True)
class Sample:
    """A mail, and what is to be read from it."""

    family: str
    title: str
    mail: bytes
    kind: str
    expected: Mapping[str, str]
    """Verdict by address: ``hard`` or ``soft``, which stands for everything that is not hard."""


def samples() -> Iterator[Sample]:
    """Every sample of every family."""
    for path in sorted(FOLDER.glob("*.txt")):
        yield from _answers(path) if path.stem == "answers" else _reports(path)


def _answers(path: Path) -> Iterator[Sample]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        verdict, status, words = _filled(line).split(" ", 2)
        fields = f"Final-Recipient: rfc822; {THEIRS}\nAction: failed\nStatus: {status}\nDiagnostic-Code: smtp; {words}"
        said = f"<{THEIRS}>: host mx.example.com[192.0.2.9] said: {words} (in reply to RCPT TO command)"
        yield Sample("answers in fields", words, structured(fields, said=said), "failure", {THEIRS: verdict})
        prose = f"{QMAIL}<{THEIRS}>:\n192.0.2.9 does not like recipient.\nRemote host said: {words}\n{COPY}"
        yield Sample("answers in prose", words, _mail(f"{_HEAD}\n{prose}"), "failure", {THEIRS: verdict})


_HEAD: Final = f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.net\nTo: {OURS}\nSubject: failure notice\n"


def _reports(path: Path) -> Iterator[Sample]:
    frames = {}
    blocks = []
    for block in path.read_text(encoding="utf-8").split("### ")[1:]:
        head, _, text = block.partition("\n")
        if head.startswith("frame "):
            frames[head.removeprefix("frame ")] = text
        else:
            blocks.append((head, text))
    for head, text in blocks:
        title, frame, expected = head.split(" | ")
        said, _, fields = text.rstrip("\n").partition("\n%\n")
        whole = text if frame == "-" else frames[frame].replace("@SAID@", said).replace("@FIELDS@", fields)
        kind, whom = _expected(expected)
        path_back = THEIRS if kind == "reply" else ""
        mail = _mail(f"Return-Path: <{path_back}>\nTo: {OURS}\n{_filled(whole)}")
        yield Sample(path.stem, title, mail, kind, whom)


def _expected(said: str) -> tuple[str, Mapping[str, str]]:
    kind, _, rest = said.partition(" ")
    if kind.rstrip(",") in {"hard", "soft"}:
        kind, rest = "failure", said
    words = [one.split() for one in rest.split(", ") if one]
    return kind, {one[1] if len(one) > 1 else THEIRS: one[0] for one in words}


def _filled(text: str) -> str:
    for name, value in (("$T", THEIRS), ("$O", OURS), ("$M", SENT), ("$H", HEADERS)):
        text = text.replace(name, value)
    return text


def _mail(text: str) -> bytes:
    header, _, body = text.partition("\n\n")
    if "\n%fields\n" in body:
        said, _, rest = body.partition("\n%fields\n")
        fields, mark, _ = rest.rpartition("\n%")
        returned = ("message/rfc822", SENT) if rest.rstrip().endswith("%message") else ("text/rfc822-headers", HEADERS)
        parts = (("text/plain; charset=utf-8", said), ("message/delivery-status", fields if mark else rest), returned)
        body = "".join(f"--b1\nContent-Type: {of}\n\n{part}\n" for of, part in parts) + "--b1--\n"
        header += '\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b1"'
    charset = header.partition("charset=")[2].split("\n", 1)[0] or "utf-8"
    raw = body.encode(charset)
    return header.encode() + b"\n\n" + (base64.encodebytes(raw) if "base64" in header else raw)
