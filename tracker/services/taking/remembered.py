"""What is remembered of pages between looks, and learned of their outlets, in the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update

from tracker.capture.archive import APART
from tracker.capture.tables import captures, fingerprints, regions
from tracker.eventstore.engine import writing
from tracker.projections.tables import versions
from tracker.reading.regions.fingerprint import Fingerprint, pack, unpack
from tracker.services.context import Context


@dataclass(frozen=True, slots=True)
class Remembered:
    """What an address showed at a look: `article`, in this `substance`.

    `seen_until` is when the article was last seen, None where it said something else then;
    `version` is the number of its last one.
    """

    article: str
    substance: str
    fingerprint: Fingerprint
    seen_until: datetime | None
    version: int | None


def remembered(context: Context, address: str) -> Remembered | None:
    """What is remembered of an address."""
    with context.engine.connect() as connection:
        row = connection.execute(_remembered, {"address": address}).one_or_none()
    fingerprint = unpack(row.segments) if row else None
    if row is None or fingerprint is None:
        return None
    seen_until = row.until if row.said == row.substance else None
    return Remembered(row.article, row.substance, fingerprint, seen_until, row.version)


def remember(context: Context, address: str, capture: str, fingerprint: Fingerprint) -> None:
    """Remember what an address showed at a look (its id)."""
    said = {"of": address, "at": capture, "shown": pack(fingerprint)}
    with writing(context.engine).begin() as connection:
        if connection.execute(_renew, said).rowcount == 0:
            connection.execute(_add, said)


def known_places(context: Context, outlet: str) -> frozenset[str]:
    """The places (`Place.keys`) that are known to change on their own at an outlet."""
    with context.engine.connect() as connection:
        return frozenset(connection.scalars(_places, {"outlet": outlet}))


def learn_places(context: Context, outlet: str, keys: Iterable[str]) -> None:
    """Note that these places were found to change on their own in an article of the outlet."""
    with writing(context.engine).begin() as connection:
        known = connection.scalars(_places, {"outlet": outlet})
        if new := [{"outlet": outlet, "key": key} for key in sorted(set(keys).difference(known))]:
            connection.execute(insert(regions), new)


_others = captures.alias("others")
_latest = (
    select(_others.c.id)
    .where(
        _others.c.article == captures.c.article,
        _others.c.substance.is_not(None),
        _others.c.outcome.not_in(APART),
    )
    .order_by(_others.c.observed_at.desc(), _others.c.id.desc())
    .limit(1)
    .correlate(captures)
    .scalar_subquery()
)
_last = captures.alias("last")
_version = (
    select(func.max(versions.c.number))
    .where(versions.c.article == captures.c.article)
    .correlate(captures)
    .scalar_subquery()
    .label("version")
)
_remembered = (
    select(
        captures.c.article,
        captures.c.substance,
        fingerprints.c.segments,
        _last.c.substance.label("said"),
        _last.c.observed_at.label("until"),
        _version,
    )
    .join_from(fingerprints, captures, captures.c.id == fingerprints.c.capture)
    .join(_last, _last.c.id == _latest)
    .where(fingerprints.c.address == bindparam("address"), captures.c.substance.is_not(None))
)
_renew = (
    update(fingerprints)
    .where(fingerprints.c.address == bindparam("of"))
    .values(capture=bindparam("at"), segments=bindparam("shown"))
)
_add = insert(fingerprints).values(
    address=bindparam("of"), capture=bindparam("at"), segments=bindparam("shown")
)
_places = select(regions.c.key).where(regions.c.outlet == bindparam("outlet"))
