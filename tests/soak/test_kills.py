"""Nothing lost, nothing doubled: runs are killed at random moments, and the mail server counts what it took."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.soak.life import Life, Way, assert_once, assert_resent_alike, assert_shown

pytestmark = pytest.mark.early

KILLS_A_LIFE = 5
"""Then everybody has been served, and another office begins."""
PEOPLE = 250

ways = pytest.mark.parametrize(
    ("way", "kills"),
    [
        pytest.param(Way(1, pipelining=True, people=PEOPLE), 2, id="sample-1"),
        pytest.param(Way(4, pipelining=False, people=PEOPLE), 2, id="sample-4"),
        *(
            pytest.param(
                Way(n, pipelined, PEOPLE), 25, marks=pytest.mark.soak, id=f"{n}-{'' if pipelined else 'not-'}pipelined"
            )
            for n in (1, 4)
            for pipelined in (True, False)
        ),
    ],
)


@ways
def test_a_killed_run_neither_loses_nor_doubles_a_message(lives: Iterator[Life], kills: int) -> None:
    while kills > 0:
        life = next(lives)
        while life.kills < min(kills, KILLS_A_LIFE):
            life.kill()
        life.run()
        kills -= life.kills
        in_doubt = assert_once(life)
        assert in_doubt <= life.kills * life.victim.connections
        assert_shown(life.victim, in_doubt)
        assert_resent_alike(life)


@ways
def test_a_run_killed_while_it_resends_sends_nothing_but_the_same_again(lives: Iterator[Life], kills: int) -> None:
    while kills > 0:
        life = next(lives)
        life.victim.set_up("resend")
        while life.kills < min(kills, KILLS_A_LIFE):
            life.kill()
        life.run()
        kills -= life.kills
        for recipient, copies in life.copies().items():
            assert len(set(copies)) == 1, f"{recipient} got {len(set(copies))} different messages"
        assert life.copies().keys() | life.in_state("unknown").keys() == life.victim.alumni
