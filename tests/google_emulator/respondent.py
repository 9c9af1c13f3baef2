"""Somebody who follows a link to a form, finds in it what the link filled in, answers, sends, and corrects later."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .form_model import Form

Body = dict[str, Any]
Given = str | Sequence[str]


class Refused(Exception):
    """What the form's page tells a respondent who may not answer, or has not answered as it asks."""


@dataclass
class Respondent:
    """One browser that is not signed in. ``link`` is prefilled or not; questions are named by title or question ID."""

    form: Form
    link: str = ""

    def prefilled(self) -> dict[str, str]:
        """Question ID → what the link filled in: ``entry.<decimal of the hexadecimal ID>``. Unknown entries are passed
        over, and all of them without ``usp=pp_url``."""
        query = dict(parse_qsl(urlsplit(self.link).query, keep_blank_values=True))
        ids = (question["questionId"] for _, question in self.form.questions())
        found = {one: query[name] for one in ids if query.get(name := f"entry.{int(one, 16)}")}
        return found if query.get("usp") == "pp_url" else {}

    def submit(self, answers: Mapping[str, Given], *, edit: str = "") -> str:
        """Send over what is filled in; the response's ID. ``edit`` is an earlier one of one's own. Raises Refused."""
        if not self.form.open_to_all:
            raise Refused("You need permission. Sign in to continue to Forms.")
        if not self.form.accepting:
            raise Refused(f"The form {self.form.info['title']} is no longer accepting responses.")
        old = self.form.responses[edit] if edit else {}
        given: dict[str, Given] = dict(_texts(old) if edit else self.prefilled())
        given |= {self._question_id(name): value for name, value in answers.items()}
        self._check(given)
        now, response_id = self.form.stamp(), edit or "ACYDBN" + secrets.token_urlsafe(60)
        self.form.responses[response_id] = {
            "responseId": response_id,
            "createTime": old.get("createTime", now),
            "lastSubmittedTime": now,
            "answers": {name: _answer(name, values) for name, value in given.items() if (values := _listed(value))},
        }
        return response_id

    def _question_id(self, name: str) -> str:
        for item, question in self.form.questions():
            title = question.get("rowQuestion", item).get("title")
            if name in (question["questionId"], title):
                return question["questionId"]
        raise KeyError(f"the form asks nothing called {name!r}")

    def _check(self, given: Mapping[str, Given]) -> None:
        for item, question in self.form.questions():
            values = _listed(given.get(question["questionId"], ""))
            if question.get("required") and not values:
                raise Refused(f"{item.get('title')}: This is a required question")
            if choices := question.get("choiceQuestion"):
                options = {option.get("value") for option in choices["options"]}
                if set(values) - options and not any(option.get("isOther") for option in choices["options"]):
                    raise Refused(f"{item.get('title')}: there is no option {values}")
            if scale := question.get("scaleQuestion"):
                allowed = {str(number) for number in range(scale.get("low", 0), scale["high"] + 1)}
                if set(values) - allowed:
                    raise Refused(f"{item.get('title')}: {values} is not on the scale")


def _listed(value: Given) -> list[str]:
    return [one for one in ([value] if isinstance(value, str) else value) if one]


def _texts(response: Body) -> dict[str, list[str]]:
    return {
        name: [one["value"] for one in entry["textAnswers"]["answers"]] for name, entry in response["answers"].items()
    }


def _answer(question_id: str, values: Sequence[str]) -> Body:
    return {"questionId": question_id, "textAnswers": {"answers": [{"value": value} for value in values]}}
