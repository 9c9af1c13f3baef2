"""The letter to the administrator about what keeps the runs from their work, and when that is over. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.mail.card import Sender
from flows.mail.headers import staff_headers
from flows.mail.interface import Letter
from flows.mail.render import render_bodies, render_subject
from flows.procedure.dates import moment
from flows.procedure.troubles import Trouble


def trouble(
    begun: Sequence[Trouble], over: Sequence[Trouble], office: Sender, *, now: datetime, zone: ZoneInfo
) -> Letter:
    """What has ``begun`` and what is ``over``, one of them at least; ``now`` is aware, shown in ``zone``."""
    values = {
        "begun": [(one, moment(one.since, zone, office.language)) for one in begun],
        "over": [
            (one, moment(one.since, zone, office.language), moment(one.gone or now, zone, office.language))
            for one in over
        ],
        "kind": (*begun, *over)[0].kind,
    }
    subject = render_subject("trouble", office.language, **values)
    text, html = render_bodies("trouble", office.language, subject=subject, office=office, **values)
    return Letter(subject, text, html, staff_headers(office))
