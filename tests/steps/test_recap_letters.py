"""Who gets an archived recap: the archived bytes, once a revision, and only who is still meant."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from flows.mail.attachments import encoded_size
from flows.mail.interface import Attachment
from flows.mail.recap import CHART
from tests.steps.local_office import ANI, LocalOffice, vacancy
from tests.steps.test_recap import DIRECTOR, HEAD, SEMESTER, answer, at, move

TITLE = str(SEMESTER["Judul"])


def recipient(email: str, scope: str, name: str = "Dr. Sari") -> dict[str, Any]:
    return {"Nama": name, "Jabatan": "Wakil Direktur III", "Email": email, "Cakupan": scope}


@pytest.fixture
def office(office: Callable[..., LocalOffice]) -> LocalOffice:
    """An office on 5 January 2027 whose semester staff have just approved; nothing has run since."""
    made = office(
        vacancy("Juru Las", Batas_Lamaran=date(2026, 12, 1)),
        vacancy("Kasir", Batas_Lamaran=date(2026, 12, 2), Sasaran="Teknik Informatika"),
    )

    def begin() -> None:
        made.tick()
        made.sheet.add("Periode", SEMESTER)
        made.sheet.add("Penerima Rekap", recipient(DIRECTOR, "Semua"), recipient(HEAD, "D3 Teknik Informatika"))
        at(made, "2026-12-10 09:00")
        answer(made, "Kasir", applied=12, accepted=3, accepted_by_programme={"IF": 2})
        move(made, "2027-01-05 09:00")
        made.sheet.set("Periode", TITLE, Status="Setuju")

    made.once("semester", begin)
    return made


@pytest.fixture
def paused(office: LocalOffice) -> LocalOffice:
    """The same, archived and queued while *Jeda* is set."""
    jeda(office, "Ya")
    office.tick()
    return office


def received(office: LocalOffice, who: str) -> list[EmailMessage]:
    found = [message_from_bytes(m.data, policy=policy.default) for m in office.server.messages if m.recipient == who]
    assert all(isinstance(one, EmailMessage) and not one.defects for one in found)
    return [one for one in found if isinstance(one, EmailMessage) and str(one["Subject"]).startswith("Rekap")]


def attached(message: EmailMessage) -> dict[str, str]:
    """Names and checksums."""
    return {
        str(part.get_filename()): hashlib.sha256(part.get_payload(decode=True)).hexdigest()  # type: ignore[arg-type]
        for part in message.iter_attachments()
    }


def on_disk(office: LocalOffice, *names: str) -> dict[str, str]:
    files = (office.folder / "arsip" / "2026" / name for name in names)
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def jeda(office: LocalOffice, value: str) -> None:
    office.sheet.set("Kendali", "Jeda", Nilai=value)


def without_part(office: LocalOffice) -> list[str]:
    return [str(row["Masalah"]) for row in office.sheet.rows("Masalah") if row["Tab"] == "Penerima Rekap"]


def test_everybody_gets_his_own_part_with_the_archived_bytes(office: LocalOffice) -> None:
    office.tick()
    [whole], [part] = received(office, DIRECTOR), received(office, HEAD)
    assert attached(whole) == on_disk(office, "rekap-2026-s2-rev0.pdf", "rekap-2026-s2-rev0.xlsx")
    assert attached(part) == on_disk(office, "rekap-2026-s2-rev0-if.pdf", "rekap-2026-s2-rev0-if.xlsx")
    assert str(part["Subject"]) == "Rekap hasil perekrutan: Semester Genap 2026 · D3 Teknik Informatika"
    for message in (whole, part):
        chart = next(one for one in message.walk() if one["Content-ID"] == f"<{CHART}>")
        assert chart.get_payload(decode=True).startswith(b"\x89PNG")  # type: ignore[union-attr]
        assert message["To"].addresses[0].display_name == "Dr. Sari"


def test_it_tells_the_figures_and_who_has_not_answered(office: LocalOffice) -> None:
    office.tick()
    [told] = office.mails(DIRECTOR)
    text = " ".join(told.text.split())
    assert "Yth. Bapak/Ibu Dr. Sari, Wakil Direktur III," in text
    assert "12 pelamar, dari 1 dari 2 lowongan yang dijawab." in text
    assert "Belum ditanyakan: 1 lowongan" in text
    [told] = office.mails(HEAD)
    assert "Isinya hanya lowongan yang terbuka bagi D3 Teknik Informatika" in " ".join(told.text.split())


def test_nobody_gets_it_twice_and_a_revision_reaches_everybody_once(office: LocalOffice) -> None:
    for minute in range(0, 40, 10):
        at(office, f"2027-01-05 09:{minute:02}")
    assert len(received(office, DIRECTOR)) == len(received(office, HEAD)) == 1
    answer(office, "Juru Las", applied=5, accepted=5)
    move(office, "2027-01-08 09:00")
    office.sheet.set("Periode", TITLE, Status="Perbarui", Disetujui_Oleh="Rina 8 Jan")
    for minute in range(0, 30, 10):
        at(office, f"2027-01-08 09:{minute:02}")
    first, second = received(office, DIRECTOR)
    assert "revisi" not in str(first["Subject"])
    assert str(second["Subject"]).endswith("(revisi 1)")
    assert attached(second) == on_disk(office, "rekap-2026-s2-rev1.pdf", "rekap-2026-s2-rev1.xlsx")
    assert len(received(office, HEAD)) == 2


def test_two_scopes_of_one_address_are_two_mails_and_the_same_scope_is_one(office: LocalOffice) -> None:
    office.sheet.add("Penerima Rekap", recipient(HEAD, "Jurusan Informatika"), recipient(HEAD, "IF"))
    office.tick()
    assert sorted(next(iter(attached(message))) for message in received(office, HEAD)) == [
        "rekap-2026-s2-rev0-if.pdf", "rekap-2026-s2-rev0-jif.pdf",
    ]  # fmt: skip


def test_who_is_removed_before_it_left_gets_nothing(paused: LocalOffice) -> None:
    office = paused
    office.sheet.delete("Penerima Rekap", HEAD)
    jeda(office, "Tidak")
    at(office, "2027-01-05 09:10")
    assert len(received(office, DIRECTOR)) == 1
    assert received(office, HEAD) == []
    with office.open() as opened:
        assert not opened.ledger.outbox.waiting()


def test_who_changes_his_scope_before_it_left_gets_nothing_of_the_old_one(office: LocalOffice) -> None:
    office.sheet.set("Penerima Rekap", HEAD, Cakupan="Semua")
    office.sheet.add("Penerima Rekap", recipient("x@example.ac.id", "IF"))
    jeda(office, "Ya")
    office.tick()
    office.sheet.set("Penerima Rekap", HEAD, Cakupan="IF")
    jeda(office, "Tidak")
    at(office, "2027-01-05 09:10")
    assert [next(iter(attached(message))) for message in received(office, HEAD)] == ["rekap-2026-s2-rev0-if.pdf"]


def test_a_revision_replaces_what_has_not_left_of_the_one_before(paused: LocalOffice) -> None:
    office = paused
    answer(office, "Juru Las", applied=5, accepted=5)
    move(office, "2027-01-08 09:00")
    office.sheet.set("Periode", TITLE, Status="Perbarui", Disetujui_Oleh="Rina 8 Jan")
    office.tick()
    jeda(office, "Tidak")
    at(office, "2027-01-08 09:10")
    assert [str(message["Subject"])[-10:] for message in received(office, DIRECTOR)] == ["(revisi 1)"]


def test_an_approval_taken_back_holds_it_and_given_again_sends_it(paused: LocalOffice) -> None:
    office = paused
    office.sheet.set("Periode", TITLE, Status="Draf")
    jeda(office, "Tidak")
    at(office, "2027-01-05 09:10")
    assert received(office, DIRECTOR) == []
    office.sheet.set("Periode", TITLE, Status="Setuju")
    at(office, "2027-01-05 09:20")
    assert len(received(office, DIRECTOR)) == 1


def test_an_altered_file_goes_to_nobody_until_it_is_as_it_was(paused: LocalOffice) -> None:
    office = paused
    file = office.folder / "arsip" / "2026" / "rekap-2026-s2-rev0.pdf"
    good = file.read_bytes()
    file.chmod(0o644)
    file.write_bytes(good.replace(b"%PDF", b"%pdf"))
    jeda(office, "Tidak")
    at(office, "2027-01-05 09:10")
    assert received(office, DIRECTOR) == []
    assert len(received(office, HEAD)) == 1
    file.write_bytes(good)
    at(office, "2027-01-05 09:20")
    assert len(received(office, DIRECTOR)) == 1


def test_who_comes_late_still_gets_it_and_who_comes_much_later_the_next(office: LocalOffice) -> None:
    office.tick()
    move(office, "2027-01-25 09:00")
    office.sheet.add("Penerima Rekap", recipient("baru@example.ac.id", "Semua"))
    office.tick()
    move(office, "2027-03-01 09:00")
    office.sheet.add("Penerima Rekap", recipient("terlambat@example.ac.id", "Semua"))
    office.tick()
    assert len(received(office, "baru@example.ac.id")) == 1
    assert received(office, "terlambat@example.ac.id") == []


def test_staff_are_told_of_a_part_that_was_not_archived(office: LocalOffice) -> None:
    office.tick()
    assert without_part(office) == []
    office.sheet.add("Penerima Rekap", recipient("mesin@example.ac.id", "Jurusan Mesin"))
    at(office, "2027-01-05 09:10")
    assert received(office, "mesin@example.ac.id") == []
    [said] = without_part(office)
    assert said.startswith(f"Rekap {TITLE} sudah diarsipkan tanpa bagian untuk Jurusan Mesin")


def test_staff_are_told_of_an_address_that_was_refused(office: LocalOffice) -> None:
    office.server.recipients = {HEAD: "550 5.1.1 no such user"}
    office.tick()
    at(office, "2027-01-05 09:10")
    [said] = without_part(office)
    assert HEAD in said
    office.sheet.set("Penerima Rekap", HEAD, Email="ketua.if@example.ac.id")
    at(office, "2027-01-05 09:20")
    assert len(received(office, "ketua.if@example.ac.id")) == 1
    assert without_part(office) == []


def test_who_wants_no_vacancies_still_gets_the_recap(office: LocalOffice) -> None:
    with office.open() as opened:
        opened.ledger.outbox.leave(DIRECTOR, opened.clock(), "page")
    office.tick()
    assert len(received(office, DIRECTOR)) == 1


def test_it_leaves_before_announcements_when_the_limit_is_nearly_used_up(office: LocalOffice) -> None:
    office.sheet.add("Lowongan", vacancy("Montir"))
    office.configure(limit=2)
    office.tick()
    assert len(received(office, DIRECTOR)) == len(received(office, HEAD)) == 1
    assert not any("Montir" in mail.subject for mail in office.mails(ANI))


def test_a_file_that_is_too_large_stays_and_the_mail_says_so(
    paused: LocalOffice, caplog: pytest.LogCaptureFixture
) -> None:
    office = paused
    pdf = (office.folder / "arsip" / "2026" / "rekap-2026-s2-rev0.pdf").read_bytes()
    room = (250_000 + encoded_size([Attachment("", "application/pdf", pdf)])) / 1e6
    settings = office.config.read_text("utf-8")
    office.config.write_text(settings.replace("reserve = 0", f"reserve = 0\nlargest_mb = {room}"), "utf-8")
    jeda(office, "Tidak")
    at(office, "2027-01-05 09:10")
    [whole] = received(office, DIRECTOR)
    assert list(attached(whole)) == ["rekap-2026-s2-rev0.pdf"]
    assert "rekap-2026-s2-rev0.xlsx" in office.mails(DIRECTOR)[0].text
    assert "terlalu besar untuk surel" in " ".join(office.mails(DIRECTOR)[0].text.split())
    assert "mail.largest_mb" in caplog.text
    assert "example.ac.id" not in caplog.text
