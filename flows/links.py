"""Signed links: who holds one may do one thing about one subject. Following a link changes nothing."""

from __future__ import annotations

import base64
import hmac
import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from itsdangerous import BadSignature, URLSafeSerializer

from flows.errors import LokerError, SettingsError
from flows.procedure.models import Language

KEY_VERSION = 1
"""Written into every link, so that all links can be revoked by a new key."""

STAFF_LASTS = timedelta(days=14)
"""For how long a link for staff opens a session, and a session stays open."""

Purpose = Literal["opt-out", "sign-up", "feedback", "rsvp", "staff", "session", "page"]
"""What a token is for; one of another purpose is worth nothing. ``page`` is what a form sends back with itself."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a token, and about what. Numbers of the ledger only: a link tells nobody's name."""

    subject: int
    """A partner's number for ``feedback``, an event's for ``rsvp``; the second since 1970 at which it was made for
    ``staff`` and ``session``; 0 where there is none."""
    recipient_id: int


class BadLink(LokerError):
    """A token that opens nothing: ``forged`` (or altered, or of another purpose), ``revoked`` or ``expired``."""

    def __init__(self, kind: Literal["forged", "revoked", "expired"]) -> None:
        self.kind = kind
        super().__init__(f"A link is {kind}")


class Links:
    """Makes and reads the office's links. The key's file is made at first use, readable by its owner alone."""

    def __init__(
        self,
        public_url: str,
        key_file: Path,
        *,
        staff_url: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """``staff_url`` is where staff's links lead, by default where all do. Without an address a link is ``""``."""
        self._base, self._key_file, self._clock = public_url.rstrip("/"), key_file, clock
        self._staff_base = staff_url.rstrip("/") or self._base

    def opt_out(self, recipient_id: int, language: Language = "id") -> str:
        """Where a recipient leaves the list, by a button or by RFC 8058's POST; ``""`` without a public address."""
        return _in(language, self._link(self._base, "berhenti", "opt-out", recipient_id))

    def sign_up(self, recipient_id: int, language: Language = "id") -> str:
        """Where who wants to be on the list confirms the address."""
        return _in(language, self._link(self._base, "daftar", "sign-up", recipient_id))

    def feedback(self, partner_id: int, recipient_id: int, language: Language = "id") -> str:
        """Where a partner's contact answers about all vacancies of that partner."""
        return _in(language, self._link(self._base, "umpan-balik", "feedback", recipient_id, partner_id))

    def rsvp(self, event_number: int, recipient_id: int, language: Language = "id") -> str:
        """Where somebody who was invited says whether they come, and changes it."""
        return _in(language, self._link(self._base, "undangan", "rsvp", recipient_id, event_number))

    def attend(self, event_number: int) -> str:
        """Where guests of an event say that they are there: short, as some type it from the poster."""
        return f"{self._base}/hadir/{self._attend_code(event_number)}" if self._base else ""

    def read_attend(self, code: str) -> int:
        """The number of the event that a poster's code names, in whatever case it was typed. Raises `BadLink`."""
        number = code.partition("-")[0]
        if number.isascii() and number.isdecimal() and len(number) < 10:
            right = self._attend_code(int(number))
            if hmac.compare_digest(right, code.lower() if code.isascii() else ""):
                return int(number)
        raise BadLink("forged")

    def staff(self, recipient_id: int) -> str:
        """Opens a session for a member of staff; lasts `STAFF_LASTS`."""
        return self._link(self._staff_base, "staf/masuk", "staff", recipient_id, self._second)

    def staff_form(self, vacancy: str) -> str:
        """Where staff enter a partner's answer about a vacancy: it asks for a session, and is no secret."""
        return f"{self._staff_base}/staf/isi/{quote(vacancy, safe='')}" if self._staff_base else ""

    def token(self, purpose: Purpose, recipient_id: int, subject: int = 0) -> str:
        return str(self._signer(purpose).dumps([KEY_VERSION, subject, recipient_id]))

    def session(self, recipient_id: int) -> str:
        """The token of a session that is opened now; lasts `STAFF_LASTS`."""
        return self.token("session", recipient_id, self._second)

    def seal(self, text: str) -> str:
        """By what a text, such as a normalised address, is known again though it is kept nowhere: an HMAC under the
        office's key."""
        return hmac.digest(self._key.encode(), b"erased\0" + text.encode(), "sha256").hex()

    def read(self, purpose: Purpose, token: str) -> Holder:
        """Who holds a token that was made for ``purpose``. Raises `BadLink`; whether it was revoked is the ledger's."""
        try:
            payload = self._signer(purpose).loads(token)
        except BadSignature:
            raise BadLink("forged") from None
        # Base64 leaves bits at the end of a text unused, so that several texts mean the same: ours is one of them.
        if payload[0] != KEY_VERSION or self._signer(purpose).dumps(payload) != token:
            raise BadLink("forged")
        _, subject, recipient_id = payload
        return Holder(subject, recipient_id)

    def read_timed(self, purpose: Literal["staff", "session"], token: str) -> Holder:
        """As `read`, for a token that holds its second. Raises `BadLink` also if it is older than `STAFF_LASTS`."""
        holder = self.read(purpose, token)
        if self._clock() - datetime.fromtimestamp(holder.subject, UTC) > STAFF_LASTS:
            raise BadLink("expired")
        return holder

    def _link(self, base: str, path: str, purpose: Purpose, recipient_id: int, subject: int = 0) -> str:
        return f"{base}/{path}/{self.token(purpose, recipient_id, subject)}" if base else ""

    def _attend_code(self, event_number: int) -> str:
        """``7-k3mpx2qd``: 40 bits, more than the rate of the pages lets anybody guess; no 0, 1 or 8 to be misread."""
        mark = hmac.digest(self._key.encode(), b"attend\0%d" % event_number, "sha256")
        return f"{event_number}-{base64.b32encode(mark[:5]).decode().lower()}"

    @property
    def _second(self) -> int:
        return int(self._clock().timestamp())

    def _signer(self, purpose: Purpose) -> URLSafeSerializer:
        if purpose not in self._signers:
            self._signers[purpose] = URLSafeSerializer(self._key, salt=purpose)
        return self._signers[purpose]

    @cached_property
    def _signers(self) -> dict[Purpose, URLSafeSerializer]:
        return {}

    @cached_property
    def _key(self) -> str:
        file = self._key_file
        try:
            if not file.exists():
                _make_key(file)
            key = file.read_text("ascii").strip()
        except OSError as error:
            raise SettingsError(
                f"The key that signs links cannot be read or made ({error.strerror})",
                where=str(file),
                cure="let whoever runs loker read that file, and write in its folder; or correct web.secret_key_file",
            ) from error
        if len(key) < 32:
            raise SettingsError(
                "The key that signs links is too short",
                where=str(file),
                cure="restore the file from a backup; without one delete it: all links sent so far then end",
            )
        return key


def _in(language: Language, link: str) -> str:
    return f"{link}?bahasa={language}" if link and language != "id" else link


def _make_key(file: Path) -> None:
    """Whole before it has its name: of several processes that make one at the same time, one does, and all use it."""
    descriptor, made = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # readable by its owner alone
    try:
        with os.fdopen(descriptor, "w") as new:
            new.write(secrets.token_urlsafe(48))
            new.flush()
            os.fsync(descriptor)  # links that were mailed outlive a power cut
        with suppress(FileExistsError):
            os.link(made, file)
    finally:
        Path(made).unlink()
