"""What an office declares in a TOML file of its own, read into typed records; a mistake names its place and cure."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flows.errors import SettingsError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")


def read_declared(path: Path, shape: type[T], *, what: str, entry_is: str, named_by: str) -> T:
    """Read a TOML file as the dataclass ``shape``. Raises `SettingsError` that names the file, the entry and the cure.

    ``what`` is the file's content in words, ``entry_is`` what an entry consists of, ``named_by`` the key by which its
    reader tells entries apart.
    """
    from pydantic import ValidationError

    adapter: TypeAdapter[T] = _adapter(cast("Any", shape))
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return adapter.validate_python(raw)
    except OSError as error:
        raise SettingsError(
            f"{what} cannot be read: {error.strerror}",
            where=str(path),
            cure=f"put a {path.name} there; config/{path.name} of loker is one to start from",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{what} is not valid TOML: {error}", where=str(path), cure="correct that place") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise SettingsError(
            f"{_entry(raw, first['loc'], named_by)}: {first['msg']}", where=str(path), cure=entry_is
        ) from error


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    """Made once: that takes longer than to read a file with it."""
    from pydantic import TypeAdapter

    return TypeAdapter(shape)


def _entry(raw: dict[str, Any], place: tuple[int | str, ...], named_by: str) -> str:
    """Where in the file, as its reader counts: ``programmes, entry 3 (TRPL), english``."""
    words: list[str] = []
    value: object = raw
    for step in place:
        if isinstance(value, dict):
            value = value.get(str(step))
        elif isinstance(value, list | tuple) and isinstance(step, int):
            value = value[step] if step < len(value) else None
        name = value.get(named_by) if isinstance(value, dict) else None
        words.append((f"entry {step + 1}" if isinstance(step, int) else step) + (f" ({name})" if name else ""))
    return ", ".join(words)
