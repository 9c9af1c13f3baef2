"""Whether somebody has the workbook open: the lock files that Excel and LibreOffice lay beside it."""

from __future__ import annotations

from pathlib import Path

from flows.errors import WorkbookBusy


def refuse_if_open(path: Path) -> None:
    """Raise `WorkbookBusy` if a program has the workbook open.

    A lock whose program crashed cannot be told apart for certain, least of all on a network drive: it is respected,
    and the message says which file to delete.
    """
    for lock, program, reader in (
        (path.with_name(f"~${path.name}"), "Excel", _excel_owner),
        (path.with_name(f".~lock.{path.name}#"), "LibreOffice", _libreoffice_owner),
    ):
        try:
            content = lock.read_bytes()
        except FileNotFoundError:
            continue
        except OSError:  # Excel keeps its lock file to itself on Windows
            content = b""
        raise WorkbookBusy(
            f"The workbook is open in {program}; it will be written at the next tick, and nothing is lost",
            where=str(path),
            cure=f"close it there; if nobody has it open, delete the file {lock.name}",
            holder=reader(content),
        )


def _excel_owner(content: bytes) -> str:
    """165 bytes: the user's name in ANSI from 1 (its length at 0), and in UTF-16 from 57 (its length at 55)."""
    length = int.from_bytes(content[55:57], "little")
    return content[57 : 57 + 2 * length].decode("utf-16-le", "ignore").strip()


def _libreoffice_owner(content: bytes) -> str:
    """``name,account,computer,time,profile;``: the name may be empty, then the account tells."""
    name, account, computer, *_ = [*content.decode("utf-8", "ignore").split(","), "", "", ""]
    who = name.strip() or account.strip()
    return f"{who} ({computer.strip()})" if who and computer.strip() else who
