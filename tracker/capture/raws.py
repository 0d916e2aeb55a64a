"""Raw bytes, kept once each: whole, or only what sets them apart from an earlier capture.

A page changes little from look to look, so its next capture is compressed with an earlier one as
its dictionary. That base is always kept whole itself: whatever is read costs two decompressions at
most, and damage to one row spoils no more than those that build on it. A page that has moved away
from its base is kept whole again, and is the base of what follows.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from tracker.capture.tables import raws
from tracker.errors import IntegrityError

if TYPE_CHECKING:
    import zstandard

LEVEL = 3
"""Of compressing whole: higher ones take five times as long and spare a page two hundredths."""

WORTH = 0.5
"""A delta that takes more than this share of its packed base is replaced by a base of its own.

A page that drifts away is so kept whole early enough, one that has much noise is not every time.
"""

_SHORTEST_MATCH = 7
_BYTES_AN_ENTRY = 5  # with more, matches are lost; half as large a table takes half the time
_TABLE_BITS, _WINDOW_BITS = (15, 20), (18, 24)


@dataclass(frozen=True, slots=True)
class Packed:
    """Bytes as they are kept; `base` names the whole ones they build on, None if they are whole."""

    data: bytes
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """Bytes that are kept whole, and how much room they take."""

    sha256: str
    body: bytes
    packed: int


def raw_sha256(body: bytes) -> str:
    """The name under which raw bytes are kept."""
    return hashlib.sha256(body).hexdigest()


def pack(body: bytes, base: Base | None) -> Packed:
    """Bytes made small, by what sets them apart from `base` where that is worth it."""
    if base and base.body:
        delta = _compressor(base.body, len(body)).compress(body)
        if len(delta) <= WORTH * base.packed:
            return Packed(delta, base.sha256)
    import zstandard

    return Packed(zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress(body))


def unpack(data: bytes, base: bytes | None) -> bytes:
    """What was packed; `base` is the unpacked base, if there is one. ValueError for damage."""
    import zstandard

    dictionary = None if base is None else _dictionary(base)
    try:
        return zstandard.ZstdDecompressor(dict_data=dictionary).decompress(data)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error


def add(connection: Connection, sha256: str, body: bytes, near: str | None) -> None:
    """Keep bytes under their name; `near` names bytes that are likely to be much the same."""
    base = _base(connection, near) if near else None
    packed = pack(body, base)
    row = {"sha256": sha256, "bytes": packed.data, "base": packed.base}
    connection.execute(_add, row)


def read(connection: Connection, sha256: str) -> bytes:
    """Bytes as they came. KeyError where none have this name, IntegrityError for damage."""
    row = connection.execute(_read, {"sha256": sha256}).one_or_none()
    if row is None:
        raise KeyError(sha256)
    if row.base is None:
        return _checked(sha256, row.bytes, None)
    return _checked(sha256, row.bytes, _checked(row.base, row.base_bytes, None))


def drop(connection: Connection, names: Iterable[str]) -> None:
    """Forget bytes; those that build on them are kept in another way from then on."""
    for sha256 in names:
        connection.execute(_lock, {"sha256": sha256})
        _let_go(connection, sha256)
        connection.execute(_drop, {"name": sha256})


def _let_go(connection: Connection, sha256: str) -> None:
    """Let the first of those that build on some bytes take their place as the base."""
    dependents = list(connection.scalars(_dependents, {"base": sha256}))
    heir: Base | None = None
    for name in dependents:
        body = read(connection, name)
        packed = pack(body, heir)
        connection.execute(_repack, {"name": name, "data": packed.data, "on": packed.base})
        heir = heir or Base(name, body, len(packed.data))


def _base(connection: Connection, near: str) -> Base | None:
    """What new bytes near to others may build on: what those build on, or they themselves."""
    row = connection.execute(_base_of, {"sha256": near}).one_or_none()
    if row is None:
        return None
    try:
        # Its checksum is enough here, and takes a tenth of the time that its name would.
        return Base(row.sha256, unpack(row.bytes, None), len(row.bytes))
    except ValueError:
        return None  # what builds on damage is lost


def _checked(sha256: str, data: bytes, base: bytes | None) -> bytes:
    try:
        body = unpack(data, base)
    except ValueError as error:
        raise _damaged(sha256, str(error)) from error
    if raw_sha256(body) != sha256:
        raise _damaged(sha256, "they are others than were put in")
    return body


def _damaged(sha256: str, why: str) -> IntegrityError:
    return IntegrityError(
        f"the archived bytes {sha256} (table raws) are damaged: {why}. Restore that row from a"
        " backup of the database; versions read from it are in the log still."
    )


def _compressor(base: bytes, length: int) -> "zstandard.ZstdCompressor":
    """One that finds long matches with `base` and hardly looks for others: half the time."""
    import zstandard

    parameters = zstandard.ZstdCompressionParameters(
        strategy=zstandard.STRATEGY_FAST,
        min_match=_SHORTEST_MATCH,
        hash_log=_within(_TABLE_BITS, (len(base) // _BYTES_AN_ENTRY).bit_length()),
        window_log=_within(_WINDOW_BITS, (len(base) + length).bit_length()),
    )
    return zstandard.ZstdCompressor(compression_params=parameters, dict_data=_dictionary(base))


def _dictionary(base: bytes) -> "zstandard.ZstdCompressionDict":
    import zstandard

    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _within(bounds: tuple[int, int], wanted: int) -> int:
    lowest, highest = bounds
    return min(max(wanted, lowest), highest)


# Built once, so that SQLAlchemy compiles them once.
_base_row = raws.alias("base_row")
_add = insert(raws)
_read = (
    select(raws.c.bytes, raws.c.base, _base_row.c.bytes.label("base_bytes"))
    .join_from(raws, _base_row, _base_row.c.sha256 == raws.c.base, isouter=True)
    .where(raws.c.sha256 == bindparam("sha256"))
)
_base_of = (
    select(_base_row.c.sha256, _base_row.c.bytes)
    .join_from(raws, _base_row, _base_row.c.sha256 == func.coalesce(raws.c.base, raws.c.sha256))
    .where(raws.c.sha256 == bindparam("sha256"))
    # Where writers do not wait for each other, none may drop it before this one builds on it.
    .with_for_update(read=True, of=_base_row)
)
_lock = select(raws.c.sha256).where(raws.c.sha256 == bindparam("sha256")).with_for_update()
_dependents = select(raws.c.sha256).where(raws.c.base == bindparam("base")).order_by(raws.c.sha256)
_repack = (
    update(raws)
    .where(raws.c.sha256 == bindparam("name"))
    .values(bytes=bindparam("data"), base=bindparam("on"))
)
_drop = delete(raws).where(raws.c.sha256 == bindparam("name"))
