"""Nothing doubled when the power fails: the ledger loses its last commits, but none that a mail was sent upon."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.soak.life import Life, Way, assert_once, assert_resent_alike, assert_shown
from tests.soak.power import Camera

pytestmark = pytest.mark.early

BATCH = 100
CUTS_A_LIFE = 3
PEOPLE = 450


@pytest.mark.parametrize(
    ("way", "cuts"),
    [
        pytest.param(Way(1, pipelining=True, people=PEOPLE), 2, id="sample"),
        *(
            pytest.param(
                Way(n, pipelined, PEOPLE), 25, marks=pytest.mark.soak, id=f"{n}-{'' if pipelined else 'not-'}pipelined"
            )
            for n in (1, 4)
            for pipelined in (True, False)
        ),
    ],
)
def test_after_a_power_cut_at_most_a_batch_is_in_doubt_and_nothing_is_doubled(lives: Iterator[Life], cuts: int) -> None:
    while cuts > 0:
        life, boots = next(lives), 0
        camera = Camera(life.victim.folder, life.victim.folder / "pictures")
        camera.pictures.mkdir()
        while life.kills < min(cuts, CUTS_A_LIFE):
            camera.shoot()
            if life.kill(camera, boot=f"boot {boots}"):
                camera.restore(life.dice)
                boots += 1
        life.run(boot=f"boot {boots}")
        cuts -= life.kills
        in_doubt = assert_once(life)
        assert in_doubt <= life.kills * life.victim.connections * BATCH
        assert_shown(life.victim, in_doubt)
        assert_resent_alike(life, boot=f"boot {boots}")
