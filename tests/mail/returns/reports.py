# ruff: noqa: E501 - reports stand as programs write them
"""Reports in the shapes that mail programs give them; people, hosts and words about them are made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

OURS: Final = "karier@kampus.example.ac.id"
THEIRS: Final = "sari@alumni.example.com"
MESSAGE_ID: Final = "<satu@kampus.example.ac.id>"
SENT: Final = (
    "Received: from a.example by b.example; Tue, 24 Nov 2026 07:00:00 +0700\n"
    f"Message-ID: {MESSAGE_ID}\nFrom: Unit Karier <{OURS}>\nTo: Sari <{THEIRS}>\n"
    "Subject: Lowongan: Teknisi\nDate: Tue, 24 Nov 2026 07:00:00 +0700\nMIME-Version: 1.0\n\nYth. Sari,\n"
)
"""The message as it went out."""


@dataclass(frozen=True)
class Report:
    """A report, and what is to be read from it."""

    said: str
    verdict: str
    subject: str = "Undelivered Mail Returned to Sender"
    sender: str = "MAILER-DAEMON@mx.example.net"
    address: str = THEIRS
    more: str = ""
    """Further header lines."""

    def mail(self) -> bytes:
        header = f"Return-Path: <>\nFrom: {self.sender}\nTo: {OURS}\nSubject: {self.subject}\n{self.more}"
        return f"{header}\n{self.said}".encode()


def structured(fields: str, *, said: str = "Could not be delivered.", boundary: str = "b1", end: str = "--") -> bytes:
    """A report by RFC 3464 with ``fields`` as its recipient's group."""
    return (
        f"Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example.net>\nTo: {OURS}\nSubject: Undelivered\n"
        f'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"\n\n'
        f"--b1\nContent-Type: text/plain\n\n{said}\n\n--b1\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx.example.net\n\n{fields}\n\n--b1\nContent-Type: message/rfc822\n\n{SENT}\n--b1{end}\n"
    ).encode()


QMAIL: Final = (
    "Hi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to deliver your message to the"
    " following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
)
COPY: Final = f"\n--- Below this line is a copy of the message.\n\nReturn-Path: <{OURS}>\n{SENT}"
EXIM: Final = (
    "This message was created automatically by mail delivery software.\n\nA message that you sent could not be"
    " delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n"
)
EXIM_COPY: Final = f"\n------ This is a copy of the message, including all the headers. ------\n\n{SENT}"

