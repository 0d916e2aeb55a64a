"""Every look that was taken, and what came of it."""

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Engine,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.exc import IntegrityError

from tracker.capture import raws
from tracker.capture.tables import captures, fingerprints
from tracker.capture.tables import raws as kept_raws
from tracker.eventstore.engine import writing


class Outcome(StrEnum):
    """What came of a look; PENDING ones are settled before anything else of their article.

    REREAD ones are to be settled anew as well: they or those before them say something else, now
    that their bytes were read again. What turns out to be a version then is no news.
    SUSPECTED ones do not look like the article and are held; DISMISSED ones were held for good
    reason.
    """

    PENDING = "pending"
    REREAD = "reread"
    VERSION = "version"
    UNCHANGED = "unchanged"
    NOISE = "noise"
    MISSING = "missing"
    SUSPECTED = "suspected"
    DISMISSED = "dismissed"


UNSETTLED = (Outcome.PENDING, Outcome.REREAD)
"""What is to be settled yet."""

APART = (Outcome.SUSPECTED, Outcome.DISMISSED)
"""Looks that are no view of the article: nothing is compared with them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One look in the archive. Times are zone-aware.

    `dated` says that `observed_at` is when the page was really seen, not merely when a file was
    ingested. `raw` is the sha256 of the bytes and `substance` that of the reading with noise folded
    away; both are None for a look that brought no article. `headers` are those of the answer as
    they came, `http_version` ("HTTP/2") and the `phrase` behind the status too, as far as known;
    `final_address` answered, where redirects led away from `address`.
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
    final_address: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    http_version: str | None = None
    phrase: str | None = None


class Archive:
    """The looks kept in the database, with the raw bytes they brought."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def keep(self, look: Kept, body: bytes | None) -> bool:
        """Keep a look with its bytes; False where it is kept already, which changes nothing."""
        for _ in range(2):
            # Where writers do not wait for each other, one may keep the bytes at this moment, and
            # then another the look: what was there first is found the next time.
            with suppress(IntegrityError):
                return self._keep(look, body)
        return self._keep(look, body)

    def _keep(self, look: Kept, body: bytes | None) -> bool:
        with self._writing.begin() as connection:
            asked = {"id": look.id, "raw": look.raw} | _moment(look)
            held = connection.execute(_held, asked).one()
            if held.look:
                return False
            if body is not None and look.raw is not None and not held.bytes:
                raws.add(connection, look.raw, body, held.near)
            connection.execute(_add_look, _row(look))
            return True

    def hand_over(self, look: Kept, successor: Kept) -> None:
        """Put `successor`, the same look at another article, in the place of `look`."""
        with self._writing.begin() as connection:
            if connection.execute(_by_id, {"id": successor.id}).first() is None:
                connection.execute(_add_look, _row(successor))
            connection.execute(_drop_look, {"look": look.id})

    def settle(self, look: Kept, outcome: Outcome, reasons: Sequence[str] = ()) -> None:
        """Note what came of a look."""
        came = {"look": look.id, "came": outcome, "why": json.dumps(list(reasons))}
        with self._writing.begin() as connection:
            connection.execute(_settle, came)

    def restate(self, substances: Mapping[str, str], unsettled: Collection[str]) -> None:
        """Note what looks (ids) say, read again; those of `unsettled` are to be settled anew."""
        with self._writing.begin() as connection:
            for look, said in substances.items():
                connection.execute(_restate, {"look": look, "said": said})
            for look in unsettled:
                connection.execute(_unsettle, {"look": look})

    def outcome(self, look: Kept) -> tuple[Outcome, tuple[str, ...]]:
        """What has come of a look that is kept."""
        (kept,) = self._found(_by_id, id=look.id)
        return kept.outcome, kept.reasons

    def of_article(self, article: str) -> list[Kept]:
        """All looks at an article, as observed."""
        return self._found(_in_order, article=article)

    def pending(self, article: str) -> list[Kept]:
        """The looks at an article that have not been settled, as observed."""
        return self._found(_with_outcome, article=article, outcomes=UNSETTLED)

    def held(self, article: str) -> list[Kept]:
        """The looks at an article that are held as suspected, as observed."""
        return self._found(_with_outcome, article=article, outcomes=[Outcome.SUSPECTED])

    def apart(self, article: str) -> list[Kept]:
        """The looks at an article that are held, or were dismissed, as observed."""
        return self._found(_with_outcome, article=article, outcomes=APART)

    def find(self, identifier: str) -> Kept | None:
        """The look with this id, if it is kept."""
        return next(iter(self._found(_by_id, id=identifier)), None)

    def articles_pending(self) -> list[str]:
        """Articles with unsettled looks: what a crash has left behind."""
        with self._engine.connect() as connection:
            return list(connection.scalars(_articles_with, {"outcomes": UNSETTLED}))

    def articles(self) -> list[str]:
        """Every article that was looked at, by id."""
        with self._engine.connect() as connection:
            return list(connection.scalars(_every_article))

    def before(self, look: Kept) -> Kept | None:
        """The last look before this one, as observed, that brought an article."""
        return self._beside(_before, look)

    def after(self, look: Kept) -> Kept | None:
        """The first look after this one, as observed, that brought an article."""
        return self._beside(_after, look)

    def previous(self, look: Kept) -> Kept | None:
        """The last look before this one, as observed, whatever came of it."""
        return self._beside(_previous, look)

    def noise(self, article: str) -> list[Kept]:
        """The looks that differed from their version in noise only, as observed."""
        return self._found(_with_outcome, article=article, outcomes=[Outcome.NOISE])

    def raw(self, sha256: str) -> bytes:
        """Raw bytes as they came. KeyError where there are none, IntegrityError for damage."""
        with self._engine.connect() as connection:
            return raws.read(connection, sha256)

    def forget(self, article: str) -> None:
        """Drop all looks at an article, what is remembered of them, and bytes no other brought."""
        with self._writing.begin() as connection:
            connection.execute(_drop_remembered, {"of": article})
            brought = list(connection.scalars(_only_of, {"article": article}))
            connection.execute(_drop_looks, {"of": article})
            raws.drop(connection, brought)

    def _beside(self, query: Select[Any], look: Kept) -> Kept | None:
        found = self._found(query, id=look.id, **_moment(look))
        return next(iter(found), None)

    def _found(self, query: Select[Any], **asked: object) -> list[Kept]:
        with self._engine.connect() as connection:
            return [_kept(row) for row in connection.execute(query, asked)]


