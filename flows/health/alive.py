"""Whether something is alive that runs the office: by its last run, and by Prefect's schedule."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flows.health.finding import Finding, good, unclear, wrong

LATE = timedelta(minutes=45)
"""A run is due every 10 minutes, and may last for some."""
FLOW = "office-cycle"
_SECONDS = 5.0
_START = "see that what starts it is running: `loker up` (systemctl status loker), a worker, or cron"


def last_run(at: datetime | None, now: datetime) -> Finding:
    """``at`` is when the last run ended."""
    if at is None:
        return unclear("runs", "there has been none yet", f"{_START}, or run `loker run`")
    minutes = int((now - at).total_seconds() // 60)
    if now - at > LATE:
        ago = f"{minutes} minutes" if minutes < 600 else f"{minutes // 60} hours"
        return wrong("runs", f"the last one ended {ago} ago", _START)
    return good("runs", f"the last one ended {minutes} minutes ago")


def schedule(api: str) -> Finding:
    """Whether the server at ``api`` has the cycle on a schedule, and something that takes it on."""
    import requests

    asked = {"flows": {"name": {"any_": [FLOW]}}}
    try:
        answer = requests.post(f"{api.rstrip('/')}/deployments/filter", json=asked, timeout=_SECONDS)
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()
    except (requests.RequestException, ValueError) as error:
        told = f"the server at PREFECT_API_URL does not tell ({type(error).__name__})"
        return unclear("schedule", told, "see that Prefect's server runs, and that this machine may ask it")
    if not found:
        cure = "deploy `flows/cycle.py:office_cycle` there, or let a timer run `loker run`"
        return wrong("schedule", f"Prefect knows no deployment of {FLOW}", cure)
    active = [one for one in found if not one.get("paused") and any(s.get("active") for s in one.get("schedules", ()))]
    if not active:
        return wrong("schedule", f"every schedule of {FLOW} is paused", "turn it on in Prefect's pages, Deployments")
    if not any(one.get("status") == "READY" for one in active):
        return wrong("schedule", f"nothing takes on the runs of {FLOW}", _START)
    return good("schedule", f"{FLOW} is scheduled, and something takes its runs on")
