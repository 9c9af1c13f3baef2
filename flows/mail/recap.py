"""The letter that informs of an archived recap: to the director, departments, study programmes and others.

Pure, as `flows.mail.compose`. Slot: ``dear``. Every figure is worded by `flows.procedure.recap.wording`: a total never
stands without what it is made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from flows.mail.card import Sender
from flows.mail.fit import fit
from flows.mail.headers import staff_headers
from flows.mail.interface import Attachment, Letter
from flows.mail.partners import DEAR, SOME
from flows.mail.recap_gist import Gist, Silence
from flows.mail.render import render_bodies, render_subject
from flows.mail.skeleton import mark
from flows.mail.typed import one_line
from flows.mail.wording import translations
from flows.procedure.dates import day, number, short_day
from flows.procedure.models import Language
from flows.procedure.recap import wording

CHART: Final = "corong@loker"
"""The content ID of the picture in the letter."""
PURPOSES: Final = {"application/pdf": "pdf"}


class Chart(NamedTuple):
    """A picture, and what it shows in words, for who cannot see it."""

    png: bytes
    shows: str


def recap(
    gist: Gist, language: Language, office: Sender, *, chart: Chart | None, files: Sequence[Attachment],
    too_large: Sequence[Attachment] = (),
) -> Letter:  # fmt: skip
    """What ``gist`` tells, with ``chart`` in it and ``files`` attached; ``too_large`` stay behind."""
    figures, count = gist.whole, len(gist.silent)
    title, label = one_line(gist.title, 80), one_line(gist.label, 60) if gist.in_part else ""
    subject = render_subject("recap", language, title=title, scope=label, revision=gist.revision)
    pictures = (Attachment("corong.png", "image/png", chart.png, CHART),) if chart else ()

    def draw(most: int) -> Letter:
        text, html = render_bodies(
            "recap", language, subject=subject, office=office, dear=mark(DEAR), gist=gist, title=title, scope=label,
            first=short_day(gist.first, language), last=short_day(gist.last, language),
            archived=day(gist.archived, language), approved_by=one_line(gist.approved_by, 80),
            closed=wording.closed(figures, language), told=_told(gist, language),
            missing=wording.missing(figures, language),
            chart=f"cid:{CHART}" if chart else "", shows=chart.shows if chart else "",
            silent=[_silence(one, language) for one in gist.silent[:most]], others=max(0, count - most),
            files=[_file(one, language) for one in files], too_large=[_file(one, language) for one in too_large],
        )  # fmt: skip
        return Letter(subject, text, html, staff_headers(office), (*pictures, *files))

    return fit(SOME, draw)


def salutation(name: str, role: str, language: Language) -> str:
    """``Yth. Bapak/Ibu Sari Dewi, Wakil Direktur III,``; without a role or a name the other stands alone."""
    _ = translations(language).gettext
    person = ", ".join(filter(None, (one_line(name, 80), one_line(role, 80))))
    return _("Yth. Bapak/Ibu %(name)s,") % {"name": person} if person else _("Yth. Bapak/Ibu,")


def _told(gist: Gist, language: Language) -> list[tuple[str, str]]:
    """The figures in sentences, the most asked for first, the number apart from what it is made of."""
    figures = gist.whole
    if not figures.vacancies:
        return []
    numbers = (
        wording.applied(figures, language, in_part=gist.in_part),
        wording.accepted(figures, language, in_part=gist.in_part),
    )
    sentences = (
        wording.acceptance(figures, language),
        wording.answer_rate(figures, language),
        wording.announced(figures, language),
        wording.unspecified(gist.unspecified, language, in_part=gist.in_part),
    )
    heads = [(head, comma + rest) for head, comma, rest in (sentence.partition(", ") for sentence in numbers)]
    return [*heads, *(("", sentence) for sentence in sentences if sentence)]


def _silence(one: Silence, language: Language) -> dict[str, str]:
    words = translations(language)
    _, ngettext = words.gettext, words.ngettext
    parts = []
    if one.requested:
        parts.append(_("diminta %(day)s") % {"day": short_day(one.requested, language)})
    if one.reminders:
        count = {"count": one.reminders}
        parts.append(ngettext("diingatkan %(count)s kali", "diingatkan %(count)s kali", one.reminders) % count)
    return {
        "company": one_line(one.company),
        "positions": ", ".join(one_line(position, 60) for position in one.positions),
        "state": ", ".join(parts),
    }


def _file(file: Attachment, language: Language) -> dict[str, str]:
    kilobytes = -(-len(file.content) // 1000)
    size = f"{number(kilobytes, language)} KB" if kilobytes < 1000 else f"{number(-(-kilobytes // 1000), language)} MB"
    return {"name": file.name, "size": size, "kind": PURPOSES.get(file.media_type, "")}
