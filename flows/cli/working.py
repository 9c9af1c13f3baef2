"""The procedure's work: run a flow, see what it does, show its pages."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.base import Config, told

commands = typer.Typer()


@commands.command()
def run(
    flow: Annotated[
        str, typer.Argument(help="announce, deliver, events, feedback, recap, retention, returns, or cycle (all due).")
    ] = "cycle",
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since",
            formats=["%Y-%m-%d"],
            help="For feedback: also ask about vacancies that were never announced by loker and ended then or later.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change and send nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object with the counts.")] = False,
    config: Config = None,
) -> None:
    """Run a flow now. `announce` and `events` do not wait for the hour of the digests."""
    from flows.commands.run import run_flow

    with told():
        day = since.date() if since else None
        raise typer.Exit(run_flow(flow, config, dry_run=dry_run, as_json=json, since=day))


@commands.command()
def preview(
    id: Annotated[str, typer.Argument(help="The vacancy's ID, such as L26-0001.", metavar="ID")],
    html: Annotated[Path | None, typer.Option("--html", help="Write the mail as a web page to this file.")] = None,
    config: Config = None,
) -> None:
    """Show a vacancy as alumni would read it. Sends nothing."""
    from flows.commands.preview import preview as preview_vacancy

    with told():
        typer.echo(preview_vacancy(id, config, html))


@commands.command()
def event(
    id: Annotated[str, typer.Argument(help="The event's ID, such as K26-0001.", metavar="ID")],
    attendance: Annotated[
        Path | None, typer.Option("--attendance", help="Write who was there as a PDF to this file.", metavar="FILE")
    ] = None,
    poster: Annotated[
        Path | None,
        typer.Option("--poster", help="Write a poster with the code for guests as a PDF to this file.", metavar="FILE"),
    ] = None,
    config: Config = None,
) -> None:
    """Count who comes to an event and who was there; write its attendance list and poster."""
    from flows.commands.event import event as show_event

    with told():
        typer.echo(show_event(config, id, attendance, poster))


@commands.command()
def status(
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False, config: Config = None
) -> None:
    """Count what is queued, sent, refused and in doubt."""
    from flows.commands.status import status as show_status

    with told():
        raise typer.Exit(show_status(config, as_json=json))


@commands.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="The port to listen on.", min=1, max=65535)] = 8000,
    config: Config = None,
) -> None:
    """Serve the office's pages: the partners' form, staff's form, leaving the list."""
    from flows.commands.serve import serve as serve_pages

    with told():
        serve_pages(config, host, port)


@commands.command()
def publish(
    into: Annotated[
        Path | None, typer.Option("--into", help="The folder to write (site.publish_to, else public).")
    ] = None,
    config: Config = None,
) -> None:
    """Write the public page as files for any web server; only what has changed is written."""
    from flows.commands.publish import publish as publish_pages

    with told():
        typer.echo(publish_pages(config, into))


@commands.command()
def revoke(
    address: Annotated[str | None, typer.Argument(help="Whose links: an e-mail address.", metavar="EMAIL")] = None,
    partner: Annotated[str | None, typer.Option("--partner", help="All contacts of this company.")] = None,
    config: Config = None,
) -> None:
    """Take back the links of an address (and its sessions), or of a company: they open nothing any more."""
    from flows.commands.revoke import revoke as take_back

    with told():
        typer.echo(take_back(config, address, partner))
