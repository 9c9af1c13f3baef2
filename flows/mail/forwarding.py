"""A person's answer handed on to the office: whole, as an attachment, so that it is opened and answered as it came."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import formatdate

from flows.mail.account import Account
from flows.mail.one_off import send_now
from flows.mail.returns import Returned


def forward(account: Account, whole: bytes, *, to: str, mail: Returned, reference: str) -> None:
    """Send ``whole`` to ``to``; ``reference`` makes the Message-ID, so that a second time is known as the same.

    Raises `MailError` if the account cannot send now.
    """
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Date"] = account.mailbox, to, formatdate(localtime=False)
    message["Subject"] = " ".join(f"Balasan: {mail.subject}".split())[:200]
    message["Message-ID"] = f"<{reference}.balasan.loker@{account.address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.sender.isascii() and "@" in mail.sender:
        message["Reply-To"] = mail.sender
    message.set_content(
        "Surel terlampir masuk ke kotak surat yang dibaca loker, sebagai balasan atas surel dari unit.\n"
        "Jawab surel ini untuk menjawab pengirimnya.\n"
    )
    attached = BytesParser(policy=policy.compat32).parsebytes(whole)
    message.add_attachment(attached.as_bytes(), maintype="application", subtype="octet-stream", filename="balasan.eml")
    send_now(account, message, to, failed="An answer could not be forwarded", where="returns.forward_to")
