"""Who has read "Terima kasih" has been heard: the answer is on the disk, whatever happens to the machine next."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from flows.ledger.ledger import Ledger
from tests.soak.power import Camera
from tests.web.filling import FILLED, fill
from tests.web.world import World, world

pytestmark = pytest.mark.early


@pytest.mark.parametrize("button", ["kirim", "simpan"])
def test_an_answer_and_a_half_filled_form_outlive_a_power_cut(tmp_path: Path, button: str) -> None:
    with world(tmp_path) as made:
        made.case("L26-0001", "Teknisi")
        camera = watched(made, tmp_path)
        sent = fill(made.visitor(), made.form_link(), {"L26-0001": FILLED}, button=button)
        assert sent.status_code == 303
        made.site.ledger.notes.put(after="the picture is taken when the next statement begins")
    camera.restore(random.Random(1))
    ledger = Ledger(f"sqlite:///{tmp_path}/loker.db")
    try:
        answers = [one.answers["applied"] for one in ledger.responses.versions()]
        assert (answers, list(ledger.responses.half_filled())) == (
            ([12], []) if button == "kirim" else ([], ["L26-0001"])
        )
    finally:
        ledger.close()


def watched(made: World, folder: Path) -> Camera:
    pictures = folder / "pictures"
    pictures.mkdir()
    camera = Camera(folder, pictures)
    office: Any = made.site  # the camera looks at its ledger alone
    camera(office)
    return camera
