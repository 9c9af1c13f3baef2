"""A single mail that is sent at once, beside the queue: where the queue may be what is out of order, or is not ours."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

from flows.errors import MailError
from flows.mail.account import Account, AccountRefused, ConnectionLost, open_connection


def send_now(account: Account, message: EmailMessage, to: str, *, failed: str, where: str) -> None:
    """Hand ``message`` over to the account's server. Raises `MailError` if that cannot be done now.

    ``failed`` is what could then not be done, ``where`` the setting that ``to`` is from.
    """
    try:
        with open_connection(account) as connection:
            connection.send_message(message, account.address, [to])
    except AccountRefused as refused:
        raise account.error(refused.decision) from None
    except (ConnectionLost, OSError, smtplib.SMTPException) as error:
        raise MailError(
            f"{failed} ({type(error).__name__})",
            where=where,
            cure="check that address and the mail account; the next run tries again",
        ) from error