# Built once, so that SQLAlchemy compiles them once.
_looks = select(*(captures.c[name] for name in Kept.__slots__))
_by_id = _looks.where(captures.c.id == bindparam("id"))
_of_article = _looks.where(captures.c.article == bindparam("article"))
_in_order = _of_article.order_by(captures.c.observed_at, captures.c.id)
_came_to = captures.c.outcome.in_(bindparam("outcomes", expanding=True))
_with_outcome = _in_order.where(_came_to)
_articles_with = select(captures.c.article).where(_came_to).distinct().order_by(captures.c.article)
_every_article = select(captures.c.article).distinct().order_by(captures.c.article)

_as_observed = tuple_(captures.c.observed_at, captures.c.id)
_this = tuple_(
    bindparam("at", type_=captures.c.observed_at.type), bindparam("id", type_=captures.c.id.type)
)
_articles = _of_article.where(
    captures.c.substance.is_not(None),
    captures.c.outcome.not_in(APART),
).limit(1)
_before = _articles.where(_as_observed < _this).order_by(
    captures.c.observed_at.desc(), captures.c.id.desc()
)
_previous = (
    _of_article.where(_as_observed < _this)
    .order_by(captures.c.observed_at.desc(), captures.c.id.desc())
    .limit(1)
)
_after = _articles.where(_as_observed > _this).order_by(captures.c.observed_at, captures.c.id)

# The bytes of the look before, or else of the one after, are those most like what a look brought.
_brought = (
    select(captures.c.raw)
    .where(captures.c.article == bindparam("article"), captures.c.raw.is_not(None))
    .limit(1)
)
_held = select(
    exists().where(captures.c.id == bindparam("id")).label("look"),
    exists().where(kept_raws.c.sha256 == bindparam("raw")).label("bytes"),
    func.coalesce(
        _brought.where(captures.c.observed_at <= bindparam("at"))
        .order_by(captures.c.observed_at.desc(), captures.c.id.desc())
        .scalar_subquery(),
        _brought.where(captures.c.observed_at > bindparam("at"))
        .order_by(captures.c.observed_at, captures.c.id)
        .scalar_subquery(),
    ).label("near"),
)
_other = captures.alias("other")
_only_of = (
    select(captures.c.raw)
    .where(
        captures.c.article == bindparam("article"),
        captures.c.raw.is_not(None),
        ~exists().where(_other.c.raw == captures.c.raw, _other.c.article != captures.c.article),
    )
    .distinct()
    .order_by(captures.c.raw)
)
_drop_remembered = delete(fingerprints).where(
    fingerprints.c.capture.in_(select(captures.c.id).where(captures.c.article == bindparam("of")))
)
_drop_looks = delete(captures).where(captures.c.article == bindparam("of"))
_add_look = insert(captures)
_drop_look = delete(captures).where(captures.c.id == bindparam("look"))
_settle = (
    update(captures)
    .where(captures.c.id == bindparam("look"))
    .values(outcome=bindparam("came"), reasons=bindparam("why"))
)
_restate = (
    update(captures).where(captures.c.id == bindparam("look")).values(substance=bindparam("said"))
)
_unsettle = (
    update(captures)
    .where(captures.c.id == bindparam("look"), captures.c.outcome.not_in((*APART, *UNSETTLED)))
    .values(outcome=Outcome.REREAD)
)


def _row(look: Kept) -> dict[str, object]:
    values = {name: getattr(look, name) for name in Kept.__slots__}
    return values | {name: json.dumps(values[name]) for name in ("reasons", "headers")}


def _kept(row: Sequence[Any]) -> Kept:
    values = dict(zip(Kept.__slots__, row, strict=True))
    headers = tuple((name, value) for name, value in json.loads(values["headers"] or "[]"))
    reasons, outcome = tuple(json.loads(values["reasons"])), Outcome(values["outcome"])
    return Kept(**values | {"reasons": reasons, "headers": headers, "outcome": outcome})


def _moment(look: Kept) -> dict[str, object]:
    """What places a look among those of its article."""
    return {"article": look.article, "at": look.observed_at}
