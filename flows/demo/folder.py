"""A folder with a demo in it: made once, then kept, with a mail server beside it while the flows run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.demo.mailbox import Mailbox
from flows.errors import SettingsError
from flows.share import share

_SETTINGS = Path(__file__).parent / "data" / "loker.toml"
_PORT = "LOKER_MAIL__PORT"
_BEGUN = "# Begun on "


@dataclass(frozen=True)
class Demo:
    """A demo whose mail server is running."""

    config: Path
    """Its ``loker.toml``; the workbook, the ledger and the Maildir are beside it."""
    box: Mailbox
    filed_before: int
    """How many messages the Maildir held before this run."""
    begun: date
    """The office's day on which it was made: its vacancies' deadlines are counted from there."""

    @property
    def folder(self) -> Path:
        return self.config.parent


@contextmanager
def opened(folder: Path, today: date) -> Iterator[Demo]:
    """Prepare ``folder`` and receive mail for it: within the block, its settings lead to the mail server."""
    config = prepare(folder, today)
    with Mailbox(config.parent) as box:
        before = os.environ.get(_PORT)
        os.environ[_PORT] = str(box.port)  # so that processes started by the flows find it, too
        try:
            yield Demo(config, box, sum(1 for _ in box.messages()), _begun(config, today))
        finally:
            del os.environ[_PORT]
            if before is not None:
                os.environ[_PORT] = before


def prepare(folder: Path, today: date) -> Path:
    """Write a demo's workbook and settings into ``folder``, unless it is a demo already; give its ``loker.toml``.

    ``today`` is the day in the office's time zone, from which the vacancies' deadlines are counted. Raises
    `SettingsError`, with nothing written, if another office lives there.
    """
    from flows.demo.content import rows
    from flows.forms.definition import FormDefinition
    from flows.forms.sheet import tabs
    from flows.procedure.programmes import Catalogue
    from flows.workbook.blank import write_blank

    folder = folder.expanduser().resolve()
    config, book = folder / "loker.toml", folder / "loker.xlsx"
    settings = _SETTINGS.read_text(encoding="utf-8")
    mark = settings.partition("\n")[0]
    if config.is_file() and config.read_text(encoding="utf-8").startswith(mark):
        return config
    for taken in (config, book):
        if taken.exists():
            raise SettingsError(
                "There is an office in this folder that is not a demo",
                where=str(taken),
                cure="give another folder: `loker demo DIR`",
            )
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / "loker.xlsx.part"
    shipped = share() / "config"
    filled = rows(today, Catalogue.load(shipped / "programmes.toml"))
    write_blank(draft, filled, tabs(FormDefinition.load(shipped / "feedback.toml")))
    draft.replace(book)
    config.write_text(f"{settings}\n{_BEGUN}{today.isoformat()}\n", encoding="utf-8")
    return config


def _begun(config: Path, today: date) -> date:
    """As `prepare` noted it."""
    last = config.read_text(encoding="utf-8").rstrip().rpartition("\n")[2]
    return date.fromisoformat(last.removeprefix(_BEGUN)) if last.startswith(_BEGUN) else today
