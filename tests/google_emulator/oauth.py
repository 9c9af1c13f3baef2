"""The token endpoint: service accounts with real keys, and the signed assertions that they exchange for tokens."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt

from .clock import Clock

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LIFETIME = 3600
GOOGLE = "https://oauth2.googleapis.com/token"
"""The audience that google-auth signs for, wherever ``token_uri`` points."""


class InvalidGrant(Exception):
    """The token endpoint's refusal, in Google's words."""


@dataclass(frozen=True)
class Account:
    """A service account and its key pair (PEM)."""

    email: str
    key_id: str
    private_key: str
    public_key: str

    def file(self, token_uri: str) -> dict[str, Any]:
        """The content of the JSON file that staff download from Google's console."""
        return {
            "type": "service_account",
            "project_id": "loker-emulator",
            "private_key_id": self.key_id,
            "private_key": self.private_key,
            "client_email": self.email,
            "client_id": "123456789012345678901",
            "auth_uri": token_uri,
            "token_uri": token_uri,
            "universe_domain": "googleapis.com",
        }


@dataclass(frozen=True)
class Token:
    email: str
    scopes: frozenset[str]
    expires: float


@cache
def _key_pair(email: str) -> tuple[str, str]:
    # Making a key takes a tenth of a second and one is as good as another: one a process and address. It guards
    # nothing, and is short, since google-auth checks it anew for every client.
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


class Accounts:
    """Who may sign in, and which tokens are good."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._accounts: dict[str, Account] = {}
        self._tokens: dict[str, Token] = {}

    def add(self, email: str) -> Account:
        private, public = _key_pair(email)
        return self._accounts.setdefault(email, Account(email, secrets.token_hex(20), private, public))

    def grant(self, form: dict[str, list[str]], token_uri: str) -> dict[str, Any]:
        """The answer to a token request. Raises InvalidGrant."""
        if form.get("grant_type") != [GRANT]:
            raise InvalidGrant("Invalid grant_type.")
        assertion = form.get("assertion", [""])[0]
        try:
            header, claims = jwt.decode_header(assertion), jwt.decode(assertion, verify=False)
        except ValueError as error:
            raise InvalidGrant("Invalid JWT: it cannot be read.") from error
        account = self._accounts.get(claims.get("iss", ""))
        if account is None:
            raise InvalidGrant("Invalid grant: account not found")
        if header.get("kid") not in (None, account.key_id):
            raise InvalidGrant("Invalid JWT Signature.")
        try:
            jwt.decode(assertion, certs=account.public_key, audience=[GOOGLE, token_uri])
        except ValueError as error:
            wrong = "Signature" in str(error) or "verify" in str(error)
            raise InvalidGrant("Invalid JWT Signature." if wrong else f"Invalid JWT: {error}") from error
        token = "ya29." + secrets.token_urlsafe(32)
        scopes = frozenset(claims.get("scope", "").split())
        self._tokens[token] = Token(account.email, scopes, self._clock.seconds() + LIFETIME)
        return {"access_token": token, "expires_in": LIFETIME - 1, "token_type": "Bearer"}

    def remove(self, email: str) -> None:
        """Its key is revoked: every token is worth nothing, and no other is granted until it is restored."""
        self._accounts.pop(email, None)
        self._tokens.clear()

    def restore(self, account: Account) -> None:
        """The key is good again."""
        self._accounts[account.email] = account

    def revoke_tokens(self) -> None:
        """Every token handed out is worth nothing from now on."""
        self._tokens.clear()

    def who(self, authorization: str) -> Token | None:
        token = self._tokens.get(authorization.removeprefix("Bearer ").strip())
        return token if token and token.expires > self._clock.seconds() else None


def dump(account: Account, token_uri: str) -> str:
    return json.dumps(account.file(token_uri), indent=2)
