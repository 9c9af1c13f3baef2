"""``loker export``: all that is known of a person, as JSON, for their right to read it (UU 27/2022)."""

from __future__ import annotations

import json
import os
from pathlib import Path

from flows.commands.forget import address
from flows.errors import SettingsError
from flows.office import open_office
from flows.settings import load
from flows.steps.person import known


def export(config: Path | None, typed: str, output: Path | None) -> str:
    """Write it to ``output``, a new file that its owner alone can read, and say so; without one it is the answer."""
    key, settings = address(typed), load(config)
    with open_office(settings) as office:
        told = json.dumps(known(office, key), indent=2, ensure_ascii=False)
    if output is None:
        return told
    try:
        with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(told + "\n")
    except OSError as error:
        raise SettingsError(
            f"The file cannot be written ({error.strerror})",
            where=str(output),
            cure="name a file that is not there yet",
        ) from error
    return f"All that is known of this person is in {output}."
