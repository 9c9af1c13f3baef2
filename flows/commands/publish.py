"""``loker publish``: the public page as files."""

from __future__ import annotations

from pathlib import Path

from flows.errors import SettingsError
from flows.office import now, programmes
from flows.publish import publish as bring_up_to_date
from flows.settings import load


def publish(config: Path | None, into: Path | None) -> str:
    """Bring the files in ``into`` (default: ``site.publish_to``, else ``public`` beside the settings) up to date, by
    what the ledger has; says what was done. Raises `SettingsError`."""
    from flows.ledger.ledger import Ledger

    settings = load(config)
    if into is not None and into.exists() and not into.is_dir():
        raise SettingsError("That is no folder", where=str(into), cure="give a folder; it is made where it is new")
    folder = into or settings.path(settings.site.publish_to or "public")
    ledger = Ledger(settings.ledger_url, folder=settings.folder)
    try:
        done = bring_up_to_date(settings, ledger, programmes(settings), now(), folder)
    finally:
        ledger.close()
    return f"{folder}: {done.files:,} files, of which {done.written:,} were written; {done.removed:,} removed."
