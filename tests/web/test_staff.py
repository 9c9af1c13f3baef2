"""Staff sign in by a mailed link, and enter what a partner says by telephone."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from flows.links import STAFF_LASTS
from flows.procedure.cases import CaseState, Source
from tests.web.filling import FILLED, fields, fill
from tests.web.world import DAY, STAFF, World


@pytest.fixture
def staff(world: World) -> TestClient:
    """The browser of a member of staff who has signed in."""
    visitor = world.visitor()
    assert visitor.post(world.staff_link()).status_code == 303
    return visitor


class TestSession:
    def test_the_link_alone_opens_nothing(self, world: World) -> None:
        visitor, link = world.visitor(), world.staff_link()
        assert visitor.get(link).status_code == 200
        assert not visitor.cookies
        assert visitor.get("/staf").headers["location"] == "/staf/masuk"

    def test_the_button_opens_a_session(self, world: World, staff: TestClient) -> None:
        assert "Belum dijawab" in staff.get("/staf").text

    def test_its_cookie_is_for_this_host_and_https_alone_and_no_script_s(self, world: World) -> None:
        cookie = world.visitor().post(world.staff_link()).headers["set-cookie"]
        assert cookie.startswith("__Host-loker=")
        for flag in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
            assert flag in cookie

    def test_link_and_session_end(self, world: World, staff: TestClient) -> None:
        link = world.staff_link()
        world.clock.at += STAFF_LASTS + DAY
        page = world.visitor().post(link)
        assert page.status_code == 403
        assert "kedaluwarsa" in page.text
        assert staff.get("/staf").status_code == 303

    def test_a_partner_s_contact_is_no_member_of_staff(self, world: World) -> None:
        assert world.visitor().post(world.staff_link("hrd@example.com")).status_code == 403

    def test_who_leaves_the_office_is_out_at_once(self, world: World) -> None:
        world.site.ledger.notes.put(staff=["dewi@example.ac.id"])
        visitor = world.visitor()
        visitor.post(world.staff_link("dewi@example.ac.id"))
        assert visitor.get("/staf").status_code == 200
        world.site.ledger.notes.put(staff=[])
        assert visitor.get("/staf").status_code == 303

    def test_a_revoked_link_opens_nothing_and_ends_the_session(self, world: World, staff: TestClient) -> None:
        world.site.ledger.revoked.add("staff", world.numbers[STAFF], world.clock())
        assert world.visitor().post(world.staff_link()).status_code == 403
        assert staff.get("/staf").status_code == 303

    def test_signing_out_ends_it(self, staff: TestClient) -> None:
        staff.post("/staf/keluar", data=fields(staff.get("/staf").text))
        assert staff.get("/staf").status_code == 303

    @pytest.mark.parametrize("path", ["/staf", "/staf/isi/L26-0001", "/staf/isi/L99-9999"])
    def test_without_it_nothing_is_shown(self, world: World, path: str) -> None:
        for answer in (world.visitor().get(path), world.visitor().post(path)):
            assert answer.status_code in (303, 405)
            assert "Teknisi" not in answer.text

    def test_a_partner_s_token_is_no_session(self, world: World) -> None:
        visitor = world.visitor()
        visitor.cookies.set("__Host-loker", world.form_link().rpartition("/")[2])
        assert visitor.get("/staf").status_code == 303


class TestAskingForALink:
    def queued(self, world: World) -> list[tuple[str, int]]:
        return [(matter.purpose, count) for matter, count in world.site.ledger.outbox.waiting().items()]

    def test_it_is_mailed_to_staff_at_the_next_run_once_in_an_hour(self, world: World) -> None:
        for _ in range(3):
            page = world.visitor().post("/staf/masuk", data={"alamat": f" {STAFF.upper()} "})
        assert "Periksa surel Anda" in page.text
        assert self.queued(world) == [("sign in", 1)]

    def test_nobody_learns_who_is_staff(self, world: World) -> None:
        known = world.visitor().post("/staf/masuk", data={"alamat": STAFF})
        unknown = world.visitor().post("/staf/masuk", data={"alamat": "siapa@example.com"})
        assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
        assert len(self.queued(world)) == 1

    def test_the_page_does_not_wait_for_what_an_address_of_staff_causes(self, world: World) -> None:
        pages, queued = world.app(), []

        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            async def sending(message: Message) -> None:
                queued.append(len(self.queued(world)))
                await send(message)

            await pages(scope, receive, sending)

        TestClient(watched, base_url=world.site.url).post("/staf/masuk", data={"alamat": STAFF})
        assert set(queued) == {0}
        assert len(self.queued(world)) == 1


class TestEntering:
    def test_an_answer_by_telephone_is_kept_under_its_source(self, world: World, staff: TestClient) -> None:
        sent = fill(staff, "/staf/isi/L26-0001", {"L26-0001": FILLED}, sumber="telepon")
        assert sent.headers["location"] == "/staf?tersimpan=L26-0001"
        assert "Jawaban sudah disimpan" in staff.get(sent.headers["location"]).text
        (kept,) = world.site.ledger.responses.versions()
        assert (kept.source, kept.answers["applied"]) == (Source.PHONE, 12)

    @pytest.mark.parametrize("source", ["", "formulir", "google", "tebakan"])
    def test_it_has_to_say_where_the_answer_is_from(self, world: World, staff: TestClient, source: str) -> None:
        sent = fill(staff, "/staf/isi/L26-0001", {"L26-0001": FILLED}, sumber=source)
        assert sent.status_code == 422
        assert "Pilih dari mana jawaban ini" in sent.text
        assert fields(sent.text)["L26-0001.q_applied"] == "12"
        assert world.site.ledger.responses.versions() == []

    def test_it_is_checked_as_a_partner_s_is(self, world: World, staff: TestClient) -> None:
        sent = fill(staff, "/staf/isi/L26-0001", {"L26-0001": {"q_applied": "1"}}, sumber="surel")
        assert sent.status_code == 422
        assert 'href="#b1-q_accepted"' in sent.text

    def test_it_says_that_the_partner_has_begun_to_answer_and_not_what(self, world: World, staff: TestClient) -> None:
        fill(world.visitor(), world.form_link(), {"L26-0001": {"q_applied": "12"}}, button="simpan")
        page = staff.get("/staf/isi/L26-0001").text
        assert "Mitra mulai mengisi sendiri, terakhir Selasa, 24 November 2026, 09.00 WIB" in page
        assert fields(page)["L26-0001.q_applied"] == ""

    def test_the_partner_sees_and_corrects_what_staff_entered(self, world: World, staff: TestClient) -> None:
        fill(staff, "/staf/isi/L26-0001", {"L26-0001": FILLED}, sumber="whatsapp")
        fill(world.visitor(), world.form_link(), {"L26-0001": {"q_accepted": "4"}})
        assert [one.source for one in world.site.ledger.responses.versions()] == [Source.WHATSAPP, Source.FORM]

    def test_a_late_answer_is_better_than_none(self, world: World, staff: TestClient) -> None:
        world.case("L26-0030", "Juru Gambar", company="PT Selesai", state=CaseState.NOT_GIVEN)
        assert fill(staff, "/staf/isi/L26-0030", {"L26-0030": FILLED}, sumber="surel").status_code == 303

    def test_what_was_called_off_or_never_was_is_not_found(self, world: World, staff: TestClient) -> None:
        world.case("L26-0030", "Juru Gambar", company="PT Batal", state=CaseState.CANCELLED)
        assert staff.get("/staf/isi/L26-0030").status_code == 404
        assert staff.get("/staf/isi/L99-0001").status_code == 404

    def test_another_site_cannot_enter_one(self, world: World, staff: TestClient) -> None:
        page = fields(staff.get("/staf/isi/L26-0001").text)
        typed = page | {"L26-0001.q_applied": "1", "L26-0001.q_accepted": "1", "sumber": "surel"}
        assert staff.post("/staf/isi/L26-0001", data=typed | {"halaman": ""}).status_code == 403
        foreign = {"origin": "https://jahat.example.com"}
        assert staff.post("/staf/isi/L26-0001", data=typed, headers=foreign).status_code == 403
        assert staff.post("/staf/isi/L26-0001", data=typed, headers={"sec-fetch-site": "cross-site"}).status_code == 403
        assert world.site.ledger.responses.versions() == []
        assert staff.post("/staf/isi/L26-0001", data=typed, headers={"origin": "null"}).status_code == 303
