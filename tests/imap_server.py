"""A real Dovecot for tests: a private instance in a folder of its own, on a free port, under an unprivileged user."""

from __future__ import annotations

import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

USER, PASSWORD = "karier", "rahasia"
_CONFIG = """\
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
default_internal_user = {account}
default_internal_group = {group}
default_login_user = {account}
first_valid_uid = 1
first_valid_gid = 1
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:{folder}/mail
mail_uid = {account}
mail_gid = {group}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={account} gid={group} home={folder}/home
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
}}
service anvil {{
  chroot =
}}
service auth {{
  unix_listener {folder}/auth {{
    mode = 0666
  }}
}}
service imap-login {{
  chroot =
  process_limit = 4
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
"""


@dataclass
class ImapServer:
    """The mailbox of one user, and what a colleague's mail program does in it."""

    port: int
    folder: Path

    @property
    def auth(self) -> Path:
        """Where others ask Dovecot whether a password is right: its name is `USER`'s, or anybody's."""
        return self.folder / "auth"

    @property
    def maildir(self) -> Path:
        return self.folder / "mail"

    def client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        client.login(USER, PASSWORD)
        return client

    def put(self, *mails: bytes, folder: str = "INBOX") -> None:
        client = self.client()
        for mail in mails:
            answer, _ = client.append(folder, "", imaplib.Time2Internaldate(time.time()), mail)
            assert answer == "OK"
        client.logout()

    def empty(self) -> None:
        client = self.client()
        for folder in ("INBOX", "Sent"):
            client.select(folder)
            client.uid("STORE", "1:*", "+FLAGS", r"(\Deleted)")
            client.expunge()
        client.logout()

    def state(self, folder: str = "INBOX") -> list[str]:
        """UID and flags of every message, as a second program sees them."""
        client = self.client()
        client.select(folder, readonly=True)
        _, found = client.uid("FETCH", "1:*", "(UID FLAGS)")
        client.logout()
        return sorted(line.decode() for line in found if isinstance(line, bytes))


@contextmanager
def imap_server(folder: Path) -> Iterator[ImapServer]:
    """Runs until the block is left. Skips the test where Dovecot is not installed."""
    dovecot = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if dovecot is None:
        pytest.skip("Dovecot (dovecot-imapd) is not installed")
    account = pwd.getpwuid(os.geteuid()).pw_name if os.geteuid() else "nobody"
    group = "nogroup" if account == "nobody" else str(pwd.getpwnam(account).pw_gid)
    for name in ("run", "state", "mail", "home"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    port = free_port()
    config = folder / "dovecot.conf"
    config.write_text(
        _CONFIG.format(folder=folder, account=account, group=group, password=PASSWORD, port=port), encoding="utf-8"
    )
    if not os.geteuid():
        for path in (folder, *folder.iterdir()):
            os.chown(path, pwd.getpwnam(account).pw_uid, pwd.getpwnam(account).pw_gid)
    process = subprocess.Popen([dovecot, "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _await(port, process)
        yield ImapServer(port, folder)
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    """Dovecot takes no port 0: one that was free a moment ago."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise AssertionError(process.stderr.read().decode() if process.stderr else "Dovecot ended")
        try:
            with imaplib.IMAP4("127.0.0.1", port, timeout=5) as client:
                client.login(USER, PASSWORD)
            return
        except (OSError, imaplib.IMAP4.error):
            time.sleep(0.05)
    raise AssertionError("Dovecot does not answer")
