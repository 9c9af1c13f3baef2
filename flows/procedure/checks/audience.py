"""*Sasaran* and its like: study programmes, names of lists, or everybody."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from flows.procedure.models import AlumniList, Audience
from flows.procedure.names import fold
from flows.procedure.programmes import Catalogue
from flows.procedure.values import Fault, fault
from flows.procedure.values.choices import nearest

EVERYBODY = frozenset(
    {"semua", "semuaprodi", "semuaprogramstudi", "semuajurusan", "semuaalumni", "semualulusan", "all", "everybody"}
)
"""As `fold` makes them."""


def split(typed: str) -> list[str]:
    """The names in a cell, separated by commas, semicolons or line breaks. A bullet before a name is none of it."""
    return [name for part in re.split(r"[,;\n]", typed) if (name := part.strip(" \t-•*·"))]


def audience(
    typed: str, catalogue: Catalogue, lists: Sequence[AlumniList], faulty: Collection[str] = ()
) -> tuple[Audience, list[Fault]]:
    """Whom ``typed`` means, and a fault for each name that means nobody known.

    ``faulty`` are the names of lists that exist but cannot be used, so that nobody is told that they do not exist.
    """
    by_name = {fold(one.name): one.name for one in lists}
    held = {fold(name) for name in faulty}
    everybody, programmes, names, faults = False, set[str](), set[str](), list[Fault]()
    for name in split(typed):
        key = fold(name)
        if key in EVERYBODY:
            everybody = True
        elif key in by_name:
            names.add(by_name[key])
        elif found := catalogue.find(name):
            programmes.add(found.code)
        elif key in held:
            faults.append(fault("audience_list_faulty", name=name))
        else:
            near = nearest(name, list(by_name.values())) or catalogue.nearest(name) or ""
            faults.append(fault("audience_unknown", name=name, near=near))
    return Audience(everybody, tuple(sorted(programmes)), tuple(sorted(names))), faults


def programmes(typed: str, catalogue: Catalogue) -> tuple[tuple[str, ...], list[Fault]]:
    """The codes of the study programmes in ``typed``, sorted, and a fault for each one unknown. Empty means all."""
    codes, faults = set[str](), list[Fault]()
    for name in split(typed):
        if found := catalogue.find(name):
            codes.add(found.code)
        elif fold(name) not in EVERYBODY:
            faults.append(fault("programme_unknown", value=name, near=catalogue.nearest(name) or ""))
    return tuple(sorted(codes)), faults
