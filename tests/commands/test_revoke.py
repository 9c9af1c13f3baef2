"""`loker revoke`: whose links it takes back, and who is asked no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from flows.commands import COULD_NOT_RUN, DONE
from flows.ledger.records import Matter, Priority, Purpose
from tests.commands.office import loker
from tests.web.filling import fields
from tests.web.world import COMPANY, CONTACT, STAFF, World, world

OTHER = "sari@example.com"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[World]:
    """Two contacts of one company were asked for a result."""
    with world(tmp_path) as made:
        made.clock.at = datetime.now(UTC) - MINUTE
        made.case("L26-0001", "Teknisi")
        made.form_link()
        made.form_link(contact=OTHER)
        asked = Matter(Purpose.REQUEST, str(made.partners[COMPANY.lower()]), "2026-11-24", Priority.PARTNER)
        made.site.ledger.outbox.queue(asked, [made.numbers[CONTACT], made.numbers[OTHER]], made.clock())
        yield made


def revoke(tmp_path: Path, *what: str) -> Result:
    return loker("revoke", *what, "--config", tmp_path / "loker.toml")


def test_the_links_of_an_address_open_nothing_any_more(pages: World, tmp_path: Path) -> None:
    visitor, path = pages.visitor(), pages.form_link()
    opened = fields(visitor.get(path).text)
    done = revoke(tmp_path, f" {CONTACT.upper()}")
    assert (done.exit_code, "is not asked at this address any more" in done.output) == (DONE, True)
    assert visitor.get(path).status_code == 403
    assert visitor.post(path, data=opened | {"L26-0001.q_accepted": "1"}).status_code == 403
    assert visitor.get(pages.form_link(contact=OTHER)).status_code == 200


def test_a_company_s_links_are_those_of_all_its_contacts(pages: World, tmp_path: Path) -> None:
    done = revoke(tmp_path, "--partner", "contoh teknologi nusantara, PT.")
    assert "2 contacts" in done.output
    for contact in (CONTACT, OTHER):
        assert pages.visitor().get(pages.form_link(contact=contact)).status_code == 403
    assert pages.visitor().get(pages.form_link(contact="baru@example.com")).status_code == 200


def test_a_session_of_staff_ends_and_a_new_link_opens_another(pages: World, tmp_path: Path) -> None:
    visitor, old = pages.visitor(), pages.staff_link()
    visitor.post(old)
    assert visitor.get("/staf").status_code == 200
    assert revoke(tmp_path, STAFF).exit_code == DONE
    assert visitor.get("/staf").status_code == 303
    assert visitor.post(old).status_code == 403
    pages.clock.at += 2 * MINUTE
    visitor.post(pages.staff_link())
    assert visitor.get("/staf").status_code == 200


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ([], "give either an address or --partner"),
        ([CONTACT, "--partner", COMPANY], "give either an address or --partner"),
        (["siapa@example.com"], "No link was ever made for that address"),
        (["--partner", "PT Entah"], "Nobody was asked for that company"),
    ],
)
def test_what_it_cannot_do_is_said_with_the_cure(pages: World, tmp_path: Path, what: list[str], said: str) -> None:
    told = revoke(tmp_path, *what)
    assert (told.exit_code, said in told.output) == (COULD_NOT_RUN, True)
    assert pages.site.ledger.revoked.holders("feedback") == set()
