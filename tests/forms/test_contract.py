"""The contract, held by both providers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from flows.forms.by_line import by_line
from flows.forms.google import GoogleForm
from flows.forms.google_items import VACANCY_ID, option
from flows.forms.hosted import HostedForm
from flows.ledger.ledger import Ledger
from flows.office import Office, open_office
from flows.procedure.cases import Case, CaseState
from flows.settings import load
from flows.steps.collect import collect
from tests.forms.contract import ALSO_OURS, OTHERS, OURS, ProviderContract
from tests.forms.google_office import FormOffice, case, catalogue, definition, form_office, provider, titles
from tests.google_emulator import Emulator
from tests.web.filling import fill
from tests.web.world import World
from tests.web.world import world as pages


class TestHosted(ProviderContract):
    @pytest.fixture
    def partners(self, tmp_path: Path) -> Iterator[Hosted]:
        with pages(tmp_path) as world:
            cases = [
                world.case(OURS, "Teknisi"),
                world.case(ALSO_OURS, "Operator"),
                world.case(OTHERS, "Akuntan", company="CV Lain Contoh"),
            ]
            world.site.ledger.outbox.enrol({"hrd@example.com": "hrd@example.com"})
            yield Hosted(world, {one.vacancy: one for one in cases})


class TestGoogle(ProviderContract):
    @pytest.fixture
    def partners(self, google: Emulator, tmp_path: Path) -> Iterator[Google]:
        settings = '[office]\nname = "UPT-PKPK"\n[mail]\nhost = "127.0.0.1"\nsender = "karir@example.ac.id"\n'
        (tmp_path / "loker.toml").write_text(settings, "utf-8")
        with form_office(google, tmp_path) as at, open_office(load(tmp_path / "loker.toml")) as office:
            numbers = office.ledger.responses.partners(["contoh", "lain"])
            cases = [case(OURS, numbers["contoh"]), case(ALSO_OURS, numbers["contoh"]), case(OTHERS, numbers["lain"])]
            office.ledger.responses.put_cases(cases)
            yield Google(at, office, provider(google, at.form, at.links), {one.vacancy: one for one in cases})


@dataclass
class Hosted:
    world: World
    cases: dict[str, Case]
    refused: bool = False

    def __post_init__(self) -> None:
        self.provider = HostedForm(self.world.links)

    @property
    def ledger(self) -> Ledger:
        return self.world.site.ledger

    def link(self, vacancy: str) -> str:
        asked = self.cases[vacancy]
        return self.provider.link(asked.partner_id, 1, asked, "id")

    def answer(self, link: str, vacancy: str, answers: Mapping[str, str]) -> None:
        path, visitor = self.world.path(link), self.world.visitor()
        counts, _ = by_line(answers.get("accepted_by_programme", ""), catalogue())
        typed = {f"q_{key}": value for key, value in answers.items() if key != "accepted_by_programme"}
        typed |= {f"q_accepted_by_programme__{code}": count for code, count in counts.items()}
        if not visitor.get(path).is_success:
            self.refused = True
            return
        self.refused = fill(visitor, path, {vacancy: typed}).status_code != 303
        assert list(self.provider.collect(None)) == []

    def told(self) -> bool:
        return self.refused

    def close(self, vacancy: str, state: CaseState = CaseState.NOT_GIVEN) -> None:
        over = replace(self.cases[vacancy], closes_at=self.world.clock(), state=state)
        self.ledger.responses.put_cases([over])

    def later(self, by: timedelta) -> None:
        self.world.clock.at += by


@dataclass
class Google:
    at: FormOffice
    office: Office
    provider: GoogleForm
    cases: dict[str, Case]

    def __post_init__(self) -> None:
        self.office = replace(self.office, form_provider=self.provider, links=self.at.links)

    @property
    def ledger(self) -> Ledger:
        return self.office.ledger

    def link(self, vacancy: str) -> str:
        asked = self.cases[vacancy]
        return self.provider.link(asked.partner_id, 1, asked, "id")

    def answer(self, link: str, vacancy: str, answers: Mapping[str, str]) -> None:
        offered = {choice.value: option(choice) for choice in definition()["recruit_again"].choices}
        typed = {titles()[key]: offered.get(value, value) for key, value in answers.items()}
        browser = self.at.google.respondent(link)
        # Who answers about another vacancy has changed what the link filled in.
        named = browser.prefilled()[VACANCY_ID]
        browser.submit({**typed, VACANCY_ID: named if named.startswith(vacancy) else vacancy})
        collect(self.office)

    def told(self) -> bool:
        return bool(self.ledger.responses.oddities())

    def close(self, vacancy: str, state: CaseState = CaseState.NOT_GIVEN) -> None:
        over = replace(self.cases[vacancy], closes_at=self.office.clock() - timedelta(hours=1), state=state)
        self.ledger.responses.put_cases([over])

    def later(self, by: timedelta) -> None:
        self.at.google.clock.advance(by.total_seconds())
