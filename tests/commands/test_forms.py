"""`loker forms setup`: what it says, and its exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.commands import COULD_NOT_RUN, DONE, NEEDS_A_PERSON
from tests.commands.office import loker
from tests.google_emulator import Emulator, Form
from tests.google_emulator.conftest import google  # noqa: F401 - a fixture

SETTINGS = """
[office]
name = "UPT-PKPK"
[workbook]
credentials = "service-account.json"
endpoint = "{url}"
[mail]
host = "127.0.0.1"
sender = "karir@example.ac.id"
[feedback]
google_form_id = "{form}"
"""


@pytest.fixture
def folder(google: Emulator, tmp_path: Path) -> Path:  # noqa: F811
    google.write_credentials(tmp_path / "service-account.json")
    return tmp_path


def settings(folder: Path, google: Emulator, form: Form) -> Path:  # noqa: F811
    file = folder / "loker.toml"
    file.write_text(SETTINGS.format(url=google.url, form=form.id), "utf-8")
    return file


def test_it_sets_up_the_form_and_says_where_it_is(google: Emulator, folder: Path) -> None:  # noqa: F811
    form = google.create_form(published=False)
    config = settings(folder, google, form)
    first = loker("forms", "setup", "--config", config)
    assert first.exit_code == DONE
    assert f"The form is ready: {form.responder_url}" in first.stdout
    assert form.accepting
    again = loker("forms", "setup", "--config", config)
    assert again.exit_code == DONE
    assert "was ready already" in again.stdout


def test_it_says_that_partners_would_have_to_sign_in(google: Emulator, folder: Path) -> None:  # noqa: F811
    result = loker("forms", "setup", "--config", settings(folder, google, google.create_form(signed_in=True)))
    assert result.exit_code == NEEDS_A_PERSON
    assert "'Anyone with the link'" in result.stdout


def test_it_says_what_is_wrong(google: Emulator, folder: Path) -> None:  # noqa: F811
    form = google.create_form(share=())
    result = loker("forms", "setup", "--config", settings(folder, google, form))
    assert (result.exit_code, result.stdout) == (COULD_NOT_RUN, "")
    assert "share it with" in result.stderr


def test_it_wants_a_form_and_a_key(google: Emulator, folder: Path) -> None:  # noqa: F811
    config = settings(folder, google, google.create_form())
    config.write_text(config.read_text("utf-8").replace("google_form_id", "# google_form_id"), "utf-8")
    result = loker("forms", "setup", "--config", config)
    assert result.exit_code == COULD_NOT_RUN
    assert "feedback.provider" in result.stderr
    config = settings(folder, google, google.create_form())
    config.write_text(config.read_text("utf-8").replace("credentials", "# credentials"), "utf-8")
    result = loker("forms", "setup", "--config", config)
    assert result.exit_code == COULD_NOT_RUN
    assert "A Google Form needs a service account's key" in result.stderr
