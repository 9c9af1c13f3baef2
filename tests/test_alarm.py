"""Failures reach a person, whatever it is that fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from flows.alarm import GOOD, NAME, tell, trouble_of, watched
from flows.errors import LedgerError, MailError, SettingsError, WorkbookBusy, WorkbookError
from flows.settings import load
from flows.under_way import run_of
from tests.steps.local_office import STAFF, LocalOffice, local_office, vacancy

NOW = datetime(2026, 11, 24, 0, 10, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[LocalOffice]:
    with local_office(tmp_path, vacancy("Teknisi")) as office:
        yield office


def told(office: LocalOffice) -> list[EmailMessage]:
    """The mails that came, whoever got them."""
    return [
        message_from_bytes(message.data, _class=EmailMessage, policy=policy.default)  # type: ignore[arg-type]
        for message in office.server.messages
    ]


def cycle(office: LocalOffice) -> None:
    """The beginning of one, as `flows.cycle` goes through it."""
    with watched(office.config) as watch, run_of(office.config) as run:
        watch.run = run
        run.observe()


def test_a_workbook_that_is_gone_is_told_once_with_what_it_means_and_what_to_do(office: LocalOffice) -> None:
    (office.folder / "loker.xlsx").unlink()
    for _ in range(2):
        with pytest.raises(WorkbookError):
            cycle(office)
    [mail] = told(office)
    assert mail["To"] == STAFF
    assert mail["Subject"].startswith("loker terganggu: buku kerja tidak terbaca")
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    for part in ("Artinya bagi staf: Isi buku kerja tidak terbaca", "Yang perlu dilakukan:", "Sejak: "):
        assert part in text


def test_a_mistake_in_the_settings_is_told_by_the_last_right_ones(
    office: LocalOffice, caplog: pytest.LogCaptureFixture
) -> None:
    right = office.config.read_text("utf-8")
    cycle(office)
    for _ in range(2):
        office.config.write_text(right + '\n[retention]\nmessage_days = "lama"\n', "utf-8")
        with pytest.raises(SettingsError):
            cycle(office)
    [mail] = told(office)
    assert mail["Subject"] == "loker terganggu: pengaturan keliru"
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "retention.message_days" in text
    assert "loker berhenti bekerja sampai pengaturannya dibetulkan" in " ".join(text.split())
    assert sum("retention.message_days" in line for line in caplog.messages) == 2, "each run says it in the log"
    assert (office.folder / GOOD).stat().st_mode & 0o077 == 0


def test_a_run_that_a_command_shows_says_nothing_in_the_log(
    office: LocalOffice, caplog: pytest.LogCaptureFixture
) -> None:
    (office.folder / "loker.xlsx").unlink()
    with pytest.raises(WorkbookError), run_of(office.config):
        cycle(office)
    assert caplog.messages == []
    with pytest.raises(WorkbookError):
        cycle(office)
    assert any("The workbook is not there" in line for line in caplog.messages)


def test_the_administrator_gets_it_where_one_is_named(office: LocalOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKER_OFFICE__ADMINISTRATOR", "it@example.ac.id, jaga@example.ac.id")
    tell(load(office.config), [trouble_of(LedgerError("The ledger is damaged"), NOW)], NOW)
    assert [mail["To"] for mail in told(office)] == ["it@example.ac.id", "jaga@example.ac.id"]


def test_a_ledger_that_cannot_be_opened_is_told(office: LocalOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKER_LEDGER__URL", "sqlite:////dev/null/loker.db")
    with pytest.raises(LedgerError), watched(office.config), run_of(office.config):
        pass
    assert [mail["Subject"].partition(":")[0] for mail in told(office)] == ["loker terganggu"]


def test_several_failures_of_a_run_are_one_mail(office: LocalOffice) -> None:
    with pytest.raises(ExceptionGroup), watched(office.config):
        raise ExceptionGroup("Several", [WorkbookError("No tab"), ValueError("ani@example.com is no number")])
    [mail] = told(office)
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "No tab" in text
    assert "An error that nobody foresaw (ValueError)" in text
    assert "ani@example.com" not in mail.as_string()


def test_who_has_the_workbook_open_is_told_after_hours_by_the_run_itself(office: LocalOffice) -> None:
    settings = load(office.config)
    tell(settings, [trouble_of(WorkbookBusy("Open in Excel"), NOW)], NOW)
    assert told(office) == []
    with watched(office.config) as watch, run_of(office.config, clock=lambda: NOW + timedelta(hours=4)) as run:
        watch.run = run
        run.was_away(WorkbookBusy("Open in Excel"))
    assert [mail["Subject"] for mail in told(office)] == [
        "loker terganggu: buku kerja atau formulir belum dapat dipakai"
    ]


def test_it_is_told_when_it_is_over(office: LocalOffice) -> None:
    settings = load(office.config)
    for minutes, met in ((0, [LedgerError("The ledger is damaged")]), (10, []), (50, []), (60, [])):
        at = NOW + timedelta(minutes=minutes)
        tell(settings, [trouble_of(error, at) for error in met], at)
    assert [mail["Subject"].partition(":")[0] for mail in told(office)] == ["loker terganggu", "loker pulih"]
    assert json.loads((office.folder / NAME).read_text()) == []


def test_what_cannot_be_sent_waits_and_hides_nothing(office: LocalOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as away:
        away.setenv("LOKER_MAIL__PORT", "9")
        with pytest.raises(LedgerError), watched(office.config):
            raise LedgerError("The ledger is damaged")
    with pytest.raises(LedgerError), watched(office.config):
        raise LedgerError("The ledger is damaged")
    assert len(told(office)) == 1


def test_while_the_mail_account_fails_it_is_not_tried_for_this(office: LocalOffice) -> None:
    with pytest.raises(MailError), watched(office.config):
        raise MailError("Wrong password", where="smtp.example.com:465", cure="make a new app password")
    assert office.server.connections == 0


def test_a_spoiled_memory_tells_anew(office: LocalOffice) -> None:
    (office.folder / NAME).write_text('[{"kind": 1}]')
    tell(load(office.config), [trouble_of(LedgerError("The ledger is damaged"), NOW)], NOW)
    assert len(told(office)) == 1


def test_a_run_in_order_leaves_no_trace(office: LocalOffice) -> None:
    cycle(office)
    assert not (office.folder / NAME).exists()
    assert told(office) == []
