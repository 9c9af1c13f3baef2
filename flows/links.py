"""Signed links: who holds one may do one thing about one subject. Following a link changes nothing."""

from __future__ import annotations

import os
import secrets
from functools import cached_property
from pathlib import Path

from itsdangerous import URLSafeSerializer

from flows.errors import SettingsError

KEY_VERSION = 1
"""Written into every link, so that all links can be revoked by a new key."""


class Links:
    """Makes the office's links. The key's file is made at first use, readable by its owner alone."""

    def __init__(self, public_url: str, key_file: Path) -> None:
        self._base, self._key_file = public_url.rstrip("/"), key_file

    def opt_out(self, recipient_id: int) -> str:
        """Where a recipient leaves the list, by a button or by RFC 8058's POST; ``""`` without a public address."""
        return f"{self._base}/berhenti/{self._opt_out.dumps([KEY_VERSION, recipient_id])!s}" if self._base else ""

    @cached_property
    def _opt_out(self) -> URLSafeSerializer:
        return URLSafeSerializer(self._key, salt="opt-out")

    @cached_property
    def _key(self) -> str:
        try:
            descriptor = os.open(self._key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            key = self._key_file.read_text("ascii").strip()
            if len(key) < 32:
                raise SettingsError(
                    "The key that signs links is too short",
                    where=str(self._key_file),
                    cure="restore the file from a backup; without one delete it: all links sent so far then end",
                ) from None
            return key
        with os.fdopen(descriptor, "w") as file:
            key = secrets.token_urlsafe(48)
            file.write(key)
        return key
