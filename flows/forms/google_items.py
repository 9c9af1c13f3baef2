"""The form's definition as the items of a Google Form. Its questions keep their IDs, by which answers are known.

An ID is made of a question's key and kind, as Forms allows it: no list of IDs needs to be kept, and a repeated set-up
finds what it made. A question of another kind is another question, since Google cannot change it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from flows.forms.definition import FormDefinition
from flows.forms.questions import Choice, Question, Words
from flows.procedure.programmes import Catalogue

Body = dict[str, Any]

TITLE = Words("Umpan balik rekrutmen", "Feedback on a recruitment")
NOTICE = Words(
    "Tautan di surel kami berlaku untuk satu lowongan. Untuk memperbaiki jawaban, buka tautan itu dan kirim lagi. "
    "Jawaban Anda hanya dipakai untuk mengevaluasi lulusan dan melaporkannya, serta hanya dibaca petugas "
    "yang berwenang, sesuai Undang-Undang Pelindungan Data Pribadi.",
    "The link in our mail is for one vacancy. To correct your answers, open it and send them once more. They serve the "
    "evaluation of our graduates and its reports only, and are read by authorised staff only, as the Indonesian law on "
    "personal data asks.",
)
# Their keys are none that a definition may use.
_VACANCY = Question("loker:vacancy", "text", "", Words("Lowongan", "Vacancy"), required=True)
_CODE = Question(
    "loker:code",
    "text",
    "",
    Words("Kode", "Code"),
    Words(
        "Mohon tidak diubah: dengan kode ini jawaban Anda kami kenali.",
        "Please leave it as it is: by it we know your answer.",
    ),
    required=True,
)
_BY_LINE = Words(
    "Satu program studi per baris, misalnya: {example} 3.", "One study programme to a line, such as: {example} 3."
)


def _id(*of: str) -> str:
    return f"{zlib.crc32(' '.join(of).encode()) & 0x7FFFFFFF:08x}"


def question_id(question: Question) -> str:
    """Under which its answers come."""
    return _id("question", question.key, question.kind)


VACANCY_ID, CODE_ID = question_id(_VACANCY), question_id(_CODE)


def items(form: FormDefinition, catalogue: Catalogue) -> Iterator[Body]:
    """Every Item of the form in its order: what the link fills in first and last, and between them the groups."""
    example = catalogue.programmes[0].name if catalogue.programmes else "Teknik"
    yield _item(_VACANCY, example)
    for group in form.groups:
        yield {
            "itemId": _id("group", group.questions[0].key),
            "title": _both(group.title),
            "description": _both(group.help),
            "textItem": {},
        }
        for question in group.questions:
            yield _item(question, example)
    yield _item(_CODE, example)


def entry(id: str) -> str:
    """The name by which a link fills a question in. Known from use, not from Google's documents."""
    return f"entry.{int(id, 16)}"


def option(choice: Choice) -> str:
    """How a choice is offered, and how its answer comes back."""
    return _both(choice.label)


def _item(question: Question, example: str) -> Body:
    by_line = Words(_BY_LINE.id.format(example=example), _BY_LINE.en.format(example=example))
    parts = [question.help, *([by_line] if question.kind == "per_programme" else [])]
    indonesian = " ".join(part.id for part in parts if part)
    english = " ".join([question.label.en, *(part.en for part in parts)]).strip()
    asked = {"questionId": question_id(question), "required": question.required, **_kind(question)}
    return {
        "itemId": _id("item", question.key, question.kind),
        "title": _line(question.label.id),
        "description": _line(" / ".join(filter(None, [indonesian, english]))),
        "questionItem": {"question": asked},
    }


def _kind(question: Question) -> Body:
    match question.kind:
        case "whole" | "text":
            return {"textQuestion": {}}
        case "long" | "per_programme":
            return {"textQuestion": {"paragraph": True}}
        case "choice":
            return {
                "choiceQuestion": {"type": "RADIO", "options": [{"value": option(one)} for one in question.choices]}
            }
        case "scale":
            first, last = question.choices[0], question.choices[-1]
            scale = {"low": 1, "high": len(question.choices), "lowLabel": option(first), "highLabel": option(last)}
            return {"scaleQuestion": scale}


def _both(words: Words) -> str:
    """Indonesian first, English beside it: one Google Form serves all partners."""
    return _line(" / ".join(dict.fromkeys(filter(None, [words.id, words.en]))))


def _line(text: str) -> str:
    """Google takes no line ends in what it shows."""
    return " ".join(text.split())
