"""No page keeps anybody out: axe-core, which knows WCAG's rules, looks at each, light and dark, narrow and wide."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from tests.web.browser import NEEDED
from tests.web.pictures import SCHEMES, WIDTHS, states
from tests.web.world import free_port, served, world

pytestmark = [NEEDED, pytest.mark.early]
EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
COLOURS = EVERYTHING | {"runOnly": ["color-contrast", "link-in-text-block"]}
"""What a second scheme can change."""


@pytest.mark.parametrize(
    ("screen", "schemes"),
    [
        ("phone", 1),
        pytest.param("phone", 2, marks=pytest.mark.soak),
        pytest.param("desktop", 2, marks=pytest.mark.soak),
    ],
)
def test_no_page_keeps_anybody_out(browser: Browser, tmp_path: Path, screen: str, schemes: int) -> None:
    """With one scheme, a page is looked at in the light and the next one in the dark."""
    found: list[str] = []
    with free_port() as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with world(tmp_path, url=url) as made, served(made.app(), listening):
            for number, (name, go) in enumerate(states(made)):
                chosen = SCHEMES if schemes == 2 else (SCHEMES[number % 2],)
                page = browser.new_page()
                go(page)
                page.evaluate(AXE_SCRIPT)
                found += [f"{name}: {barrier}" for barrier in barriers(page, [WIDTHS[screen]], chosen)]
                page.close()
    assert found == []


def barriers(
    page: Page, widths: Collection[int] = tuple(WIDTHS.values()), schemes: Collection[str] = SCHEMES
) -> Iterator[str]:
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            yield f"is wider than {width} pixels"
        for scheme, rules in zip(schemes, (EVERYTHING, COLOURS), strict=False):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for violation in page.evaluate("rules => axe.run(rules)", rules)["violations"]:
                yield f"{violation['id']}, {width} pixels, {scheme}: {violation['nodes'][0]['html']}"
