"""A made-up half year of recruitments: what its documents are made of. The same whenever it is asked for."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pandas as pd

from flows.documents.imprint import Imprint
from flows.forms.definition import FormDefinition
from flows.procedure.cases import CaseState
from flows.procedure.models import Language
from flows.procedure.programmes import Catalogue
from flows.procedure.recap.consolidation import consolidate
from flows.procedure.recap.records import EVERYTHING, Evidence, Recap, Span
from flows.procedure.recap.slices import recap
from flows.share import share

SPAN = Span("P26-0001", "Semester 1 Tahun 2026", date(2026, 1, 1), date(2026, 6, 30))
COMPANIES = (
    "PT Contoh Elektronik Batam", "PT Sinar Laut Galangan", "CV Karya Digital Nusantara", "PT Andalan Logistik Kepri",
    "PT Mesin Presisi Indonesia", "PT Solusi Awan Mandiri", "PT Perawatan Pesawat Batam", "PT Bintan Resor Utama",
    "PT Energi Surya Barelang", "Koperasi Mitra Sejahtera", "PT Geospasial Maritim", "PT Studio Animasi Batam",
)  # fmt: skip
POSITIONS = (
    "Teknisi Produksi", "Pengembang Perangkat Lunak", "Drafter Kapal", "Staf Akuntansi", "Operator CNC",
    "Analis Keamanan Siber", "Staf Logistik", "Teknisi Otomasi", "Animator 3D", "Surveyor",
)  # fmt: skip
WORDS = (
    "Lulusan cepat belajar dan disiplin. Mohon ditambah latihan membaca gambar teknik dan kemampuan bahasa Inggris, "
    "karena pelanggan kami kebanyakan dari luar negeri.",
    "Terima kasih atas kerja samanya 🙏 Kami akan membuka rekrutmen lagi tahun depan.",
    "Secara teknis baik.\nWawancara: sebagian pelamar belum siap menceritakan pengalamannya.",
)
RATED = ("ethics", "competence", "foreign_language", "technology", "communication", "teamwork", "development")


@cache
def catalogue() -> Catalogue:
    return Catalogue.load(share() / "config" / "programmes.toml")


@cache
def form() -> FormDefinition:
    return FormDefinition.load(share() / "config" / "feedback.toml")


def imprint(language: Language = "id", revision: int | None = 0) -> Imprint:
    title = {"id": "Rekapitulasi Hasil Perekrutan", "en": "Recap of Recruitment Results"}[language]
    return Imprint(
        office="UPT-PKPK Politeknik Negeri Batam",
        number="No.PR.23.3-V0/P26-0001/R0",
        title=f"{title} {SPAN.title}",
        at=datetime(2026, 7, 14, 2, 30, tzinfo=UTC),
        zone=ZoneInfo("Asia/Jakarta"),
        language=language,
        revision=revision,
        approved_by="Siti Rahma",
        trail_head="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    )


def made_up(
    vacancies: int = 40, scope: str = EVERYTHING, *, language: Language = "id", typed: str = "", questions: int = 99
) -> Recap:
    """The recap of so many vacancies. ``typed`` stands in every text that somebody typed, after its own words."""
    found = evidence(vacancies, typed)
    asked = form().questions[:questions]
    rows = consolidate(found, asked, catalogue())
    return recap(rows, found.events, SPAN, scope, questions=asked, catalogue=catalogue(), language=language)


def evidence(vacancies: int, typed: str = "") -> Evidence:
    dice = random.Random(2026)
    made = [_vacancy(number, dice, typed) for number in range(1, vacancies + 1)]
    requests = [_request(one, dice) for one in made]
    answers = [_answer(one, dice, typed) for one, request in zip(made, requests, strict=True) if _told(request)]
    return Evidence(
        vacancies=_counts(pd.DataFrame(made, columns=_VACANCY), "openings", "meant", "sent", "refused"),
        events=_counts(pd.DataFrame(_events(made, typed), columns=_EVENT), "attended"),
        requests=_counts(pd.DataFrame(requests, columns=["vacancy", "state", "requested", "reminders"]), "reminders"),
        answers=_counts(
            pd.DataFrame(answers, columns=["vacancy", "version", "at", "source", *(q.key for q in form().questions)]),
            "version", "applied", "accepted", *RATED,
        ),
    )  # fmt: skip


_VACANCY = [
    "id", "company", "partner", "position", "kind", "location", "everybody", "programmes", "openings", "received",
    "announced", "meant", "sent", "refused", "closed",
]  # fmt: skip
_EVENT = ["id", "kind", "title", "company", "partner", "day", "vacancies", "attended"]


def _counts(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    return frame.astype(dict.fromkeys(names, "Int64"))


def _vacancy(number: int, dice: random.Random, typed: str) -> dict[str, object]:
    company = dice.choice(COMPANIES)
    closed = SPAN.first + timedelta(days=dice.randrange(181))
    announced = datetime(closed.year, closed.month, closed.day, 0, 15, tzinfo=UTC) - timedelta(days=20)
    meant = dice.randrange(60, 900)
    codes = [programme.code for programme in catalogue().programmes[:20]]
    return {
        "id": f"L26-{number:04}", "company": company + typed, "partner": company.lower(),
        "position": dice.choice(POSITIONS) + typed, "kind": dice.choice(["Penuh waktu", "Magang", "Kontrak", ""]),
        "location": "Batam" + typed, "everybody": dice.random() < 0.1,
        "programmes": tuple(sorted(dice.sample(codes, dice.choice([1, 1, 2, 3])))),
        "openings": dice.choice([None, 1, 2, 5, 10]), "received": announced - timedelta(days=1, hours=3),
        "announced": announced, "meant": meant, "sent": meant - dice.choice([0, 0, 1, 4]), "refused": 0,
        "closed": closed,
    }  # fmt: skip


def _request(vacancy: dict[str, object], dice: random.Random) -> dict[str, object]:
    luck = dice.random()
    asked = vacancy["announced"] + timedelta(days=23)  # type: ignore[operator]
    if luck < 0.05:
        return {"vacancy": vacancy["id"], "state": CaseState.CANCELLED, "requested": pd.NaT, "reminders": 0}
    state = CaseState.ANSWERED if luck < 0.8 else CaseState.NOT_GIVEN if luck < 0.92 else CaseState.OPEN
    return {"vacancy": vacancy["id"], "state": state, "requested": asked, "reminders": dice.randrange(4)}


def _told(request: dict[str, object]) -> bool:
    return request["state"] == CaseState.ANSWERED


def _answer(vacancy: dict[str, object], dice: random.Random, typed: str) -> dict[str, object]:
    (applied,) = dice.choices([None, 0, dice.randrange(1, 60)], [1, 2, 9])
    accepted = None if applied is None or dice.random() < 0.1 else dice.randrange(applied // 3 + 1)
    found: dict[str, object] = {
        "vacancy": vacancy["id"], "version": 1, "at": vacancy["announced"] + timedelta(days=27),  # type: ignore[operator]
        "source": dice.choice(["formulir", "telepon"]), "applied": applied, "accepted": accepted,
        "applied_by_programme": None, "accepted_by_programme": None,
        "recruit_again": dice.choice([None, "yes", "yes", "maybe", "no"]),
        "suggestions": dice.choice([None, None, *WORDS]), "respondent": "Budi Santoso, HRD",
    }  # fmt: skip
    if typed:
        found["suggestions"] = typed
    codes = vacancy["programmes"]
    if applied and accepted and dice.random() < 0.7:
        found["applied_by_programme"] = {code: applied // len(codes) for code in codes}  # type: ignore[arg-type]
        found["accepted_by_programme"] = {code: accepted // len(codes) for code in codes}  # type: ignore[arg-type]
    for key in RATED:
        found[key] = dice.choice([None, 3, 4, 4, 5])
    return found


def _events(vacancies: list[dict[str, object]], typed: str) -> list[dict[str, object]]:
    return [
        {
            "id": f"K26-{number:04}", "kind": "Rekrutmen di Kampus", "title": f"Rekrutmen {one['company']}",
            "company": one["company"], "partner": one["partner"], "day": one["closed"], "vacancies": (one["id"],),
            "attended": 35 + number,
        }
        for number, one in enumerate(vacancies[:3], start=1)
    ]  # fmt: skip
