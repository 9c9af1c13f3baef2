"""The settings of one office: ``loker.toml``, overridden by the environment, checked before anything starts."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Literal, Self

from pydantic import SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import SettingsError as UnreadableVariable

from flows.errors import SettingsError
from flows.sections import (
    AnnounceSection,
    ArchiveSection,
    FeedbackSection,
    LedgerSection,
    MailSection,
    OfficeSection,
    RetentionSection,
    ReturnsSection,
    SiteSection,
    WebSection,
    WorkbookSection,
)

PREFIX = "LOKER_"
FILE_NAMES = ("loker.toml", "config/loker.toml")
"""Looked for in the working folder when neither ``--config`` nor ``LOKER_CONFIG`` names a file."""


class Settings(BaseSettings):
    """All settings of one office. Make one with `load`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True)

    office: OfficeSection
    workbook: WorkbookSection = WorkbookSection()
    mail: MailSection
    ledger: LedgerSection = LedgerSection()
    announce: AnnounceSection = AnnounceSection()
    feedback: FeedbackSection = FeedbackSection()
    archive: ArchiveSection = ArchiveSection()
    retention: RetentionSection = RetentionSection()
    returns: ReturnsSection = ReturnsSection()
    web: WebSection = WebSection()
    site: SiteSection = SiteSection()

    folder: Path = Path()
    """The folder of the configuration file; relative paths start here."""

    @model_validator(mode="after")
    def _hosted_somewhere(self) -> Self:
        if self.feedback.provider == "hosted" and not self.web.public_url:
            raise ValueError("feedback.provider 'hosted' needs web.public_url")
        if self.site.publish_to and not self.site_url:
            raise ValueError("site.publish_to needs site.url, or web.public_url: pages and feeds tell where they are")
        return self

    @property
    def site_url(self) -> str:
        """Where the public page is reached, without a slash at the end; ``""``: there is none."""
        return (self.site.url or self.web.public_url).rstrip("/")

    @property
    def forms(self) -> Literal["hosted", "google", "mail"]:
        """Where partners answer: as ``feedback.provider`` says, or by what there is."""
        if self.feedback.provider != "auto":
            return self.feedback.provider
        if self.web.public_url:
            return "hosted"
        return "google" if self.feedback.google_form_id else "mail"

    def path(self, value: str) -> Path:
        """A path of the configuration as a path of this machine."""
        return self.folder / Path(value).expanduser()

    @property
    def ledger_url(self) -> str:
        """`LedgerSection.url` with a relative SQLite file placed in `folder`."""
        scheme, found, name = self.ledger.url.partition(":///")
        if not found or not scheme.startswith("sqlite") or name in {"", ":memory:"}:
            return self.ledger.url
        return f"{scheme}:///{self.path(name)}"

    def secret(self, value: SecretStr | str) -> str:
        """The secret itself: as given, or read from ``file:PATH`` or the Prefect Secret block ``prefect:BLOCK``."""
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if text.startswith("file:"):
            path = self.path(text.removeprefix("file:"))
            try:
                return path.read_text("utf-8").strip()
            except OSError as error:
                raise SettingsError(
                    f"A secret cannot be read ({error.strerror})", where=str(path), cure="make the file readable"
                ) from error
        if text.startswith("prefect:"):
            return _prefect_secret(text.removeprefix("prefect:"))
        return text


def _prefect_secret(block: str) -> str:
    from prefect.blocks.system import Secret

    try:
        # Not by `get`, which makes a number of a password of digits and an object of a key in JSON.
        value = Secret.load(block).value.get_secret_value()  # type: ignore[union-attr]
    except ValueError as error:
        raise SettingsError(
            f"Prefect has no Secret block {block!r}",
            where="the Prefect server in use",
            cure="make the block under Blocks → Secret, or give the secret by file:PATH",
        ) from error
    except Exception as error:  # of whatever kind: Prefect's client passes on what its HTTP library raises
        raise SettingsError(
            f"Prefect's Secret block {block!r} cannot be read ({type(error).__name__})",
            where="the Prefect server in use",
            cure="set PREFECT_API_URL to a server that answers, or give the secret by file:PATH",
        ) from error
    return value if isinstance(value, str) else json.dumps(value)


def find(path: Path | None) -> Path:
    """The configuration file: as given, as ``LOKER_CONFIG`` says, or one of `FILE_NAMES` in the working folder.

    A folder stands for the ``loker.toml`` in it.
    """
    named = path or (Path(os.environ["LOKER_CONFIG"]) if os.environ.get("LOKER_CONFIG") else None)
    places = [named, named / "loker.toml"] if named else [Path.cwd() / name for name in FILE_NAMES]
    for place in places:
        if place.is_file():
            return place.resolve()
    raise SettingsError(
        "There is no configuration file",
        where="looked for " + ", ".join(str(place) for place in places),
        cure="run `loker init DIR`, or name the file with --config or LOKER_CONFIG",
    )


def load(path: Path | None = None) -> Settings:
    """Read and check the settings. Raises `SettingsError` with one message that names each key, place and cure."""
    file = find(path)

    class FromFile(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            environment = EnvSettingsSource(settings_cls)
            return init_settings, environment, TomlConfigSettingsSource(settings_cls, file)

    _refuse_unknown_variables()
    try:
        return FromFile(folder=file.parent)
    except ValidationError as error:
        complaints = "; ".join(_complaint(item["loc"], item["type"], item["msg"]) for item in error.errors())
        raise _wrong(complaints, file) from None  # the original would show values, secrets among them
    except UnreadableVariable as error:
        raise _wrong(str(error), file) from None
    except ValueError as error:  # tomllib's, with line and column
        raise SettingsError(
            f"The configuration is not TOML: {error}",
            where=str(file),
            cure="correct that line: texts stand in quotation marks, and a section's name in [ ] on its own line",
        ) from error


def _complaint(location: tuple[int | str, ...], kind: str, message: str) -> str:
    key = ".".join(str(part) for part in location)
    plain = message.removeprefix("Value error, ")
    if kind == "extra_forbidden":
        return f"{key} is not a known key"
    if kind == "missing":
        return f"{key} is missing"
    return f"{key}: {plain}" if key else plain


def _wrong(complaints: str, file: Path) -> SettingsError:
    return SettingsError(
        complaints,
        where=f"{file}, and variables such as {PREFIX}MAIL__PORT",
        cure=f"correct the key in the file, or set {PREFIX}SECTION__KEY; every key is explained in the README",
    )


def _refuse_unknown_variables() -> None:
    """pydantic-settings passes over a variable whose section it does not know; a slip must not pass in silence."""
    for name in os.environ:
        section, found, _ = name.removeprefix(PREFIX).partition("__")
        if name.startswith(PREFIX) and found and section.lower() not in Settings.model_fields:
            known = ", ".join(field.upper() for field in Settings.model_fields if field != "folder")
            raise SettingsError(f"{name} names no section", where="the environment", cure=f"sections are {known}")
