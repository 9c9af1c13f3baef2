"""What keeps a recap from somebody it is meant for: shown in *Masalah* as long as it could still be sent."""

from __future__ import annotations

from collections.abc import Iterator

from flows.mail.interface import State
from flows.office import Office
from flows.procedure.checks.recipients import scope
from flows.procedure.models import RecapRecipient
from flows.procedure.problems import Problem
from flows.procedure.values import Fault, email_key, fault, text
from flows.procedure.wording import problem
from flows.steps.informing import Informing, edition_of, matter_of
from flows.steps.observe import Observed
from flows.workbook.tabs import RECAP_RECIPIENTS


def recap_obstacles(office: Office, observed: Observed) -> Iterator[Problem]:
    """Recipients whose slice was not archived, and those whose address the mail server refused."""
    if not observed.desk.recipients:
        return
    informing = Informing(office, observed)
    for period, revision in informing.due.items():
        title = next(one.title for one in observed.desk.periods if one.id == period)
        refused = {(one.edition, one.recipient_id) for one in informing.units(period) if one.state is State.REFUSED}
        for number, rows in informing.people.items():
            for row in rows:
                if informing.gist(matter_of(period, revision, row.scope)) is None:
                    yield _problem(office, observed, row, "Cakupan", fault("recap_without_part", period=title))
                elif (edition_of(revision, row.scope), number) in refused:
                    yield _problem(office, observed, row, "Email", fault("recipient_refused", period=title))


def _problem(office: Office, observed: Observed, row: RecapRecipient, column: str, what: Fault) -> Problem:
    lines = observed.lines.get(RECAP_RECIPIENTS.title, ())
    found = next(
        line
        for line in lines
        if email_key(text(line.cells.get("Email"))) == email_key(row.email)
        and scope(line.cells.get("Cakupan"), office.catalogue) == row.scope
    )
    return problem(
        what,
        language=office.settings.office.language,
        tab=RECAP_RECIPIENTS.title,
        id="",
        row=found.number,
        column=column,
        value=text(found.cells.get(column)),
        blocking=False,
    )
