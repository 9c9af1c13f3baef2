"""``loker forget``: erase a person (UU 27/2022), whatever the kept times say. Counts stay; no mail goes there again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from flows.commands import COULD_NOT_RUN, DONE, NEEDS_A_PERSON
from flows.errors import SettingsError, WorkbookError
from flows.ledger.erasure import Erased
from flows.lock import run_lock
from flows.office import open_office
from flows.procedure.values import Fault, email, email_key
from flows.settings import load
from flows.steps.deliver import settle_past
from flows.steps.person import Found, find, person

_SAID = (
    ("addresses", "address"),
    ("messages", "messages emptied; that they were sent still counts"),
    ("waiting", "mails that were waiting, withdrawn"),
    ("opt_outs", "opt-out, for which the erasure now stands"),
    ("forms", "half-filled forms"),
    ("texts", "texts in which the person was named"),
    ("attendances", "attendances made anonymous"),
    ("sign_ups", "requests to join the list"),
)
KEPT = "What is kept: counts, and a checksum of the address by which it is never mailed again (web.secret_key_file)."
ELSEWHERE = (
    "Not within reach of loker: backups of the ledger, files that were archived before, and the mail account's "
    "own Sent mailbox."
)


def forget(config: Path | None, typed: str, *, sure: Callable[[str], bool], say: Callable[[str], None]) -> int:
    """Erase whoever has this address. ``sure`` asks before anything happens; ``say`` tells what was done, in counts.

    The workbook is read for names, NIM and company, and to say which rows staff have to delete; if it is out of reach,
    the ledger is cleared all the same, and the next run tells staff.
    """
    key = address(typed)
    settings = load(config)
    with run_lock(settings.folder, ledger=settings.ledger_url), open_office(settings) as office:
        try:
            found: Found | None = find(office, key)
        except WorkbookError as error:
            found = None
            say(f"The workbook cannot be read now: {error}")
        if not sure("Erase all that is known of this person, for good, and never send them mail again?"):
            say("Nothing was erased.")
            return COULD_NOT_RUN
        settle_past(office)
        erased = office.ledger.erasure.forget(person(key, found), office.clock())
        clean = office.ledger.store.compact()
        for line in _told(erased, found, clean=clean):
            say(line)
        return NEEDS_A_PERSON if found is None or found.rows or not clean else DONE


def address(typed: str) -> str:
    """The normalised address. Raises `SettingsError` for what is none."""
    known = email(typed.strip())
    if isinstance(known, Fault) or not known:
        raise SettingsError("That is not an e-mail address", cure="write it as it stands in the sheet: name@domain")
    return email_key(known)


def _told(erased: Erased, found: Found | None, *, clean: bool) -> Iterator[str]:
    counts = [(getattr(erased, name), words) for name, words in _SAID]
    yield "Erased:" if any(count for count, _ in counts) else "The ledger knew nothing of this person."
    yield from (f"{count:>7,} {words}" for count, words in counts if count)
    for row in found.rows if found else ():
        yield f"Still in the sheet: tab {row.tab}, row {row.number}. Staff are asked in Masalah to delete it."
    if not clean:
        yield "Another process has the ledger open: traces stay in its file until the next `loker forget`."
    yield KEPT
    yield ELSEWHERE
