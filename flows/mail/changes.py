"""What changed between two versions of a vacancy, field by field, for a correction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher

from flows.mail.typed import clip, one_line, plain
from flows.mail.wording import people, translations, venue, work_kind
from flows.procedure.dates import day
from flows.procedure.models import Language, Vacancy


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs. Of a long text only the differing lines are shown; ``""`` is nothing at all."""

    label: str
    before: str
    after: str


def changes(old: Vacancy, new: Vacancy, language: Language, *, limit: int = 50_000) -> list[Change]:
    """The fields that alumni are told and that differ, in the order of the letter."""
    _ = translations(language).gettext
    always = _("hingga lowongan ditutup")
    short: list[tuple[str, Callable[[Vacancy], str]]] = [
        (_("Posisi"), lambda v: one_line(v.position)),
        (_("Perusahaan"), lambda v: one_line(v.company)),
        (_("Jenis pekerjaan"), lambda v: work_kind(one_line(v.kind), language)),
        (_("Lokasi"), lambda v: one_line(v.location)),
        (_("Batas lamaran"), lambda v: day(v.deadline, language) if v.deadline else always),
        (_("Dibutuhkan"), lambda v: people(v.openings, language) if v.openings else ""),
        (_("Tempat rekrutmen"), lambda v: venue(one_line(v.venue), language)),
        (_("Poster"), lambda v: one_line(v.poster, 2000)),
    ]
    long: list[tuple[str, Callable[[Vacancy], str]]] = [
        (_("Deskripsi"), lambda v: plain(v.description)),
        (_("Kualifikasi"), lambda v: plain(v.qualifications)),
        (_("Cara melamar"), lambda v: plain(v.apply)),
    ]
    found = [Change(label, tell(old), tell(new)) for label, tell in short if tell(old) != tell(new)]
    for label, tell in long:
        before, after = differing_lines(tell(old), tell(new))
        if before or after:
            found.append(Change(label, clip(before, limit), clip(after, limit)))
    return found


def differing_lines(before: str, after: str) -> tuple[str, str]:
    """The lines that only ``before`` has, and those that only ``after`` has."""
    old, new = before.split("\n"), after.split("\n")
    steps = [step for step in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if step[0] != "equal"]
    gone = [line for _, start, end, _, _ in steps for line in old[start:end] if line.strip()]
    come = [line for _, _, _, start, end in steps for line in new[start:end] if line.strip()]
    return "\n".join(gone), "\n".join(come)
