"""Chromium, driven by Playwright. It is the system's own: nothing is fetched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first has no windows, and shows a page in half the time."""
PROGRAM = next(filter(None, map(shutil.which, NAMES)), None)
NEEDED = pytest.mark.skipif(PROGRAM is None, reason="needs a browser: apt install chromium, or Google Chrome")


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # --no-sandbox: root may not use it, and containers forbid it; it only ever opens our own pages.
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()
