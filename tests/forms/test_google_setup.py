"""`loker forms setup` on forms as staff make them, and on those that they have changed since."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest

from flows.errors import FormsBusy, FormsError
from flows.forms.definition import FormDefinition
from flows.forms.google_calls import BadRequest
from flows.forms.google_setup import FormSetUp, look, set_up
from flows.forms.questions import Words
from tests.forms.google_office import calls, catalogue, definition
from tests.google_emulator import SERVICE, Emulator, Form
from tests.google_emulator.form_items import create_item
from tests.workbook.google_staff import IMPATIENT


@pytest.fixture
def form(google: Emulator) -> Form:
    return google.create_form("Umpan Balik")


def setup(google: Emulator, form: Form, asked: FormDefinition | None = None, **options: Any) -> FormSetUp:
    return set_up(calls(google, form, **options), asked or definition(), catalogue())


def titles(form: Form) -> list[str]:
    return [item.get("title", "") for item in form.items]


def reworded(key: str, **changes: Any) -> FormDefinition:
    groups = [
        replace(group, questions=tuple(replace(one, **changes) if one.key == key else one for one in group.questions))
        for group in definition().groups
    ]
    return replace(definition(), groups=tuple(groups))


def add(form: Form, title: str, place: int = 0) -> None:
    question = {"question": {"textQuestion": {}}}
    create_item(form, {"item": {"title": title, "questionItem": question}, "location": {"index": place}})
    form.touch()


class TestANewForm:
    def test_it_asks_every_question_and_nothing_else(self, google: Emulator, form: Form) -> None:
        made = setup(google, form)
        asked = [item["title"] for item in form.items if "questionItem" in item]
        assert asked == ["Lowongan", *(question.label.id for question in definition().questions), "Kode"]
        assert made == FormSetUp(form.responder_url, form.url, changed=True, others=(), open_to_all=True)

    def test_it_asks_each_kind_in_its_own_way(self, google: Emulator, form: Form) -> None:
        setup(google, form)
        kinds = {item["title"]: question for item, question in form.questions()}
        assert kinds["Berapa lulusan kami yang melamar?"]["required"] is False
        assert kinds["Berapa lulusan kami yang diterima?"]["required"] is True
        assert kinds["Pelamar per program studi"]["textQuestion"] == {"paragraph": True}
        scale = kinds["Etika kerja"]["scaleQuestion"]
        assert (scale["low"], scale["high"]) == (1, 5)
        assert scale["highLabel"] == "Sangat baik / Very good"
        options = kinds["Bersediakah perusahaan Anda merekrut lulusan kami lagi?"]["choiceQuestion"]["options"]
        assert [option["value"] for option in options] == ["Ya / Yes", "Mungkin / Perhaps", "Tidak / No"]

    def test_it_says_everything_in_english_too(self, google: Emulator, form: Form) -> None:
        setup(google, form)
        described = {item["title"]: item["description"] for item in form.items}
        assert "How many of our graduates applied?" in described["Berapa lulusan kami yang melamar?"]
        assert "Undang-Undang Pelindungan Data Pribadi" in form.info["description"]

    def test_it_publishes_it_without_a_sign_in(self, google: Emulator) -> None:
        form = google.create_form(published=False, signed_in=True)
        assert not setup(google, form).open_to_all
        assert form.accepting
        assert form.settings["emailCollectionType"] == "DO_NOT_COLLECT"

    def test_it_takes_a_form_of_the_old_kind_as_it_is(self, google: Emulator) -> None:
        made = setup(google, google.create_form(published=None))
        assert made.open_to_all
        assert google.counts()["drive"] == 0

    def test_it_costs_four_calls(self, google: Emulator, form: Form) -> None:
        setup(google, form)
        assert google.counts() == {"token": 1, "form-read": 1, "form-write": 1, "drive": 1}


class TestAgain:
    def test_it_changes_nothing(self, google: Emulator, form: Form) -> None:
        setup(google, form)
        before = (form.version, copy.deepcopy(form.items))
        assert not setup(google, form).changed
        assert (form.version, form.items) == before

    def test_it_follows_the_definition(self, google: Emulator, form: Form) -> None:
        setup(google, form)
        ids = {item["title"]: question["questionId"] for item, question in form.questions()}
        more = reworded("applied", label=Words("Berapa pelamar?"), required=False)
        assert setup(google, form, more).changed
        asked = {item["title"]: question for item, question in form.questions()}
        assert asked["Berapa pelamar?"]["questionId"] == ids["Berapa lulusan kami yang melamar?"]
        assert not asked["Berapa pelamar?"].get("required")
        assert not setup(google, form, more).changed

    def test_it_puts_back_what_was_moved_changed_and_deleted(self, google: Emulator, form: Form) -> None:
        setup(google, form)
        before = copy.deepcopy(form.items)
        form.items.reverse()
        form.items[3]["title"] = "Salah ketik"
        del form.items[5]
        form.touch()
        setup(google, form)
        assert form.items == before

    def test_it_leaves_what_staff_ask_besides_and_says_so(self, google: Emulator, form: Form) -> None:
        setup(google, form)
        add(form, "Nomor rekening?")
        made = setup(google, form)
        assert made.others == ("Nomor rekening?",)
        assert titles(form)[-1] == "Nomor rekening?"

    def test_it_asks_a_question_of_another_kind_as_a_new_one(self, google: Emulator, form: Form) -> None:
        setup(google, form)
        made = setup(google, form, reworded("respondent", kind="long"))
        assert made.others == ("Nama dan jabatan Anda",)


class TestLooking:
    def test_it_finds_nothing_wrong_with_a_form_that_is_set_up(self, google: Emulator, form: Form) -> None:
        setup(google, form)
        google.log.clear()
        look(calls(google, form), definition(), catalogue())
        assert google.counts()["form-write"] == 0

    @pytest.mark.parametrize("spoil", ["title", "publication", "everything"])
    def test_it_says_when_the_form_asks_something_else(self, google: Emulator, form: Form, spoil: str) -> None:
        if spoil != "everything":
            setup(google, form)
        if spoil == "title":
            form.items[4]["title"] = "Salah ketik"
        if spoil == "publication":
            form.publish = {"isPublished": True, "isAcceptingResponses": False}
        with pytest.raises(FormsError, match="run loker forms setup"):
            look(calls(google, form), definition(), catalogue())

    def test_it_says_when_partners_would_have_to_sign_in(self, google: Emulator, form: Form) -> None:
        setup(google, form)
        form.permissions = [entry for entry in form.permissions if entry["type"] != "anyone"]
        with pytest.raises(FormsError, match="Anyone with the link"):
            look(calls(google, form), definition(), catalogue())


class TestFaults:
    @pytest.mark.parametrize("on", ["form-read", "form-write"])
    @pytest.mark.parametrize("action", [429, 500, 503, "reset", "lost", "timeout"])
    def test_it_makes_nothing_twice(self, google: Emulator, form: Form, on: str, action: int | str) -> None:
        google.fail(action, on=on)
        setup(google, form, timeout=IMPATIENT)
        assert len(set(titles(form))) == len(titles(form))
        assert not setup(google, form).changed

    def test_it_looks_again_when_a_colleague_edits_meanwhile(self, google: Emulator, form: Form) -> None:
        google.before("form-write", lambda: add(form, "Dari rekan"))
        assert setup(google, form).others == ("Dari rekan",)

    def test_it_gives_up_when_google_does(self, google: Emulator, form: Form) -> None:
        google.fail(503, on="form-write", times=99)
        with pytest.raises(FormsBusy, match="does not answer"):
            setup(google, form)

    def test_it_passes_on_what_google_does_not_take(self, google: Emulator, form: Form) -> None:
        google.fail(400, on="form-write", times=99)
        with pytest.raises(BadRequest, match="Google refused"):
            setup(google, form)

    def test_it_says_that_the_form_is_not_shared(self, google: Emulator, form: Form) -> None:
        google.unshare(form)
        with pytest.raises(FormsError, match=f"share it with {SERVICE} as editor"):
            setup(google, form)

    def test_it_says_that_there_is_no_such_form(self, google: Emulator, form: Form) -> None:
        other = replace(form, id="lain")
        with pytest.raises(FormsError, match=r"check feedback\.google_form_id"):
            setup(google, other)

    def test_it_says_which_api_to_enable(self, google: Emulator, form: Form) -> None:
        google.disabled.add("forms")
        with pytest.raises(FormsError, match="Google Forms API or the Google Drive API is not enabled"):
            setup(google, form)
