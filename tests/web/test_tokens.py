"""Links are the only key there is: what is forged, altered, taken back or meant for something else opens nothing."""

from __future__ import annotations

import base64
import random
import string

import pytest

from flows.links import BadLink
from tests.web.filling import fields
from tests.web.world import CONTACT, PAGES, World

SIGNS = string.ascii_letters + string.digits + "-_"


class TestTokens:
    @pytest.mark.parametrize("page", PAGES)
    def test_one_of_another_purpose_opens_nothing(self, world: World, page: str) -> None:
        links = [world.form_link(), world.staff_link(), world.path(world.links.opt_out(1))]
        for link in links:
            if not link.startswith(page.partition("{")[0]):
                answer = world.visitor().get(page.format(token=link.rpartition("/")[2]))
                assert answer.status_code == 403
                assert "Tautan ini tidak dikenali" in answer.text

    def test_ten_thousand_altered_ones_let_nobody_in(self, world: World) -> None:
        token = world.form_link().rpartition("/")[2]
        altered = _altered(token, 10_000)
        assert [one for one in altered if not _refused(world, one)] == []
        visitor = world.visitor()
        sample = [one for one in altered[::200] if one]
        assert {visitor.get(f"/umpan-balik/{one}").status_code for one in sample} == {403}

    def test_a_signature_with_other_unused_bits_is_another_one(self, world: World) -> None:
        """The last sign of a base64 text stands for two bits that decode to nothing."""
        token = world.form_link().rpartition("/")[2]
        head, _, signature = token.rpartition(".")
        raw = base64.urlsafe_b64decode(signature + "=")
        twins = [s for s in SIGNS if base64.urlsafe_b64decode(signature[:-1] + s + "=") == raw]
        assert len(twins) > 1
        for twin in twins:
            assert _refused(world, f"{head}.{signature[:-1]}{twin}") == (twin != signature[-1])

    def test_a_revoked_one_shows_nothing_and_takes_nothing(self, world: World) -> None:
        visitor, path = world.visitor(), world.form_link()
        page = fields(visitor.get(path).text)
        world.site.ledger.revoked.add("feedback", world.numbers[CONTACT], world.clock())
        for answer in (visitor.get(path), visitor.post(path, data=page | {"L26-0001.q_applied": "1"})):
            assert answer.status_code == 403
            assert "sudah tidak berlaku" in answer.text
            assert "Teknisi" not in answer.text

    def test_a_new_key_ends_all_links(self, world: World) -> None:
        path = world.form_link()
        key = world.site.settings.path(world.site.settings.web.secret_key_file)
        key.write_text("x" * 48)
        world.links.__dict__.clear()
        world.links.__init__(world.site.url, key)
        assert world.visitor().get(path).status_code == 403


def _refused(world: World, token: str) -> bool:
    try:
        world.links.read("feedback", token)
    except BadLink:
        return True
    return False


def _altered(token: str, count: int) -> list[str]:
    """Cut short, made longer, and with one to three signs put in, taken out or changed."""
    chance, signs = random.Random(23), SIGNS + "."
    altered = {token[:length] for length in range(len(token))} | {token + sign for sign in signs + "="}
    while len(altered) < count:
        made = token
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(len(made))
            made = made[:place] + chance.choice([*signs, ""]) + made[place + chance.choice([0, 1]) :]
        altered |= {made} - {token}
    return sorted(altered)
