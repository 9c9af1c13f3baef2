"""The English of what is written in Indonesian: each sentence of the templates and of this room, from ``en.po``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows import translations as catalogues
from flows.procedure.dates import number
from flows.procedure.models import Language

if TYPE_CHECKING:
    from gettext import NullTranslations


def translations(language: Language) -> NullTranslations:
    """Gettext's object for the letters in ``language``."""
    return catalogues.translations("mail", language)


def work_kind(kind: str, language: Language) -> str:
    """A kind of work (`flows.workbook.tabs.WORK_KINDS`) in ``language``; any other text as it is."""
    _ = translations(language).gettext
    return {
        "Penuh waktu": _("Penuh waktu"),
        "Paruh waktu": _("Paruh waktu"),
        "Kontrak": _("Kontrak"),
        "Magang": _("Magang"),
        "Lepas": _("Lepas"),
    }.get(kind, kind)


def event_kind(kind: str, language: Language) -> str:
    """A kind of event (`flows.workbook.tabs.EVENT_KINDS`) in ``language``; any other text as it is."""
    _ = translations(language).gettext
    return {
        "Rapat": _("Rapat"),
        "Workshop": _("Workshop"),
        "Diseminasi/Sosialisasi": _("Diseminasi/Sosialisasi"),
        "Seminar": _("Seminar"),
        "Pendampingan": _("Pendampingan"),
        "Benchmarking": _("Benchmarking"),
        "Rekrutmen di Kampus": _("Rekrutmen di Kampus"),
    }.get(kind, kind)


def venue(place: str, language: Language) -> str:
    """Where a recruitment is held (`flows.workbook.tabs.PLACES`) in ``language``; any other text as it is."""
    _ = translations(language).gettext
    return {
        "Kampus": _("di kampus"),
        "Mitra": _("di tempat perusahaan"),
        "Daring": _("daring (melalui internet)"),
    }.get(place, place)


def days_left(days: int, language: Language) -> str:
    """``hari ini``, ``besok``, ``3 hari lagi``."""
    words = translations(language)
    _, ngettext = words.gettext, words.ngettext
    if days == 0:
        return _("hari ini")
    if days == 1:
        return _("besok")
    return ngettext("%(days)s hari lagi", "%(days)s hari lagi", days) % {"days": days}


def people(count: int, language: Language) -> str:
    """``1.204 orang``, ``1,204``."""
    ngettext = translations(language).ngettext
    return ngettext("%(people)s orang", "%(people)s orang", count) % {"people": number(count, language)}
