"""Access tokens for a mail account that signs in by OAuth2."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from flows.errors import MailError

_CURE = "Make the file anew, as yagmail's README describes, and set mail.oauth2_file to it"


def access_token(path: Path, timeout: float) -> str:
    """A fresh access token, asked for within ``timeout`` seconds.

    ``path`` is a file in yagmail's own form: JSON with ``google_client_id``, ``google_client_secret``,
    ``google_refresh_token``, and ``token_uri`` where it is not Google's. Raises `MailError` if it is not that or no
    longer accepted, ``TimeoutError`` if the service cannot be reached.
    """
    from google.auth.exceptions import GoogleAuthError, TransportError
    from google.auth.transport.requests import Request
    from google.oauth2.credentials import Credentials

    try:
        record = json.loads(path.read_text())
        credentials = Credentials(  # type: ignore[no-untyped-call]
            None,
            refresh_token=record["google_refresh_token"],
            token_uri=record.get("token_uri", "https://oauth2.googleapis.com/token"),
            client_id=record["google_client_id"],
            client_secret=record["google_client_secret"],
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        raise MailError("The OAuth2 file cannot be read or is not complete", where=str(path), cure=_CURE) from None
    try:
        credentials.refresh(partial(Request(), timeout=timeout))  # type: ignore[no-untyped-call]
    except TransportError as error:
        raise TimeoutError from error
    except GoogleAuthError:
        raise MailError("The mail service no longer accepts this OAuth2 file", where=str(path), cure=_CURE) from None
    return str(credentials.token)
