"""What staff are to see in *Masalah* besides what is wrong with a cell: what other steps have found."""

from __future__ import annotations

from flows.office import Office
from flows.procedure.problems import Problem
from flows.steps.collect import set_aside
from flows.steps.disposal_tab import disposals_waiting
from flows.steps.event_obstacles import event_obstacles
from flows.steps.event_tab import attendance_problems
from flows.steps.events import Events
from flows.steps.feedback import Feedback
from flows.steps.gone_tabs import gone_tabs
from flows.steps.kpi import missing_activity
from flows.steps.nobody import meant_for_nobody
from flows.steps.observe import Observed
from flows.steps.recap_obstacles import recap_obstacles
from flows.steps.recaps import Periods
from flows.steps.results import obstacles
from flows.steps.returned_addresses import returned_addresses
from flows.steps.signups import signups_waiting


def findings(
    office: Office, observed: Observed, feedback: Feedback, periods: Periods, events: Events
) -> tuple[Problem, ...]:
    """In the order in which *Masalah* shows them."""
    return (
        *gone_tabs(office, observed),
        *set_aside(office),
        *meant_for_nobody(office, observed),
        *obstacles(office, observed, feedback),
        *periods.problems(),
        *missing_activity(office, observed),
        *disposals_waiting(office),
        *signups_waiting(office, observed),
        *recap_obstacles(office, observed),
        *returned_addresses(office, observed),
        *event_obstacles(office, observed, events),
        *attendance_problems(office, observed),
    )
