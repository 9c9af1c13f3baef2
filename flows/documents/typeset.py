"""Templates of ours, filled with anybody's data, as PDF or PNG: by Typst, whose wheel needs nothing of the system."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from flows.errors import LokerError
from flows.procedure.values.texts import plain
from flows.share import share

if TYPE_CHECKING:
    from typst import Fonts, TypstError


class DocumentError(LokerError):
    """A document cannot be made: its template, or what it was given, is wrong."""


def typeset(
    template: str, data: Mapping[str, object], *, at: datetime, to: Literal["pdf", "png"] = "pdf", ppi: int = 144
) -> bytes:
    """The document that ``templates/recap/{template}.typ`` makes of ``data``; the same bytes whenever it is asked.

    ``data`` is what JSON can hold. The template reads it as ``sys.inputs.data``, so that whatever a person typed is a
    string there and never markup; its control and direction characters are removed. ``at`` (aware) is the document's
    date. A PDF is tagged and PDF/A-2u, made to be kept, unless it holds a sign of which no font here has a picture.
    A PNG is one page, of ``ppi`` dots an inch. Raises `DocumentError`.
    """
    from typst import TypstError

    folder = share() / "templates" / "recap"
    inputs = {"data": json.dumps(_plain(data), ensure_ascii=False)}
    ways: list[tuple[bool, Literal["a-2u"] | None]] = [(False, "a-2u"), (True, "a-2u"), (True, None)]
    for system_fonts, standard in ways if to == "pdf" else [(True, None)]:
        try:
            return _compile(folder / f"{template}.typ", inputs, at, to, ppi, system_fonts, standard)
        except TypstError as error:
            if standard is None or not _lacks_a_sign(error):
                raise DocumentError(
                    f"The template {template}.typ cannot be typeset: {error.message}",
                    where=str(folder),
                    cure="if the template was edited, put the one that came with loker back; else report this error",
                ) from error
    raise AssertionError("the last way returns or raises")


def _compile(
    path: Path,
    inputs: dict[str, str],
    at: datetime,
    to: Literal["pdf", "png"],
    ppi: int,
    system_fonts: bool,
    standard: Literal["a-2u"] | None,
) -> bytes:
    import typst

    return typst.compile(
        path,
        root=path.parent,
        format=to,
        ppi=ppi,
        sys_inputs=inputs,
        font_paths=_fonts(system_fonts),
        timestamp=at.astimezone(UTC).replace(microsecond=0),  # typst takes no fractions of a second
        pdf_standards=[standard] if standard else [],
    )


@cache
def _fonts(system: bool) -> Fonts:
    """Typst's own fonts and ours. Those of the system only for signs that these do not have, such as emoji: so an
    ordinary document is the same on every machine."""
    from typst import Fonts

    return Fonts(include_system_fonts=system, font_paths=[share() / "templates" / "recap" / "fonts"])


def _lacks_a_sign(error: TypstError) -> bool:
    """Whether PDF/A refused a sign for which there is no picture, rather than the template being wrong."""
    return "could not be displayed" in error.message


def _plain(value: object) -> object:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
