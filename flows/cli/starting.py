"""Begin: a new office, a look at it, the form, the demo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.base import Config, told
from flows.commands import DONE, NEEDS_A_PERSON

commands = typer.Typer()
forms = typer.Typer(help="The form that partners answer, where it is a Google Form.", no_args_is_help=True)
commands.add_typer(forms, name="forms")


@commands.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where the office's files will be.")] = Path(),
    google: Annotated[bool, typer.Option("--google", help="Set up the Google spreadsheet of the settings.")] = False,
    config: Config = None,
) -> None:
    """Write a new workbook and loker.toml; with --google set up the spreadsheet that staff made and shared."""
    from flows.commands.init import init_folder, init_google

    with told():
        typer.echo(init_google(config) if google else init_folder(folder))


@commands.command()
def check(config: Config = None) -> None:
    """Look at settings, workbook, mail account and ledger: what would happen, what is wrong. Sends nothing."""
    from flows.commands.check import check as check_office

    with told():
        raise typer.Exit(check_office(config))


@forms.command("setup")
def forms_setup(config: Config = None) -> None:
    """Fill the Google Form that staff made and shared with the questions of feedback.toml, and publish it."""
    from flows.commands.forms import set_up_form

    with told():
        said, unfinished = set_up_form(config)
        typer.echo(said)
        raise typer.Exit(NEEDS_A_PERSON if unfinished else DONE)


@commands.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="A folder for the demo; it is made.")] = Path("demo"),
) -> None:
    """Watch real vacancies leave a real workbook as real mail, into a mailbox on this machine."""
    from flows.commands.demo import demo as run_demo

    with told():
        raise typer.Exit(run_demo(folder))
