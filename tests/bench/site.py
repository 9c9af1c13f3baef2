"""The public page of 5,000 vacancies, written from the ledger, beside the bare rendering of the same templates; both
in the processor's time."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jinja2 import Template

from flows.ledger.ledger import Ledger
from flows.ledger.publications import Publication
from flows.office import programmes
from flows.procedure.models import Audience, Vacancy
from flows.publish import publish
from flows.settings import Settings, load
from flows.site import templates
from tests.bench.offices import DUTIES, POSITIONS
from tests.bench.table import Ratio

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
OPEN = 5
"""One in so many is open: the others are what five years have left."""
MEMORY = Path("/dev/shm")
"""Files are written into memory where that can be: what a disk costs is not ours, and differs tenfold by its load."""
CONFIG = """
[office]
name = "UPT-PKPK Politeknik Negeri Batam"
[mail]
host = "127.0.0.1"
sender = "karir@example.ac.id"
[web]
public_url = "https://karir.example.ac.id"
"""


def publishing(scale: float) -> Iterator[Ratio]:
    """All of it once, and again after one vacancy has changed."""
    vacancies = max(int(5_000 * scale), 50)
    ours, bare, after = [], [], []
    for _ in range(3):
        with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
            settings = _settings(Path(name))
            ledger = Ledger(settings.ledger_url)
            with ledger.together():
                for number in range(vacancies):
                    _show(ledger, number)
            took, files = _publish(settings, ledger, Path(name, "public"))
            ours.append(took)
            with _recorded() as rendered:  # its list weighs on the garbage collector, and so is not timed
                _publish(settings, ledger, Path(name, "again"))
            bare.append(_render(rendered))
            rendered.clear()
            _show(ledger, 7, description="Diubah.")
            again, changed = _publish(settings, ledger, Path(name, "public"))
            after.append(again)
            ledger.close()
    note = (
        f"{files:,} files in {statistics.median(ours):.1f} s; one change: {changed} in {statistics.median(after):.2f} s"
    )
    ratio = statistics.median(one / other for one, other in zip(ours, bare, strict=True))
    yield Ratio(
        f"public page of {vacancies:,} vacancies, written into memory : bare Jinja2 rendering", ratio, most=3, note=note
    )


def _settings(folder: Path) -> Settings:
    (folder / "loker.toml").write_text(CONFIG, "utf-8")
    return load(folder / "loker.toml")


def _show(ledger: Ledger, number: int, description: str = DUTIES * 12) -> None:
    open_now = number % OPEN == 0
    codes = ("IF", "AN", "RKS", "MS")
    vacancy = Vacancy(
        id=f"L26-{number:05d}", company=f"PT Contoh {number}", position=f"{POSITIONS[number % 7]} {number}",
        kind=("Penuh waktu", "Kontrak", "Magang")[number % 3], location=("Batam", "Karimun, Kepri")[number % 2],
        description=description, qualifications=DUTIES * 6, audience=Audience(programmes=(codes[number % 4],)),
        apply="Kirim CV ke hrd@example.com atau https://example.com/lamar", poster="",
        deadline=date(2026, 12, 1 + number % 30) if open_now else date(2022 + number % 4, 1 + number % 12, 5),
        openings=3, venue="Mitra", urgent=False, on_web=True, status="Setuju", approved_by="", checked_by="",
    )  # fmt: skip
    at = NOW - timedelta(minutes=number)
    with ledger.together():
        ledger.notes.keep_version(vacancy.id, vacancy.edition, vacancy.content, at)
        ledger.publications.put([Publication(vacancy.id, vacancy.edition, at, at)])


def _publish(settings: Settings, ledger: Ledger, folder: Path) -> tuple[float, int]:
    start = time.process_time()
    written = publish(settings, ledger, programmes(settings), NOW, folder)
    return time.process_time() - start, written.written


@contextmanager
def _recorded() -> Iterator[list[tuple[Template, dict[str, Any]]]]:
    """Every template that is rendered meanwhile, with its values."""
    rendered: list[tuple[Template, dict[str, Any]]] = []
    whole = templates.render

    def recording(template: str, language: Any, values: dict[str, Any]) -> str:
        rendered.append((templates.environment(language).get_template(template), values))
        return whole(template, language, values)

    templates.render = recording
    try:
        yield rendered
    finally:
        templates.render = whole


def _render(rendered: list[tuple[Template, dict[str, Any]]]) -> float:
    start = time.process_time()
    for template, values in rendered:
        template.render(values)
    return time.process_time() - start
