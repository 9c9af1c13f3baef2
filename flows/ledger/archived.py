"""What is in the archive: an entry a file, by its path within the archive's folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from sqlalchemy import delete, func, insert, select

from flows.ledger import schema
from flows.ledger.store import Store
from flows.ledger.trail import Trail
from flows.procedure.filing import Archived

_archived = schema.archived
RECAP = "recap"
"""The kind of the files of a recap: whole and slices, as .xlsx and PDF."""
ENTERED = "archive"
"""The trail's step that tells of an entry."""
_COLUMNS = tuple(_archived.c[field.name] for field in fields(Archived))


class Archive:
    """The archive's entries. The files themselves: `flows.archive.folder.Folder`."""

    def __init__(self, store: Store) -> None:
        self._store, self._trail = store, Trail(store)

    def add(self, entries: Iterable[Archived]) -> None:
        """Enter files that are in their place, in the trail as well. An entry is never changed: one that is there
        already stays."""
        with self._store.write() as connection:
            known = set(connection.scalars(select(_archived.c.path)))
            for entry in entries:
                if entry.path not in known:
                    connection.execute(
                        insert(_archived).values(asdict(entry) | {"keep_until": entry.keep_until.isoformat()})
                    )
                    told = {"path": entry.path, "sha256": entry.sha256, "seal": entry.seal}
                    self._trail.append(ENTERED, entry.subject, entry.at, **told)

    def sealed(self) -> Mapping[str, str]:
        """The seal of every entry ever made, by path, as the trail tells it."""
        return {entry.detail["path"]: entry.detail["seal"] for entry in self._trail if entry.step == ENTERED}

    def entries(self, kind: str = "", subject: str = "") -> list[Archived]:
        """All, or those of one kind or subject, in the order in which they were archived; the whole before its
        parts."""
        query = select(*_COLUMNS).order_by(_archived.c.at, func.length(_archived.c.path), _archived.c.path)
        if kind:
            query = query.where(_archived.c.kind == kind)
        if subject:
            query = query.where(_archived.c.subject == subject)
        with self._store.write() as connection:
            return [_as_entry(row) for row in connection.execute(query).mappings()]

    def remove(self, paths: Iterable[str]) -> None:
        """Strike entries out, of files that were disposed of."""
        with self._store.write() as connection:
            connection.execute(delete(_archived).where(_archived.c.path.in_(list(paths))))


def _as_entry(row: Any) -> Archived:
    return Archived(**{**row, "keep_until": date.fromisoformat(row["keep_until"])})
