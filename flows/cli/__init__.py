"""The command ``loker``. Everything heavy is imported by the command that needs it: ``loker --help`` is quick.

The modules of this room declare the commands, `flows.commands` does them.
"""

from __future__ import annotations

import sys
import traceback
from typing import Annotated

import typer

from flows.cli import keeping, records, starting, working
from flows.commands import COULD_NOT_RUN

app = typer.Typer(
    name="loker",
    help="Runs a career unit's job-opportunity procedure on a shared spreadsheet and a mail account.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # a traceback with local variables would show addresses
    rich_markup_mode=None,
    add_completion=False,
)
for group in (starting, working, records, keeping):  # the order of ``loker --help``
    app.add_typer(group.commands)


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("loker"))
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    """What every command takes."""


def main() -> None:
    try:
        app()
    except Exception:  # what nobody foresaw is no "done": Python's own exit code would say 1
        traceback.print_exc()
        sys.exit(COULD_NOT_RUN)
