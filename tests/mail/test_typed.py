import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.mail.typed import WIDTH, clip, one_line, paragraphs, plain, wrap


class TestPlain:
    def test_it_takes_out_control_characters_and_keeps_the_rest(self):
        assert plain("a\x00\x07b\r\nc\rd\u2028e\tf\u202eg\ufeff 👩‍💻") == "ab\nc\nd\ne fg 👩‍💻"

    def test_it_keeps_an_indented_first_line(self):
        assert plain("\n  - a\n- b\n\n") == "  - a\n- b"

    @given(st.text())
    def test_it_leaves_only_printable_lines(self, text):
        assert not [sign for sign in plain(text) if ord(sign) < 32 and sign != "\n"]


class TestClip:
    def test_it_cuts_at_a_word(self):
        assert clip("satu dua tiga", 9) == "satu dua…"
        assert clip("satu dua tiga", 11) == "satu dua…"
        assert clip("satu dua tiga", 13) == "satu dua tiga"

    def test_it_drops_an_address_rather_than_halving_it(self):
        assert clip("di https://a.example/panjang", 15) == "di…"
        assert clip("https://a.example/panjang", 15) == "…"

    @given(st.text(), st.integers(min_value=1, max_value=50))
    def test_it_never_exceeds_the_limit(self, text, limit):
        assert len(clip(text, limit)) <= limit
        assert len(one_line(text, limit)) <= limit
        assert "\n" not in one_line(text, limit)


class TestParagraphs:
    def test_it_parts_at_empty_lines_and_sees_bullets(self):
        found = [
            [(line.text, line.hang) for line in block] for block in paragraphs("Tugas:\n- a\n\n\n 1. b\n=SUM(A1)\n✅ c")
        ]
        assert found == [
            [("Tugas:", ""), ("- a", "item")],
            [("\u00a01. b", "point"), ("=SUM(A1)", ""), ("✅ c", "point")],
        ]


class TestWrap:
    def test_it_hangs_the_lines_of_a_bullet(self):
        lines = wrap("- " + "kata " * 20).split("\n")
        assert [line[:3] for line in lines] == ["- k", "  k"]

    def test_it_keeps_a_long_address_whole(self):
        address = "https://a.example/" + "x" * 200
        assert address in wrap(f"Lihat {address} ya").split("\n")

    @pytest.mark.parametrize("indent", ["", "    "])
    @given(text=st.text())
    def test_it_loses_no_word(self, indent, text):
        text = plain(text)
        wrapped = wrap(text, indent)
        assert wrapped.split() == text.split()
        for line in wrapped.split("\n"):
            assert len(line) <= WIDTH or len(line.split()) == 1
