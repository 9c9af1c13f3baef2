"""Ways to apply become links that can only be what they show."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from flows.site.applying import MOST, ways, whatsapp


def links(apply: str) -> list[tuple[str, str, str]]:
    return [(way.kind, way.shown, way.link) for way in ways(apply, "Juru Las & Co")]


@pytest.mark.parametrize(
    ("apply", "meant"),
    [
        (
            "Daftar di https://karir.example.com/a?b=1&c=2.",
            ("web", "karir.example.com", "https://karir.example.com/a?b=1&c=2"),
        ),
        ("Isi bit.ly/lamar-kerja", ("web", "bit.ly", "https://bit.ly/lamar-kerja")),
        ("Surel: hrd@example.com", ("mail", "hrd@example.com", "mailto:hrd@example.com?subject=Juru%20Las%20%26%20Co")),
        ("WA 0812-3456-7890 (Ibu Sari)", ("whatsapp", "081234567890", "https://wa.me/6281234567890")),
        ("WhatsApp: +62 812 3456 7890", ("whatsapp", "081234567890", "https://wa.me/6281234567890")),
        ("Chat https://wa.me/6281234567890", ("whatsapp", "081234567890", "https://wa.me/6281234567890")),
    ],
)
def test_it_finds_them(apply: str, meant: tuple[str, str, str]) -> None:
    assert links(apply) == [meant]


@pytest.mark.parametrize(
    "apply",
    [
        "javascript:alert(1)", "data:text/html,<script>", "Datang ke kantor kami", "Telepon 0778 123456", "WA 12345",
        "https://user@evil.example@jahat.example/", "WA 0778-123-4567 (kantor)", "https://",
    ],
)  # fmt: skip
def test_it_makes_no_link_of_anything_else(apply: str) -> None:
    assert [way for way in ways(apply, "x") if way.kind != "mail"] == []


def test_there_are_only_so_many_and_each_once() -> None:
    many = " ".join(f"https://a{n}.example/ https://a{n}.example/" for n in range(20))
    assert len({way.link for way in ways(many, "x")}) == len(ways(many, "x")) == MOST


def test_what_is_shared_arrives_as_it_was_written() -> None:
    said = "Juru Las · PT Maju & Co\nhttps://karir.example.ac.id/lowongan/L26-0001/?a=1#b"
    link = urlsplit(whatsapp(said))
    assert (link.scheme, link.netloc, parse_qs(link.query)) == ("https", "wa.me", {"text": [said]})
