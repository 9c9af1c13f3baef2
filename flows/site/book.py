"""The HTML pages of one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from markupsafe import Markup

from flows.mail.wording import people
from flows.procedure.dates import day, short_day
from flows.procedure.models import Language
from flows.site import addresses, views
from flows.site.applying import ways, whatsapp
from flows.site.guide import Chapter, chapters
from flows.site.job_posting import job_posting
from flows.site.lists import Lists
from flows.site.model import Content, Posting
from flows.site.page import Page
from flows.site.procedures import Procedure
from flows.site.shell import MISSING, Shell


class Book:
    """All pages of one language, each made when it is asked for."""

    def __init__(self, content: Content, language: Language, assets: Mapping[str, str]) -> None:
        """For ``assets`` see `Shell`."""
        self._shell = Shell(content, language, assets)
        self._content, self._language = content, language
        self.lists = Lists(self._shell)

    def pages(self) -> Iterator[Page]:
        """All of them, but for what searches find."""
        page, content = self._shell.page, self._content
        yield from self.lists.pages()
        for posting in content.postings:
            told = (posting, self.lists.item(posting))
            yield page(addresses.posting(posting.id), told, partial(self._posting, posting))
        yield page(addresses.EVENTS, (self._shell.upcoming, self._shell.past), self._events)
        yield page(addresses.PROCEDURES, content.procedures, self._procedures)
        for procedure in content.procedures:
            shown = (procedure, self._others(procedure))
            yield page(addresses.procedure(procedure.slug), shown, partial(self._procedure, procedure))
        yield page(addresses.FIGURES, content.figures, self._figures)
        yield page(addresses.GUIDE, "", self._guide)
        for chapter in chapters():
            yield page(addresses.chapter(chapter.slug), "", partial(self._chapter, chapter))

    def missing(self) -> Page:
        """What a web server shows where there is nothing."""
        title = self._shell.gettext("Halaman tidak ditemukan")
        return self._shell.page(
            MISSING, "", partial(self._shell.html, "missing.html", MISSING, title=title, listed=False)
        )

    def _posting(self, posting: Posting) -> bytes:
        _, publisher = self._shell.gettext, self._content.publisher
        card = views.whole(posting, self._content, self._language)
        name = addresses.posting(posting.id)
        url = self._shell.where.absolute(name)
        until = _("batas lamaran %(day)s") % {"day": card.short_deadline} if card.short_deadline else ""
        gist = " · ".join(part for part in (card.kind, card.location, until) if part)
        title = f"{card.position} · {card.company}"
        return self._shell.html(
            "posting.html",
            name,
            title=title,
            description=gist,
            listed=not posting.closed,
            kind_of_page="article",
            card=card,
            everyone=views.audience(posting, self._content, self._language),
            openings=people(posting.vacancy.openings, self._language) if posting.vacancy.openings else "",
            since=short_day(posting.since.astimezone(publisher.zone), self._language),
            closed=day(posting.closed, self._language) if posting.closed else "",
            ways=() if posting.closed else ways(posting.vacancy.apply, card.position),
            share=whatsapp(f"{title}\n{gist}\n{url}"),
            data=job_posting(posting, card, publisher, url),
        )

    def _events(self) -> bytes:
        _, shell = self._shell.gettext, self._shell
        about = _("Rekrutmen di kampus, seminar, dan kegiatan lain untuk alumni.")
        shown = {"upcoming": shell.upcoming, "past": shell.past}
        return shell.html("events.html", addresses.EVENTS, title=_("Kegiatan"), description=about, **shown)

    def _procedures(self) -> bytes:
        _ = self._shell.gettext
        shown = [(addresses.procedure(one.slug), one.text(self._language)) for one in self._content.procedures]
        title, about = _("Prosedur layanan"), _("Bagaimana layanan untuk lulusan dan perusahaan berjalan.")
        name = addresses.PROCEDURES
        return self._shell.html("procedures.html", name, title=title, description=about, procedures=shown)

    def _procedure(self, procedure: Procedure) -> bytes:
        text = procedure.text(self._language)
        return self._shell.html(
            "procedure.html",
            addresses.procedure(procedure.slug),
            title=text.title,
            description=text.summary,
            tongue=Markup(' lang="id"') if text.language != self._language else "",
            body=Markup(text.body),  # noqa: S704 - made from Markdown without HTML
            others=self._others(procedure),
        )

    def _others(self, procedure: Procedure) -> list[tuple[str, str]]:
        others = (one for one in self._content.procedures if one != procedure)
        return [(addresses.procedure(one.slug), one.text(self._language).title) for one in others]

    def _guide(self) -> bytes:
        _ = self._shell.gettext
        title, about = _("Panduan"), _("Cara memakai layanan ini, untuk setiap orang yang memakainya.")
        return self._shell.html("guide.html", addresses.GUIDE, title=title, description=about, chapters=chapters())

    def _chapter(self, chapter: Chapter) -> bytes:
        """In Indonesian alone; its English page says so."""
        shell = self._shell
        return shell.html(
            "chapter.html",
            addresses.chapter(chapter.slug),
            title=chapter.title,
            description=chapter.summary,
            body=Markup(chapter.body(shell.assets, shell.where.path)),  # noqa: S704 - made from Markdown without HTML
            chapter=chapter,
            chapters=chapters(),
        )

    def _figures(self) -> bytes:
        _, figures = self._shell.gettext, self._content.figures
        title, about = _("Angka layanan"), _("Berapa lowongan, kegiatan, dan alumni yang dijangkau.")
        return self._shell.html("figures.html", addresses.FIGURES, title=title, description=about, figures=figures)
