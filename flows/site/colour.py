"""The office's colour, made to be read: on light and on dark ground, by WCAG 2's contrast ratio."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator
from dataclasses import dataclass

Rgb = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""
READABLE = 5.0
"""WCAG's AA asks 4.5 of text; a little more, for shades of the ground."""
LIGHT_GROUND, DARK_GROUND = "#eef1f0", "#1f2a28"
"""The darkest of the light grounds, the lightest of the dark ones (``gaya.css``)."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``."""

    accent: str
    """Text and buttons on light ground."""
    strong: str
    """The same under the pointer."""
    dark_accent: str
    """Text and buttons on dark ground."""
    dark_strong: str
    band: str
    """Ground of the head, under white text, in the light and in the dark."""
    dark_band: str


def palette(colour: str) -> Palette:
    """The shades of ``colour`` (``#rrggbb``) in which it can be read."""
    accent = _until_readable(colour, LIGHT_GROUND, darker=True)
    dark_accent = _until_readable(colour, DARK_GROUND, darker=False)
    band = _until_readable(accent, "#ffffff", darker=True)
    return Palette(
        accent=accent,
        strong=_shade(accent, 0.72),
        dark_accent=dark_accent,
        dark_strong=_tint(dark_accent, 0.35),
        band=band,
        dark_band=_shade(band, 0.55),
    )


def contrast(one: str, other: str) -> float:
    """1 (none) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _until_readable(colour: str, ground: str, *, darker: bool) -> str:
    return next(shade for shade in _shades(colour, darker=darker) if contrast(shade, ground) >= READABLE)


def _shades(colour: str, *, darker: bool) -> Iterator[str]:
    """The colour, then the same hue in steps of a hundredth to black or white."""
    hue, light, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    end = 0.0 if darker else 1.0
    yield colour.lower()
    for step in range(1, 101):
        yield _hex(colorsys.hls_to_rgb(hue, light + (end - light) * step / 100, saturation))


def _shade(colour: str, part: float) -> str:
    red, green, blue = _rgb(colour)
    return _hex((red * part, green * part, blue * part))


def _tint(colour: str, part: float) -> str:
    red, green, blue = (value + (1 - value) * part for value in _rgb(colour))
    return _hex((red, green, blue))


def _luminance(colour: str) -> float:
    linear = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in _rgb(colour))
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(255 * value):02x}" for value in rgb)
