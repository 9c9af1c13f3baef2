"""The command ``loker``. Everything heavy is imported by the command that needs it: ``loker --help`` is quick."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.commands import COULD_NOT_RUN, DONE, NEEDS_A_PERSON
from flows.errors import LokerError

app = typer.Typer(
    name="loker",
    help="Runs a career unit's job-opportunity procedure on a shared spreadsheet and a mail account.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # a traceback with local variables would show addresses
    rich_markup_mode=None,
    add_completion=False,
)
forms = typer.Typer(help="The form that partners answer, where it is a Google Form.", no_args_is_help=True)
app.add_typer(forms, name="forms")
archive = typer.Typer(help="The archive of recaps and of records of disposals.", no_args_is_help=True)
app.add_typer(archive, name="archive")

Config = Annotated[
    Path | None,
    typer.Option("--config", help="The configuration file (else LOKER_CONFIG, ./loker.toml or ./config/loker.toml)."),
]


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


@contextmanager
def told() -> Iterator[None]:
    """An error that a person can act on is one message and exit code 2."""
    try:
        yield
    except LokerError as error:
        typer.echo(f"loker: {error}", err=True)
        raise typer.Exit(COULD_NOT_RUN) from None


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where the office's files will be.")] = Path(),
    google: Annotated[bool, typer.Option("--google", help="Set up the Google spreadsheet of the settings.")] = False,
    config: Config = None,
) -> None:
    """Write a new workbook and loker.toml; with --google set up the spreadsheet that staff made and shared."""
    from flows.commands.init import init_folder, init_google

    with told():
        typer.echo(init_google(config) if google else init_folder(folder))


@app.command()
def check(config: Config = None) -> None:
    """Look at settings, workbook, mail account and ledger: what would happen, what is wrong. Sends nothing."""
    from flows.commands.check import check as check_office

    with told():
        raise typer.Exit(check_office(config))


@app.command()
def run(
    flow: Annotated[
        str, typer.Argument(help="announce, events, feedback, recap, retention, returns, or cycle (all due).")
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


@app.command()
def preview(
    id: Annotated[str, typer.Argument(help="The vacancy's ID, such as L26-0001.", metavar="ID")],
    html: Annotated[Path | None, typer.Option("--html", help="Write the mail as a web page to this file.")] = None,
    config: Config = None,
) -> None:
    """Show a vacancy as alumni would read it. Sends nothing."""
    from flows.commands.preview import preview as preview_vacancy

    with told():
        typer.echo(preview_vacancy(id, config, html))


@app.command()
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


@app.command()
def status(
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False, config: Config = None
) -> None:
    """Count what is queued, sent, refused and in doubt."""
    from flows.commands.status import status as show_status

    with told():
        raise typer.Exit(show_status(config, as_json=json))


@app.command()
def kpi(
    year: Annotated[int | None, typer.Argument(help="A year; without it the last five.", min=2000)] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    config: Config = None,
) -> None:
    """Show the procedure's KPIs and the service's measures, year by year."""
    from flows.commands.kpi import kpi as show_kpi

    with told():
        raise typer.Exit(show_kpi(config, year, as_json=json))


@app.command()
def audit(
    what: Annotated[str, typer.Argument(help="A year, such as 2026; or `verify`.", metavar="YEAR|verify")],
    output: Annotated[Path | None, typer.Option("--output", help="Where to write it (audit-YEAR.zip here).")] = None,
    config: Config = None,
) -> None:
    """Write a year's audit file, a ZIP that an auditor can check alone; or check that the trail is what it was."""
    from flows.commands.audit import audit as audit_office

    with told():
        raise typer.Exit(audit_office(config, what, output))


@app.command()
def forget(
    email: Annotated[str, typer.Argument(help="The person's address.", metavar="EMAIL")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    config: Config = None,
) -> None:
    """Erase a person for good, whatever is kept for how long: counts stay, and no mail goes there again."""
    from flows.commands.forget import forget as forget_person

    with told():
        raise typer.Exit(forget_person(config, email, sure=lambda text: yes or typer.confirm(text), say=typer.echo))


@app.command()
def export(
    email: Annotated[str, typer.Argument(help="The person's address.", metavar="EMAIL")],
    output: Annotated[Path | None, typer.Option("--output", help="Write it to this file, which must be new.")] = None,
    config: Config = None,
) -> None:
    """Show all that is known of a person as JSON, for their right to read it."""
    from flows.commands.export import export as export_person

    with told():
        typer.echo(export_person(config, email, output))


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="The port to listen on.", min=1, max=65535)] = 8000,
    config: Config = None,
) -> None:
    """Serve the office's pages: the partners' form, staff's form, leaving the list."""
    from flows.commands.serve import serve as serve_pages

    with told():
        serve_pages(config, host, port)


@app.command()
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


@app.command()
def revoke(
    address: Annotated[str | None, typer.Argument(help="Whose links: an e-mail address.", metavar="EMAIL")] = None,
    partner: Annotated[str | None, typer.Option("--partner", help="All contacts of this company.")] = None,
    config: Config = None,
) -> None:
    """Take back the links of an address (and its sessions), or of a company: they open nothing any more."""
    from flows.commands.revoke import revoke as take_back

    with told():
        typer.echo(take_back(config, address, partner))


@app.command()
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


@app.command()
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


@app.command()
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


@forms.command("setup")
def forms_setup(config: Config = None) -> None:
    """Fill the Google Form that staff made and shared with the questions of feedback.toml, and publish it."""
    from flows.commands.forms import set_up_form

    with told():
        said, unfinished = set_up_form(config)
        typer.echo(said)
        raise typer.Exit(NEEDS_A_PERSON if unfinished else DONE)


@archive.command("verify")
def archive_verify(config: Config = None) -> None:
    """Compute every checksum of the archive anew, and say what differs, is missing or does not belong there."""
    from flows.commands.archive import verify

    with told():
        raise typer.Exit(verify(config))


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="A folder for the demo; it is made.")] = Path("demo"),
) -> None:
    """Watch real vacancies leave a real workbook as real mail, into a mailbox on this machine."""
    from flows.commands.demo import demo as run_demo

    with told():
        raise typer.Exit(run_demo(folder))


def main() -> None:
    try:
        app()
    except Exception:  # what nobody foresaw is no "done": Python's own exit code would say 1
        traceback.print_exc()
        sys.exit(COULD_NOT_RUN)
