"""The templates of ``public/``, and what all pages have in common. They are Indonesian; ``en.po`` holds the English."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from flows.mail import typed
from flows.procedure.dates import number
from flows.procedure.models import Language
from flows.share import share
from flows.translations import translations

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = share() / "templates" / "public"
STATIC = FOLDER / "static"
_MANY = 1024
paragraphs = lru_cache(_MANY)(typed.paragraphs)
"""Remembered, for the pages in both languages are made one after the other."""


@cache
def environment(language: Language) -> Environment:
    """The templates in one language, made once."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    made = Environment(
        loader=FileSystemLoader(FOLDER),
        extensions=["jinja2.ext.i18n"],
        autoescape=select_autoescape(["html", "xml"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.filters |= {"paragraphs": paragraphs, "linked": linked}
    made.filters["number"] = lambda value: number(value, language)
    made.globals["language"] = language
    made.install_gettext_translations(translations("public", language), newstyle=True)  # type: ignore[attr-defined]
    return made


def render(template: str, language: Language, values: dict[str, Any]) -> str:
    return environment(language).get_template(template).render(values)


@lru_cache(_MANY)
def linked(line: str) -> Markup:
    """``line`` as HTML, its web and e-mail addresses as links that vouch for nothing; all else in it is text."""
    from jinja2.utils import urlize

    return Markup(urlize(line, rel="nofollow noopener noreferrer"))  # noqa: S704  urlize escapes


@cache
def fingerprint() -> str:
    """Of everything that turns content into pages: another one makes all pages anew."""
    digest = hashlib.sha256()
    code = sorted(Path(__file__).parent.glob("*.py"))
    texts = (path for folder in (FOLDER, FOLDER.parent / "guide") for path in folder.rglob("*") if path.is_file())
    for file in (*code, *sorted(texts)):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
