"""Forms by Google's own client library, and respondents in their browsers."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from googleapiclient.errors import HttpError

from tests.google_emulator import Emulator, Form, Refused
from tests.google_emulator.test_emulator import service

SCOPES = [
    "https://www.googleapis.com/auth/forms.body",
    "https://www.googleapis.com/auth/forms.responses.readonly",
    "https://www.googleapis.com/auth/drive.metadata.readonly",
]


@pytest.fixture
def form(google: Emulator) -> Form:
    return google.create_form("Umpan Balik", fresh=False)


@pytest.fixture
def forms(google: Emulator) -> Any:
    return service(google, "forms", "v1", SCOPES).forms()


def create(title: str, question: dict[str, Any], index: int = 0, **more: Any) -> dict[str, Any]:
    item = {"title": title, "questionItem": {"question": question}, **more}
    return {"createItem": {"item": item, "location": {"index": index}}}


TEXT: dict[str, Any] = {"textQuestion": {}}


def batch(forms: Any, form: Form, *wanted: dict[str, Any], **more: Any) -> Any:
    return forms.batchUpdate(formId=form.id, body={"requests": list(wanted), **more}).execute()


class TestItems:
    def test_it_makes_moves_changes_and_deletes_questions(self, forms: Any, form: Form) -> None:
        made = batch(
            forms, form, create("Satu", {"questionId": "0000abcd", **TEXT}), create("Dua", dict(TEXT), itemId="7")
        )
        assert made["replies"][0]["createItem"]["questionId"] == ["0000abcd"]
        assert made["replies"][1]["createItem"]["itemId"] == "7"
        batch(forms, form, {"moveItem": {"originalLocation": {"index": 1}, "newLocation": {"index": 0}}})
        change = {"title": "Kesatu", "description": "Isi", "questionItem": {"question": {"required": True}}}
        mask = "title,description,questionItem.question.required"
        batch(forms, form, {"updateItem": {"item": change, "location": {"index": 0}, "updateMask": mask}})
        items = forms.get(formId=form.id).execute()["items"]
        assert [item["title"] for item in items] == ["Kesatu", "Dua"]
        assert items[0]["questionItem"]["question"] == {"questionId": "0000abcd", "required": True, **TEXT}
        batch(forms, form, {"deleteItem": {"location": {"index": 0}}})
        assert [item["title"] for item in form.items] == ["Dua"]

    def test_it_does_all_of_a_batch_or_nothing(self, forms: Any, form: Form) -> None:
        with pytest.raises(HttpError, match=r"requests\[1\].createItem: Displayed text cannot contain newlines"):
            batch(forms, form, create("Satu", dict(TEXT)), create("Dua\nbaris", dict(TEXT)))
        assert form.items == []

    @pytest.mark.parametrize(
        "wrong",
        [
            create("x", dict(TEXT), index=1),
            create("x", {"questionId": "bukan heksa", **TEXT}),
            create("x", {}),
            create("x", {**TEXT, "scaleQuestion": {"low": 1, "high": 5}}),
            create("x", {"scaleQuestion": {"low": 1, "high": 11}}),
            create("x", {"choiceQuestion": {"type": "RADIO", "options": [{"value": "a"}, {"value": "a"}]}}),
            create("x", {"choiceQuestion": {"options": [{"value": "a"}]}}),
            {"updateFormInfo": {"info": {"title": "x"}}},
            {"updateFormInfo": {"info": {"title": ""}, "updateMask": "title"}},
            {"deleteItem": {"location": {"index": 0}}},
            {"createItem": {"item": {"title": "x"}, "location": {"index": 0}}},
        ],
    )
    def test_it_refuses_what_google_refuses(self, forms: Any, form: Form, wrong: dict[str, Any]) -> None:
        with pytest.raises(HttpError) as caught:
            batch(forms, form, wrong)
        assert caught.value.status_code == 400

    def test_it_takes_no_id_twice(self, forms: Any, form: Form) -> None:
        batch(forms, form, create("Satu", {"questionId": "1", **TEXT}))
        with pytest.raises(HttpError, match="already used"):
            batch(forms, form, create("Dua", {"questionId": "1", **TEXT}))

    def test_it_gives_a_question_a_new_id_when_it_is_replaced_without_one(self, forms: Any, form: Form) -> None:
        batch(forms, form, create("Satu", {"questionId": "1", **TEXT}))
        item = {"questionItem": {"question": dict(TEXT)}}
        batch(forms, form, {"updateItem": {"item": item, "location": {"index": 0}, "updateMask": "questionItem"}})
        assert form.items[0]["questionItem"]["question"]["questionId"] != "1"

    def test_it_holds_a_change_to_the_revision_that_it_was_made_for(self, forms: Any, form: Form) -> None:
        seen = forms.get(formId=form.id).execute()["revisionId"]
        batch(forms, form, create("Satu", dict(TEXT)), writeControl={"requiredRevisionId": seen})
        with pytest.raises(HttpError, match="revision"):
            batch(forms, form, create("Dua", dict(TEXT)), writeControl={"requiredRevisionId": seen})


class TestForms:
    def test_it_lets_no_service_account_create_one(self, google: Emulator, forms: Any) -> None:
        with pytest.raises(HttpError) as caught:
            forms.create(body={"info": {"title": "Baru"}}).execute()
        assert caught.value.status_code == 403
        google.accounts_have_storage = True
        assert forms.create(body={"info": {"title": "Baru"}}).execute()["info"]["title"] == "Baru"

    def test_it_shows_a_form_to_its_editors_only(self, google: Emulator, forms: Any, form: Form) -> None:
        google.share(form, google.account.email, "reader")
        with pytest.raises(HttpError) as caught:
            forms.get(formId=form.id).execute()
        assert caught.value.status_code == 403
        with pytest.raises(HttpError) as caught:
            forms.get(formId="lain").execute()
        assert caught.value.status_code == 404

    def test_it_publishes_and_closes(self, google: Emulator, forms: Any) -> None:
        form = google.create_form(published=False)
        with pytest.raises(Refused, match="no longer accepting"):
            google.respondent(form.responder_url).submit({})
        state = {"isPublished": True, "isAcceptingResponses": True}
        body = {"publishSettings": {"publishState": state}}
        assert forms.setPublishSettings(formId=form.id, body=body).execute()["publishSettings"]["publishState"] == state
        assert google.respondent(form.responder_url).submit({})
        with pytest.raises(HttpError):
            forms.setPublishSettings(
                formId=form.id, body={"publishSettings": {"publishState": {"isAcceptingResponses": True}}}
            ).execute()
        old = google.create_form(published=None)
        with pytest.raises(HttpError, match="legacy"):
            forms.setPublishSettings(formId=old.id, body=body).execute()

    def test_it_is_a_file_whose_respondents_drive_knows(self, google: Emulator, form: Form) -> None:
        drive = service(google, "drive", "v3", SCOPES)
        assert drive.files().get(fileId=form.id).execute()["mimeType"] == "application/vnd.google-apps.form"
        seen = drive.permissions().list(fileId=form.id).execute()["permissions"]
        assert {entry["type"] for entry in seen} == {"user"}
        asked = drive.permissions().list(
            fileId=form.id, includePermissionsForView="published", fields="permissions(type,view)"
        )
        assert {"type": "anyone", "view": "published"} in asked.execute()["permissions"]

    def test_it_counts_its_calls_apart_from_spreadsheets(self, google: Emulator, forms: Any, form: Form) -> None:
        google.quota.limits |= {"read": 0, "write": 0, "form-read": 1}
        forms.get(formId=form.id).execute()
        with pytest.raises(HttpError, match=r"forms\.googleapis\.com"):
            forms.get(formId=form.id).execute(num_retries=0)
        assert google.counts() == {"token": 1, "form-read": 2}


class TestRespondents:
    @pytest.fixture(autouse=True)
    def _questions(self, forms: Any, form: Form) -> None:
        choice = {"type": "RADIO", "options": [{"value": "Ya"}, {"value": "Tidak"}]}
        batch(
            forms,
            form,
            create("Kode", {"questionId": "0000000a", "required": True, **TEXT}),
            create("Nilai", {"scaleQuestion": {"low": 1, "high": 5}}, index=1),
            create("Lagi", {"choiceQuestion": choice}, index=2),
        )

    def test_it_fills_in_what_the_link_says(self, google: Emulator, form: Form) -> None:
        link = form.responder_url + "?usp=pp_url&entry.10=abc&entry.999=x"
        assert google.respondent(link).prefilled() == {"0000000a": "abc"}
        assert google.respondent(form.responder_url + "?entry.10=abc").prefilled() == {}
        google.respondent(link).submit({"Nilai": "4"})
        [response] = form.responses.values()
        assert response["answers"]["0000000a"]["textAnswers"] == {"answers": [{"value": "abc"}]}

    def test_it_keeps_the_first_moment_of_a_response_that_is_edited(
        self, google: Emulator, forms: Any, form: Form
    ) -> None:
        browser = google.respondent(form.responder_url)
        sent = browser.submit({"Kode": "a", "Lagi": "Ya"})
        google.clock.advance(60)
        browser.submit({"Lagi": "Tidak"}, edit=sent)
        response = forms.responses().get(formId=form.id, responseId=sent).execute()
        assert response["createTime"] < response["lastSubmittedTime"]
        assert len(form.responses) == 1
        assert {entry["textAnswers"]["answers"][0]["value"] for entry in response["answers"].values()} == {"a", "Tidak"}

    @pytest.mark.parametrize("answers", [{}, {"Kode": "a", "Nilai": "6"}, {"Kode": "a", "Lagi": "Mungkin"}])
    def test_it_sends_only_what_the_page_lets_through(
        self, google: Emulator, form: Form, answers: dict[str, str]
    ) -> None:
        with pytest.raises(Refused):
            google.respondent(form.responder_url).submit(answers)

    def test_it_asks_to_sign_in_where_the_form_does(self, google: Emulator) -> None:
        with pytest.raises(Refused, match="Sign in"):
            google.respondent(google.create_form(signed_in=True).responder_url).submit({})

    def test_it_lists_answers_by_page_and_time(self, google: Emulator, forms: Any, form: Form) -> None:
        browser, moments = google.respondent(form.responder_url), []
        for number in range(5):
            browser.submit({"Kode": str(number)})
            moments.append(google.clock.stamp())
            google.clock.advance(60)
        assert len(forms.responses().list(formId=form.id).execute()["responses"]) == 5
        since, found, page = f"timestamp >= {moments[2]}", [], None
        while True:
            answer = forms.responses().list(formId=form.id, filter=since, pageSize=2, pageToken=page).execute()
            found += answer.get("responses", [])
            if not (page := answer.get("nextPageToken")):
                break
        assert len({response["responseId"] for response in found}) == len(found)
        assert all(response["lastSubmittedTime"] >= moments[2][:-1] for response in found)
        with pytest.raises(HttpError, match="filter"):
            forms.responses().list(formId=form.id, filter="timestamp = kemarin").execute()
        with pytest.raises(HttpError, match="page token"):
            forms.responses().list(formId=form.id, pageToken=page or "2.00000000").execute()

    def test_it_can_be_answered_over_the_control_api(self, google: Emulator, form: Form) -> None:
        def call(**body: Any) -> requests.Response:
            return requests.post(f"{google.url}/_emulator/responses", json=body, timeout=5)

        link = form.responder_url + "?usp=pp_url&entry.10=abc"
        sent = call(link=link, answers={"Nilai": "3"}).json()["id"]
        assert call(link=link, answers={"Nilai": "5"}, edit=sent).json()["id"] == sent
        assert call(link=link, answers={"Nilai": "9"}).status_code == 400
        made = requests.post(f"{google.url}/_emulator/forms", json={"title": "Lain"}, timeout=5).json()
        assert google.forms[made["id"]].responder_url == made["link"]
