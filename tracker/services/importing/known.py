"""What of an import is in the archive already."""

from datetime import datetime

from sqlalchemy import Row, select

from tracker.article.identity import canonical_address
from tracker.capture.archive import Outcome
from tracker.capture.tables import captures
from tracker.errors import InputError
from tracker.projections.lookup import article_at
from tracker.services.context import Context


def is_taken(context: Context, address: str, at: datetime, raw: str | None = None) -> bool:
    """Whether a look at `address` at this time is kept and settled; of the bytes `raw`, if given.

    Asking this costs a thousandth of taking it again.
    """
    rows = _looks(context, address, at)
    return any(row.outcome != Outcome.PENDING and raw in (None, row.raw) for row in rows)


def kept_bytes(context: Context, address: str, at: datetime) -> bytes | None:
    """The bytes kept of `address` as it was at this time, None where there are none."""
    raw = next((row.raw for row in _looks(context, address, at) if row.raw), None)
    return None if raw is None else context.archive.raw(raw)


def _looks(context: Context, address: str, at: datetime) -> list[Row[tuple[str, str | None]]]:
    try:
        article = _article(context, address)
    except InputError:
        return []
    if article is None:
        return []
    query = select(captures.c.outcome, captures.c.raw).where(
        captures.c.article == article,
        captures.c.observed_at == at,
        captures.c.address == canonical_address(address),
    )
    with context.engine.connect() as connection:
        return list(connection.execute(query))


def _article(context: Context, address: str) -> str | None:
    with context.engine.connect() as connection:
        return article_at(connection, [address])
