"""A Google Form as the place where partners answer: prefilled links, and answers that are fetched."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flows.forms.by_line import by_line
from flows.forms.definition import FormDefinition
from flows.forms.google_calls import FormCalls
from flows.forms.google_items import CODE_ID, VACANCY_ID, entry, option, question_id
from flows.forms.google_setup import FormSetUp, look, set_up
from flows.forms.interface import Submission, Way
from flows.links import Links
from flows.procedure.cases import Case
from flows.procedure.models import Language
from flows.procedure.programmes import Catalogue

Body = dict[str, Any]


class GoogleForm:
    """`flows.forms.interface.FormProvider` over the Forms API, as a service account that the form is shared with.

    A link fills in the vacancy and a code, which is the token of the office's own form: who holds it may answer for the
    partner. Google keeps no half-filled forms, and checks neither limits nor sums: that is done when answers are taken.
    ``credentials``, ``endpoint`` and ``timeout`` are as in `flows.google.connection.Connection`.
    """

    way: Way = "each"

    def __init__(
        self,
        form_id: str,
        credentials: Mapping[str, Any] | Path,
        definition: FormDefinition,
        catalogue: Catalogue,
        links: Links,
        *,
        endpoint: str = "",
        timeout: tuple[float, float] = (10, 60),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._calls = FormCalls(form_id, credentials, endpoint=endpoint, timeout=timeout, sleep=sleep)
        self._definition, self._catalogue, self._links = definition, catalogue, links

    def set_up(self) -> FormSetUp:
        """Make the form ask what the definition asks, see `google_setup.set_up`."""
        return set_up(self._calls, self._definition, self._catalogue)

    def check(self) -> None:
        """Raise `FormsError` if partners cannot answer what the definition asks."""
        look(self._calls, self._definition, self._catalogue)

    def open(self) -> None:
        _ = self._address

    def link(self, partner_id: int, recipient_id: int, case: Case, language: Language) -> str:
        shown = " · ".join(filter(None, [case.vacancy, case.position, case.company]))
        filled = {
            "usp": "pp_url",  # without it Google fills in nothing
            entry(VACANCY_ID): shown,
            entry(CODE_ID): self._links.token("feedback", recipient_id, partner_id),
        }
        return f"{self._address}?{urlencode(filled)}"

    def collect(self, since: datetime | None) -> Iterator[Submission]:
        found = sorted(self._calls.responses(since), key=lambda one: (_sent(one), str(one["responseId"])))
        return (self._submission(response) for response in found)

    @cached_property
    def _address(self) -> str:
        """Where the form is answered: not its ID, and known to Google alone."""
        return str(self._calls.form("responderUri")["responderUri"])

    def _submission(self, response: Body) -> Submission:
        given = {number: _text(answer) for number, answer in response.get("answers", {}).items()}
        vacancy = given.get(VACANCY_ID, "").split()
        raw: dict[str, str] = {}
        unread: dict[str, str] = {}
        for question in self._definition.questions:
            text = given.get(question_id(question), "")
            if question.kind == "per_programme":
                counts, rest = by_line(text, self._catalogue)
                raw |= {question.field(code): count for code, count in counts.items()}
                unread |= {question.field(): rest} if rest else {}
            elif text:
                offered = {option(choice): choice.value for choice in question.choices}
                raw[question.field()] = offered.get(text, text)
        return Submission(
            f"{response['responseId']}@{response['lastSubmittedTime']}",
            _sent(response),
            "".join(given.get(CODE_ID, "").split()),
            vacancy[0] if vacancy else "",
            raw,
            unread,
        )


def _sent(response: Body) -> datetime:
    return datetime.fromisoformat(response["lastSubmittedTime"])


def _text(answer: Body) -> str:
    return "\n".join(str(one.get("value", "")) for one in answer.get("textAnswers", {}).get("answers", ()))
