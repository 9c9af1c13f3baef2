"""What all tables of the ledger are made of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, Double, Integer, MetaData, TypeDecorator

metadata = MetaData()


def moment(seconds: float) -> datetime:
    """A `Moment` as the driver hands it over."""
    return datetime.fromtimestamp(seconds, UTC)


class Moment(TypeDecorator[datetime]):
    """An aware ``datetime``, kept as seconds since 1970: the same in SQLite and PostgreSQL, and cheap to compare."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> float | None:
        return None if value is None else value.timestamp()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else moment(value)


# SQLite counts up by itself only in a column declared INTEGER.
Number = BigInteger().with_variant(Integer, "sqlite")
