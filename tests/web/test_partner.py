"""A partner answers: by the link alone, half-way, all the way, and once more."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from flows.procedure.cases import CaseState, Source
from tests.web.filling import FILLED, fields, fill
from tests.web.world import COMPANY, DAY, World


def answers(world: World, vacancy: str) -> list[dict]:
    return [one.answers for one in world.site.ledger.responses.versions() if one.vacancy == vacancy]


class TestForm:
    def test_it_shows_each_vacancy_of_this_partner_and_no_other(self, world: World) -> None:
        page = world.visitor().get(world.form_link())
        assert page.status_code == 200
        assert COMPANY in page.text
        assert "Teknisi Perawatan" in page.text
        assert "Operator CNC" in page.text
        assert "Juru Bayar" not in page.text
        assert "Lain Contoh" not in page.text

    def test_it_speaks_english_where_the_link_says_so(self, world: World) -> None:
        page = world.visitor().get(world.form_link() + "?bahasa=en")
        assert '<html lang="en">' in page.text
        assert "How many of our graduates applied?" in page.text

    def test_it_does_not_show_what_is_not_due_yet(self, world: World) -> None:
        due = world.clock() + DAY
        world.site.ledger.responses.put_cases(
            [replace(world.case("L26-0040", "Penjahit", company="PT Nanti"), requested_at=None, due_at=due)]
        )
        assert world.visitor().get(world.form_link("PT Nanti")).status_code == 410
        world.clock.at = due
        assert "Penjahit" in world.visitor().get(world.form_link("PT Nanti")).text

    def test_following_the_link_changes_nothing(self, world: World) -> None:
        path = world.form_link()
        world.visitor().get(path)
        world.visitor().head(path)
        world.visitor().get(path + "/terima-kasih")
        assert world.site.ledger.responses.versions() == []
        assert world.site.ledger.responses.half_filled() == {}


class TestSending:
    def test_it_keeps_the_answers_and_says_thank_you(self, world: World) -> None:
        visitor, path = world.visitor(), world.form_link()
        sent = fill(visitor, path, {"L26-0001": {**FILLED, "q_suggestions": "Bagus"}})
        assert (sent.status_code, sent.headers["location"]) == (303, f"{path}/terima-kasih")
        (kept,) = answers(world, "L26-0001")
        assert (kept["applied"], kept["accepted"], kept["suggestions"], kept["ethics"]) == (12, 3, "Bagus", None)
        thanks = visitor.get(sent.headers["location"])
        assert "Terima kasih" in thanks.text
        assert "Masih ada lowongan yang belum dijawab" in thanks.text
        assert "Lanjutkan mengisi" in thanks.text

    def test_the_answers_are_in_the_ledger_before_the_page_says_so(self, world: World) -> None:
        fill(world.visitor(), world.form_link(), {"L26-0001": FILLED})
        (only,) = world.site.ledger.responses.versions()
        assert (only.version, only.source, only.at) == (1, Source.FORM, world.clock())

    def test_what_is_left_empty_stays_open(self, world: World) -> None:
        fill(world.visitor(), world.form_link(), {"L26-0001": FILLED})
        assert answers(world, "L26-0004") == []

    def test_an_empty_form_is_not_taken(self, world: World) -> None:
        sent = fill(world.visitor(), world.form_link(), {})
        assert sent.status_code == 422
        assert "Isilah setidaknya satu lowongan" in sent.text

    def test_it_can_be_corrected_and_every_version_is_kept(self, world: World) -> None:
        visitor, path = world.visitor(), world.form_link()
        fill(visitor, path, {"L26-0001": FILLED})
        assert fields(visitor.get(path).text)["L26-0001.q_applied"] == "12"
        fill(visitor, path, {"L26-0001": {"q_accepted": "4"}})
        assert [one["accepted"] for one in answers(world, "L26-0001")] == [3, 4]

    def test_sending_the_same_twice_makes_one_version(self, world: World) -> None:
        visitor, path = world.visitor(), world.form_link()
        for _ in range(2):
            assert fill(visitor, path, {"L26-0001": FILLED}).status_code == 303
        assert len(answers(world, "L26-0001")) == 1

    def test_two_contacts_answer_for_one_partner(self, world: World) -> None:
        fill(world.visitor(), world.form_link(), {"L26-0001": FILLED})
        other = world.form_link(contact="sari@example.com")
        assert fields(world.visitor().get(other).text)["L26-0001.q_applied"] == "12"

    def test_who_does_not_know_how_many_applied_can_answer_all_the_same(self, world: World) -> None:
        fill(world.visitor(), world.form_link(), {"L26-0001": {"q_accepted": "2"}})
        (kept,) = answers(world, "L26-0001")
        assert (kept["applied"], kept["accepted"]) == (None, 2)

    def test_it_takes_counts_by_study_programme(self, world: World) -> None:
        by_programme = {"q_accepted_by_programme__IF": "2", "q_accepted_by_programme__AK": ""}
        fill(world.visitor(), world.form_link(), {"L26-0001": FILLED | by_programme})
        assert answers(world, "L26-0001")[0]["accepted_by_programme"] == {"IF": 2}


class TestMistakes:
    def test_nothing_is_sent_and_everything_is_kept(self, world: World) -> None:
        visitor, path = world.visitor(), world.form_link()
        sent = fill(visitor, path, {"L26-0001": {"q_applied": "2", "q_accepted": "5"}, "L26-0004": FILLED})
        assert sent.status_code == 422
        assert "Jumlah yang diterima melebihi jumlah pelamar" in sent.text
        assert world.site.ledger.responses.versions() == []
        again = fields(visitor.get(path).text)
        assert again["L26-0001.q_accepted"] == "5"
        assert again["L26-0004.q_applied"] == "12"

    def test_each_error_is_linked_to_its_field_and_read_with_it(self, world: World) -> None:
        page = fill(world.visitor(), world.form_link(), {"L26-0004": {"q_applied": "banyak"}}).text
        assert 'href="#b2-q_applied"' in page
        assert 'id="b2-q_applied"' in page
        assert 'aria-describedby="b2-q_applied-bantuan b2-q_applied-salah" aria-invalid="true"' in page
        assert "<title>Perlu diperbaiki" in page

    @pytest.mark.parametrize("typed", ["-1", "1e9", "99999999999999999999", "12,5", "١٢x", "<b>1</b>", "=1+1"])
    def test_a_number_is_a_number(self, world: World, typed: str) -> None:
        sent = fill(world.visitor(), world.form_link(), {"L26-0001": {**FILLED, "q_applied": typed}})
        assert sent.status_code == 422
        assert world.site.ledger.responses.versions() == []

    def test_what_was_typed_comes_back_as_text(self, world: World) -> None:
        nasty = '"><script>alert(1)</script>{{ 7*7 }}'
        page = fill(world.visitor(), world.form_link(), {"L26-0001": {"q_suggestions": nasty, "q_applied": nasty}}).text
        assert "<script>" not in page
        assert "49" not in page
        assert fields(page)["L26-0001.q_suggestions"] == nasty

    def test_a_company_s_name_is_text_as_well(self, world: World) -> None:
        world.case("L26-0020", "<i>Posisi</i>", company="<b>PT</b> & {{ config }}")
        page = world.visitor().get(world.form_link("<b>PT</b> & {{ config }}")).text
        assert "<b>PT</b>" not in page
        assert "<i>Posisi" not in page
        assert "{{ config }}" in page

    def test_a_vacancy_s_id_may_hold_anything(self, world: World) -> None:
        odd = "L 26/\"0'<1>"
        world.case(odd, "Juru Tulis", company="PT Aneh")
        assert fill(world.visitor(), world.form_link("PT Aneh"), {odd: FILLED}).status_code == 303
        assert answers(world, odd)[0]["applied"] == 12


class TestHalfWay:
    def test_it_is_kept_and_gone_on_with(self, world: World) -> None:
        visitor, path = world.visitor(), world.form_link()
        saved = fill(visitor, path, {"L26-0001": {"q_applied": "12"}}, button="simpan")
        assert saved.status_code == 303
        page = world.visitor().get(saved.headers["location"])
        assert "Isian ini belum terkirim" in page.text
        assert fields(page.text)["L26-0001.q_applied"] == "12"
        assert world.site.ledger.responses.versions() == []
        assert list(world.site.ledger.responses.half_filled()) == ["L26-0001"]

    def test_it_is_done_with_when_it_is_sent(self, world: World) -> None:
        visitor, path = world.visitor(), world.form_link()
        fill(visitor, path, {"L26-0001": {"q_applied": "12"}}, button="simpan")
        fill(visitor, path, {"L26-0001": {"q_accepted": "3"}})
        assert world.site.ledger.responses.half_filled() == {}
        assert answers(world, "L26-0001")[0]["applied"] == 12

    def test_what_is_not_right_is_kept_all_the_same(self, world: World) -> None:
        visitor, path = world.visitor(), world.form_link()
        fill(visitor, path, {"L26-0001": {"q_applied": "dua belas"}}, button="simpan")
        assert fields(visitor.get(path).text)["L26-0001.q_applied"] == "dua belas"

    def test_a_sent_form_stays_sent_while_its_correction_is_half_done(self, world: World) -> None:
        visitor, path = world.visitor(), world.form_link()
        fill(visitor, path, {"L26-0001": FILLED})
        fill(visitor, path, {"L26-0001": {"q_accepted": "9"}}, button="simpan")
        assert len(answers(world, "L26-0001")) == 1
        page = visitor.get(path).text
        assert fields(page)["L26-0001.q_accepted"] == "9"
        assert "Perubahan belum terkirim" in page
        assert re.search(r"Jawaban yang terkirim [^.]+\.00 WIB tetap berlaku", page)

    def test_it_stays_in_the_language_of_the_page(self, world: World) -> None:
        path = world.form_link() + "?bahasa=en"
        saved = fill(world.visitor(), path, {"L26-0001": FILLED}, button="simpan")
        assert saved.headers["location"].endswith("?tersimpan=1&bahasa=en")


class TestTwoAtOnce:
    """Two contacts have the form open, or one has it in two windows."""

    @pytest.mark.parametrize("button", ["simpan", "kirim"])
    def test_what_one_saves_is_not_lost_when_the_other_goes_on_elsewhere(self, world: World, button: str) -> None:
        visitor, path = world.visitor(), world.form_link()
        opened = fields(visitor.get(path).text)
        fill(visitor, path, {"L26-0001": {"q_applied": "12"}}, button="simpan")
        visitor.post(path, data=opened | {"L26-0004.q_applied": "banyak", "tombol": button})
        again = fields(visitor.get(path).text)
        assert (again["L26-0001.q_applied"], again["L26-0004.q_applied"]) == ("12", "banyak")

    def test_what_one_sends_is_not_undone_by_what_the_other_still_sees(self, world: World) -> None:
        visitor, path = world.visitor(), world.form_link()
        fill(visitor, path, {"L26-0001": {"q_applied": "12"}}, button="simpan")
        opened = fields(visitor.get(path).text)
        fill(visitor, path, {"L26-0001": FILLED})
        sent = visitor.post(path, data=opened | {"L26-0004.q_accepted": "1"})
        assert sent.headers["location"] == f"{path}/terima-kasih"
        assert [one["accepted"] for one in answers(world, "L26-0001")] == [3]
        assert [one["accepted"] for one in answers(world, "L26-0004")] == [1]

    def test_what_both_changed_is_as_it_was_changed_last_and_each_version_is_kept(self, world: World) -> None:
        visitor, path = world.visitor(), world.form_link()
        opened = fields(visitor.get(path).text)
        fill(visitor, path, {"L26-0001": FILLED})
        visitor.post(path, data=opened | {"L26-0001.q_accepted": "1"})
        assert [one["accepted"] for one in answers(world, "L26-0001")] == [3, 1]

    def test_what_was_saved_is_sent_by_the_button_alone(self, world: World) -> None:
        visitor, path = world.visitor(), world.form_link()
        fill(visitor, path, {"L26-0001": FILLED}, button="simpan")
        fill(visitor, path, {})
        assert [one["accepted"] for one in answers(world, "L26-0001")] == [3]


class TestClosing:
    def test_the_form_says_when_before_anything_is_filled_in(self, world: World) -> None:
        assert "Formulir ini ditutup Kamis, 21 Januari 2027." in world.visitor().get(world.form_link()).text

    def test_it_can_be_corrected_until_it_closes(self, world: World) -> None:
        visitor, path = world.visitor(), world.form_link()
        page = fields(visitor.get(path).text)
        world.clock.at += 60 * DAY
        assert visitor.get(path).status_code == 410
        late = visitor.post(path, data=page | {"L26-0001.q_applied": "1", "L26-0001.q_accepted": "1"})
        assert late.status_code == 410
        assert world.site.ledger.responses.versions() == []

    @pytest.mark.parametrize("state", [CaseState.CANCELLED, CaseState.NOT_GIVEN])
    def test_a_matter_that_is_over_is_closed(self, world: World, state: CaseState) -> None:
        world.case("L26-0030", "Juru Gambar", company="PT Selesai", state=state)
        page = world.visitor().get(world.form_link("PT Selesai"))
        assert page.status_code == 410
        assert "Formulir ini sudah ditutup" in page.text
        assert "Juru Gambar" not in page.text

    def test_it_takes_nothing_for_another_partner_s_vacancy(self, world: World) -> None:
        fill(world.visitor(), world.form_link(), {"L26-0001": FILLED, "L26-0009": FILLED})
        assert answers(world, "L26-0009") == []
