"""Who writes which letter, but for those about vacancies, which `flows.steps.deliver.Sender` knows itself."""

from __future__ import annotations

from flows.ledger.records import Purpose
from flows.office import Office
from flows.steps.confirming import Confirmations
from flows.steps.event_letters import event_writers
from flows.steps.events import Events
from flows.steps.feedback import Feedback
from flows.steps.feedback_letters import feedback_writers
from flows.steps.observe import Observed
from flows.steps.readership import Readership
from flows.steps.recap_letters import recap_writers
from flows.steps.sign_in import SignIn
from flows.steps.writers import Writer


def further_writers(
    office: Office, observed: Observed, feedback: Feedback, events: Events, readership: Readership
) -> dict[Purpose, Writer]:
    """The writers by purpose."""
    return {
        **feedback_writers(office, feedback),
        **recap_writers(office, observed),
        **event_writers(office, observed, events, readership),
        Purpose.SIGN_IN: SignIn(office),
        Purpose.CONFIRM: Confirmations(office),
    }
