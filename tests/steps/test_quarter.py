"""A quarter of an office, day by day: sixty partners of every behaviour get the mails that the rules give, no others.

The year is 2026: 16 and 17 February, 18 to 24 March and 3 April are holidays or cuti bersama.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from flows.office import Office
from flows.procedure.cases import CaseState, Source
from flows.workbook.tabs import PARTNERS
from tests.steps.local_office import STAFF, LocalOffice, alumnus, local_office, vacancy
from tests.steps.sheet import WIB, put

pytestmark = pytest.mark.early

COPIES = 4
LAST = date(2026, 4, 16)
REQUEST, FIRST_REMINDER, SECOND, THIRD, UNFINISHED = (
    "Mohon hasil rekrutmen", "Pengingat: hasil", "Masih kami tunggu: hasil", "Pengingat terakhir: hasil",
    "Tinggal sedikit lagi: hasil",
)  # fmt: skip


def day(text: str) -> date:
    number, month = text.split()
    return date(2026, {"Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4}[month], int(number))


SILENT = {"9 Feb": REQUEST, "18 Feb": FIRST_REMINDER, "25 Feb": SECOND, "4 Mar": THIRD}
"""Due on Monday 9 February. The first reminder would be due on the 16th, a holiday; the next wait a week each."""
CALLS = ("9 Mar", "16 Mar", "25 Mar", "1 Apr", "8 Apr")
"""From day 28, once a week; 23 March is a holiday. On 10 April, day 60, the matter closes."""


@dataclass(frozen=True)
class Behaviour:
    """What partners of one kind do, and what they and the member of staff in charge of them are sent for it."""

    mails: dict[str, str]
    """Day → the subject's beginning."""
    calls: tuple[str, ...] = ()
    """Days on which staff are asked to call."""
    ends: CaseState = CaseState.OPEN
    deadlines: tuple[str, ...] = ("6 Feb",)
    acts: dict[str, str] = field(default_factory=dict)
    """Day → what is done that day after the tick (`Quarter.act`)."""
    contacts: int = 1
    shows: str = ""
    """In *Umpan Balik* at the end."""


