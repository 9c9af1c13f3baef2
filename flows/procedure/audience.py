"""Whom a vacancy is for (*Sasaran*), among the alumni of the sheet. Pure; one vectorised mask per vacancy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flows.procedure.models import AlumniList, Audience

if TYPE_CHECKING:
    import pandas as pd


def mailing_lists(audience: Audience, lists: Mapping[str, AlumniList]) -> tuple[str, ...]:
    """Addresses of the named lists that are mailing lists: each is sent to once."""
    return tuple(lists[name].address for name in audience.lists if name in lists and lists[name].address)


def meant_for(audience: Audience, alumni: pd.DataFrame, lists: Mapping[str, AlumniList]) -> pd.Series[bool]:
    """Mask over ``alumni`` (columns ``programme``, ``year``, ``active``): who gets a mail of their own.

    Those whom a mailing list among the named lists describes are left to that list.
    """
    chosen = alumni["programme"].isin(audience.programmes)
    if audience.everybody:
        chosen |= True
    on_mailing_list = chosen & False
    for name in audience.lists:
        if name in lists:
            described = _describes(lists[name], alumni)
            if lists[name].address:
                on_mailing_list |= described
            else:
                chosen |= described
    return chosen & ~on_mailing_list & alumni["active"]


def _describes(one: AlumniList, alumni: pd.DataFrame) -> pd.Series[bool]:
    described = alumni["year"].between(one.year_from or 0, one.year_to or 9999)
    return described & alumni["programme"].isin(one.programmes) if one.programmes else described
