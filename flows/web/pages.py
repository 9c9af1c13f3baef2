"""Templates to pages. They are Indonesian; ``en.po`` beside them holds the English of each sentence.

What people typed only ever comes in as a value, never as a template's source or name.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flows.procedure import dates
from flows.procedure.models import Language
from flows.share import share
from flows.translations import translations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment
    from starlette.requests import Request
    from starlette.responses import Response

    from flows.web.site import Site

FOLDER = share() / "templates" / "web"
STATIC = FOLDER / "static"
PARAMETER = "bahasa"
"""Of the query: the language of a page, where it is not the office's."""


@cache
def environment(language: Language) -> Environment:
    """The templates of ``web/`` in one language, made once."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    made = Environment(
        loader=FileSystemLoader(FOLDER),
        extensions=["jinja2.ext.i18n"],
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.globals["stylesheet"] = f"gaya.css?v={_fingerprint('gaya.css')}"
    made.install_gettext_translations(translations("web", language), newstyle=True)  # type: ignore[attr-defined]
    return made


def language_of(request: Request, site: Site) -> Language:
    """As the address asks for, else the office's."""
    asked = request.query_params.get(PARAMETER)
    return "en" if asked == "en" else "id" if asked == "id" else site.settings.office.language


def show(request: Request, site: Site, name: str, status: int = 200, **values: Any) -> Response:
    """The page ``{name}.html``."""
    from starlette.responses import HTMLResponse

    language = language_of(request, site)
    html = environment(language).get_template(f"{name}.html").render(
        **values,
        language=language,
        base=site.base,
        office=site.sender,
        other="en" if language == "id" else "id",
        moment=lambda at: dates.moment(at, site.zone, language),
        day=lambda at: dates.day(at.astimezone(site.zone), language),
        short_day=lambda at: dates.short_day(at.astimezone(site.zone), language),
    )  # fmt: skip
    return HTMLResponse(html, status)


def redirect(request: Request, site: Site, path: str, query: Mapping[str, str] | None = None) -> Response:
    """See the page at ``path`` of ours, in the language of this one. It is never a path that somebody sent."""
    from starlette.responses import Response

    asked = request.query_params.get(PARAMETER)
    pairs = dict(query or {}) | ({PARAMETER: asked} if asked in ("id", "en") else {})
    tail = "&".join(f"{name}={quote(value)}" for name, value in pairs.items())
    return Response(status_code=303, headers={"Location": site.base + path + (f"?{tail}" if tail else "")})


def _fingerprint(name: str) -> str:
    """Part of a file's address, so that browsers may keep it until it changes."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
