"""Content lines of an iCalendar object (RFC 5545): folded at 75 octets, also where slots are filled in later.

Each slot's value has folded lines of its own, so that what stands around it is folded once, when the letter is
compiled, and its own encoder (`flows.mail.encoding`) folds it without regard to that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.mail.encoding import octet_chunks

OCTETS = 75
"""Of a line, its end left out (RFC 5545, 3.1)."""
_FOLD = re.compile(r"\r?\n[ \t]")


def content_lines(calendar: str) -> Iterator[str]:
    """The logical lines of an object with either line end, folded or not."""
    return (line for line in re.split(r"\r?\n", _FOLD.sub("", calendar)) if line)


def fold(text: str, *, after_slot: bool) -> str:
    """A literal part of a logical line as lines, with ``\n`` between them. After a slot it begins with a fold."""
    *before, last = octet_chunks(text, OCTETS - after_slot, OCTETS - 1)
    if before and last == " ":  # some readers take a line of nothing but blanks for an empty one
        before[-1], last = before[-1][:-1], before[-1][-1] + last
    return "\n " * after_slot + "\n ".join([*before, last])


def place(before: str) -> str:
    """The key of the encoder for a slot, by the part of its logical line that stands before it."""
    quoted = False
    for position, sign in enumerate(before):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            value = before[position + 1 :].lower()
            return "calendar_address" if value == "mailto:" else "calendar_text"
    return "calendar_quoted" if quoted else "calendar_word"
