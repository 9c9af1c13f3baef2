"""Without a form: partners answer the mail, and staff enter what they write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flows.forms.interface import Submission, Way
from flows.procedure.cases import Case
from flows.procedure.models import Language


class ByMail:
    """`flows.forms.interface.FormProvider` of an office that has neither a public address nor a Google Form."""

    way: Way = "by mail"

    def check(self) -> None:
        """There is nothing to ask."""

    def open(self) -> None:
        """There is nothing to ask."""

    def link(self, partner_id: int, recipient_id: int, case: Case, language: Language) -> str:
        return ""

    def collect(self, since: datetime | None) -> Iterable[Submission]:
        return ()
