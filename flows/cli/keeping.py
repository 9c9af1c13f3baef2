"""Keep the office for years: back it up, and make it anew."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.base import Config, told

commands = typer.Typer()
ledger = typer.Typer(help="The ledger: the office's memory.", no_args_is_help=True)
commands.add_typer(ledger, name="ledger")


@commands.command()
def backup(
    target: Annotated[Path, typer.Argument(help="A new file, or a folder to put one in.", metavar="PATH")],
    with_secrets: Annotated[
        bool, typer.Option("--with-secrets", help="Also passwords, keys, and the key that signs links.")
    ] = False,
    config: Config = None,
) -> None:
    """Back the office up into one file while it is at work: ledger, workbook, archive, configuration."""
    from flows.commands.backup import backup as back_up

    with told():
        raise typer.Exit(back_up(config, target, with_secrets=with_secrets, say=typer.echo))


@commands.command()
def restore(
    backup: Annotated[Path, typer.Argument(help="A file of `loker backup`.", metavar="PATH")],
    into: Annotated[Path, typer.Argument(help="A new or empty folder.", metavar="INTO")],
    key: Annotated[Path | None, typer.Option("--key", help="The file of web.secret_key_file, kept apart.")] = None,
    new_key: Annotated[bool, typer.Option("--new-key", help="The key is lost: all mailed links end.")] = False,
    ledger: Annotated[str, typer.Option("--ledger", help="URL of an empty PostgreSQL database, for its dump.")] = "",
    nothing_sent: Annotated[
        bool, typer.Option("--nothing-was-sent-since", help="Go on sending where the backup stopped.")
    ] = False,
) -> None:
    """Make an office of a backup. It sends nothing until `loker resume`."""
    from flows.commands.restore import restore as make_office

    with told():
        code = make_office(
            backup, into, key=key, new_key=new_key, ledger=ledger, nothing_sent=nothing_sent, say=typer.echo
        )
        raise typer.Exit(code)


@commands.command()
def resume(
    nothing_sent: Annotated[
        bool, typer.Option("--nothing-was-sent-since", help="All that waits goes out with the next run.")
    ] = False,
    config: Config = None,
) -> None:
    """After a restore: send again, but for what may have been sent after the backup; that waits for staff's word."""
    from flows.commands.restore import resume as go_on

    with told():
        raise typer.Exit(go_on(config, nothing_sent=nothing_sent, say=typer.echo))


@commands.command()
def deploy(
    pool: Annotated[str, typer.Option("--pool", help="The work pool whose workers shall run them.")] = "",
    config: Config = None,
) -> None:
    """Tell the Prefect server at PREFECT_API_URL of the flows: the cycle every 10 minutes, the others on demand."""
    from flows.commands.deploy import deploy as register

    with told():
        raise typer.Exit(register(config, pool, say=typer.echo))


@commands.command()
def up(
    host: Annotated[str, typer.Option("--host", help="The address of the pages.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="The port of the pages.", min=1, max=65535)] = 8000,
    unit: Annotated[bool, typer.Option("--unit", help="Print the systemd service that does it, and end.")] = False,
    config: Config = None,
) -> None:
    """Keep the office running: its schedule, its pages, and a Prefect server if there is none."""
    from flows.commands.unit import obstacle
    from flows.commands.unit import unit as service
    from flows.commands.up import up as keep_up

    with told():
        if unit:
            typer.echo(service(config, host, port), nl=False)
            typer.echo(obstacle(config), nl=False, err=True)
            raise typer.Exit
        raise typer.Exit(keep_up(config, host, port))


@ledger.command("move")
def ledger_move(
    url: Annotated[str, typer.Argument(help="SQLAlchemy's URL of an empty database.", metavar="URL")],
    config: Config = None,
) -> None:
    """Carry the ledger to another database, SQLite or PostgreSQL, checked to the last row; the old one stays."""
    from flows.commands.ledger import move

    with told():
        raise typer.Exit(move(config, url, say=typer.echo))
