"""``loker audit``: the audit file of a year, and whether the trail is what it was."""

from __future__ import annotations

from pathlib import Path

from flows.commands import DONE, NEEDS_A_PERSON
from flows.errors import LokerError
from flows.procedure.chain import Fault, Kind

VERIFY = "verify"
_SHOWN = 20
"""Faults that are printed one by one."""


def audit(config: Path | None, what: str, output: Path | None) -> int:
    """Write the audit file of the year that ``what`` names, or check the trail; returns the exit code."""
    if what == VERIFY:
        if output is not None:
            raise LokerError("Checking the trail writes no file", where="--output", cure="leave it out")
        return verify_trail(config)
    if not (what.isascii() and what.isdecimal() and len(what) == 4):
        raise LokerError(f"{what!r} is no year", cure="write `loker audit 2026`, or `loker audit verify`")
    return audit_year(config, int(what), output)


def audit_year(config: Path | None, year: int, output: Path | None) -> int:
    from flows.office import open_office
    from flows.settings import load
    from flows.steps.audit import write_audit

    target = (output or Path(f"audit-{year}.zip")).absolute()
    with open_office(load(config)) as office:
        this = office.clock().astimezone(office.zone).year
        if year > this:
            raise LokerError(f"The year {year} is still to come", cure=f"give {this}, or an earlier year")
        try:
            audited = write_audit(office, year, target)
        except OSError as error:
            raise LokerError(
                f"The audit file cannot be written ({error.strerror})",
                where=str(target),
                cure="name another place with --output",
            ) from error
    trail = audited.trail
    print(f"{target}: {len(audited.known.rows):,} vacancies, {trail.entries:,} entries of the trail")
    for proof in audited.proofs:
        if proof.lacks:
            print(f"step {proof.number}: {len(proof.lacks):,} records missing, see indeks.pdf")
    if trail.faults:
        print("The trail is not what it was: see `loker audit verify`")
    return NEEDS_A_PERSON if trail.faults or audited.lacks else DONE


def verify_trail(config: Path | None) -> int:
    from flows.ledger.ledger import Ledger
    from flows.settings import load
    from flows.steps.verify_trail import verify

    settings = load(config)
    ledger = Ledger(settings.ledger_url, folder=settings.folder)
    try:
        trail = verify(ledger)
    finally:
        ledger.close()
    print(f"{trail.entries:,} entries, {trail.found} of {len(trail.heads)} heads printed in the archive found")
    print(f"head {trail.head}")
    if not trail.faults:
        print("The trail is whole.")
        return DONE
    for fault in trail.faults[:_SHOWN]:
        print(f"- {told(fault)}")
    hidden = len(trail.faults[_SHOWN:]) + trail.more
    if hidden:
        print(f"- and {hidden:,} more")
    print(
        "The trail is not what it was. Cure: keep a copy of this ledger as it is; find the newest backup in which this "
        "command finds nothing (ledger.url may name a copy); compare the entries named above; and have the office's "
        "head record what was found. The audit file lists the whole trail (jejak.csv)."
    )
    return NEEDS_A_PERSON


def told(fault: Fault) -> str:
    """A fault in a sentence."""
    match fault.kind:
        case Kind.ALTERED:
            return (
                f"entry {fault.first} does not fit entry {fault.first - 1}: one of them was altered, exchanged, "
                "inserted or written anew"
            )
        case Kind.MISSING:
            some = f"entry {fault.first} is" if fault.first == fault.last else f"entries {fault.first}-{fault.last} are"
            return f"{some} missing; entry {fault.last + 1} cannot be checked"
        case Kind.UNKNOWN_HEAD:
            return (
                f"the head printed in {fault.about} is none of the trail's: entries after {fault.first - 1} were "
                "removed at the end or written anew"
            )
        case Kind.UNTOLD:
            return f"the trail tells of less than there is: {fault.about}"
