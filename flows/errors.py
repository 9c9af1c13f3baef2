"""Errors that a person can act on. Each names what is wrong, where, and the cure."""

from __future__ import annotations


class LokerError(Exception):
    """What is wrong, where it is, and what cures it, in one sentence each.

    ``str(error)`` is the whole message as shown to a person; it never holds a secret, an address or an answer.
    """

    def __init__(self, what: str, *, where: str = "", cure: str = "") -> None:
        self.what, self.where, self.cure = what, where, cure
        super().__init__(what)

    def __str__(self) -> str:
        parts = [self.what.rstrip(".") + "."]
        if self.where:
            parts.append(f"Where: {self.where}.")
        if self.cure:
            parts.append(f"Cure: {self.cure.rstrip('.')}.")
        return " ".join(parts)


class SettingsError(LokerError):
    """The configuration is wrong or incomplete: nothing was started."""


class WorkbookError(LokerError):
    """The workbook cannot be read or written now, and trying again by itself will not help."""


class WorkbookBusy(WorkbookError):
    """The workbook is open, locked, or its service does not answer: leave it, and write at the next tick.

    ``holder`` is who has it open, where the lock tells: for the person at the terminal, and in no log, so that it is
    no part of ``str(error)``.
    """

    def __init__(self, what: str, *, where: str = "", cure: str = "", holder: str = "") -> None:
        super().__init__(what, where=where, cure=cure)
        self.holder = holder


class WorkbookChanged(WorkbookError):
    """Somebody saved the workbook since it was read: read again, decide again, write again."""


class FormsError(LokerError):
    """The partners' form cannot be used now, and trying again by itself will not help."""


class FormsBusy(FormsError):
    """The form's service does not answer, or asks to wait: ask again at the next tick, nothing is lost."""


class MailError(LokerError):
    """The mail account cannot be used: wrong host, certificate, user or password."""


class LedgerError(LokerError):
    """The ledger cannot be opened or is not one of ours."""


class ArchiveError(LokerError):
    """The archive's folder or spreadsheet cannot be used, or does not hold what it should."""


class AlreadyRunning(LokerError):
    """Another run holds the office's run lock."""
