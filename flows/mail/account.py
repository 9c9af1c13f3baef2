"""The mail account: yagmail owns it, its encryption and its sign-in; what comes out is a connection to talk over."""

from __future__ import annotations

import contextlib
import logging
import smtplib
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal

from flows.errors import MailError
from flows.mail.decisions import Decision, Stage, Verdict
from flows.mail.encoding import split_mailbox
from flows.mail.oauth2 import access_token
from flows.mail.replies import decide

_log = logging.getLogger(__name__)


class ConnectionLost(Exception):
    """The server is not there, hung up, or does not speak SMTP: come back slowly."""


class AccountRefused(Exception):
    """The server answered, and no mail can go out over this connection now: `decision` says what to do."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        super().__init__(decision.verdict)


@dataclass(frozen=True)
class Account:
    """How to reach the server and sign in. ``user=""`` signs in nowhere (a local relay)."""

    host: str
    port: int
    security: Literal["ssl", "starttls", "none"] = "ssl"
    user: str = ""
    password: str = field(default="", repr=False)
    """For Gmail an app password."""
    oauth2_file: Path | None = None
    """In yagmail's own form, see `flows.mail.oauth2`."""
    sender: str = ""
    """``Name <address>`` or an address; ``""`` is the user."""
    timeout: float = 60.0
    """Seconds that the server may take for an answer."""
    messages_per_connection: int = 100
    """Then the connection is replaced, before the server does it; 0 never does."""
    ca_file: Path | None = None
    """Certificates to trust besides the system's, such as a campus' own."""

    @property
    def mailbox(self) -> str:
        """``Name <address>``, for the header From."""
        return self.sender or self.user

    @property
    def address(self) -> str:
        """The envelope's sender."""
        return split_mailbox(self.mailbox)[1]

    @property
    def where(self) -> str:
        return f"{self.host}:{self.port}"

    def error(self, decision: Decision) -> MailError:
        """What a person reads when ``decision`` asks for one."""
        return MailError(decision.what, where=self.where, cure=decision.cure)


def open_connection(account: Account) -> smtplib.SMTP:
    """A connection that is encrypted, verified and signed in, ready for MAIL.

    Raises `MailError` if the account is not complete, `AccountRefused` if the server turns it down (for now or until
    somebody acts), `ConnectionLost` if there is no talking to it.
    """
    import yagmail

    _check(account)
    encrypted = account.security == "ssl"
    client = yagmail.SMTP(
        # As a mapping, or yagmail makes user@gmail.com of a user without @.
        user={account.user: account.user},
        password=account.password,
        host=account.host,
        port=account.port,
        smtp_ssl=encrypted,
        smtp_starttls={"context": _trust(account.ca_file)} if account.security == "starttls" else False,
        smtp_skip_login=not account.user or account.oauth2_file is not None,
        soft_email_validation=False,
        timeout=account.timeout,
        # Without a name smtplib looks up this machine's own; a relay wants the domain that it knows.
        local_hostname=account.address.rpartition("@")[2] or "localhost",
        **({"context": _trust(account.ca_file)} if encrypted else {}),
    )
    with _decided(account), _kept(client):
        client.login()
        if account.oauth2_file:
            _authorise(client.smtp, account, account.oauth2_file)
        client.smtp.ehlo_or_helo_if_needed()
    smtp: smtplib.SMTP = client.smtp
    # A kept connection that waits for delayed ACKs sends 23 messages a second instead of 600.
    if smtp.sock:
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return smtp


@contextlib.contextmanager
def _kept(client: Any) -> Iterator[None]:
    """The connection is ours from now on, and closed at once if it is of no use: whoever keeps the error would keep it
    open, and a place at the server with it."""
    try:
        yield
    except BaseException:
        if smtp := getattr(client, "smtp", None):
            smtp.close()
        raise
    finally:
        client.is_closed = True  # yagmail would say QUIT as soon as its client is no longer referred to


@cache
def _trust(ca_file: Path | None) -> ssl.SSLContext:
    """Reading the system's certificates takes 50 ms: once is enough for all connections."""
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def _check(account: Account) -> None:
    if "@" not in account.address:
        raise MailError("There is no address to send from", cure="Set mail.sender, or mail.user to an address")
    if account.user and not account.password and account.oauth2_file is None:
        raise MailError("There is no password for mail.user", where="mail.password", cure="Set it, or use OAuth2")
    if account.security == "none" and not _is_local(account.host):
        _log.warning("Mail goes to %s unencrypted: set mail.security to starttls or ssl", account.where)


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextlib.contextmanager
def _decided(account: Account) -> Iterator[None]:
    """Turns what smtplib raises into what is to be done about it."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise _refused(Stage.AUTH, error) from None  # smtplib's message may show the user's address
    except (smtplib.SMTPConnectError, smtplib.SMTPHeloError) as error:
        raise _refused(Stage.CONNECT, error) from error
    except smtplib.SMTPResponseException as error:
        raise _refused(Stage.STARTTLS, error) from error
    except smtplib.SMTPNotSupportedError as error:
        raise MailError(
            f"The mail server does not offer what the settings ask for: {error}",
            where=account.where,
            cure='Set mail.security = "ssl" and its port (465), or ask the server\'s administrator',
        ) from error
    except ssl.SSLCertVerificationError as error:
        raise MailError(
            f"The mail server's certificate cannot be trusted: {error.verify_message}",
            where=account.where,
            cure="Check mail.host; if the certificate is the campus' own, have its authority installed on this machine",
        ) from error
    except ssl.SSLError as error:
        raise MailError(
            "The mail server does not answer in TLS",
            where=account.where,
            cure='Port 465 wants mail.security = "ssl", port 587 "starttls"',
        ) from error
    except socket.gaierror as error:
        raise ConnectionLost(f"the name of the mail server cannot be resolved ({error.strerror})") from error
    except UnicodeEncodeError:
        raise MailError(
            "mail.user or mail.password holds a letter that no server accepts",
            cure="Type the password by hand: a copied app password often holds no-break spaces",
        ) from None  # the error holds the password
    except smtplib.SMTPException as error:
        raise ConnectionLost(type(error).__name__) from error
    except OSError as error:
        raise ConnectionLost(error.strerror or type(error).__name__) from error


def _refused(stage: Stage, error: smtplib.SMTPResponseException) -> AccountRefused:
    said = error.smtp_error
    decision = decide(stage, error.smtp_code, said if isinstance(said, str) else said.decode("utf-8", "replace"))
    return AccountRefused(Decision(Verdict.RECONNECT) if decision.verdict is Verdict.LATER else decision)


def _authorise(smtp: smtplib.SMTP, account: Account, path: Path) -> None:
    """Sign in by OAuth2. Not by yagmail's own sign-in, which neither reads the server's answer, nor encrypts before it
    with a context of ours, nor ends when Google does not answer."""
    from yagmail.oauth2 import generate_oauth2_string

    try:
        token = access_token(path, account.timeout)
    except TimeoutError:
        raise ConnectionLost("the service that gives access tokens does not answer") from None
    credentials = generate_oauth2_string(account.user, token)
    smtp.ehlo_or_helo_if_needed()
    # To a refusal the server first gives its reasons, as a challenge, and wants an empty line before it says 535.
    smtp.auth("XOAUTH2", lambda challenge=None: credentials if challenge is None else "")
