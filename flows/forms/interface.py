"""The one small interface behind which the hosted form, a Google Form and answering by mail are the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from flows.procedure.cases import Case
from flows.procedure.models import Language

Way = Literal["together", "each", "by mail"]
"""How a partner answers: in one form for all of its vacancies, in a form for each of them, or by mail."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What somebody sent by a form that is not ours: nothing in it has been checked, its token included."""

    reference: str
    """What the provider calls this state of it: an edited answer is another one."""
    at: datetime
    """When it was sent, in UTC."""
    token: str
    vacancy: str
    """The ID in the form, or whatever stands there."""
    raw: Mapping[str, str]
    """By field name, as `flows.forms.checking.check` takes it."""
    unread: Mapping[str, str] = field(default_factory=dict)
    """What was written to a question per study programme and is not understood, by `Question.field`."""


class FormProvider(Protocol):
    """Where partners answer.

    `check`, `open` and `collect` may ask the network, nothing else does. They raise `FormsBusy` when another try at the
    next tick may succeed, and `FormsError` when a person must act first.
    """

    way: Way

    def check(self) -> None:
        """See whether partners can answer: more than `open` does, for `loker check`."""

    def open(self) -> None:
        """Get ready to make links. Once is enough."""

    def link(self, partner_id: int, recipient_id: int, case: Case, language: Language) -> str:
        """Where that contact of the partner answers about the case, in the language where there is a choice; ``""``
        where answers come by mail. Where the way is *together* it is the same for all cases of the partner."""

    def collect(self, since: datetime | None) -> Iterable[Submission]:
        """What was sent or edited at that moment or later, everything for ``None``, in the order of time.

        Answers that the provider brings into the ledger by itself are not among them.
        """
