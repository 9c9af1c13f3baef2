"""The guide: a page for each kind of reader, from the Markdown of ``templates/guide``, in Indonesian.

Besides what procedures can have (`flows.site.procedures`) a page has pictures, links to other pages of the site
(``laman:panduan/staf/``), and four kinds of fenced blocks:

- ``istilah``: lines such as ``Draf: Masih diketik.``, shown as terms with what they mean;
- ``pengaturan``: the same for settings, each with its default as the settings declare it;
- ``perintah``: the same for commands;
- ``tab staf`` and ``tab sistem``: all tabs and columns, as the workbook declares them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flows.procedure.names import words
from flows.share import share
from flows.site.procedures import bare, markdown
from flows.workbook.columns import Column, Owner, Tab
from flows.workbook.tabs import TABS

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

FOLDER = share() / "templates" / "guide"
PICTURES = FOLDER / "gambar"
READERS = ("staf", "administrator", "mitra", "alumni")
"""A page each, in this order."""
_OURS = re.compile(r'(src|href)="(gambar|laman):([^"#]*)')
_ENDS = re.compile(r": (?=[A-Z`*])")
"""A term ends at the first colon that a sentence follows: ``Menunggu: baris baru saja diubah`` is one term."""
_TABS = {"tab staf": Owner.STAFF, "tab sistem": Owner.FLOWS}


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of the guide."""

    slug: str
    title: str
    summary: str
    contents: tuple[tuple[str, str], ...]
    """Anchors and words of the headings of the second level."""
    html: str
    """Without title and summary. Pictures are ``gambar:NAME``, pages of the site ``laman:PAGE``; see `body`."""

    def body(self, picture: Mapping[str, str], page: Callable[[str], str]) -> str:
        """The HTML with the addresses of pictures and pages."""

        def address(match: re.Match[str]) -> str:
            attribute, kind, name = match.groups()
            return f'{attribute}="{escape(picture.get(name, "") if kind == "gambar" else page(name))}'

        return _OURS.sub(address, self.html)


@cache
def chapters() -> tuple[Chapter, ...]:
    """All pages, in the order of `READERS`."""
    return tuple(chapter(slug, (FOLDER / f"{slug}.md").read_text("utf-8")) for slug in READERS)


def pictures() -> list[Path]:
    """What pages show."""
    return sorted(PICTURES.glob("*.webp"))


def chapter(slug: str, source: str) -> Chapter:
    """A page of Markdown that starts with its title, and a paragraph that says what it is for."""
    made = _markdown()
    tokens = made.parse(source)
    title, summary, tokens = tokens[1].content, bare(tokens[4]), tokens[6:]
    contents = [
        ("-".join(words(after.content)), bare(after))
        for token, after in pairwise(tokens)
        if token.type == "heading_open" and token.tag == "h2"
    ]
    return Chapter(slug, title, summary, tuple(contents), made.renderer.render(tokens, made.options, {}))


def _markdown() -> MarkdownIt:
    made = markdown().enable("image")
    made_as_usual = cast("RendererHTML", made.renderer).rules["fence"]

    def fence(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        kind, lines = tokens[index].info.strip(), tokens[index].content.splitlines()
        if kind in _TABS:
            return "".join(_tab(tab) for tab in TABS if tab.owner is _TABS[kind])
        if kind in ("istilah", "pengaturan", "perintah"):
            return f"<dl>{''.join(_terms(kind, lines, made.renderInline))}</dl>\n"
        return str(made_as_usual(tokens, index, options, env))

    made.add_render_rule("fence", fence)
    made.add_render_rule("image", _picture)
    return made


def _picture(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Its title is its caption, its text what those are told who do not see it."""
    token = tokens[index]
    source, caption = str(token.attrs["src"]), str(token.attrs.get("title", ""))
    said = f'<span class="caption">{escape(caption)}</span>' if caption else ""
    return (
        f'<span class="picture"><img src="{escape(source)}" alt="{escape(token.content)}" loading="lazy">{said}</span>'
    )


def _terms(kind: str, lines: Sequence[str], inline: Callable[[str], str]) -> Iterator[str]:
    for line in filter(str.strip, lines):
        term, meaning = re.split(_ENDS, line, maxsplit=1)
        name = escape(term.strip())
        shown = name if kind == "istilah" else f"<code>{name}</code>"
        aside = f' <span class="default">{_default(term.strip())}</span>' if kind == "pengaturan" else ""
        known = "" if kind == "istilah" else f' id="{"-".join(words(term))}"'
        yield f"<div{known}><dt>{shown}{aside}</dt><dd>{inline(meaning.strip())}</dd></div>"


def _default(key: str) -> str:
    """Of a setting such as ``mail.port``, as ``loker.toml`` would have it."""
    import json

    from pydantic import SecretStr

    field = settings()[key]
    if field.is_required():
        return "wajib diisi"
    value = field.default
    if isinstance(value, SecretStr) or value == "":
        return "bawaan: kosong"
    return f"bawaan: <code>{escape(json.dumps(value))}</code>"


def settings() -> dict[str, Any]:
    """Every key of ``loker.toml`` with what pydantic knows of it."""
    from flows.sections import Section

    return {
        f"{section.__name__.removesuffix('Section').lower()}.{key}": field
        for section in Section.__subclasses__()
        for key, field in section.model_fields.items()
    }


def _tab(tab: Tab) -> str:
    hidden = " Muncul bila ada isinya." if tab.hidden else ""
    head = f'<h3 id="tab-{"-".join(words(tab.title))}">Tab {escape(tab.title)}</h3>'
    return (
        f"{head}<p>Satu baris adalah {escape(tab.row_is)}.{hidden}</p><dl>{''.join(map(_column, tab.columns))}</dl>\n"
    )


def _column(column: Column) -> str:
    marks = [mark for mark, holds in (("wajib", column.required), ("diisi staf", column.staff)) if holds]
    said = f' <span class="default">{", ".join(marks)}</span>' if marks else ""
    chosen = f" Pilihan: {escape(', '.join(column.choices))}." if column.choices else ""
    return f"<div><dt>{escape(column.heading)}{said}</dt><dd>{escape(column.note)}{chosen}</dd></div>"
