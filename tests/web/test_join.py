"""Joining the list: what a form tells nobody, what a link confirms, and what a mail about it holds."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from flows.ledger.erasure import Person
from flows.procedure.joining import SignUp
from flows.web.join import CONSENT
from flows.web.pages import FOLDER
from tests.web.filling import fields
from tests.web.world import STAFF, World

SARI = "sari@example.com"
TYPED = {
    "nama": "Sari Dewi", "nim": "3311901001", "prodi": "IF", "tahun": "2024", "alamat": "Sari@example.com",
    "bahasa_surel": "id", "setuju": "ya", "situs": "",
}  # fmt: skip
SENT = "Periksa surel Anda"


def ask(world: World, **changes: str) -> Any:
    return world.visitor().post("/daftar", data=TYPED | changes)


def pending(world: World) -> list[SignUp]:
    return world.site.ledger.signups.all_pending()


def link(world: World, address: str = SARI) -> str:
    recipient = world.site.ledger.recipients.find(address)
    assert recipient
    return world.path(world.links.sign_up(recipient.id))


def mailed(world: World) -> int:
    return sum(world.site.ledger.outbox.waiting().values())


def press(visitor: TestClient, path: str) -> Any:
    """The button of the page to confirm."""
    return visitor.post(path, data=fields(visitor.get(path).text))


class TestTheForm:
    def test_it_keeps_what_was_typed_and_has_a_mail_sent(self, world: World) -> None:
        assert SENT in ask(world).text
        assert pending(world) == [
            SignUp(SARI, "Sari@example.com", "Sari Dewi", "3311901001", "IF", 2024, "id", f"{CONSENT}/id",
                   world.clock())
        ]  # fmt: skip
        assert mailed(world) == 1

    def test_it_speaks_english_and_has_the_mail_written_in_it(self, world: World) -> None:
        page = world.visitor().get("/daftar?bahasa=en").text
        assert "Receive job vacancies by e-mail" in page
        answer = world.visitor().post("/daftar?bahasa=en", data=fields(page) | TYPED | {"bahasa_surel": "en"})
        assert "Within 15 minutes" in answer.text
        assert [one.language for one in pending(world)] == ["en"]

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("nama", ""), ("nama", "x"), ("nama", "https://example.com/hadiah"), ("nama", "a" * 101), ("nama", "=1+1"),
            ("nama", "<b>Sari</b>"), ("nim", ""), ("nim", "=1"), ("nim", "sari"), ("prodi", ""), ("prodi", "XX"),
            ("tahun", ""), ("tahun", "24"), ("tahun", "1999"), ("tahun", "2028"), ("tahun", "٢٠٢٤"), ("alamat", ""),
            ("alamat", "sari"), ("alamat", "sari@example.com, budi@example.com"), ("alamat", "sári@example.com"),
            ("alamat", "sari@gmial.com"), ("alamat", "sari@example.com\r\nBcc: x@example.com"), ("setuju", ""),
        ],
    )  # fmt: skip
    def test_it_says_what_is_wrong_beside_the_field_and_keeps_the_rest(
        self, world: World, field: str, typed: str
    ) -> None:
        answer = ask(world, **{field: typed})
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}-salah"' in answer.text
        if field != "tahun":
            assert fields(answer.text)["tahun"] == "2024"
        assert (pending(world), mailed(world)) == ([], 0)

    @pytest.mark.parametrize("name", ["Sari", "Siti Nur'aini", "M. Ali, A.Md.Kom.", "Anne-Marie D’Souza", "Ünal Çelik"])
    def test_it_takes_names_as_people_have_them(self, world: World, name: str) -> None:
        assert ask(world, nama=name).status_code == 200
        assert [one.name for one in pending(world)] == [name]

    def test_what_a_program_typed_looks_taken_and_is_not(self, world: World) -> None:
        assert ask(world, situs="https://example.com").text == ask(world, alamat="b@example.com").text
        assert [one.key for one in pending(world)] == ["b@example.com"]

    def test_the_sentence_that_is_agreed_to_and_its_version_change_together(self) -> None:
        source = (FOLDER / "join.html").read_text("utf-8")
        (sentence,) = re.findall(r"<span>\{% trans office=office.name %\}(.+?)\{% endtrans %\}", source)
        assert (CONSENT, hashlib.sha256(sentence.encode()).hexdigest()[:12]) == ("2026-11", "40cb78f1a8f1")

    def test_there_is_none_where_only_staff_reach_the_pages(self, world: World) -> None:
        web = world.site.settings.web.model_copy(update={"public_url": "", "staff_url": world.site.url})
        object.__setattr__(world.site, "settings", world.site.settings.model_copy(update={"web": web}))
        assert world.visitor().get("/daftar").status_code == 404


class TestWhatItTellsNobody:
    def test_the_answer_is_the_same_whoever_is_known(self, world: World) -> None:
        ledger = world.site.ledger
        ledger.outbox.enrol({"alumnus@example.com": "alumnus@example.com", "left@example.com": "left@example.com"})
        ledger.outbox.leave("left@example.com", world.clock(), "link")
        ledger.erasure.forget(Person("erased@example.com"), world.clock())
        people = (SARI, SARI, "alumnus@example.com", "left@example.com", "erased@example.com", STAFF)
        answers = {(answer.status_code, answer.text) for answer in (ask(world, alamat=one) for one in people)}
        assert len(answers) == 1

    def test_the_ledger_is_asked_about_the_address_after_the_page_has_left(self, world: World) -> None:
        """Else the time that it takes would tell."""
        order: list[str] = []
        real = world.site.ledger.recipients.find
        world.site.ledger.recipients.find = lambda key: order.append("asked") or real(key)  # type: ignore[func-returns-value,method-assign]
        inner = world.app()

        async def app(scope: Any, receive: Any, send: Any) -> None:
            async def sending(message: Any) -> None:
                order.append(message["type"])
                await send(message)

            await inner(scope, receive, sending)

        TestClient(app, base_url=world.site.url).post("/daftar", data=TYPED)
        assert order == ["http.response.start", "http.response.body", "asked"]

    def test_who_was_erased_is_not_kept_again(self, world: World) -> None:
        world.site.ledger.erasure.forget(Person(SARI), world.clock())
        ask(world)
        assert pending(world) == []
        assert world.site.ledger.recipients.find(SARI) is None

    def test_it_does_not_change_how_a_known_address_is_written(self, world: World) -> None:
        world.site.ledger.outbox.enrol({SARI: "sari@Example.com"})
        ask(world, alamat="SARI@EXAMPLE.COM")
        recipient = world.site.ledger.recipients.find(SARI)
        assert recipient
        assert recipient.address == "sari@Example.com"


class TestHowOften:
    def test_an_address_gets_one_mail_a_day(self, world: World) -> None:
        for _ in range(3):
            ask(world)
        assert mailed(world) == 1
        world.clock.at += timedelta(days=1)
        ask(world)
        assert mailed(world) == 2

    def test_what_was_typed_last_is_what_the_link_confirms(self, world: World) -> None:
        ask(world, nim="1111111")
        ask(world)
        assert [one.nim for one in pending(world)] == ["3311901001"]

    def test_fifty_addresses_in_all_a_day(self, world: World) -> None:
        answers = [ask(world, alamat=f"a{number}@example.com") for number in range(51)]
        assert [answer.status_code for answer in answers] == [200] * 50 + [429]
        assert "sudah penuh" in answers[-1].text
        assert fields(answers[-1].text)["nama"] == "Sari Dewi"
        assert (mailed(world), len(pending(world))) == (50, 50)
        world.clock.at += timedelta(days=1)
        assert ask(world).status_code == 200

    def test_one_visitor_asks_ten_times_at_once_and_no_more_and_may_read_on(self, world: World) -> None:
        visitor = world.visitor(patient=False)
        codes = [visitor.post("/daftar", data=TYPED | {"alamat": f"a{n}@example.com"}).status_code for n in range(12)]
        assert codes == [200] * 10 + [429] * 2
        assert visitor.get("/daftar").status_code == 200


class TestTheLink:
    def test_following_it_shows_what_was_typed_and_changes_nothing(self, world: World) -> None:
        ask(world)
        before = pending(world)
        page = world.visitor().get(link(world)).text
        for shown in ("Sari@example.com", "Sari Dewi", "3311901001", "D3 Teknik Informatika", "2024"):
            assert shown in page
        assert pending(world) == before
        assert world.site.ledger.signups.confirmed() == []

    def test_its_button_confirms_once_and_for_all(self, world: World) -> None:
        ask(world)
        visitor = world.visitor()
        assert "sudah dikonfirmasi" in press(visitor, link(world)).text
        (one,) = world.site.ledger.signups.confirmed()
        assert (one.key, one.confirmed_at, one.decision) == (SARI, world.clock(), "")
        for answer in (visitor.get(link(world)), visitor.post(link(world), data={})):
            assert "sudah dikonfirmasi" in answer.text
        assert world.site.ledger.signups.confirmed() == [one]

    def test_what_somebody_else_types_meanwhile_is_shown_first(self, world: World) -> None:
        ask(world)
        visitor = world.visitor()
        seen = fields(visitor.get(link(world)).text)
        world.clock.at += timedelta(seconds=1)
        ask(world, nim="9999999")
        assert "9999999" in visitor.post(link(world), data=seen).text
        assert world.site.ledger.signups.confirmed() == []

    def test_it_takes_an_opt_out_back_and_asking_does_not(self, world: World) -> None:
        world.site.ledger.outbox.leave(SARI, world.clock(), "link")
        ask(world)
        world.visitor().get(link(world))
        assert world.site.ledger.outbox.left() == {SARI}
        press(world.visitor(), link(world))
        assert world.site.ledger.outbox.left() == set()

    def test_one_that_was_accepted_stays_so_under_the_same_nim_alone(self, world: World) -> None:
        signups = world.site.ledger.signups
        for nim, decision in (("3311901001", ""), ("3311901001", "Ya"), ("7777777", "")):
            ask(world, nim=nim)
            press(world.visitor(), link(world))
            assert [(one.nim, one.decision) for one in signups.confirmed()] == [(nim, decision)]
            signups.decide(SARI, "Ya", world.clock())
            world.clock.at += timedelta(days=1)

    def test_it_ends_when_what_was_typed_is_forgotten(self, world: World) -> None:
        ask(world)
        at = world.clock()
        world.site.ledger.signups.forget(asked_before=at + timedelta(seconds=1), refused_before=at)
        answer = world.visitor().get(link(world))
        assert (answer.status_code, "sudah tidak berlaku" in answer.text) == (410, True)

    def test_one_s_own_confirms_nobody_else(self, world: World) -> None:
        ask(world)
        ask(world, alamat="budi@example.com")
        press(world.visitor(), link(world, "budi@example.com"))
        assert [one.key for one in world.site.ledger.signups.confirmed()] == ["budi@example.com"]
        assert [one.key for one in pending(world)] == [SARI]
