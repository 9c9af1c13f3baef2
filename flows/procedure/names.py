"""When two names are the same name: headings, companies, positions, however they are typed."""

from __future__ import annotations

import re
import unicodedata

_LEGAL_FORMS = frozenset({"pt", "cv", "tbk", "ud", "pd", "fa", "persero", "perseroan", "terbatas", "firma"})


def words(text: str) -> list[str]:
    """The words of ``text`` in small letters, without accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.findall(r"[^\W_]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def fold(text: str) -> str:
    """Letters and digits alone, in small letters: equal for two spellings of one heading, name or choice."""
    return "".join(words(text))


def partner_key(name: str) -> str:
    """Which partner a company's name means: ``PT. Maju Jaya, Tbk`` and ``maju jaya`` are the same one.

    Legal forms go only from the ends, so that a name such as "Graha PT Center" keeps its middle; dots inside an
    abbreviation ("P.T.") count as nothing. A name of legal forms alone stays as it is.
    """
    parts = words(re.sub(r"\b(\w)\.(?=\w\b)", r"\1", name))
    kept = list(parts)
    while kept and kept[0] in _LEGAL_FORMS:
        kept.pop(0)
    while kept and kept[-1] in _LEGAL_FORMS:
        kept.pop()
    return " ".join(kept or parts)
