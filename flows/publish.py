"""The public page: gathered from the ledger, and written as files for any web server; only what changed is written."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.errors import SettingsError
from flows.procedure.retention import kept_until
from flows.share import share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flows.ledger.ledger import Ledger
    from flows.ledger.publications import Publication
    from flows.procedure.programmes import Catalogue
    from flows.public_folder import Written
    from flows.settings import Settings
    from flows.site.model import Content, Figures, Posting, Publisher

PROCEDURES = "procedures"


def publisher(settings: Settings, *, url: str = "", answers: bool = False) -> Publisher:
    """Whose page it is; ``url`` is where these pages are (default: as the settings say). Raises `SettingsError`."""
    from flows.mail.card import Sender
    from flows.site.model import Publisher

    where = url or settings.site_url
    if not where:
        raise SettingsError(
            "The public page has no address, which its feeds and shares have to tell",
            where="[web] and [site] in loker.toml",
            cure="set web.public_url, or site.url if only the public page is to be reached there",
        )
    contact = Sender(settings.office.name, settings.mail.reply_to or settings.mail.from_header).address
    return Publisher(
        name=settings.office.name,
        email=contact,
        url=where,
        zone=settings.office.zone,
        colour=settings.site.colour,
        forms=settings.web.public_url.rstrip("/") if settings.web.sign_ups_a_day else "",
        answers=answers,
    )


def gather(settings: Settings, ledger: Ledger, catalogue: Catalogue, whose: Publisher, now: datetime) -> Content:
    """All that is public at ``now`` (aware): a few queries, and the procedures' files."""
    from flows.site.model import KINDS_OF_EVENTS, Content
    from flows.site.procedures import procedures
    from flows.steps.evidence import LISTS

    today = now.astimezone(whose.zone).date()
    with ledger.together():  # one moment for all of it
        lists: dict[str, list[str]] = ledger.notes.get(LISTS, {})
        told = ledger.publications.told()
        events = [event for event in ledger.events.all().values() if event.kind in KINDS_OF_EVENTS]
        entries = ledger.calendar_entries.all()
        kpi = ledger.notes.get("kpi", {})
    postings = [_posting(one, content, lists, today) for one, content in told]
    years = settings.retention.vacancies
    return Content(
        publisher=whose,
        today=today,
        catalogue=catalogue,
        postings=[one for one in postings if one.closed is None or today <= kept_until(one.closed, years)],
        events=events,
        figures=_figures(kpi.get("public", [])),
        procedures=procedures(procedure_files(settings)),
        entries=entries,
    )


def publish(settings: Settings, ledger: Ledger, catalogue: Catalogue, now: datetime, into: Path) -> Written:
    """Bring the files in ``into`` up to date. Raises `SettingsError`."""
    from flows.public_folder import open_folder
    from flows.site.pages import pages

    whose = publisher(settings)
    with open_folder(into) as folder:
        return folder.write(pages(gather(settings, ledger, catalogue, whose, now)).files)


def procedure_files(settings: Settings) -> dict[str, str]:
    """The procedures' texts by file name: the office's own, in a folder beside its settings; where there is none, those
    that come with loker."""
    own = settings.folder / PROCEDURES
    folder = own if own.is_dir() else share() / "config" / PROCEDURES
    return {file.name: file.read_text("utf-8") for file in sorted(folder.glob("*.md"))}


def _posting(one: Publication, content: Mapping[str, Any], lists: Mapping[str, Sequence[str]], today: date) -> Posting:
    from flows.procedure.models import Vacancy
    from flows.site.model import Posting
    from flows.steps.evidence import meant_for

    vacancy = Vacancy.from_content(one.vacancy, dict(content), on_web=True)
    everybody, programmes = meant_for(vacancy, lists)
    ended = one.closed or (vacancy.deadline if vacancy.deadline and vacancy.deadline < today else None)
    return Posting(vacancy, everybody, programmes, one.since, one.updated, ended)


def _figures(public: Iterable[Sequence[Any]]) -> list[Figures]:
    """Of the lines that `flows.steps.kpi.keep_fresh` left: year, measure, value."""
    from flows.site.model import Figures

    by_year: dict[int, dict[str, int | None]] = {}
    for year, measure, value in public:
        by_year.setdefault(year, {})[measure] = value
    return [
        Figures(year, one.get("vacancies_announced"), one.get("events_held"), one.get("alumni_reached"))
        for year, one in sorted(by_year.items(), reverse=True)
    ]
