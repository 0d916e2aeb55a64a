"""Every look that was taken: its raw bytes, and what came of it."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    Select,
    Table,
    exists,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.exc import IntegrityError

from tracker.capture.tables import captures, raws
from tracker.eventstore.engine import writing


class Outcome(StrEnum):
    """What came of a look; PENDING ones are settled before anything else of their article."""

    PENDING = "pending"
    VERSION = "version"
    UNCHANGED = "unchanged"
    NOISE = "noise"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Kept:
    """One look in the archive. Times are zone-aware.

    `dated` says that `observed_at` is when the page was really seen, not merely when a file was
    ingested. `raw` is the sha256 of the bytes and `substance` that of the reading with noise folded
    away; both are None for a look that brought no article.
    """

    id: str
    article: str
    address: str
    observed_at: datetime
    dated: bool
    status: int
    media_type: str | None
    raw: str | None
    substance: str | None
    outcome: Outcome = Outcome.PENDING
    reasons: tuple[str, ...] = ()


def raw_sha256(body: bytes) -> str:
    """The name under which raw bytes are kept."""
    return hashlib.sha256(body).hexdigest()


class Archive:
    """The looks and raw bytes kept in the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, look: Kept, body: bytes | None) -> bool:
        """Keep a look with its bytes; False where it is kept already, which changes nothing."""
        with writing(self._engine).begin() as connection:
            if body is not None:
                packed = {"sha256": look.raw, "bytes": _packed(body)}
                _insert_new(connection, raws, raws.c.sha256 == look.raw, packed)
            return _insert_new(connection, captures, captures.c.id == look.id, _row(look))

    def settle(self, look: Kept, outcome: Outcome, reasons: Sequence[str] = ()) -> None:
        """Note what came of a look."""
        with writing(self._engine).begin() as connection:
            connection.execute(
                update(captures)
                .where(captures.c.id == look.id)
                .values(outcome=outcome, reasons=json.dumps(list(reasons)))
            )

    def outcome(self, look: Kept) -> tuple[Outcome, tuple[str, ...]]:
        """What has come of a look that is kept."""
        (kept,) = self._found(select(captures).where(captures.c.id == look.id))
        return kept.outcome, kept.reasons

    def pending(self, article: str) -> list[Kept]:
        """The looks at an article that have not been settled, as observed."""
        query = _of(article).where(captures.c.outcome == Outcome.PENDING)
        return list(self._found(query.order_by(captures.c.observed_at, captures.c.id)))

    def articles_pending(self) -> list[str]:
        """Articles with unsettled looks: what a crash has left behind."""
        query = select(captures.c.article).where(captures.c.outcome == Outcome.PENDING)
        with self._engine.connect() as connection:
            return list(connection.scalars(query.distinct().order_by(captures.c.article)))

    def before(self, look: Kept) -> Kept | None:
        """The last look before this one, as observed, that brought an article."""
        earlier = _of(look.article).where(_as_observed < (look.observed_at, look.id))
        return self._first(earlier.order_by(captures.c.observed_at.desc(), captures.c.id.desc()))

    def after(self, look: Kept) -> Kept | None:
        """The first look after this one, as observed, that brought an article."""
        later = _of(look.article).where(_as_observed > (look.observed_at, look.id))
        return self._first(later.order_by(captures.c.observed_at, captures.c.id))

    def noise(self, article: str) -> list[Kept]:
        """The looks that differed from their version in noise only, as observed."""
        query = _of(article).where(captures.c.outcome == Outcome.NOISE)
        return list(self._found(query.order_by(captures.c.observed_at, captures.c.id)))

    def raw(self, sha256: str) -> bytes:
        """Raw bytes as they came. KeyError where none are kept under this name."""
        with self._engine.connect() as connection:
            packed = connection.scalar(select(raws.c.bytes).where(raws.c.sha256 == sha256))
        if packed is None:
            raise KeyError(sha256)
        return _unpacked(packed)

    def _first(self, query: Select[tuple[object, ...]]) -> Kept | None:
        return next(self._found(query.where(captures.c.substance.is_not(None)).limit(1)), None)

    def _found(self, query: Select[tuple[object, ...]]) -> Iterator[Kept]:
        with self._engine.connect() as connection:
            yield from map(_kept, connection.execute(query).mappings().all())


_as_observed = tuple_(captures.c.observed_at, captures.c.id)


def _insert_new(
    connection: Connection, table: Table, known: ColumnElement[bool], row: Mapping[str, object]
) -> bool:
    """Insert a row unless it is there, or another process puts it there at this moment."""
    if connection.scalar(select(exists().where(known))):
        return False
    try:
        with connection.begin_nested():
            connection.execute(insert(table).values(row))
    except IntegrityError:
        return False
    return True


def _of(article: str) -> Select[tuple[object, ...]]:
    return select(captures).where(captures.c.article == article)


def _row(look: Kept) -> dict[str, object]:
    values = {name: getattr(look, name) for name in Kept.__slots__}
    return values | {"reasons": json.dumps(list(look.reasons))}


def _kept(row: RowMapping) -> Kept:
    values = dict(row)
    reasons, outcome = tuple(json.loads(row["reasons"])), Outcome(row["outcome"])
    return Kept(**values | {"reasons": reasons, "outcome": outcome})


def _packed(body: bytes) -> bytes:
    import zstandard

    # Higher levels take five times as long and spare a page some two hundredths.
    return zstandard.ZstdCompressor(level=3).compress(body)


def _unpacked(packed: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdDecompressor().decompress(packed)
