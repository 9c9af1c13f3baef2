"""A day of a small office, lived before anything is forked: what a process makes once, no tick makes again.

In the office each tick is a process that begins cold; 1,250 of them would spend most of a year's minutes on that.
"""

import gc
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import holidays.countries.indonesia  # noqa: F401
import tenacity  # noqa: F401
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite as Dialect
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

import flows.documents.typeset
import flows.procedure.recap.slices
import flows.steps.recap_grid  # noqa: F401
from flows.mail.render import environment
from tests.steps.local_office import local_office, vacancy

_compiled: LRUCache[Any, Any] = LRUCache(10_000)


def _share_statements() -> None:
    """SQLAlchemy compiles a statement once for each engine; to it two dialects are never one. Here they are."""
    Dialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign, assignment]
    Dialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign, assignment]
    Engine._compiled_cache = property(lambda engine: _compiled, lambda engine, own: None)  # type: ignore[assignment]


_share_statements()
for language in ("id", "en"):
    for template in environment(language).list_templates():
        environment(language).get_template(template)
with TemporaryDirectory(prefix="loker-warm-") as folder, local_office(Path(folder), vacancy()) as office:
    office.tick()
gc.collect()
gc.freeze()
