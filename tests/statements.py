"""A statement is compiled once for all engines of a process.

SQLAlchemy keeps what it compiles for each engine, since two dialects are never one to it; a process of loker has one
engine. The tests open thousands of ledgers in a process, and spent a sixth of their time on compiling the same again.
"""

from typing import Any

from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite as Dialect
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

_compiled: LRUCache[Any, Any] = LRUCache(10_000)


def share() -> None:
    Dialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign, assignment]
    Dialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign, assignment]
    Engine._compiled_cache = property(lambda engine: _compiled, lambda engine, own: None)  # type: ignore[assignment]
