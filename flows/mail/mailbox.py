"""The mailbox that mail comes back to, over IMAP: it is looked into, and nothing in it is changed."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from flows.errors import MailError
from flows.mail.oauth2 import access_token

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

MOST_READ = 262_144
"""Bytes of a message that are read: a report says in its first kilobytes what it has to say."""
_SENT = "\\Sent"
_UID = re.compile(rb"UID (\d+)")


@dataclass(frozen=True)
class Access:
    """How to reach the mailbox and sign in."""

    host: str
    port: int
    security: Literal["ssl", "starttls", "none"]
    user: str
    password: str = field(default="", repr=False)
    oauth2_file: Path | None = None
    timeout: float = 60.0
    ca_file: Path | None = None

    @property
    def where(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Position:
    """How far a folder has been read; UIDs count only as long as the folder keeps its validity."""

    validity: int
    uid: int


class Mailbox:
    """An open connection. Folders are opened read-only: not even a flag is set."""

    def __init__(self, box: BaseMailBox) -> None:
        self._box = box

    def validity(self, folder: str) -> int:
        """Open ``folder``; the number that changes when its UIDs do. Raises `MailError` if there is no such folder."""
        from imap_tools import MailboxFolderSelectError

        try:
            self._box.folder.set(folder, readonly=True)
        except MailboxFolderSelectError:
            raise MailError(
                f"The mailbox has no folder {folder!r}",
                where="returns.folder, returns.sent_folder",
                cure="write the folder's name as the mailbox has it",
            ) from None
        answer = self._box.client.response("UIDVALIDITY")[1]
        return int(answer[0]) if answer and answer[0] else 0

    def uids(self, *, after: int = 0, since: date | None = None) -> list[int]:
        """Of the open folder, in rising order: those beyond ``after``, those that arrived ``since`` that day."""
        criteria = f"UID {after + 1}:*" if since is None else f"SINCE {imaplib.Time2Internaldate(_noon(since))[1:12]}"
        # "n:*" also gives the last one when it is smaller than n.
        return sorted(uid for uid in map(int, self._box.uids(criteria)) if uid > after)

    def newest(self) -> int:
        """The open folder's highest UID; 0 when it is empty."""
        return max(map(int, self._box.uids("UID *")), default=0)

    def read(self, uids: Sequence[int], most: int = MOST_READ) -> Iterator[tuple[int, bytes]]:
        """The first ``most`` bytes of these messages, without marking them as read."""
        wanted = ",".join(map(str, uids))
        answer = self._box.client.uid("FETCH", wanted, f"(UID BODY.PEEK[]<0.{most}>)")
        for piece in answer[1]:
            if isinstance(piece, tuple) and (found := _UID.search(piece[0])):
                yield int(found[1]), piece[1]

    def sent_folder(self) -> str:
        """The folder that the server marks as holding what was sent; ``""`` where it marks none."""
        return next((one.name for one in self._box.folder.list() if _SENT in one.flags), "")

    def holds(self, header_ids: Iterable[str]) -> list[str]:
        """Those of these Message-IDs that the open folder holds."""
        return [one for one in header_ids if self._box.uids(f'HEADER Message-ID "{one}"')]


def _noon(day: date) -> Any:
    from datetime import UTC, datetime, time

    return datetime.combine(day, time(12), UTC)


@contextmanager
def open_mailbox(access: Access) -> Iterator[Mailbox]:
    """A signed-in connection, closed at the end. Raises `MailError` for what a person must mend, and for no answer."""
    from imap_tools import ImapToolsError

    try:
        box = _connect(access)
        try:
            _sign_in(box, access)
            yield Mailbox(box)
        finally:
            _close(box)
    except ssl.SSLError as error:
        raise MailError(
            f"The mailbox's server cannot be trusted ({error.reason or 'TLS failed'})",
            where=access.where,
            cure="check returns.host and returns.security, or name its certificate in mail.ca_file",
        ) from error
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise MailError(
            f"The mailbox does not answer as it should ({type(error).__name__})",
            where=access.where,
            cure="check the network, returns.host and returns.port; the next run reads on where this one stopped",
        ) from error


def _connect(access: Access) -> BaseMailBox:
    from imap_tools import MailBox, MailBoxStartTls, MailBoxUnencrypted

    if access.security == "none":
        return MailBoxUnencrypted(access.host, access.port, timeout=access.timeout)
    trust = ssl.create_default_context()
    if access.ca_file:
        trust.load_verify_locations(access.ca_file)
    kind = MailBox if access.security == "ssl" else MailBoxStartTls
    return kind(access.host, access.port, timeout=access.timeout, ssl_context=trust)


def _sign_in(box: BaseMailBox, access: Access) -> None:
    from imap_tools import MailboxLoginError

    try:
        if access.oauth2_file and not access.password:
            token = access_token(access.oauth2_file, access.timeout)
            box.xoauth2(access.user, token, initial_folder=None)
        else:
            box.login(access.user, access.password, initial_folder=None)
    except MailboxLoginError:  # it may show the user's address
        raise MailError(
            "The mailbox refuses user or password",
            where=access.where,
            cure="check returns.user and returns.password (for Gmail an app password, with IMAP switched on)",
        ) from None


def _close(box: BaseMailBox) -> None:
    try:
        box.logout()
    except (OSError, imaplib.IMAP4.error, Exception):
        return
