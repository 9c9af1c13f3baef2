"""SPF, DKIM and DMARC as a DNS server of our own tells them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from flows.health import domain
from flows.health.domain import look
from flows.health.finding import Finding, Verdict
from tests.health.dns_server import dns_server

GOOD, WRONG, UNCLEAR = Verdict.GOOD, Verdict.WRONG, Verdict.UNCLEAR
NAME = "karir.example.ac.id"
SOUND = {
    NAME: ["v=spf1 include:_spf.google.com ~all", "google-site-verification=x"],
    f"google._domainkey.{NAME}": ["v=DKIM1; k=rsa; p=" + "A" * 390],
    f"_dmarc.{NAME}": ["v=DMARC1; p=quarantine"],
}


def found(changes: dict[str, Sequence[str] | None], host: str = "smtp.gmail.com") -> dict[str, Finding]:
    zone = {name: texts for name, texts in {**SOUND, **changes}.items() if texts is not None}
    with dns_server(zone) as ask:
        return {one.name: one for one in look(NAME, host, ask)}


def test_it_is_content_with_a_domain_in_order() -> None:
    assert [one.verdict for one in found({}).values()] == [GOOD, GOOD, GOOD]


@pytest.mark.parametrize(
    ("record", "what"),
    [
        ([], "does not say who sends"),
        (["v=spf1 mx ~all"], "does not name Google"),
        (["v=spf1 include:_spf.google.com +all"], "whole world"),
        (["v=spf1 mx ~all", "v=spf1 include:_spf.google.com ~all"], "2 records"),
        (["v=spf10 include:_spf.google.com ~all"], "does not say who sends"),
    ],
)
def test_it_says_what_is_wrong_with_spf(record: list[str], what: str) -> None:
    spf = found({NAME: record})["SPF"]
    assert spf.verdict is WRONG
    assert what in spf.told
    assert "ask whoever runs the domain's DNS" in spf.cure


def test_another_server_need_not_be_google() -> None:
    assert found({NAME: ["v=spf1 mx ~all"]}, host="surel.example.ac.id")["SPF"].verdict is GOOD


def test_a_key_under_another_selector_cannot_be_told() -> None:
    dkim = found({f"google._domainkey.{NAME}": None, f"rahasia._domainkey.{NAME}": ["v=DKIM1; p=AAAA"]})["DKIM"]
    assert dkim.verdict is UNCLEAR
    assert "Show original" in dkim.cure


def test_a_key_that_was_taken_back_is_none() -> None:
    assert found({f"google._domainkey.{NAME}": ["v=DKIM1; p="]})["DKIM"].verdict is UNCLEAR


def test_the_organisations_dmarc_holds_for_its_parts() -> None:
    dmarc = found({f"_dmarc.{NAME}": None, "_dmarc.example.ac.id": ["v=DMARC1; p=none"]})["DMARC"]
    assert (dmarc.verdict, dmarc.told) == (GOOD, "p=none at _dmarc.example.ac.id")


@pytest.mark.parametrize("record", [None, ["v=DMARC1"], ["v=DMARC1; p=maybe"], ["v=DMARC1; p=none"] * 2])
def test_it_says_what_is_wrong_with_dmarc(record: list[str] | None) -> None:
    if record and record[0] == record[-1] and len(record) == 2:
        record = ["v=DMARC1; p=none", "v=DMARC1; p=reject"]
    assert found({f"_dmarc.{NAME}": record})["DMARC"].verdict is WRONG


def test_a_domain_that_is_not_there_cannot_send() -> None:
    with dns_server({"lain.example": ["x"]}) as ask:
        assert next(look("tidakada.example", "smtp.gmail.com", ask)).told == "there is no domain tidakada.example"


def test_where_dns_does_not_answer_nothing_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain, "SECONDS", 0.2)
    with dns_server(SOUND, silent=True) as ask:
        (one,) = look(NAME, "smtp.gmail.com", ask)
    assert one.verdict is UNCLEAR
