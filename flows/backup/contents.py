"""Where the parts of an office are: in its folder, and in a backup. Pure but for looking what is there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pydantic import SecretStr

from flows.settings import Settings

OWN = ("programmes.toml", "feedback.toml", "events.toml", "procedures")
"""Files and folders beside the configuration that stand in for those that are shipped."""
ARCHIVE, CONFIG, SECRETS = "archive/", "config/", "secrets/"
_SECRET_FILES = ("oauth2_file", "credentials")


def fingerprint(key: bytes) -> str:
    """By which a key is known again, and which tells nothing about it."""
    return hashlib.sha256(b"loker\0" + key.strip()).hexdigest()[:16]


def secret_files(settings: Settings) -> dict[str, Path]:
    """Files that hold secrets, by the key of the configuration that names them; but for the key that signs links."""
    return {key: settings.path(value.removeprefix("file:")) for key, value in secret_places(settings)}


def secret_places(settings: Settings) -> Iterator[tuple[str, str]]:
    """As the configuration names them."""
    for name, section in settings:
        for key, value in () if name == "folder" else section:
            if isinstance(value, SecretStr):
                if value.get_secret_value().startswith("file:"):
                    yield f"{name}.{key}", value.get_secret_value()
            elif key in _SECRET_FILES and value and not value.startswith("prefect:"):
                yield f"{name}.{key}", value


def own_files(folder: Path) -> dict[str, Path]:
    """The office's own files by their name in a backup."""
    found: dict[str, Path] = {}
    for name in OWN:
        place = folder / name
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        found |= {CONFIG + file.relative_to(folder).as_posix(): file for file in files if file.is_file()}
    return found


def inside(folder: Path, path: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
