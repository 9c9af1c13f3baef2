"""What all commands share: `--config`, and how an error is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from flows.commands import COULD_NOT_RUN
from flows.errors import LokerError

Config = Annotated[
    Path | None,
    typer.Option("--config", help="The configuration file (else LOKER_CONFIG, ./loker.toml or ./config/loker.toml)."),
]


@contextmanager
def told() -> Iterator[None]:
    """An error that a person can act on is one message and exit code 2."""
    try:
        yield
    except LokerError as error:
        typer.echo(f"loker: {error}", err=True)
        raise typer.Exit(COULD_NOT_RUN) from None
