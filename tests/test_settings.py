"""The settings: found, overridden, checked as a whole, and silent about what is secret."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows.errors import SettingsError
from flows.office import account, google_credentials
from flows.settings import Settings, load

SECRET = "kata-sandi-rahasia"
LEAST = """
[office]
name = "UPT-PKPK"
[mail]
host = "127.0.0.1"
sender = "UPT-PKPK <karir@example.ac.id>"
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a configuration: the least there can be, with further lines at the end of its sections."""

    def write(text: str = LEAST, **more: str) -> Path:
        for section, lines in more.items():
            head = f"[{section}]\n"
            text = text.replace(head, head + lines + "\n") if head in text else f"{text}{head}{lines}\n"
        path = tmp_path / "loker.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def complaint(path: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        load(path)
    return str(caught.value)


class TestWhereTheyAre:
    def test_it_takes_the_file_that_is_given_before_the_one_that_is_named(self, write, tmp_path, monkeypatch):
        given, named = write(), tmp_path / "other.toml"
        named.write_text(LEAST.replace("UPT-PKPK", "Kantor Lain"), "utf-8")
        monkeypatch.setenv("LOKER_CONFIG", str(named))
        assert load(given).office.name == "UPT-PKPK"
        assert load().office.name == "Kantor Lain"

    def test_a_folder_stands_for_the_file_in_it(self, write):
        given = write()
        assert load(given.parent).folder == given.parent

    @pytest.mark.parametrize("place", ["loker.toml", "config/loker.toml"])
    def test_it_looks_in_the_working_folder(self, place, tmp_path, monkeypatch):
        file = tmp_path / place
        file.parent.mkdir(exist_ok=True)
        file.write_text(LEAST, "utf-8")
        monkeypatch.chdir(tmp_path)
        assert load().folder == file.parent

    def test_it_names_every_place_and_the_cure_when_there_is_none(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        with pytest.raises(SettingsError) as caught:
            load()
        message = str(caught.value)
        assert str(tmp_path / "loker.toml") in message
        assert str(tmp_path / "config" / "loker.toml") in message
        assert "loker init" in message
        assert "LOKER_CONFIG" in message

    def test_paths_start_at_the_folder_of_the_file(self, write, tmp_path, monkeypatch):
        monkeypatch.chdir("/")
        settings = load(write(workbook='path = "bersama/loker.xlsx"'))
        assert settings.path(settings.workbook.path) == tmp_path / "bersama" / "loker.xlsx"
        assert settings.ledger_url == f"sqlite:///{tmp_path / 'loker.db'}"
        assert settings.path("/srv/loker.xlsx") == Path("/srv/loker.xlsx")

    @pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql+psycopg://karir@localhost/loker"])
    def test_it_leaves_the_address_of_other_ledgers_alone(self, write, url):
        assert load(write(ledger=f'url = "{url}"')).ledger_url == url


class TestTheEnvironment:
    def test_a_variable_goes_before_the_file(self, write, monkeypatch):
        monkeypatch.setenv("LOKER_MAIL__PORT", "2525")
        monkeypatch.setenv("LOKER_MAIL__SECURITY", "none")
        mail = load(write(mail="port = 465")).mail
        assert (mail.port, mail.security, mail.host) == (2525, "none", "127.0.0.1")

    @pytest.mark.parametrize("typed", ["a@example.ac.id, b@example.ac.id", '["a@example.ac.id", "b@example.ac.id"]'])
    def test_it_takes_a_list_with_commas_or_as_json(self, write, monkeypatch, typed):
        monkeypatch.setenv("LOKER_OFFICE__STAFF", typed)
        assert load(write()).office.staff == ["a@example.ac.id", "b@example.ac.id"]

    @pytest.mark.parametrize(
        ("name", "known"), [("LOKER_MAIL__PROT", "mail.prot"), ("LOKER_SURAT__PORT", "sections are OFFICE")]
    )
    def test_a_slip_of_the_pen_is_not_passed_over(self, write, monkeypatch, name, known):
        monkeypatch.setenv(name, "2525")
        assert known in complaint(write())


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("more", "named"),
        [
            ({"mail": "prot = 465"}, "mail.prot is not a known key"),
            ({"surat": "port = 465"}, "surat is not a known key"),
            ({"mail": 'port = "empat"'}, "mail.port"),
            ({"mail": 'security = "tls"'}, "mail.security"),
            ({"mail": "connections = 0"}, "mail.connections"),
            ({"mail": 'in_doubt = "forget"'}, "mail.in_doubt"),
            ({"mail": 'reply_to = "bukan alamat"'}, "mail.reply_to: 'bukan alamat' is not an e-mail address"),
            ({"office": 'timezone = "Asia/Batam"'}, "office.timezone: 'Asia/Batam' is not a time zone"),
            ({"office": 'language = "jv"'}, "office.language"),
            ({"announce": "hour = 24"}, "announce.hour"),
            ({"mail": "daily_limit = 2.000"}, "mail.daily_limit: 2.0 is not a whole number"),
            ({"office": 'staff = ["ratna"]'}, "'ratna' is not an e-mail address"),
            ({"office": 'staff = ["Ratna <ratna@example.ac.id>"]'}, "is not an e-mail address alone"),
            ({"ledger": 'url = "loker.db"'}, "ledger.url: 'loker.db' is not a database's URL"),
            ({"announce": "settle_minutes = -1"}, "announce.settle_minutes"),
            (
                {"web": 'public_url = "karir.example.ac.id"'},
                "web.public_url: 'karir.example.ac.id' is not a web address",
            ),
            ({"feedback": 'provider = "hosted"'}, "feedback.provider 'hosted' needs web.public_url"),
            ({"feedback": 'provider = "google"'}, "provider 'google' needs google_form_id"),
            ({"feedback": "reminder_days = [7, 21, 14]"}, "reminder_days must rise"),
            ({"feedback": "close_days = 20"}, "close_days must be later than escalate_days"),
            ({"feedback": "hours = [16, 8]"}, "hours must be two full hours"),
            ({"feedback": 'extra_holidays = ["31 Desember"]'}, "feedback.extra_holidays"),
            ({"workbook": 'provider = "ods"'}, "workbook.provider"),
            ({"workbook": 'provider = "google"'}, "provider 'google' needs spreadsheet_id"),
            ({"workbook": 'path = ""'}, "provider 'xlsx' needs path"),
        ],
    )
    def test_one_message_names_the_key_the_places_and_the_cure(self, write, more, named):
        path = write(**more)
        message = complaint(path)
        assert named in message
        assert f"Where: {path}, and variables such as LOKER_MAIL__PORT" in message
        assert "Cure: correct the key in the file, or set LOKER_SECTION__KEY" in message
        assert "\n" not in message

    def test_it_names_all_that_is_wrong_at_once(self, write):
        message = complaint(write(mail="port = 0", office='language = "jv"'))
        assert "mail.port" in message
        assert "office.language" in message

    @pytest.mark.parametrize(
        ("text", "named"),
        [
            ("", "office is missing"),
            (LEAST.replace('name = "UPT-PKPK"', ""), "office.name is missing"),
            (LEAST.replace('host = "127.0.0.1"', ""), "mail.host is missing"),
            (LEAST.replace("sender =", "reply_to ="), "mail: needs sender"),
        ],
    )
    def test_it_says_what_is_missing(self, write, text, named):
        assert named in complaint(write(text))

    def test_it_shows_the_line_of_what_is_not_toml(self, write):
        message = complaint(write(LEAST + "[announce\n"))
        assert "line 7" in message
        assert "not TOML" in message


class TestFeedback:
    @pytest.mark.parametrize(
        ("more", "forms"),
        [
            ({}, "mail"),
            ({"feedback": 'google_form_id = "1AbC"'}, "google"),
            ({"feedback": 'google_form_id = "1AbC"', "web": 'public_url = "https://karir.example.ac.id"'}, "hosted"),
            ({"feedback": 'provider = "mail"', "web": 'public_url = "https://karir.example.ac.id"'}, "mail"),
        ],
    )
    def test_partners_answer_where_it_is_set_up(self, write, more, forms):
        assert load(write(**more)).forms == forms

    def test_its_lists_can_be_variables(self, write, monkeypatch):
        monkeypatch.setenv("LOKER_FEEDBACK__REMINDER_DAYS", "5, 10")
        monkeypatch.setenv("LOKER_FEEDBACK__EXTRA_HOLIDAYS", "2026-12-31")
        settings = load(write())
        assert settings.feedback.rules(settings.office.zone).reminder_days == (5, 10)
        assert not settings.feedback.working_time(settings.office.zone).is_workday(date(2026, 12, 31))


class TestSecrets:
    @pytest.fixture
    def given(self, write, tmp_path) -> Settings:
        (tmp_path / "mail-password").write_text(f"{SECRET}\n", "utf-8")
        return load(write(mail='user = "karir@example.ac.id"\npassword = "file:mail-password"'))

    def test_it_reads_one_from_a_file_beside_the_configuration(self, given):
        assert account(given).password == SECRET

    def test_it_takes_one_as_it_is(self, write):
        settings = load(write(mail=f'password = "{SECRET}"'))
        assert settings.secret(settings.mail.password) == SECRET

    def test_it_says_which_file_cannot_be_read(self, write, tmp_path):
        settings = load(write(mail='password = "file:nowhere"'))
        with pytest.raises(SettingsError, match=r"(?s)secret cannot be read.*nowhere.*Cure"):
            settings.secret(settings.mail.password)

    def test_it_prints_none(self, write, given):
        settings = load(write(mail=f'password = "{SECRET}"'))
        for shown in (repr(settings), str(settings), settings.model_dump_json(), repr(account(given))):
            assert SECRET not in shown

    @pytest.mark.parametrize("mail", ["port = 0", "prot = 465", 'sender = ""\nuser = "karir"'])
    def test_it_names_none_in_what_is_wrong(self, write, mail, monkeypatch):
        monkeypatch.setenv("LOKER_MAIL__PASSWORD", SECRET)
        text = LEAST.replace('sender = "UPT-PKPK <karir@example.ac.id>"\n', "")
        assert SECRET not in complaint(write(text, mail=f'{mail}\noauth2_file = "{SECRET}"'))

    def test_it_reads_them_from_secret_blocks_of_prefect(self, write, prefect_server):
        from prefect.blocks.system import Secret

        Secret(value=SECRET).save("loker-test-mail", overwrite=True)
        Secret(value='{"client_email": "loker@example.com"}').save("loker-test-google", overwrite=True)
        settings = load(write(mail='password = "prefect:loker-test-mail"', workbook=GOOGLE))
        assert settings.secret(settings.mail.password) == SECRET
        assert google_credentials(settings) == {"client_email": "loker@example.com"}

    def test_it_takes_a_block_s_text_as_it_is_though_it_looks_like_a_number(self, write, prefect_server):
        from prefect.blocks.system import Secret

        Secret(value="1e5").save("loker-test-digits", overwrite=True)
        settings = load(write(mail='password = "prefect:loker-test-digits"'))
        assert settings.secret(settings.mail.password) == "1e5"

    def test_it_says_when_prefect_does_not_answer(self, write):
        from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

        settings = load(write(mail='password = "prefect:loker-test-mail"'))
        with (
            temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api", PREFECT_CLIENT_MAX_RETRIES: 0}),
            pytest.raises(SettingsError, match=r"cannot be read.*PREFECT_API_URL"),
        ):
            settings.secret(settings.mail.password)

    def test_it_says_which_secret_block_is_not_there(self, write, prefect_server):
        settings = load(write(mail='password = "prefect:loker-test-nothing"'))
        with pytest.raises(SettingsError, match=r"no Secret block 'loker-test-nothing'.*Cure: make the block"):
            settings.secret(settings.mail.password)

    def test_it_says_when_a_block_holds_no_key_and_does_not_show_what_it_holds(self, write, prefect_server):
        from prefect.blocks.system import Secret

        Secret(value=SECRET).save("loker-test-google", overwrite=True)
        with pytest.raises(SettingsError) as caught:
            google_credentials(load(write(workbook=GOOGLE)))
        assert "workbook.credentials does not hold" in str(caught.value)
        assert SECRET not in str(caught.value)


GOOGLE = 'provider = "google"\nspreadsheet_id = "1AbC"\ncredentials = "prefect:loker-test-google"'
