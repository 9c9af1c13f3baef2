"""What is kept: measures, archive, audit, and what is known of a person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.base import Config, told

commands = typer.Typer()
archive = typer.Typer(help="The archive of recaps and of records of disposals.", no_args_is_help=True)
commands.add_typer(archive, name="archive")


@commands.command()
def kpi(
    year: Annotated[int | None, typer.Argument(help="A year; without it the last five.", min=2000)] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    config: Config = None,
) -> None:
    """Show the procedure's KPIs and the service's measures, year by year."""
    from flows.commands.kpi import kpi as show_kpi

    with told():
        raise typer.Exit(show_kpi(config, year, as_json=json))


@commands.command()
def audit(
    what: Annotated[str, typer.Argument(help="A year, such as 2026; or `verify`.", metavar="YEAR|verify")],
    output: Annotated[Path | None, typer.Option("--output", help="Where to write it (audit-YEAR.zip here).")] = None,
    config: Config = None,
) -> None:
    """Write a year's audit file, a ZIP that an auditor can check alone; or check that the trail is what it was."""
    from flows.commands.audit import audit as audit_office

    with told():
        raise typer.Exit(audit_office(config, what, output))


@archive.command("verify")
def archive_verify(config: Config = None) -> None:
    """Compute every checksum of the archive anew, and say what differs, is missing or does not belong there."""
    from flows.commands.archive import verify

    with told():
        raise typer.Exit(verify(config))


@commands.command()
def forget(
    email: Annotated[str, typer.Argument(help="The person's address.", metavar="EMAIL")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    config: Config = None,
) -> None:
    """Erase a person for good, whatever is kept for how long: counts stay, and no mail goes there again."""
    from flows.commands.forget import forget as forget_person

    with told():
        raise typer.Exit(forget_person(config, email, sure=lambda text: yes or typer.confirm(text), say=typer.echo))


@commands.command()
def export(
    email: Annotated[str, typer.Argument(help="The person's address.", metavar="EMAIL")],
    output: Annotated[Path | None, typer.Option("--output", help="Write it to this file, which must be new.")] = None,
    config: Config = None,
) -> None:
    """Show all that is known of a person as JSON, for their right to read it."""
    from flows.commands.export import export as export_person

    with told():
        typer.echo(export_person(config, email, output))
