"""Forms as the emulator keeps them: items as in Google's documents, the answers to them, and who may do what."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

Body = dict[str, Any]
KINDS = ("textQuestion", "choiceQuestion", "scaleQuestion", "dateQuestion", "timeQuestion", "ratingQuestion")
"""Kinds of question that a person may put; rows stand in groups."""


@dataclass
class Form:
    """One form. It is a file of Drive as a spreadsheet is: `id`, `title`, `version`, `permissions` and so on."""

    mime: ClassVar[str] = "application/vnd.google-apps.form"

    id: str
    info: Body
    stamp: Callable[[], str]
    settings: Body = field(default_factory=dict)
    publish: Body | None = None
    """PublishState; ``None`` for a form from before there was such a thing."""
    items: list[Body] = field(default_factory=list)
    responses: dict[str, Body] = field(default_factory=dict)
    permissions: list[Body] = field(default_factory=list)
    version: int = 1

    def __post_init__(self) -> None:
        self.created = self.modified = self.stamp()
        self.public_id = "1FAIpQLS" + secrets.token_urlsafe(36)
        self.revision = secrets.token_hex(4)

    @property
    def title(self) -> str:
        return self.info.get("documentTitle") or self.info["title"]

    @property
    def url(self) -> str:
        return f"https://docs.google.com/forms/d/{self.id}/edit"

    @property
    def responder_url(self) -> str:
        """Where respondents answer: it does not hold the form's ID."""
        return f"https://docs.google.com/forms/d/e/{self.public_id}/viewform"

    def touch(self) -> None:
        self.version += 1
        self.modified = self.stamp()
        self.revision = secrets.token_hex(4)

    def resource(self) -> Body:
        """The Form resource."""
        answer: Body = {
            "formId": self.id,
            "info": self.info,
            "settings": self.settings,
            "revisionId": self.revision,
            "responderUri": self.responder_url,
        }
        if self.items:
            answer["items"] = self.items
        if self.publish is not None:
            answer["publishSettings"] = {"publishState": self.publish}
        return copy.deepcopy(answer)

    def questions(self) -> Iterator[tuple[Body, Body]]:
        """Every question with its item, in their order."""
        for item in self.items:
            if "questionItem" in item:
                yield item, item["questionItem"]["question"]
            for question in item.get("questionGroupItem", {}).get("questions", ()):
                yield item, question

    def ids(self) -> set[str]:
        """All that are taken, of items and questions."""
        return {item["itemId"] for item in self.items} | {question["questionId"] for _, question in self.questions()}

    @property
    def accepting(self) -> bool:
        return self.publish is None or bool(self.publish.get("isAcceptingResponses"))

    @property
    def open_to_all(self) -> bool:
        """Whether one may answer without signing in. A form of the old kind asks nobody."""
        signed = self.settings.get("emailCollectionType") == "VERIFIED"
        shared = any(entry["type"] == "anyone" and entry.get("view") == "published" for entry in self.permissions)
        return not signed and (shared or self.publish is None)
