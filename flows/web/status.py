"""The page for staff that says how sending goes, and where they settle what nobody else can: whether a mail arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from flows.ledger.records import Matter, Priority, Purpose
from flows.procedure.dates import number
from flows.standing import Standing, standing
from flows.web.pages import language_of, redirect, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from flows.web.door import Form
    from flows.web.site import Site
    from flows.web.staff import Staff

PATH = "/staf/keadaan"
ARRIVED, AGAIN = "sampai", "ulang"
"""What the buttons say: it did arrive, and it is to be sent again."""
RUNS = 8
"""Runs shown."""
LATE = 45
"""Minutes after which a run is overdue."""
_MOST = 2**63


class Status:
    """``/staf/keadaan``."""

    def __init__(self, site: Site, staff: Staff) -> None:
        self._site, self._staff = site, staff

    def page(self, request: Request, form: Form) -> Response:
        """GET shows where everything stands; POST settles what is in doubt: one message, or all about one matter."""
        session = self._staff.session(request)
        if session is None:
            return redirect(request, self._site, "/staf/masuk")
        if request.method == "POST":
            self._staff.refuse_forged(form, session)
            return redirect(request, self._site, PATH, {"beres": str(self._settle(form))})
        site, language = self._site, language_of(request, self._site)
        now = standing(site.settings, site.ledger, site.clock)
        return show(
            request,
            site,
            "status",
            now=now,
            runs=now.runs[:RUNS],
            late=bool(now.runs) and (site.clock() - now.runs[0].ended).total_seconds() > LATE * 60,
            subjects=_subjects,
            together=_together(now),
            amount=lambda value: number(value, language),
            settled=_count(request.query_params.get("beres", "")),
            page_token=self._staff.page_token(session),
        )

    def _settle(self, form: Form) -> int:
        """How many messages. Whatever is in doubt no more, or never was, is passed over."""
        arrived = {ARRIVED: True, AGAIN: False}.get(form.get("tombol", ""))
        if arrived is None:
            raise HTTPException(400)
        site, at = self._site, self._site.clock()
        with site.ledger.together(durable=True):
            if (message := _count(form.get("pesan", ""))) is not None:
                settled = int(site.ledger.doubts.settle(message, at, arrived=arrived))
            else:
                settled = site.ledger.doubts.settle_all(at, arrived=arrived, matter=_matter(form))
            if settled:
                site.ledger.trail.append("settle", "", at, messages=settled, arrived=arrived)
        return settled


def _matter(form: Form) -> Matter:
    """Of the fields that `_together`'s buttons send. Raises `HTTPException`."""
    try:
        priority = Priority(int(form.get("urutan", "")))
        return Matter(Purpose(form.get("maksud", "")), form.get("perihal", ""), form.get("edisi", ""), priority)
    except ValueError:
        raise HTTPException(400) from None


def _together(now: Standing) -> list[tuple[Matter, int]]:
    """Matters of which several messages are in doubt, for one button."""
    return [(matter, count) for matter, count in now.doubtful.items() if count > 1]


def _subjects(matters: Sequence[Matter]) -> str:
    """IDs of rows; what is about a day or a number of the ledger's tells staff nothing."""
    return ", ".join(dict.fromkeys(matter.subject for matter in matters if matter.subject[:1].isalpha()))


def _count(text: str) -> int | None:
    if text.isascii() and text.isdecimal() and len(text) < 20:
        value = int(text)
        return value if value < _MOST else None
    return None
