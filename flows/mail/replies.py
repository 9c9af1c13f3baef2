"""What to do when a mail server answers: one pure function from its answer to a decision.

RFC 5321 says that 4xx is "later" and 5xx is "never". Servers mean more than that by their answers (`flows.mail.lore`):
a quota of the account that looks like a refused recipient, a sender refused at RCPT (Postfix delays every refusal to
there), a relay that was never meant for us. To take one of these for the recipient's fault would refuse a whole list
of alumni for good.
"""

from __future__ import annotations

import re
from typing import Final

from flows.mail.decisions import Decision, Stage, Verdict
from flows.mail.lore import RULES

_ACCEPTED: Final[dict[Stage, tuple[int, ...]]] = {Stage.DATA: (354,), Stage.AUTH: (235,)}
_GO: Final = Decision(Verdict.ACCEPTED)
_TO_A_MESSAGE: Final = frozenset({Stage.RCPT, Stage.DATA, Stage.BODY})
_LATER_LINE = re.compile(r"[\r\n]+(?:[245]\.\d{1,3}\.\d{1,3} )?")
_ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")
_UNPRINTABLE = re.compile(r"[^ -~\u00a0-\uffff]+")


def decide(stage: Stage, code: int, text: str = "") -> Decision:
    """The decision on one answer: its three digits and its lines, joined by ``\\n``, without their digits.

    An answer that is none (a code beyond RFC 5321) leads to a new connection.
    """
    expected = _ACCEPTED.get(stage)
    if code in expected if expected else 200 <= code < 300:
        return _GO
    line = f"{code} {_LATER_LINE.sub(' ', text)}"
    for rule in RULES:
        if 400 <= code < 600 and stage in rule.stages and rule.pattern.search(line):
            return rule.decision
    if 400 <= code < 500:
        return Decision(Verdict.LATER if stage in _TO_A_MESSAGE else Verdict.RECONNECT)
    if 500 <= code < 600:
        return Decision(Verdict.REFUSED) if stage in _TO_A_MESSAGE else _unusable(stage, code)
    return Decision(Verdict.RECONNECT)


def _unusable(stage: Stage, code: int) -> Decision:
    if stage is Stage.RSET:
        return Decision(Verdict.RECONNECT)
    if stage is Stage.MAIL:
        return Decision(
            Verdict.PERSON, None, f"The mail server refuses mail.sender (answer {code})",
            "Set mail.sender to an address that this account may use",
        )  # fmt: skip
    return Decision(
        Verdict.PERSON, None, f"The mail server refuses the connection ({stage}, answer {code})",
        "Check mail.host, mail.port and mail.security",
    )  # fmt: skip


def blames_recipient(text: str) -> bool:
    """Whether a refusal speaks of the address or its mailbox (RFC 3463: x.1.x, x.2.x), not of us or our message."""
    return re.match(r"5\.[12]\.\d", text) is not None


def presentable(text: str) -> str:
    """A server's words for the ledger: one line of at most 200 characters, with every address replaced by ``<…>``."""
    if len(text) <= 200 and "@" not in text and text.isascii() and text.isprintable():
        return text  # the usual "2.0.0 Ok: queued as …", a hundred thousand times
    line = _UNPRINTABLE.sub(" ", _ADDRESS.sub("<…>", _LATER_LINE.sub(" ", text)))
    return " ".join(line.split())[:200]
