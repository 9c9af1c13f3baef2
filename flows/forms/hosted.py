"""The office's own form (`flows.web`): one for each partner, which writes answers into the ledger by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flows.forms.interface import Submission, Way
from flows.links import Links
from flows.procedure.cases import Case
from flows.procedure.models import Language


class HostedForm:
    """`flows.forms.interface.FormProvider` over the office's public address."""

    way: Way = "together"

    def __init__(self, links: Links) -> None:
        self._links = links

    def check(self) -> None:
        """There is nothing to ask."""

    def open(self) -> None:
        """There is nothing to ask."""

    def link(self, partner_id: int, recipient_id: int, case: Case, language: Language) -> str:
        return self._links.feedback(partner_id, recipient_id, language)

    def collect(self, since: datetime | None) -> Iterable[Submission]:
        return ()
