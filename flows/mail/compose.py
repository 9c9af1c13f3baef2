"""Letters from models: what the office writes to alumni, mailing lists and its own staff. Pure; no clock of its own.

Every function gives a `Letter` for one audience in one language. What differs by person is a slot: ``name``, and
``unsubscribe`` where the office has a public address (else leaving is a ``mailto:`` link, the same for everybody).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flows.mail.card import Sender, card, mailto, web_address
from flows.mail.changes import changes
from flows.mail.fit import Shape, fit, shapes
from flows.mail.headers import LEAVE, alumni_headers, by_page, leave_link, staff_headers
from flows.mail.interface import Letter
from flows.mail.render import render_bodies, render_subject
from flows.mail.skeleton import mark
from flows.mail.typed import clip, one_line
from flows.mail.wording import translations
from flows.procedure.dates import number, short_day
from flows.procedure.models import Language, Vacancy
from flows.procedure.problems import Problem
from flows.workbook.tabs import TABS

SUBJECT = 110
"""Characters: what a desktop client shows; a phone shows some 40, so the position comes early."""


def announcement(
    vacancies: Sequence[Vacancy], language: Language, office: Sender, *, today: date, personal: bool = True
) -> Letter:
    """All ``vacancies`` (one at least) in one letter: ``Segera`` first, then by deadline.

    Slots: ``name`` and, with a public address, ``unsubscribe``. ``personal=False`` is for a mailing list: no slots.
    ``today`` is the day in the office's time zone. A letter that would be clipped is shortened (`fit`).
    """
    ordered = sorted(vacancies, key=_rank)
    first = ordered[0]
    nearest = first.deadline if first.urgent else min((v.deadline for v in ordered if v.deadline), default=None)
    subject = _subject("announcement", first, language, deadline=nearest, count=len(ordered), urgent=first.urgent)

    def draw(shape: Shape) -> Letter:
        cards = [card(vacancy, language, office, today=today, limit=shape.limit) for vacancy in ordered]
        lines = cards[shape.full : shape.full + shape.lines]
        text, html = render_bodies(
            "announcement", language, subject=subject, cards=cards, full=cards[: shape.full], lines=lines,
            unlisted=len(cards) - shape.full - len(lines), **_to_alumni(office, language, personal=personal),
        )  # fmt: skip
        return Letter(subject, text, html, alumni_headers(office, personal=personal))

    return fit(shapes(len(ordered)), draw)


def correction(
    old: Vacancy, new: Vacancy, language: Language, office: Sender, *, today: date, personal: bool = True
) -> Letter:
    """What changed from ``old`` (as it was announced) to ``new``, and ``new`` as a whole. Slots as `announcement`."""
    subject = _subject("correction", new, language, deadline=new.deadline, moved=old.deadline != new.deadline)

    def draw(shape: Shape) -> Letter:
        text, html = render_bodies(
            "correction", language, subject=subject, changes=changes(old, new, language, limit=shape.limit),
            card=card(new, language, office, today=today, limit=shape.limit),
            **_to_alumni(office, language, personal=personal),
        )  # fmt: skip
        return Letter(subject, text, html, alumni_headers(office, personal=personal))

    return fit(shapes(1), draw)


def preview(
    vacancy: Vacancy, office: Sender, *, today: date, recipients: int, lists: Sequence[str] = (),
    problems: Sequence[tuple[Problem, str]] = (), link: str = "",
) -> Letter:  # fmt: skip
    """To staff: the vacancy as alumni will see it, to how many alumni and to which mailing lists, and what is next.

    ``problems`` come with the links to their cells; ``link`` leads to the vacancy's *Status* cell. No slots.
    """
    language = office.language
    languages: tuple[Language, ...] = ("id", "en")
    subjects = [announcement([vacancy], each, office, today=today).subject for each in languages]
    subject = _subject("preview", vacancy, language, deadline=vacancy.deadline)

    def draw(shape: Shape) -> Letter:
        text, html = render_bodies(
            "preview", language, subject=subject, subjects=subjects,
            recipients=number(recipients, language), lists=[one_line(name) for name in lists],
            problems=[_finding(problem, where) for problem, where in problems[: shape.limit]],
            held=any(problem.blocking for problem, _ in problems), status_cell=_way(link),
            card=card(vacancy, language, office, today=today, limit=shape.limit), office=office,
        )  # fmt: skip
        return Letter(subject, text, html, staff_headers(office))

    return fit(shapes(1), draw)


def problem_digest(problems: Sequence[tuple[Problem, str]], office: Sender) -> Letter:
    """To staff, once a day: the new problems (one at least) by tab, each with the link to its cell. No slots.

    Of a tab with very many problems the first ones are told, and how many more *Masalah* holds.
    """
    order = {tab.title: place for place, tab in enumerate(TABS)}
    ordered = sorted(problems, key=lambda pair: (order.get(pair[0].tab, len(order)), pair[0].tab, pair[0].row or 0))
    by_tab = [(tab, list(pairs)) for tab, pairs in groupby(ordered, key=lambda pair: pair[0].tab)]
    subject = render_subject("problems", office.language, count=len(ordered), tabs=[tab for tab, _ in by_tab])

    def draw(most: int) -> Letter:
        groups = [
            (tab, [_finding(problem, link) for problem, link in pairs[:most]], max(0, len(pairs) - most))
            for tab, pairs in by_tab
        ]
        text, html = render_bodies(
            "problems", office.language, subject=subject, groups=groups, count=len(ordered), office=office
        )
        return Letter(subject, text, html, staff_headers(office))

    return fit((len(ordered), 200, 100, 50, 25, 10, 5), draw)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with the way to its cell: a web address (``href``) or the cell's name (``cell``)."""

    problem: Problem
    href: str
    cell: str


def _finding(problem: Problem, link: str) -> Finding:
    return Finding(problem, **_way(link))


def _way(link: str) -> dict[str, str]:
    href = web_address(link)
    return {"href": href, "cell": "" if href else one_line(link)}


def _rank(vacancy: Vacancy) -> tuple[bool, date, str]:
    return (not vacancy.urgent, vacancy.deadline or date.max, vacancy.position.casefold())


def _subject(stem: str, vacancy: Vacancy, language: Language, *, deadline: date | None, **values: Any) -> str:
    """What and by when, within `SUBJECT` characters: long names are shortened, the date is not."""
    subject = ""
    for titles in (90, 60, 45, 35, 28, 20, 12):
        subject = render_subject(
            stem, language, position=one_line(vacancy.position, titles), company=one_line(vacancy.company, titles),
            until=short_day(deadline, language) if deadline else "",
            until_short=short_day(deadline, language, year=False) if deadline else "", **values,
        )  # fmt: skip
        if len(subject) <= SUBJECT:
            return subject
    return clip(subject, SUBJECT)


def _to_alumni(office: Sender, language: Language, *, personal: bool) -> dict[str, Any]:
    _ = translations(language).gettext
    return {
        "office": office,
        "personal": personal,
        "name": mark("name") if personal else "",
        "leave": leave_link(office) if personal else "",
        "leave_by_mail": not by_page(office),
        "leave_subject": LEAVE,
        "rest": mailto(office.address, _("Daftar lowongan")),
    }
