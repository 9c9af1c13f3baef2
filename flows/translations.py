"""The English of what is written in Indonesian, sentence by sentence, from the ``en.po`` beside the templates."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from flows.procedure.models import Language
from flows.share import share


@cache
def translations(folder: str, language: Language) -> NullTranslations:
    """Gettext's object for ``templates/{folder}`` in ``language``. Sentences are looked up by their Indonesian."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    if language == "id":
        return NullTranslations()
    with (share() / "templates" / folder / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
