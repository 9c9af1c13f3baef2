"""What the procedure is about, as typed records. Times are aware; dates are days in the office's time zone."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, Literal, Self

Language = Literal["id", "en"]


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a vacancy or event is for (*Sasaran*): everybody, study programmes (their codes), named lists (as typed
    in *Daftar*). Study programmes and lists add up; both are sorted, so that equal audiences compare equal."""

    everybody: bool = False
    programmes: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A job vacancy (*lowongan*): one well-formed row. Texts are as typed, with control characters removed."""

    id: str
    company: str
    position: str
    kind: str
    location: str
    description: str
    qualifications: str
    audience: Audience
    apply: str
    poster: str
    """A web address, or ``""``."""
    deadline: date | None
    """The last day to apply, to 23:59 office time; ``None`` means until *Status* is ``Tutup``."""
    openings: int | None
    venue: str
    urgent: bool
    on_web: bool
    status: str
    approved_by: str
    checked_by: str

    @property
    def content(self) -> dict[str, Any]:
        """What alumni are told, as plain JSON values: the part that makes an edition."""
        record = asdict(self)
        for name in ("id", "urgent", "on_web", "status", "approved_by", "checked_by"):
            del record[name]
        record["deadline"] = self.deadline.isoformat() if self.deadline else None
        return record

    @property
    def edition(self) -> str:
        """Hash of `content`: 16 hexadecimal digits. A change of it is another version of the vacancy."""
        text = json.dumps(self.content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @classmethod
    def from_content(cls, id: str, content: dict[str, Any], **state: Any) -> Self:
        """The vacancy as the ledger kept it: ``content`` as made by `content`, the rest by ``state``."""
        values: dict[str, Any] = {
            "urgent": False, "on_web": False, "status": "", "approved_by": "", "checked_by": "", **content, **state,
        }  # fmt: skip
        values["audience"] = Audience(
            values["audience"]["everybody"],
            tuple(values["audience"]["programmes"]),
            tuple(values["audience"]["lists"]),
        )
        if values["deadline"]:
            values["deadline"] = date.fromisoformat(values["deadline"])
        names = {field.name for field in fields(cls)}
        return cls(id=id, **{name: value for name, value in values.items() if name in names and name != "id"})


@dataclass(frozen=True, slots=True)
class AlumniList:
    """A named list of alumni (*Daftar*): a filter, and a mailing list's address if it has one."""

    name: str
    programmes: tuple[str, ...]
    """Codes; empty means all."""
    year_from: int | None
    year_to: int | None
    address: str
    """The mailing list, or ``""``."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A partner's contact (*Mitra*). Several contacts may share one company (`partner_key`)."""

    id: str
    company: str
    partner_key: str
    """The company's name without PT/CV/Tbk, case and punctuation."""
    name: str
    email: str
    phone: str
    language: Language | None
    in_charge: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event (*kegiatan*), well-formed."""

    id: str
    kind: str
    title: str
    company: str
    starts: datetime
    ends: datetime | None
    place: str
    seats: int | None
    vacancies: tuple[str, ...]
    audience: Audience
    status: str
    approved_by: str
    attended: int | None


@dataclass(frozen=True, slots=True)
class Period:
    """A recap to make (*Periode*): the days from ``first`` to ``last``, both included."""

    id: str
    title: str
    first: date
    last: date
    status: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class RecapRecipient:
    """Who gets the recap, and which slice: ``Semua``, a department's or a study programme's code."""

    name: str
    role: str
    email: str
    scope: str


@dataclass(frozen=True, slots=True)
class Control:
    """The switches of *Kendali*; ``None`` and ``()`` leave it to the settings."""

    paused: bool = False
    hour: int | None = None
    staff: tuple[str, ...] = ()
