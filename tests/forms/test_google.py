"""The Google Form as a provider: links that fill it in, and answers that come back as they were meant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from flows.errors import FormsBusy, FormsError
from flows.forms.google_items import CODE_ID, VACANCY_ID
from tests.forms.google_office import FormOffice, answers, case
from tests.workbook.google_staff import IMPATIENT, no_sleep


class TestLinks:
    def test_it_fills_in_the_vacancy_and_the_code(self, office: FormOffice) -> None:
        filled = office.partner(case(company="PT A & B", position="Teknisi #1")).prefilled()
        assert filled[VACANCY_ID] == "L26-0001 · Teknisi #1 · PT A & B"
        assert office.links.read("feedback", filled[CODE_ID]).subject == 1

    def test_it_asks_google_once(self, office: FormOffice) -> None:
        provider = office.provider()
        provider.open()
        google = office.google
        google.fail(503, times=99)
        links = {provider.link(partner, 7, case(partner_id=partner), "id") for partner in range(100)}
        assert len(links) == 100
        assert google.counts()["form-read"] == 1

    @pytest.mark.parametrize("what", ["token", "form-read"])
    def test_it_says_when_google_is_away(self, office: FormOffice, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
        # google-auth tries the token endpoint again by itself, and takes no clock to wait by.
        monkeypatch.setattr("google.auth._exponential_backoff.time", SimpleNamespace(sleep=no_sleep))
        office.google.fail(503, on=what, times=99)
        with pytest.raises(FormsBusy):
            office.provider().open()


class TestCollecting:
    def test_it_reads_every_kind_of_question(self, office: FormOffice) -> None:
        office.partner(case()).submit(
            answers(
                applied="1.204",
                accepted="3",
                applied_by_programme="Teknik Informatika: 2\n1 D3 Akuntansi",
                ethics="5",
                recruit_again="Mungkin / Perhaps",
                suggestions="=IMPORTXML(1)\n<b>Baik</b>",
            )
        )
        [found] = office.provider().collect(None)
        assert found.vacancy == "L26-0001"
        assert office.links.read("feedback", found.token).recipient_id == 7
        assert dict(found.raw) == {
            "q_applied": "1.204",
            "q_accepted": "3",
            "q_applied_by_programme__IF": "2",
            "q_applied_by_programme__AK": "1",
            "q_ethics": "5",
            "q_recruit_again": "maybe",
            "q_suggestions": "=IMPORTXML(1)\n<b>Baik</b>",
        }
        assert found.unread == {}

    def test_it_keeps_apart_what_it_does_not_understand(self, office: FormOffice) -> None:
        rows = "Teknik Informatika 2\nKedokteran 4\nAkuntansi"
        office.partner(case()).submit(answers(applied="6", accepted="0", applied_by_programme=rows))
        [found] = office.provider().collect(None)
        assert found.unread == {"q_applied_by_programme": "Kedokteran 4; Akuntansi"}
        assert found.raw["q_applied_by_programme__IF"] == "2"

    def test_it_tells_an_edited_answer_from_what_it_was(self, office: FormOffice) -> None:
        partner = office.partner(case())
        sent = partner.submit(answers(applied="6", accepted="1"))
        [first] = office.provider().collect(None)
        office.google.clock.advance(60)
        partner.submit(answers(accepted="2"), edit=sent)
        [second] = office.provider().collect(None)
        assert first.reference != second.reference
        assert second.raw["q_accepted"] == "2"
        assert second.at > first.at

    def test_it_fetches_since_a_moment_in_the_order_of_time(self, office: FormOffice) -> None:
        moments = []
        for number in range(4):
            office.partner(case()).submit(answers(applied=str(number), accepted="0"))
            moments.append(datetime.fromtimestamp(office.google.clock.seconds(), UTC))
            office.google.clock.advance(60)
        since = moments[1].replace(microsecond=0)
        found = [one.raw["q_applied"] for one in office.provider().collect(since)]
        assert found == ["1", "2", "3"]
        assert list(office.provider().collect(moments[-1] + timedelta(seconds=1))) == []

    @pytest.mark.parametrize("action", [429, 503, "reset", "timeout"])
    def test_it_outlasts_passing_faults(self, office: FormOffice, action: int | str) -> None:
        office.partner(case()).submit(answers(applied="1", accepted="0"))
        office.google.fail(action, on="form-read")
        assert len(list(office.provider(timeout=IMPATIENT).collect(None))) == 1

    def test_it_fetches_page_by_page(self, office: FormOffice, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tests.google_emulator.forms.PAGE", 2)
        for number in range(5):
            office.partner(case()).submit(answers(applied=str(number), accepted="0"))
        assert len(list(office.provider().collect(None))) == 5
        assert office.google.counts()["form-read"] == 5 + 3

    def test_it_says_when_it_may_not_read(self, office: FormOffice) -> None:
        office.google.unshare(office.form)
        with pytest.raises(FormsError, match="not shared"):
            office.provider().collect(None)

    def test_it_takes_a_form_whose_questions_were_left_open(self, office: FormOffice) -> None:
        for _, question in office.form.questions():
            question["required"] = False
        office.google.respondent(office.form.responder_url).submit({})
        [found] = office.provider().collect(None)
        assert (found.token, found.vacancy, dict(found.raw)) == ("", "", {})
