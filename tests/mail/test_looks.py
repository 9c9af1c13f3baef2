"""What holds for every letter: its links, its styles, its colours. How it looks is for `tests.mail.pictures`."""

import re
from dataclasses import replace
from datetime import date
from functools import cache

from flows.mail.compose import correction, preview, problem_digest
from flows.mail.interface import Letter
from tests.mail.pictures import partners_letters, recap_letters
from tests.mail.reading import Page, announce, arrived, html_of, page
from tests.mail.samples import OFFICE, OFFICE_BY_MAIL, TODAY, problems, vacancy


@cache
def every_letter() -> list[Letter]:
    changed = replace(vacancy(), deadline=date(2026, 12, 11), description="Lain sama sekali.")
    letters = [preview(vacancy(), OFFICE, today=TODAY, recipients=3), problem_digest(problems(), OFFICE)]
    for language in ("id", "en"):
        letters += [announce(language=language), announce(language=language, office=OFFICE_BY_MAIL)]
        letters += [announce(language=language, personal=False)]
        letters += [correction(vacancy(), changed, language, OFFICE, today=TODAY)]
    return letters + [letter for _, letter in (*partners_letters(), *recap_letters())]


class TestEveryLetter:
    def test_it_links_only_to_the_web_to_mail_and_to_telephones(self):
        for letter in every_letter():
            for link in page(letter).links:
                assert link.startswith(("https://", "http://", "mailto:", "tel:", "cid:"))

    def test_it_loads_nothing_and_runs_nothing(self):
        for letter in every_letter():
            assert not page(letter).tags & {"script", "link", "iframe", "form", "object", "svg"}
            pictures = [f"cid:{one.content_id}" for one in letter.attachments if one.content_id]
            assert re.findall(r'<img [^>]*?src="([^"]*)"', html_of(arrived(letter))) == pictures
            assert ("img" in page(letter).tags) == bool(pictures)
            assert "url(" not in html_of(arrived(letter))
            assert "@import" not in html_of(arrived(letter))

    def test_it_has_its_styles_in_its_elements_and_rules_for_dark_and_narrow_screens(self):
        for letter in every_letter():
            html = html_of(arrived(letter))
            assert re.search(r'<h1 style="[^"]*font-size: ?24px', html)
            assert "prefers-color-scheme: dark" in html
            assert "max-width: 480px" in html
            assert Page(html).lang in ("id", "en")

    def test_it_contrasts_enough_to_be_read(self):
        """WCAG 2 AA: 4.5 to 1, for every text colour on every ground it stands on."""
        for ground, inks in {
            "#ffffff": ("#1c2a28", "#4d5d5a", "#0b6b60", "#9a3412"),
            "#f2f5f4": ("#4d5d5a", "#0b6b60"),
            "#edf4f2": ("#1c2a28", "#0b6b60"),
            "#1a2321": ("#e4ebe9", "#a8b7b3", "#74d3c5", "#ffb48a"),
            "#101615": ("#a8b7b3", "#74d3c5"),
            "#22302d": ("#e4ebe9", "#74d3c5"),
            "#0b6b60": ("#ffffff",),  # buttons
            "#74d3c5": ("#101615",),
        }.items():
            for ink in inks:
                assert contrast(ground, ink) >= 4.5, (ground, ink)


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)
