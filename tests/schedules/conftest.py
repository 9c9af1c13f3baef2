"""The office whose flows are scheduled, and a Prefect server that knows none of them yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from tests.commands.conftest import office

__all__ = ["office"]


@pytest.fixture
def server(prefect_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where ``PREFECT_API_URL`` leads; what was deployed there is gone afterwards."""
    monkeypatch.setenv("PREFECT_API_URL", prefect_server)
    yield prefect_server
    for one in requests.post(f"{prefect_server}/deployments/filter", json={}, timeout=60).json():
        requests.delete(f"{prefect_server}/deployments/{one['id']}", timeout=60)
