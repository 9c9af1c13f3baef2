"""The procedures, from Markdown: what KPI B.1.17.4 wants published. HTML in them is text.

A file is ``2-rekrutmen-kerja.md``; its English is ``2-rekrutmen-kerja.en.md`` beside it. The number gives the order and
is no part of the address; the first heading is the title, the first paragraph after it what lists say of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from flows.procedure.models import Language
from flows.procedure.names import words

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_NAME = re.compile(r"(?:\d+-)?([a-z0-9][a-z0-9-]*)")
_STEP = re.compile(r"\s*(?P<word>mulai|langkah|tanya|selesai|start|step|ask|end)\s*:\s*(?P<rest>.+)", re.IGNORECASE)
_WAY = re.compile(r"\s*>\s*(?P<answer>[^:]+):\s*(?P<rest>.+)")
_SHAPES = {
    "mulai": "end", "start": "end", "selesai": "end", "end": "end", "langkah": "step", "step": "step", "tanya": "ask",
    "ask": "ask",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """A procedure in one language."""

    language: Language
    """In which it is written."""
    title: str
    summary: str
    body: str
    """HTML without the title."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure."""

    slug: str
    texts: tuple[Text, ...]
    """The Indonesian one first; the English one where there is any."""

    def text(self, language: Language) -> Text:
        """The text in ``language``, else the Indonesian one."""
        return next((one for one in self.texts if one.language == language), self.texts[0])


def procedures(files: Mapping[str, str]) -> list[Procedure]:
    """All procedures of ``files``, by name such as ``2-rekrutmen-kerja.md``, in the order of their names."""
    found = []
    for name in sorted(files):
        stem = name.removesuffix(".md")
        match = _NAME.fullmatch(stem)
        if match and name.endswith(".md"):
            texts = [_text(files[name], "id", stem)]
            if f"{stem}.en.md" in files:
                texts.append(_text(files[f"{stem}.en.md"], "en", stem))
            found.append(Procedure(match[1], tuple(texts)))
    return found


def slugs(names: Iterable[str]) -> list[str]:
    """The slugs of the procedures of files with these names."""
    stems = (name.removesuffix(".md") for name in sorted(names) if name.endswith(".md"))
    return [match[1] for stem in stems if (match := _NAME.fullmatch(stem))]


def _text(source: str, language: Language, stem: str) -> Text:
    made = markdown()
    tokens = made.parse(source)
    title, summary = stem, ""
    if tokens and tokens[0].type == "heading_open":
        title, tokens = tokens[1].content, tokens[3:]
    if tokens and tokens[0].type == "paragraph_open":
        summary = bare(tokens[1])
    return Text(language, title, summary, made.renderer.render(tokens, made.options, {}))


def bare(token: Token) -> str:
    """The words of a paragraph or heading, without their marks."""
    return "".join(one.content if one.type != "softbreak" else " " for one in token.children or ())


def markdown() -> MarkdownIt:
    """What turns Markdown into HTML; HTML in it is text, and there are no pictures."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")  # pages ask no other host
    made.add_render_rule("fence", _fence)
    made.add_render_rule("heading_open", _heading_open)
    return made


def _heading_open(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    anchor = "-".join(words(tokens[index + 1].content))
    return f'<{tokens[index].tag} id="{escape(anchor)}">'


def _fence(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    if token.info.strip() in ("alur", "flow"):
        return flow(token.content)
    return f"<pre><code>{escape(token.content)}</code></pre>\n"


def flow(source: str) -> str:
    """A flow as a list that is drawn as one, from lines such as these::

        mulai: A company sends a vacancy
        langkah: Staff | Announce the vacancy to alumni | a note
        tanya: Is it held on campus?
          > Ya: Staff | Hold the event
          > Tidak: The company recruits by itself
        selesai: Done

    What stands before the first ``|`` does it, what stands behind the second is a note. Other lines are passed over.
    """
    steps: list[str] = []
    ways: list[str] = []

    def close() -> None:
        if ways:
            steps[-1] = steps[-1].removesuffix("</li>") + f'<ul class="ways">{"".join(ways)}</ul></li>'
            ways.clear()

    for line in source.splitlines():
        if way := _WAY.fullmatch(line):
            if steps:
                ways.append(f'<li><b class="answer">{escape(way["answer"].strip())}</b>{_box(way["rest"])}</li>')
        elif step := _STEP.fullmatch(line):
            close()
            steps.append(f'<li class="{_SHAPES[step["word"].lower()]}">{_box(step["rest"])}</li>')
    close()
    return f'<ol class="flow">{"".join(steps)}</ol>\n'


def _box(text: str) -> str:
    parts = [escape(part.strip()) for part in text.split("|")]
    actor, what, *notes = parts if len(parts) > 1 else ["", *parts]
    said = f'<span class="actor">{actor}</span> ' if actor else ""
    told = "".join(f' <span class="note">{note}</span>' for note in notes)
    return f'<div class="box">{said}<span class="what">{what}</span>{told}</div>'
