"""Templates to letters. Templates are Indonesian; ``en.po`` beside them holds the English of each sentence.

A letter is three files that share a stem: ``announcement-subject.txt``, ``-body.txt`` and ``-body.html``. Text from
the workbook only ever comes in as a value, never as a template's source or name.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from flows.mail.typed import one_line, paragraphs, wrap
from flows.mail.wording import translations
from flows.procedure.models import Language
from flows.share import share

if TYPE_CHECKING:
    from css_inline import CSSInliner
    from jinja2 import Environment

MANY = 8192
"""Texts and lines that are remembered: those of some hundred vacancies."""


@cache
def environment(language: Language) -> Environment:
    """The templates of ``mail/`` in one language, made once: a new environment costs as much as twenty letters."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    made = Environment(
        loader=FileSystemLoader(share() / "templates" / "mail"),
        extensions=["jinja2.ext.i18n"],
        autoescape=select_autoescape(["html"]),  # goes by the ending: `body.html.j2` would not be escaped
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    # A vacancy stands in the letters of many audiences: what its text costs is paid once.
    made.filters |= {"wrap": lru_cache(MANY)(wrap), "paragraphs": lru_cache(MANY)(paragraphs), "linked": linked}
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    return made


def render_subject(stem: str, language: Language, **values: Any) -> str:
    """``{stem}-subject.txt`` on one line."""
    text = environment(language).get_template(f"{stem}-subject.txt").render(**values, language=language)
    return one_line(text, 1000)


def render_bodies(stem: str, language: Language, **values: Any) -> tuple[str, str]:
    """``{stem}-body.txt`` and ``{stem}-body.html``, the latter with its styles in ``style`` attributes."""
    made = environment(language)
    values["language"] = language
    text = made.get_template(f"{stem}-body.txt").render(**values)
    html = made.get_template(f"{stem}-body.html").render(**values)
    return text.strip() + "\n", _inliner().inline(html)


@lru_cache(MANY)
def linked(line: str) -> Markup:
    """``line`` as HTML, with its web and e-mail addresses as links; everything else in it is text."""
    from jinja2.utils import urlize

    return Markup(urlize(line))  # noqa: S704  urlize escapes


@cache
def _inliner() -> CSSInliner:
    from css_inline import CSSInliner

    # Without this setting a <link> in the HTML would be followed. Media queries (screens.css) are left where they are.
    return CSSInliner(load_remote_stylesheets=False, minify_css=True)