KINDS: dict[str, Behaviour] = {
    "at once": Behaviour(
        {"9 Feb": REQUEST}, acts={"9 Feb": "answer"}, ends=CaseState.ANSWERED, shows="dijawab 9 Feb 2026"
    ),
    "after the second reminder": Behaviour(
        {"9 Feb": REQUEST, "18 Feb": FIRST_REMINDER, "25 Feb": SECOND},
        acts={"25 Feb": "answer"}, ends=CaseState.ANSWERED, shows="dijawab 25 Feb 2026",
    ),
    "half way": Behaviour(
        {"9 Feb": REQUEST, "18 Feb": UNFINISHED},
        acts={"10 Feb": "begin", "19 Feb": "answer"}, ends=CaseState.ANSWERED, shows="dijawab 19 Feb 2026",
    ),
    "half way and never on": Behaviour(
        {"9 Feb": REQUEST, "18 Feb": UNFINISHED, "25 Feb": UNFINISHED, "4 Mar": UNFINISHED}, CALLS,
        acts={"10 Feb": "begin"}, ends=CaseState.NOT_GIVEN, shows="tidak diberikan 10 Apr 2026",
    ),
    "never": Behaviour(SILENT, CALLS, ends=CaseState.NOT_GIVEN, shows="tidak diberikan 10 Apr 2026"),
    "by telephone": Behaviour(
        {"9 Feb": REQUEST, "18 Feb": FIRST_REMINDER},
        acts={"20 Feb": "telephone"}, ends=CaseState.ANSWERED, shows="dijawab 20 Feb 2026",
    ),
    "called": Behaviour(
        SILENT, CALLS[:1], acts={"10 Mar": "telephone"}, ends=CaseState.ANSWERED, shows="dijawab 10 Mar 2026"
    ),
    "refused": Behaviour({}, CALLS, ends=CaseState.NOT_GIVEN, shows="tidak diberikan 10 Apr 2026"),
    "corrects twice": Behaviour(
        {"9 Feb": REQUEST}, acts={"9 Feb": "answer", "12 Feb": "correct", "20 Feb": "correct"},
        ends=CaseState.ANSWERED, shows="dijawab 20 Feb 2026",
    ),
    "two contacts": Behaviour(
        {"9 Feb": REQUEST, "18 Feb": FIRST_REMINDER}, acts={"18 Feb": "answer"}, ends=CaseState.ANSWERED, contacts=2,
        shows="dijawab 18 Feb 2026",
    ),
    # The second falls due on the 12th, within the quiet week; the third on Saturday the 14th.
    "three in a week": Behaviour(
        {"9 Feb": REQUEST, "18 Feb": FIRST_REMINDER, "25 Feb": SECOND, "4 Mar": SECOND},
        deadlines=("6 Feb", "9 Feb", "11 Feb"), acts={"26 Feb": "answer first", "5 Mar": "answer"},
        ends=CaseState.ANSWERED, shows="dijawab 26 Feb 2026",
    ),
    "opted out": Behaviour(
        {"9 Feb": REQUEST}, CALLS, acts={"10 Feb": "leave"}, ends=CaseState.NOT_GIVEN,
        shows="tidak diberikan 10 Apr 2026",
    ),
    "called off": Behaviour({"9 Feb": REQUEST}, acts={"11 Feb": "call off"}, ends=CaseState.CANCELLED),
    "no contact": Behaviour({}, CALLS, ends=CaseState.NOT_GIVEN, contacts=0, shows="tidak diberikan 10 Apr 2026"),
    # On Monday 16 March; a week later is Idul Fitri.
    "over the holidays": Behaviour(
        {"16 Mar": REQUEST, "25 Mar": FIRST_REMINDER, "1 Apr": SECOND, "8 Apr": THIRD}, ("13 Apr",),
        deadlines=("13 Mar",), shows="diingatkan 3×, terakhir 8 Apr 2026",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Sent:
    day: date
    recipient: str
    subject: str
    text: str


@dataclass
class Quarter:
    """The office, its partners, and all that was sent to them and to staff."""

    office: LocalOffice
    sent: list[Sent] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    """By position."""

    def today(self) -> date:
        return self.office.clock.now.date()

    def live(self, until: date, acts: Callable[[Quarter, date], None]) -> None:
        """Day by day to ``until``: a tick at nine that may send, and if it does another ten minutes later, which sends
        nothing."""
        while self.today() < until:
            before = len(self.office.server.messages)
            self.tick()
            sent = len(self.office.server.messages)
            if sent > before:
                self.office.later(minutes=10)
            assert len(self.office.server.messages) == sent, f"the second run of {self.today()} has sent something"
            acts(self, self.today())
            self.office.clock.now = datetime.combine(self.today() + timedelta(days=1), time(9), WIB)

    def tick(self) -> None:
        before = len(self.office.server.messages)
        self.office.tick()
        self._record(before)
        if not self.ids:
            self.ids = {row["Posisi"]: row["ID"] for row in self.office.sheet.rows("Lowongan")}

    def _record(self, before: int) -> None:
        for recipient in {message.recipient for message in self.office.server.messages[before:]}:
            new = sum(message.recipient == recipient for message in self.office.server.messages[before:])
            for mail in self.office.mails(recipient)[-new:]:
                self.sent.append(Sent(self.today(), recipient, mail.subject, mail.text))

    def to(self, recipient: str, about: str = "") -> list[Sent]:
        return [one for one in self.sent if one.recipient == recipient and about in one.subject]

    def answer(self, position: str, applied: int = 5, source: Source = Source.FORM) -> None:
        with self.office.open() as opened:
            case = self._case(opened, position)
            opened.ledger.responses.answer(case.partner_id, case.vacancy, {"applied": applied}, opened.clock(), source)

    def begin(self, position: str) -> None:
        with self.office.open() as opened:
            case = self._case(opened, position)
            opened.ledger.responses.save_draft(case.partner_id, case.vacancy, {"q_applied": "5"}, opened.clock())

    def leave(self, address: str) -> None:
        with self.office.open() as opened:
            opened.ledger.outbox.leave(address, opened.clock(), "page")

    def states(self) -> dict[str, CaseState]:
        """By position."""
        with self.office.open() as opened:
            return {case.position: case.state for case in opened.ledger.responses.cases()}

    def _case(self, opened: Office, position: str) -> Any:
        return next(case for case in opened.ledger.responses.cases() if case.position == position)


def slug(kind: str) -> str:
    return kind.replace(" ", "-")


def company(kind: str, copy: int) -> str:
    return f"PT {kind.title()} {copy}"


def positions(kind: str, copy: int) -> list[str]:
    return [f"{kind.title()} {copy} Posisi {number}" for number, _ in enumerate(KINDS[kind].deadlines, 1)]


def contacts(kind: str, copy: int) -> list[str]:
    return [f"orang{number}.{copy}@{slug(kind)}.example" for number in range(KINDS[kind].contacts)]


def in_charge(kind: str) -> str:
    return f"{slug(kind)}@staf.example" if KINDS[kind].contacts else STAFF


def act(quarter: Quarter, today: date) -> None:
    for kind, behaviour in KINDS.items():
        what = next((what for when, what in behaviour.acts.items() if day(when) == today), "")
        for copy in range(COPIES) if what else ():
            first, *_ = every = positions(kind, copy)
            match what:
                case "answer":
                    for position in every:
                        quarter.answer(position)
                case "answer first":
                    quarter.answer(first)
                case "correct":
                    quarter.answer(first, applied=today.day)
                case "telephone":
                    quarter.answer(first, source=Source.PHONE)
                case "begin":
                    quarter.begin(first)
                case "leave":
                    quarter.leave(contacts(kind, copy)[0])
                case "call off":
                    quarter.office.sheet.set("Lowongan", first, Status="Batal")


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Quarter]:
    """Lived to its end."""
    folder = tmp_path_factory.mktemp("quarter")
    rows = [
        vacancy(position, Perusahaan=company(kind, copy), Batas_Lamaran=day(deadline), Sasaran="Teknik Informatika")
        for kind, behaviour in KINDS.items()
        for copy in range(COPIES)
        for position, deadline in zip(positions(kind, copy), behaviour.deadlines, strict=True)
    ]
    people = [
        {"Perusahaan": company(kind, copy), "Narahubung": "Sari", "Email": address, "Telepon": "081200001234",
         "Penanggung Jawab": in_charge(kind)}
        for kind in KINDS
        for copy in range(COPIES)
        for address in contacts(kind, copy)
    ]  # fmt: skip
    with local_office(folder, *rows, alumni=[alumnus(1, "ani@example.com")]) as office:
        office.clock.now = datetime(2026, 2, 2, 9, tzinfo=WIB)
        with office.sheet.open() as book:
            for number, row in enumerate(people, 2):
                put(book[PARTNERS.title], number, row)
        office.server.recipients = {contacts("refused", copy)[0]: "550 5.1.1 no such user" for copy in range(COPIES)}
        quarter = Quarter(office)
        quarter.live(LAST, act)
        yield quarter


class TestEveryBehaviour:
    @pytest.mark.parametrize("kind", KINDS)
    def test_partners_get_the_mails_of_the_table_and_no_others(self, quarter: Quarter, kind: str) -> None:
        expected = [(day(when), subject) for when, subject in KINDS[kind].mails.items()]
        for copy in range(COPIES):
            for address in contacts(kind, copy):
                got = quarter.to(address)
                assert [one.day for one in got] == [when for when, _ in expected]
                assert all(one.subject.startswith(said) for one, (_, said) in zip(got, expected, strict=True))

    @pytest.mark.parametrize("kind", KINDS)
    def test_staff_are_asked_to_call_on_the_days_of_the_table(self, quarter: Quarter, kind: str) -> None:
        got = quarter.to(in_charge(kind), "Mohon hubungi")
        assert [one.day for one in got] == [day(when) for when in KINDS[kind].calls]
        for one in got:
            assert all(company(kind, copy) in one.text for copy in range(COPIES))
            assert ("081200001234" in one.text) == bool(KINDS[kind].contacts)

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_case_ends_as_the_table_says(self, quarter: Quarter, kind: str) -> None:
        states = quarter.states()
        for copy in range(COPIES):
            for position in positions(kind, copy):
                assert states[position] is KINDS[kind].ends
            shown = quarter.office.sheet.status(positions(kind, copy)[0])["Umpan Balik"]
            assert (shown or "") == KINDS[kind].shows


class TestWhatTheMailsSay:
    def test_one_mail_lists_all_that_is_open(self, quarter: Quarter) -> None:
        first, second, third = positions("three in a week", 0)
        request, reminder, again, last = (one.text for one in quarter.to(contacts("three in a week", 0)[0]))
        assert first in request
        assert second not in request
        assert all(position in text for position in (first, second, third) for text in (reminder, again))
        assert first not in last, "it is answered"
        assert second in last

    def test_nobody_else_gets_anything(self, quarter: Quarter) -> None:
        known = {address for kind in KINDS for copy in range(COPIES) for address in contacts(kind, copy)}
        known |= {in_charge(kind) for kind in KINDS} | {STAFF, "ani@example.com"}
        assert {one.recipient for one in quarter.sent} <= known

    def test_partners_hear_nothing_on_holidays(self, quarter: Quarter) -> None:
        free = {day(text) for text in ("16 Feb", "17 Feb", "18 Mar", "19 Mar", "20 Mar", "23 Mar", "24 Mar", "3 Apr")}
        mailed = {one.day for one in quarter.sent if one.recipient.endswith(".example")}
        assert not mailed & free
        assert all(one.weekday() < 5 for one in mailed)


class TestProblems:
    def test_a_partner_without_contact_and_one_that_is_refused_were_told_to_staff(self, quarter: Quarter) -> None:
        told = " ".join(" ".join(one.text.split()) for one in quarter.to(STAFF, "masalah baru"))
        assert "Belum ada alamat surel narahubung" in told
        assert "Server surel menolak alamat" in told

    def test_they_leave_the_tab_when_the_matter_closes(self, quarter: Quarter) -> None:
        problems = [row["Masalah"] for row in quarter.office.sheet.rows("Masalah")]
        assert not [one for one in problems if "hasil rekrutmen" in str(one)]


class TestCorrections:
    def test_every_version_is_kept_and_shown(self, quarter: Quarter) -> None:
        vacancy_id = quarter.ids[positions("corrects twice", 0)[0]]
        rows = [row for row in quarter.office.sheet.rows("Respon") if row["ID Lowongan"] == vacancy_id]
        assert [row["Versi"] for row in rows] == [1, 2, 3]
