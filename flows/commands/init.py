"""``loker init``: a new workbook with its settings, or a Google spreadsheet made ready."""

from __future__ import annotations

from pathlib import Path

from flows.errors import SettingsError
from flows.share import share


def init_folder(folder: Path) -> str:
    """Write ``loker.xlsx`` and the files of its settings into ``folder``; nothing that exists is replaced."""
    from flows.forms.definition import FormDefinition
    from flows.forms.sheet import tabs
    from flows.workbook.blank import write_blank

    config = share() / "config"
    files = {name: config / name for name in ("loker.toml", "programmes.toml", "feedback.toml", "events.toml")}
    for name in (*files, "loker.xlsx"):
        if (folder / name).exists():
            raise SettingsError(
                f"There is a {name} already", where=str(folder), cure="give another folder, or move the file away"
            )
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in files.items():
        (folder / name).write_text(source.read_text("utf-8"), encoding="utf-8")
    write_blank(folder / "loker.xlsx", tabs=tabs(FormDefinition.load(folder / "feedback.toml")))
    return (
        f"Made {folder / 'loker.xlsx'} for staff, {folder / 'loker.toml'} with the settings, "
        f"{folder / 'programmes.toml'} with the study programmes, {folder / 'feedback.toml'} with the form that "
        f"partners answer and {folder / 'events.toml'} with what is prepared for events.\n"
        f"Next: fill in [mail] in loker.toml, then `loker check --config {folder / 'loker.toml'}`."
    )


def init_google(config: Path | None) -> str:
    """Add tabs, drop-downs and protection to the spreadsheet that staff shared; a second run changes nothing."""
    from flows.forms.sheet import tabs
    from flows.office import form_definition, open_workbook
    from flows.settings import load
    from flows.workbook.google import GoogleWorkbook
    from flows.workbook.google_setup import set_up

    settings = load(config)
    workbook = open_workbook(settings)
    if not isinstance(workbook, GoogleWorkbook):
        raise SettingsError(
            "The workbook of these settings is not on Google",
            where="workbook.provider",
            cure='set it to "google", with workbook.spreadsheet_id and workbook.credentials',
        )
    set_up(workbook, settings.office.timezone, tabs(form_definition(settings)), site=settings.site_url)
    return f"The spreadsheet is ready: {workbook.link('Lowongan', 1, 1)}"
