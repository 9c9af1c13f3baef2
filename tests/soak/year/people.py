"""What people do: staff in the spreadsheet, partners and alumni on the pages; and what they remember of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from flows.workbook.flow_tabs import ATTENDANCE
from flows.workbook.tabs import ALUMNI, CONTROL, EVENTS, PARTNERS, PERIODS, RECAP_RECIPIENTS, VACANCIES
from tests.soak.year.office import SoakOffice
from tests.soak.year.script import PROGRAMMES, Alumnus, Event, Vacancy
from tests.web.filling import fields, fill

DIRECTOR = "pudir3@example.ac.id"
COMING, NOT_COMING, THERE = 20, 5, 10


@dataclass(frozen=True)
class Answered:
    """An answer that a partner was thanked for."""

    at: datetime
    code: str
    applied: int
    accepted: int


@dataclass
class People:
    office: SoakOffice
    answers: list[Answered] = field(default_factory=list)
    left: dict[str, datetime] = field(default_factory=dict)
    """Who left the list, and when the page said so."""
    said: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Event → how many said what, and were there."""
    _asked: Counter[str] = field(default_factory=Counter)
    _again: dict[date, list[int]] = field(default_factory=lambda: defaultdict(list))
    _read: int = 0
    _paused: bool = False

    def set_up(self) -> None:
        office, script = self.office, self.office.script
        office.messages.wanted = lambda recipient: recipient in self._linked
        self._linked = {one.address for one in script.partners}
        self._linked |= {one.address for one in script.alumni if one.leaves}
        for event in script.events:
            self._linked |= {one.address for one in self._guests(event)}
        office.add(ALUMNI, *(_alumnus(one) for one in script.alumni if not one.joins))
        office.add(
            PARTNERS,
            *({"Perusahaan": one.company, "Narahubung": "Sari", "Email": one.address} for one in script.partners),
        )
        office.add(
            RECAP_RECIPIENTS,
            {"Nama": "Dr. Sari", "Jabatan": "Wakil Direktur III", "Email": DIRECTOR, "Cakupan": "Semua"},
        )
        office.add(PERIODS, *({"Judul": one.title, "Dari": _day(one.first), "Sampai": _day(one.last), "Status": "Draf"}
                              for one in script.periods))  # fmt: skip
        office.add(CONTROL, {"Nama": "Jeda", "Nilai": "Tidak"})

    def morning(self, today: date) -> bool:
        """Staff at their desks; whether they did anything."""
        office, script, before = self.office, self.office.script, self.office.book.version
        for one in [one for one in script.vacancies if one.typed == today]:
            office.add(VACANCIES, _vacancy(one))
        for one in [one for one in script.vacancies if one.acts == today and one.acts > one.typed]:
            self._fate(one)
        for one in [one for one in script.alumni if one.joins == today]:
            office.add(ALUMNI, _alumnus(one))
        for event in script.events:
            self._hold(event, today)
        for period in [one for one in script.periods if one.approved == today]:
            office.set(PERIODS, period.title, Status="Setuju", Disetujui_Oleh="Rina")
        if (today in script.pauses) != self._paused:
            self._paused = not self._paused
            office.set(CONTROL, "Jeda", Nilai="Ya" if self._paused else "Tidak")
        if today.day % 5 == 0 and len(office.lines(VACANCIES)) > 3:
            self._tidy_up()
        return office.book.version != before

    def _tidy_up(self) -> None:
        """They sort, or move a row."""
        office, count = self.office, len(self.office.lines(VACANCIES)) + 1
        with office.google.lock:
            if office.dice.random() < 0.3:
                office.staff.sort(
                    VACANCIES.title, VACANCIES.headings.index("Posisi") + 1, descending=office.dice.random() < 0.5
                )
            else:
                office.staff.move_row(
                    VACANCIES.title, office.dice.randrange(2, count + 1), office.dice.randrange(2, count + 1)
                )

    def _fate(self, one: Vacancy) -> None:
        office = self.office
        match one.fate:
            case "corrected":
                office.set(VACANCIES, one.position, Deskripsi=f"Diralat: {one.code}", Status="Ralat")
            case "withdrawn":
                office.set(VACANCIES, one.position, Status="Batal")
            case "copied":  # and left as it is: it has no ID of its own, and counts as a draft
                with office.google.lock:
                    rows = office.staff.rows(VACANCIES.title)
                    number = next(i for i, row in enumerate(rows, 1) if one.position in row)
                    office.staff.copy_row(VACANCIES.title, number, number + 1)
                    office.staff.type(VACANCIES.title, f"C{number + 1}", f"Salinan dari {number}", raw=True)

    def afternoon(self, today: date) -> bool:
        """What is thought better of on the very day."""
        before = self.office.book.version
        for one in self.office.script.vacancies:
            if one.acts == today == one.typed and one.fate == "withdrawn":
                self._fate(one)
        return self.office.book.version != before

    def _hold(self, event: Event, today: date) -> None:
        office = self.office
        if event.typed == today:
            office.add(EVENTS, {
                "Jenis": "Seminar", "Judul": event.title, "Mulai": f"{_day(event.day)} 09:00", "Tempat": "Auditorium",
                "Sasaran": event.programme, "Status": "Setuju", "Disetujui Oleh": "Rina",
            })  # fmt: skip
        if event.day - timedelta(days=1) == today and event.fate == "off":
            office.set(EVENTS, event.title, Status="Batal")
        if event.day - timedelta(days=1) == today and event.fate == "moved":
            office.set(EVENTS, event.title, Tempat="Lobi")
        if event.day == today and event.fate != "off":
            self._check_in(event)

    def _check_in(self, event: Event) -> None:
        """Some of those who come are ticked off in *Hadir*."""
        office, headings = self.office, ATTENDANCE.headings
        with office.google.lock:
            rows = office.staff.rows(ATTENDANCE.title)
            nims = {one.nim for one in self._guests(event)[:THERE]}
            for number, row in enumerate(rows, 1):
                if event.title in row and row[headings.index("NIM")] in nims:
                    office.staff.type(ATTENDANCE.title, f"I{number}", "Sudah hadir", raw=True)
                    self.said[event.code]["there"] += 1

    def visit(self, today: date) -> bool:
        """Partners answer, invited alumni say whether they come, some leave the list; whether anybody came at all."""
        said, left = deepcopy(self.said), len(self.left)
        came = self._partners(today)
        for event in self.office.script.events:
            if today < event.day and not self.said[event.code]["coming"]:
                self._reply(event)
        for one in self.office.script.alumni:
            if one.leaves and today >= one.leaves and one.address not in self.left:
                self._leave(one)
        return came or self.said != said or len(self.left) > left

    def _partners(self, today: date) -> bool:
        mails, by_address = self.office.messages.mails, {one.address: one for one in self.office.script.partners}
        new = [one for one in mails[self._read :] if one.recipient in by_address]
        self._read = len(mails)
        for mail in new:
            self._asked[mail.recipient] += 1
        numbers = list(self._again.pop(today, ()))
        for partner in {by_address[mail.recipient].number: by_address[mail.recipient] for mail in new}.values():
            if partner.behaviour in ("prompt", "corrects", "drafts") or (
                partner.behaviour == "slow" and self._asked[partner.address] > 1
            ):
                self._answer(partner.address, partner.behaviour, extra=0)
            if partner.behaviour == "corrects":
                self._again[today + timedelta(days=1)].append(partner.number)
        for number in numbers:
            self._answer(self.office.script.partners[number].address, "corrects", extra=100)
        return bool(new or numbers)

    def _answer(self, address: str, behaviour: str, *, extra: int) -> None:
        office = self.office
        path = office.messages.links.get((address, "umpan-balik"))
        if path is None:
            return
        page = office.visitor.get(path)
        if page.status_code != 200:
            return
        codes = {row["ID"]: row["Posisi"].split()[-1] for row in office.rows(VACANCIES)}
        known = {one.code: one for one in office.script.vacancies}
        asked = {
            name.removesuffix(".q_accepted"): value
            for name, value in fields(page.text).items()
            if name.endswith(".q_accepted")
        }
        fresh = {key for key, value in asked.items() if value == "" or extra}
        answers: dict[str, dict[str, str]] = {}
        for key in fresh:
            one = known[codes[key]]
            answers[key] = {"q_applied": str(one.applied + extra), "q_accepted": str(one.accepted)}
        if not answers:
            return
        if behaviour == "drafts" and office.dice.random() < 0.5:
            fill(office.visitor, path, answers, button="simpan")
        sent = fill(office.visitor, path, answers)
        assert sent.status_code == 303, sent.text
        assert sent.headers["location"].endswith("/terima-kasih")
        for number, given in answers.items():
            self.answers.append(
                Answered(office.now(), codes[number], int(given["q_applied"]), int(given["q_accepted"]))
            )

    def _guests(self, event: Event) -> list[Alumnus]:
        return [one for one in self.office.script.alumni if one.programme == event.programme][: COMING + NOT_COMING]

    def _reply(self, event: Event) -> None:
        office = self.office
        for number, one in enumerate(self._guests(event)):
            path = office.messages.links.get((one.address, f"undangan {event.code}"))
            if path is None:
                continue
            page = office.visitor.get(path)
            if page.status_code != 200:
                continue
            word = "hadir" if number < COMING else "tidak"
            answer = office.visitor.post(path, data={**fields(page.text), "jawaban": word})
            assert answer.status_code == 303, answer.text
            assert "tercatat" in answer.headers["location"]
            self.said[event.code]["coming" if word == "hadir" else "not coming"] += 1

    def _leave(self, one: Alumnus) -> None:
        path = self.office.messages.links.get((one.address, "berhenti"))
        if path is not None:
            answer = self.office.visitor.post(path, data={"List-Unsubscribe": "One-Click"})
            assert answer.status_code == 200, answer.text
            self.left[one.address] = self.office.now()


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _alumnus(one: Alumnus) -> dict[str, Any]:
    return {
        "NIM": one.nim,
        "Nama": f"Alumnus {one.number}",
        "Email": one.address,
        "Prodi": one.programme,
        "Tahun Lulus": 2024,
    }


def _vacancy(one: Vacancy) -> dict[str, Any]:
    return {
        "Perusahaan": one.partner.company,
        "Posisi": one.position,
        "Jenis": "Kontrak",
        "Lokasi": "Batam",
        "Deskripsi": f"Pekerjaan {one.code}.",
        "Sasaran": "Semua" if len(one.audience) == len(PROGRAMMES) else ", ".join(one.audience),
        "Cara Melamar": f"https://mitra{one.partner.number}.example.com/lamar",
        "Batas Lamaran": _day(one.deadline),
        "Segera": "Ya" if one.urgent else "",
        "Status": "Setuju",
        "Disetujui Oleh": "Rina",
    }
