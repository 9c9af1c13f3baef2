"""Whatever colour an office has, what is written in it can be read."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from flows.site.colour import DARK_GROUND, LIGHT_GROUND, contrast, palette
from flows.site.templates import STATIC

CSS = STATIC / "gaya.css"
AA = 4.5


@given(st.integers(0, 0xFFFFFF))
def test_every_shade_can_be_read_where_it_stands(number: int) -> None:
    shades = palette(f"#{number:06x}")
    for light in (shades.accent, shades.strong):
        assert contrast(light, LIGHT_GROUND) >= AA
        assert contrast(light, "#ffffff") >= AA  # on cards, and under a button's white words
    for dark in (shades.dark_accent, shades.dark_strong):
        assert contrast(dark, DARK_GROUND) >= AA
        assert contrast(dark, "#0b1110") >= AA
    for band in (shades.band, shades.dark_band):
        assert contrast(band, "#ffffff") >= AA


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert palette("#0b6b60").accent == palette("#0B6B60").band == "#0b6b60"


def test_one_that_is_too_light_is_darkened_in_its_own_hue() -> None:
    red, green, blue = (int(palette("#ffd400").accent[start : start + 2], 16) for start in (1, 3, 5))
    assert red > green > blue == 0


def test_contrast_is_as_wcag_reckons() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    light, dark = re.findall(r"--soft: (#\w+)", CSS.read_text())
    assert (light, dark) == (LIGHT_GROUND, DARK_GROUND)
