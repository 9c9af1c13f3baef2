"""What is typed in a cell arrives as text, and nothing but text."""

import re

import pytest

from tests.mail.reading import announce, arrived, both, html_of, page, raw, text_of
from tests.mail.samples import vacancy


class TestTypedText:
    HOSTILE = (
        "/etc/passwd", "templates/mail/layout.html", "{{ 7*7 }} {% for x in y %}{# c #}", "${7*7} %(name)s {0} %s",
        "<script>alert(1)</script><img src=x onerror=alert(1)>", "</div></td>--><!-- [if mso]>", "&amp; &lt; &nbsp;",
        '=IMPORTXML("http://x.example","//a")', "+62 812 0000 0000", "@SUM(A1)", "-1+2", "= 2 lowongan", "* bintang",
        '"><a href="javascript:alert(1)">x</a>', "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd",
        ".", "..titik", "From dari", "🎉 👩‍💻 ½ ∑",
    )  # fmt: skip

    @pytest.mark.parametrize("field", ["description", "qualifications", "apply", "position", "company", "location"])
    @pytest.mark.parametrize("language", ["id", "en"])
    def test_it_arrives_as_typed_in_any_field(self, field, language):
        many_lines = field in ("description", "qualifications", "apply")
        for hostile in [["\n".join(self.HOSTILE)], self.HOSTILE][not many_lines]:
            for read in both(announce(vacancy(**{field: hostile}), language=language)):
                assert " ".join(hostile.split()) in read

    def test_it_never_reads_the_file_that_a_cell_names(self):
        letter = announce(vacancy(description="/etc/passwd", poster="/etc/passwd", apply="file:///etc/passwd"))
        assert b"root:" not in raw(letter)
        assert len(list(arrived(letter).walk())) == 3

    def test_it_adds_no_element_and_no_foreign_link_to_the_html(self):
        usual = page(announce(vacancy()))
        hostile = "\n".join(self.HOSTILE)
        shown = page(
            announce(vacancy(description=hostile, apply=hostile, company=hostile, poster="javascript:alert(1)"))
        )
        assert shown.tags <= usual.tags
        for link in shown.links:
            assert link.startswith(("https://", "http://", "mailto:"))

    def test_it_keeps_lines_bullets_and_indents(self):
        typed = "Tugas:\n- satu\n  - anak\n• dua\n= tiga\n+ empat\n@ lima\n* enam\n1. tujuh\n\nSelesai."
        letter = announce(vacancy(description=typed))
        assert typed in text_of(arrived(letter))
        lines = re.findall(r"<div[^>]*>([^<]*)</div>", html_of(arrived(letter)))
        for line in typed.splitlines():
            if line:
                assert line.replace("  - anak", "\u00a0\u00a0- anak") in [
                    got.replace("&nbsp;", "\u00a0") for got in lines
                ]

    def test_it_links_addresses_where_one_applies(self):
        links = page(announce(vacancy(poster=""))).links
        assert "https://karir.contoh-maju.example/otomasi?ref=kampus&posisi=12" in links
        assert "mailto:rekrutmen@contoh-maju.example" in links
        assert not any("0812" in link for link in links)

    def test_it_wraps_the_text_at_72_columns_but_no_link(self):
        link = "https://contoh.example/" + "a" * 300
        text = text_of(arrived(announce(vacancy(apply=f"Daftar di {link} ya", description="kata " * 200))))
        assert [line for line in text.splitlines() if len(line) > 72] == [link]