SHAPES: Final[Mapping[str, Report]] = {
    "qmail, no mailbox": Report(
        f"{QMAIL}<{THEIRS}>:\nSorry, no mailbox here by that name. vpopmail (#5.1.1)\n{COPY}", "hard", "failure notice"
    ),
    "qmail, remote refusal": Report(
        f"{QMAIL}<{THEIRS}>:\n192.0.2.7 does not like recipient.\nRemote host said: 550 No such user here\n"
        f"Giving up on 192.0.2.7.\n{COPY}",
        "hard",
        "failure notice",
    ),
    "qmail, no such host": Report(
        f"{QMAIL}<{THEIRS}>:\nSorry, I couldn't find any host named alumni.example.com. (#5.1.2)\n{COPY}",
        "hard",
        "failure notice",
    ),
    "qmail derivative, full": Report(
        f"{QMAIL}<{THEIRS}>:\nchild status 100...The user's mailfolder is full.\n{COPY}", "not theirs", "failure notice"
    ),
    "Exim, unknown": Report(
        f"{EXIM}  {THEIRS}\n    SMTP error from remote mail server after RCPT TO:<{THEIRS}>:\n"
        f"    host mx.example.com [192.0.2.9]: 550 Requested action not taken:\n    mailbox unavailable\n{EXIM_COPY}",
        "hard",
        more=f"X-Failed-Recipients: {THEIRS}\nAuto-Submitted: auto-replied\n",
    ),
    "Exim, host": Report(
        f"{EXIM}  {THEIRS}\n    all relevant MX records point to non-existent hosts\n{EXIM_COPY}", "hard"
    ),
    "Exim, reverse name of ours": Report(
        f"{EXIM}  {THEIRS}\n    SMTP error from remote mail server after initial connection:\n    554 5.7.1 Client host"
        f" rejected: cannot find your reverse hostname, [192.0.2.1]\n{EXIM_COPY}",
        "not theirs",
    ),
    "Postfix without fields": Report(
        f"This is the mail system at host mx.example.net.\n\n<{THEIRS}>: host mx.example.com[192.0.2.9] said: 550 5.1.1"
        f"\n    <{THEIRS}>: Recipient address rejected: User unknown in local recipient\n    table (in reply to RCPT TO"
        f" command)\n\n{SENT}",
        "hard",
    ),
    "Sendmail 8": Report(
        "The original message was received at Tue, 24 Nov 2026 07:00:00 +0700\nfrom a.example [192.0.2.1]\n\n"
        f"   ----- The following addresses had permanent fatal errors -----\n<{THEIRS}>\n\n"
        "   ----- Transcript of session follows -----\n... while talking to mx.example.com.:\n"
        f">>> RCPT To:<{THEIRS}>\n<<< 550 5.1.1 <{THEIRS}>... User unknown\n550 {THEIRS}... User unknown\n\n"
        f"   ----- Original message follows -----\n\n{SENT}",
        "hard",
        "Returned mail: User unknown",
    ),
    "Sendmail 5, address only in the message": Report(
        "   ----- Transcript of session follows -----\n421 example.com (smtp)... Deferred: Connection timed out\n\n"
        f"   ----- Unsent message follows -----\n{SENT}",
        "soft",
        "Returned mail: Cannot send message for 4 days",
    ),
    "Exchange 5.5": Report(
        f"Your message\n\n  To:      {OURS}\n  Subject: Lowongan\n  Sent:    Tue, 24 Nov 2026 07:00:00 +0700\n\n"
        f"did not reach the following recipient(s):\n\n{THEIRS} on Tue, 24 Nov 2026 07:00:05 +0700\n"
        "    The recipient name is not recognized\n    MSEXCH:IMS:KAMPUS:PUSAT:SATU 0 (000C05A6) Unknown Recipient\n",
        "hard",
        "Undeliverable: Lowongan",
        "System Administrator <postmaster@example.com>",
    ),
    "Exchange, X.400 name": Report(
        "Your message\n\n  To:      x\n  Subject: Lowongan\n\ndid not reach the following recipient(s):\n\n"
        f"c=ID;a= ;p=KAMPUS;o=Pusat;dda:SMTP={THEIRS}; on Tue, 24 Nov 2026 07:00:05\n"
        "    The recipient name is not recognized\n",
        "hard",
        "Undeliverable: Lowongan",
        "System Administrator <postmaster@example.com>",
    ),
    "Exchange 2007 without fields": Report(
        f"Delivery has failed to these recipients or distribution lists:\n\nSari<mailto:{THEIRS}>\nThe recipient's e-mail"
        " address was not found in the recipient's e-mail system.\n\nDiagnostic information for administrators:\n\n"
        f"{THEIRS}\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\nOriginal message headers:\n\n{SENT}",
        "hard",
    ),
    "Domino": Report(
        f"Your message\n\n  Subject: Lowongan\n\nwas not delivered to:\n\n  {THEIRS}\n\nbecause:\n\n"
        f"  User sari ({THEIRS}) not listed in Domino Directory\n",
        "hard",
        "DELIVERY FAILURE: User sari not listed in Domino Directory",
        "Postmaster@example.com",
    ),
    "Notes": Report(
        f"------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\n{THEIRS}\n\n"
        f"------- Returned Message --------\n{SENT}",
        "hard",
        "Undeliverable message",
    ),
    "GMX": Report(
        "This message was created automatically by mail delivery software.\nA message that you sent could not be"
        f" delivered to one or more of its recipients.\nThe following address failed:\n\n{THEIRS}:\nSMTP error from remote"
        f" server after RCPT command:\nhost: mx.example.com\n5.1.1 <{THEIRS}>... User Unknown\n\n"
        f"--- The header of the original message is following. ---\n\n{SENT}",
        "hard",
    ),
    "Yahoo": Report(
        f"Sorry, we were unable to deliver your message to the following address.\n\n<{THEIRS}>:\nRemote host said: 550"
        f" 5.2.2 Mailbox over quota [RCPT_TO]\n\n--- Below this line is a copy of the message.\n\n{SENT}",
        "not theirs",
        "Failure Notice",
    ),
    "AOL, a name without its domain": Report(
        "Your mail to the following recipients could not be delivered because they are not accepting mail from"
        f" {OURS}:\n\tsari\n",
        "soft",
        "Mail Delivery Problem",
        "Mail Delivery Subsystem <MAILER-DAEMON@alumni.example.com>",
    ),
    "Gmail in Indonesian": Report(
        f"Alamat tidak ditemukan\n\nPesan Anda tidak terkirim ke {THEIRS} karena alamat tidak dapat ditemukan atau tidak"
        " dapat menerima email.\n",
        "hard",
        "Pemberitahuan Status Pengiriman (Gagal)",
        "Mail Delivery Subsystem <mailer-daemon@mail.example.org>",
    ),
    "Japanese, full": Report(
        f"送信先のメールボックスが一杯のため、送信できませんでした。\n\n  Could not be delivered to: <{THEIRS}>\n\n{SENT}",
        "not theirs",
        "メールエラー通知",
        "no-reply@isp.example.jp",
    ),
    "German": Report(
        f"Ihre Nachricht konnte nicht zugestellt werden an:\n\n  {THEIRS}\n\nEmpfänger unbekannt\n\n{SENT}",
        "hard",
        "Unzustellbar: Lowongan",
        "postmaster@example.de",
    ),
    "French": Report(
        f"Votre message n'a pas pu être délivré à\n{THEIRS}\n\nL'adresse du destinataire est introuvable.\n\n{SENT}",
        "hard",
        "Non remis : Lowongan",
        "postmaster@example.fr",
    ),
    "Spanish": Report(
        f"Su mensaje no se pudo entregar a {THEIRS}\n\nEl usuario no existe en este dominio.\n\n{SENT}",
        "hard",
        "No se pudo entregar",
    ),
    "Chinese": Report(f"您的邮件无法投递\n\n收件人: {THEIRS}\n原因: 收件人不存在\n\n{SENT}", "hard", "系统退信"),
    "MailMarshal": Report(
        f"Your message:\n   From:    {OURS}\n   Subject: Lowongan\n\nCould not be delivered because of\n\n550 5.1.1 User"
        f" unknown\n\nThe following recipients were affected: \n    {THEIRS}\n\nAdditional Information\n======\n"
        f"Original Sender:    <{OURS}>\n",
        "hard",
        'Undeliverable Mail: "Lowongan"',
        "postmaster@relay.example.com",
    ),
    "InterScan": Report(
        f"****** Message from InterScan Messaging Security Suite ******\n\nSent <<< RCPT TO:<{THEIRS}>\nReceived >>> 550"
        f" 5.1.1 unknown user.\n\nUnable to deliver message to <{THEIRS}> (and other recipients in the same domain).\n",
        "hard",
        "Mail could not be delivered",
        "imss@gw.example.com",
    ),
    "IMail": Report(f"Unknown user: {THEIRS}\n\nOriginal message follows.\n\n{SENT}", "hard", "Undeliverable Mail"),
    "m-FILTER": Report(
        f"以下のメールアドレスへの送信に失敗しました。\n{THEIRS}\n\n-------server message\n550 unknown user <{THEIRS}>\n\n"
        f"-------SMTP command\nDATA\n\n-------original message\n{SENT}",
        "hard",
        "failure notice",
        "POSTMASTER <postmaster@example.com>",
    ),
    "MailFoundry": Report(
        f"Unable to deliver message to: <{THEIRS}>\nDelivery failed for the following reason:\nServer mx.example.com"
        f"[192.0.2.9] failed with: 550 <{THEIRS}> No such user here\n",
        "hard",
        "Message delivery has failed",
    ),
    "OpenSMTPD": Report(
        "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    An error has occurred while"
        " attempting to deliver a message for\n    the following list of recipients:\n\n"
        f"{THEIRS}: 550 5.1.1 no such user here\n\n    Below is a copy of the original message:\n\n{SENT}",
        "hard",
        "Delivery status notification: error",
    ),
    "DragonFly": Report(
        f"This is the DragonFly Mail Agent at a.example.\n\nThere was an error delivering your mail to <{THEIRS}>.\n\n"
        f"mx.example.com [192.0.2.9] did not like our RCPT TO:\n550 5.1.1 User unknown\n\nOriginal message follows.\n\n{SENT}",
        "hard",
        "Mail delivery failed",
    ),
    "Zoho": Report(
        "This message was created automatically by mail delivery software.\nA message that you sent could not be delivered"
        f" to one or more of its recipients. This is a permanent error. \n\n{THEIRS} Invalid Address, ERROR_CODE :550,"
        f" ERROR_CODE :5.1.1 User Unknown\n\n\n{SENT}",
        "hard",
    ),
    "James": Report(
        f"Error message below:\n550 - Requested action not taken: no such user here\n\nMessage details:\n  Subject: x\n"
        f"  MAIL FROM: {OURS}\n  RCPT TO: {THEIRS}\n  From: {OURS}\n",
        "hard",
        "Re:Lowongan",
        "post_master@james.example.com",
        more="In-Reply-To: <satu@kampus.example.ac.id>\n",
    ),
    "a provider's own list, several lines": Report(
        f"Message from example.com.\nUnable to deliver message to the following address(es).\n\n<{THEIRS}>:\nThis user"
        f" doesn't have a example.com account ({THEIRS}) [-9]\n\n--- Original message follows.\n\n{SENT}",
        "hard",
        "Delivery failure",
    ),
    "greylisted": Report(f"<{THEIRS}>: 451 4.7.1 Greylisted, please try again later\n\n{SENT}", "not theirs"),
    "the sender's domain refused": Report(
        f"<{THEIRS}>: host mx.example.com said: 553 5.1.8 <{OURS}>... Domain of sender address does not exist\n\n{SENT}",
        "not theirs",
    ),
    "moved": Report(f"<{THEIRS}>: 551 User moved; please use <sari.baru@example.com>\n\n{SENT}", "hard"),
    "disabled for a time": Report(f"<{THEIRS}>: 550 5.2.1 account is temporarily suspended\n\n{SENT}", "soft"),
}
"""Reports without fields that a program could read."""
