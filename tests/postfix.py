"""A real Postfix for tests: a private instance in a folder of its own, on a free port of the loopback.

It has no SMTP client, so that nothing can leave the machine: mail ends in a folder, in the mailbox of
`tests.imap_server`, or comes back. One connection at a time is served, each by a new smtpd(8) that reads `main.cf` and
the tables anew: what a test sets holds from the next connection on, without a reload.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

from tests.imap_server import free_port
from tests.smtp_server import Received

PROGRAMS = Path("/usr/lib/postfix/sbin")
MISSING = (
    "needs Postfix: apt install postfix" if not (PROGRAMS / "master").exists()
    else "needs root: Postfix gives each of its programs a user" if os.geteuid()
    else ""
)  # fmt: skip
"""Why there is none; empty if there is."""
OFFICE = "karir@example.ac.id"
"""Who has the mailbox; everybody else has a place in `Postfix.messages`."""
GONE, FULL, SLOW = "lulus.example.net", "penuh.example.net", "lambat.example.net"
"""Domains whose mail is taken, and comes back: no such user, a full mailbox, a server that never answers."""
DELAY, LIFETIME = 1, 4
"""Seconds until a sender is told that a message is late, and that it is given up."""
_LIFE = 600
"""Seconds after which it ends by itself, should the tests have been killed."""
_NOBODY = 65534

_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {programs}
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}
inet_interfaces = loopback-only
inet_protocols = ipv4
myhostname = mx.example.com
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
local_recipient_maps =
disable_dns_lookups = yes
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
default_transport = error:5.1.2 nothing leaves this machine
relay_domains = {gone} {full} {slow}
transport_maps = regexp:{folder}/transport
virtual_mailbox_domains = example.com example.ac.id
virtual_mailbox_base = /
virtual_mailbox_maps = regexp:{folder}/boxes
virtual_mailbox_limit = 0
virtual_uid_maps = static:{nobody}
virtual_gid_maps = static:{nobody}
header_checks = regexp:{folder}/header_checks
body_checks = regexp:{folder}/body_checks
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
delay_warning_time = {delay}s
maximal_queue_lifetime = {lifetime}s
bounce_queue_lifetime = {lifetime}s
smtpd_client_event_limit_exceptions =
anvil_rate_time_unit = 2s
smtpd_error_sleep_time = 0
service_throttle_time = 1s
smtpd_recipient_restrictions = check_recipient_access regexp:{folder}/access
"""
_MASTER = """\
{port} inet n - n - 1 smtpd -o max_use=1 -o virtual_mailbox_maps=regexp:{folder}/known
    -o rewrite_service_name=unsuspecting
{narrow_port} inet n - n - - smtpd -o smtpd_client_connection_count_limit=1
cleanup unix n - n - 0 cleanup -o message_size_limit=0
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
unsuspecting unix - - n - - trivial-rewrite -o transport_maps=
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""
_TABLES = {
    "transport": (
        f"/@{re.escape(GONE)}$/ error:5.1.1 User unknown\n"
        f"/@{re.escape(FULL)}$/ error:5.2.2 Mailbox full\n"
        f"/@{re.escape(SLOW)}$/ retry:4.4.1 Connection timed out\n"
    ),
    "header_checks": "/^Subject:.*Terlarang/ REJECT Message content rejected\n",
    "body_checks": "/Mencurigakan/ REJECT 5.7.1 Message looks like spam\n",
}


@dataclass
class Postfix:
    """A running Postfix; as `tests.smtp_server.Server` it has a ``port``, and ``messages`` that arrived."""

    folder: Path
    port: int
    narrow_port: int
    """Whoever comes a second time at once is sent away there."""
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        before = self.log().count("daemon started")
        # A session of its own: the master ends itself by a signal to its whole group.
        arguments = [PROGRAMS / "master", "-c", self.folder, "-d", "-e", str(_LIFE)]
        self._process = subprocess.Popen(arguments, start_new_session=True, stdin=subprocess.DEVNULL)
        _await(lambda: self._started(before), lambda: f"Postfix does not start\n{self.log()}")

    def stop(self) -> None:
        """As ``postfix stop``: what it is in the middle of breaks off."""
        if self._process:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def set(self, **settings: str | int) -> None:
        """These settings of postconf(5), and no others beside the usual ones, from the next connection on."""
        more = "".join(f"{name} = {value}\n" for name, value in settings.items())
        self._write("main.cf", (self.folder / "main.cf.usual").read_text() + more)

    def answer(self, answers: Mapping[str, str]) -> None:
        """Answer RCPT for these recipients so, as access(5) has it: ``450 4.2.0 later``."""
        self._write("access", "".join(f"/^{re.escape(one)}$/ {said}\n" for one, said in answers.items()))

    def know(self, recipients: Collection[str] | None) -> None:
        """Whose mailboxes there are: of all addresses, or of these alone."""
        lines = ["/./"] if recipients is None else [f"/^{re.escape(one)}$/" for one in recipients]
        self._write("known", "".join(f"{line} yes\n" for line in lines))

    def empty(self) -> None:
        """As it was at first: nothing on its way or delivered, nothing set."""
        command = ["postsuper", "-c", self.folder, "-d", "ALL"]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PATH": "/usr/sbin:/usr/bin:/bin"})
        for path in self._arrived():
            path.unlink()
        self.set()
        self.answer({})
        self.know(None)

    @property
    def messages(self) -> list[Received]:
        """What arrived, oldest first, once nothing is on its way any more."""
        _await(self._idle, lambda: f"Postfix still has mail on its way\n{self.log()}")
        return [_received(path.read_bytes()) for path in self._arrived()]

    def taken(self) -> int:
        """How many messages it has answered for since it was made."""
        return self.log().count(": client=")

    def log(self) -> str:
        log = self.folder / "log" / "mail.log"
        return log.read_text("utf-8", "replace") if log.exists() else ""

    def _arrived(self) -> list[Path]:
        return sorted(self.folder.glob("mail/new/*"), key=lambda path: path.stat().st_mtime_ns)

    def _idle(self) -> bool:
        """Twice, as a report is written into `incoming` before its message leaves `active`."""
        return not any(
            path.is_file() for _ in range(2) for name in ("incoming", "active") for path in self._queue(name)
        )  # fmt: skip

    def _queue(self, name: str) -> Iterator[Path]:
        return (self.folder / "queue" / name).rglob("*")

    def _started(self, before: int) -> bool:
        """It listens before it says so."""
        assert self._process
        assert self._process.poll() is None, f"Postfix ended\n{self.log()}"
        return self.log().count("daemon started") > before

    def _write(self, name: str, content: str) -> None:
        """At once: a program may be reading it."""
        new = self.folder / f"{name}.new"
        new.write_text(content, encoding="utf-8")
        new.replace(self.folder / name)


@contextmanager
def postfix(mailbox: Path) -> Iterator[Postfix]:
    """Runs until the block is left, and leaves nothing; ``mailbox`` is the Maildir, of nobody, of `OFFICE`."""
    with tempfile.TemporaryDirectory(prefix="loker-postfix-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = Postfix(folder, free_port(), free_port())
        _lay_out(server, mailbox)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _lay_out(server: Postfix, mailbox: Path) -> None:
    """What ``postfix check`` would make, in a tenth of its time."""
    folder = server.folder
    for name in ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved",
                 "trace", "public", "maildrop"):  # fmt: skip
        _make(folder / "queue" / name, "postfix")
    _make(folder / "queue" / "pid", "root")
    _make(folder / "data", "postfix")
    _make(folder / "log", "root")
    _make(folder / "mail", "nobody")
    values = {"folder": folder, "programs": PROGRAMS, "nobody": _NOBODY, "port": server.port}
    values |= {
        "narrow_port": server.narrow_port,
        "delay": DELAY,
        "lifetime": LIFETIME,
        "gone": GONE,
        "full": FULL,
        "slow": SLOW,
    }
    (folder / "main.cf.usual").write_text(_MAIN.format(**values))
    (folder / "master.cf").write_text(_MASTER.format(**values))
    (folder / "boxes").write_text(f"/^{re.escape(OFFICE)}$/ {mailbox}/\n/./ {folder}/mail/\n")
    for name, content in _TABLES.items():
        (folder / name).write_text(content)
    server.set()
    server.answer({})
    server.know(None)


def _make(path: Path, owner: str) -> None:
    path.mkdir(parents=True)
    shutil.chown(path, owner)


def _received(data: bytes) -> Received:
    message = message_from_bytes(data)
    return Received(message["Return-Path"].strip("<>"), message["Delivered-To"], data, 0)


def _await(reached: Callable[[], bool], failure: Callable[[], str]) -> None:
    deadline = time.monotonic() + 20
    while not reached():
        assert time.monotonic() < deadline, failure()
        time.sleep(0.02)
