"""Whatever is asked of whichever page, the answer is below 500."""

from __future__ import annotations

import string
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.filling import fields
from tests.web.occasions import hold
from tests.web.world import PAGES, World

pytestmark = pytest.mark.early

for_all = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
OTHERS = [
    "/daftar", "/berhenti/{token}/kembali", "/staf", "/staf/keadaan", "/staf/masuk", "/staf/keluar",
    "/staf/isi/{token}", "/aset/{token}", "/staf/kegiatan", "/staf/hadir/{token}",
    "/staf/daftar-hadir/{token}", "/staf/poster/{token}",
]  # fmt: skip
anything = st.text(max_size=60) | st.sampled_from(
    ["", "0", "-1", "9" * 400, "NaN", "\x00", "＝１＋１", "'; DROP TABLE response;--"]
)
names = st.sampled_from(
    ["halaman", "tombol", "sumber", "alamat", "L26-0001.q_applied", "L26-0001.q_accepted_by_programme__IF",
     "L26-0001.q_ethics", "L26-0001.q_suggestions", "L26-0004.q_respondent", ".q_applied", "L26-0001.",
     "jawaban", "nim", "nama", "prodi", "cari"]
)  # fmt: skip


class TestAnyInput:
    """Whatever is asked of whichever page: an answer below 500, and no data for who holds no link."""

    @for_all
    @given(
        method=st.sampled_from(["GET", "POST", "HEAD"]),
        page=st.sampled_from(["/", *PAGES, *OTHERS]),
        token=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80),
        query=st.dictionaries(st.sampled_from(["bahasa", "tersimpan", "x"]), anything, max_size=2),
        form=st.dictionaries(names | anything, anything, max_size=6),
    )
    def test_a_stranger_s(self, world: World, method: str, page: str, token: str, query: dict, form: dict) -> None:
        path = page.format(token=quote(token, safe=""))
        data = form if method == "POST" else None
        answer = world.visitor().request(method, path, params=query, data=data)
        assert answer.status_code < 500
        assert "Teknisi" not in answer.text

    @for_all
    @given(form=st.dictionaries(names | anything, anything, max_size=8), by_staff=st.booleans(), right=st.booleans())
    def test_a_holder_s(self, world: World, form: dict, by_staff: bool, right: bool) -> None:
        visitor, path = world.visitor(), world.form_link()
        if by_staff:
            visitor.post(world.staff_link())
            path = "/staf/isi/L26-0001"
        page = fields(visitor.get(path).text) if right else {}
        answer = visitor.post(path, data=page | form)
        assert answer.status_code in (303, 403, 422)
        assert visitor.get(path).status_code == 200

    @for_all
    @given(
        form=st.dictionaries(names, anything, max_size=6),
        button=st.sampled_from(["cari", "hadir", "batal", "", "x"]),
        page=st.sampled_from(["link", "code", "door"]),
    )
    def test_a_guest_s_and_staff_s_at_the_door(self, world: World, form: dict, button: str, page: str) -> None:
        event = hold(world, f"K26-{len(world.site.ledger.events.all()):04}")
        visitor, path = world.visitor(), {"link": event.link(), "code": event.code, "door": event.door}[page]
        visitor.post(world.staff_link())
        right = fields(visitor.get(path).text)
        answer = visitor.post(path, data=form | {"halaman": right.get("halaman", ""), "tombol": button})
        assert answer.status_code in (200, 303, 403, 422)
        assert visitor.get(path).status_code == 200

    @for_all
    @given(body=st.binary(max_size=300), headers=st.dictionaries(
        st.sampled_from(["origin", "sec-fetch-site", "cookie", "accept-language", "x-forwarded-for", "content-length"]),
        st.text(string.printable.strip(), max_size=40), max_size=3,
    ))  # fmt: skip
    def test_raw_bytes_and_headers(self, world: World, body: bytes, headers: dict) -> None:
        headers.pop("content-length", None)
        kind = {"content-type": "application/x-www-form-urlencoded"}
        answer = world.visitor().post(world.form_link(), content=body, headers=headers | kind)
        assert answer.status_code < 500
