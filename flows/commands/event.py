"""``loker event``: an event's attendance list and poster as PDF."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import LokerError

if TYPE_CHECKING:
    from flows.ledger.held import Held
    from flows.ledger.ledger import Ledger
    from flows.settings import Settings


def event(config: Path | None, id: str, attendance: Path | None, poster: Path | None) -> str:
    """Write the papers that are asked for; returns what to print. Raises `LokerError` for an event that is unknown."""
    from flows.ledger.held import HeldEvents
    from flows.ledger.ledger import Ledger
    from flows.settings import load

    settings = load(config)
    ledger = Ledger(settings.ledger_url, folder=settings.folder)
    try:
        events = HeldEvents(ledger, settings.office.zone)
        held = events.get(id) or events.get(id.upper())
        if held is None or held.event is None:
            raise LokerError(
                f"There is no approved event {id}",
                where="tab Kegiatan",
                cure="take the ID from the tab's first column; its Status must be Setuju, and a run must have read it",
            )
        wanted = ((attendance, _attendance), (poster, _poster))
        papers = {path: draw(held, ledger, settings) for path, draw in wanted if path is not None}
        came, places = len(ledger.attendances.of(held.id)), ledger.rsvps.places(held.id)
    finally:
        ledger.close()
    _write(papers)
    said = f"{places.coming:,} coming, {places.waiting:,} waiting, {places.declined:,} not coming; {came:,} were there"
    return "\n".join([f"{held.id}: {said}", *(str(path) for path in papers)])


def _attendance(held: Held, ledger: Ledger, settings: Settings) -> bytes:
    from flows.documents.attendance import attendance_pdf
    from flows.office import now, programmes

    assert held.event  # noqa: S101 - `event` saw to it
    people, head = ledger.attendances.of(held.id), ledger.trail.head()
    return attendance_pdf(held, held.event, people, programmes(settings), settings.office, now(), head)


def _poster(held: Held, ledger: Ledger, settings: Settings) -> bytes:
    from flows.documents.poster import poster_pdf
    from flows.office import links

    assert held.event  # noqa: S101 - `event` saw to it
    if not settings.web.public_url:
        raise LokerError(
            "A poster's code leads to a page of the office's, and there is none",
            where="web.public_url",
            cure="set it to the address under which guests reach `loker serve`",
        )
    if held.entry is None:
        raise LokerError(
            f"The event {held.id} has no code yet", where="tab Kegiatan", cure="run `loker run events` once"
        )
    return poster_pdf(held, held.event, links(settings).attend(held.entry.number), settings.office)


def _write(papers: Mapping[Path, bytes]) -> None:
    for path, paper in papers.items():
        try:
            path.write_bytes(paper)
        except OSError as error:
            raise LokerError(
                f"The file cannot be written ({error.strerror})", where=str(path), cure="name another place"
            ) from error
