"""The chart that a mail carries."""

from __future__ import annotations

import struct
from dataclasses import replace

from flows.documents.charts import WIDTH, funnel, funnel_alt, funnel_png, people
from tests.documents.made_up import made_up


def test_it_is_as_wide_as_a_mail_needs_on_a_sharp_screen() -> None:
    png = funnel_png(made_up(40).whole, "id")
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    assert width == WIDTH
    assert 300 < height < 600
    assert len(png) < 60_000


def test_it_is_the_same_bytes_for_the_same_figures() -> None:
    whole = made_up(40).whole
    assert funnel_png(whole, "id") == funnel_png(whole, "id")
    assert funnel_png(whole, "id") != funnel_png(whole, "en")


def test_its_words_tell_what_it_shows() -> None:
    whole = made_up(40).whole
    assert funnel_alt(whole, "id") == (
        "Dari pengumuman sampai diterima. Pengumuman terkirim: 17.707 (dari 17.778 pengumuman); "
        f"Pelamar: {whole.applied} (dari {whole.applied_from} jawaban untuk 40 lowongan); "
        f"Diterima: {whole.accepted} (dari {whole.accepted_from} jawaban untuk 40 lowongan)."
    )
    assert funnel_alt(whole, "en").startswith("From announcement to job. Announcements sent: 17,707 (of 17,778")


def test_what_is_unknown_has_no_bar_and_says_so() -> None:
    whole = replace(made_up(40).whole, applied=None, applied_from=0, accepted=None, accepted_from=0)
    chart = funnel(whole, "id")
    assert [bar["value"] for bar in chart["bars"]] == [whole.sent, None, None]
    assert "Pelamar: tidak diketahui (dari 0 jawaban untuk 40 lowongan)" in funnel_alt(whole, "id")
    assert funnel_png(whole, "id").startswith(b"\x89PNG")


def test_it_enlarges_what_could_not_be_seen_and_nothing_else() -> None:
    whole = made_up(40).whole
    assert funnel(replace(whole, sent=1000, applied=100), "id")["enlarged"] == "diperbesar 10×"
    for sent, applied in ((1000, 300), (0, 20), (1000, 0), (10, 40)):
        assert funnel(replace(whole, sent=sent, applied=applied), "id")["enlarged"] == ""
        assert funnel_png(replace(whole, sent=sent, applied=applied), "id")


def test_people_by_study_programme_are_at_most_a_dozen_and_the_rest_comes_last() -> None:
    recap = made_up(40)
    chart = people(recap, "id")
    shown = [line["applied"] for line in chart["lines"][:-1]]
    assert len(shown) == 12
    assert shown == sorted(shown, reverse=True)
    assert chart["lines"][-1]["label"] == "Tidak dirinci"
    assert chart["more"] == f"{len(recap.groupings['programme'].lines) - 13} program studi lain ada pada tabel."
