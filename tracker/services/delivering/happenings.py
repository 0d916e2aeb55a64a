"""What happened in a stretch of the log, as messages tell it: versions, shifts, notices, digests.

It is read off the projections, in the transaction that brought them there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, select

from tracker.delivery.messages import (
    About,
    ArticleGone,
    ArticleReturned,
    Data,
    DigestPublished,
    FactShifted,
    NoticePublished,
    Shifted,
    StatementShifted,
    VersionCaptured,
    WordingShifted,
)
from tracker.digest.changes import changes
from tracker.digest.material import Material
from tracker.digest.model import Change, Digest, Matter, Step, Window
from tracker.digest.notices import notice_lines
from tracker.digest.summary import summary
from tracker.newsroom.selection import Selection
from tracker.projections import queries, shifted
from tracker.projections.queries import Among, Span
from tracker.projections.records import PresenceRecord, ShiftRecord, VersionRecord
from tracker.projections.tables import digests, notices, story_articles, versions
from tracker.services.delivering.naming import named

_KINDS: dict[Matter, type[Shifted]] = {
    Matter.FIGURE: FactShifted,
    Matter.DATE: FactShifted,
    Matter.STATEMENT: StatementShifted,
    Matter.WORDING: WordingShifted,
}


@dataclass(frozen=True, slots=True)
class Happening:
    """`data` tells it, `subject` names what it is about, `position` is where the log has it."""

    position: int
    subject: str
    at: datetime
    data: Data


def happenings(
    connection: Connection, after: int, upto: int, history: frozenset[str] = frozenset()
) -> list[Happening]:
    """What happened at log positions (after, upto], in their order.

    `history` are ids of versions that were found in bytes read before: they are no news.
    """
    stretch = _Stretch(connection, after, upto, history)
    found = [*stretch.versions(), *stretch.shifts(), *stretch.notices(), *stretch.presence()]
    found += _digests(connection, after, upto)
    return sorted(found, key=lambda happening: (happening.position, happening.subject))


class _Stretch:
    """Positions (after, upto], and all that is needed of the articles that they touch."""

    def __init__(
        self, connection: Connection, after: int, upto: int, history: frozenset[str]
    ) -> None:
        span = Span(after=after, upto=upto)
        self._connection = connection
        self._span = span
        self._versions = [v for v in _versions(connection, span) if v.commit not in history]
        news = {(version.article, version.number) for version in self._versions}
        everything = shifted.recorded_shifts(connection, Among(), Selection(), after, upto)
        self._shifts = [
            each
            for each in everything
            if (each.article, each.new_version) in news or (each.article, each.old_version) in news
        ]
        self._presence = queries.presence_records(connection, Among(), span)
        told = {each.article for each in self._versions} | {e.article for e in self._presence}
        self._about = _about(connection, told)

    def versions(self) -> Iterator[Happening]:
        shifted: dict[tuple[str, int], list[ShiftRecord]] = defaultdict(list)
        for record in self._shifts:
            shifted[record.article, record.new_version].append(record)
        before = _headlines_before(self._connection, self._versions)
        for version in self._versions:
            its = shifted[version.article, version.number]
            headline = before.get(version.commit)
            data = VersionCaptured(
                article=self._about[version.article],
                version=version.number,
                commit=version.commit,
                seen_at=version.observed_at,
                published=version.published,
                modified=version.modified,
                words=version.words,
                headline_before=headline if headline != version.headline else None,
                announced=any(each.announced for each in its),
                changed=dict(sorted(Counter(each.shift.topic.value for each in its).items())),
            )
            yield Happening(version.position, version.commit, version.observed_at, data)

    def shifts(self) -> Iterator[Happening]:
        outlets = {identifier: each.outlet for identifier, each in self._about.items()}
        for change in changes(self._shifts, outlets, Window()):
            for step in change.steps:
                data = _shifted(self._about[change.article], change, step)
                yield Happening(step.position, step.shift, step.seen_at, data)

    def notices(self) -> Iterator[Happening]:
        """Those that the versions carry for the first time."""
        carriers = _carriers(self._connection, [version.commit for version in self._versions])
        if not carriers:
            return
        among = Among(ids=tuple(sorted(carriers)))
        material = Material(
            articles=tuple(queries.article_records(self._connection, among)),
            versions=tuple(queries.version_records(self._connection, among)),
            shifts=tuple(each for each in self._shifts if each.article in carriers),
            notices=tuple(queries.notice_records(self._connection, among)),
        )
        positions = {(v.article, v.number): v.position for v in self._versions}
        for line in notice_lines(material, Window(after=self._span.after, upto=self._span.upto)):
            position = positions.get((line.article, line.version))
            if line.withdrawn or position is None:
                continue
            names = ("version", "seen_at", "kind", "text", "stated_at", "wrong", "right")
            its = {name: getattr(line, name) for name in names}
            data = NoticePublished(article=self._about[line.article], **its)
            subject = named(line.article, line.kind, " ".join(line.text.split()))
            yield Happening(position, subject, line.seen_at, data)

    def presence(self) -> Iterator[Happening]:
        for record in self._presence:
            kind = ArticleGone if record.kind == "gone" else ArticleReturned
            data = kind(
                article=self._about[record.article],
                version=_last_version(self._connection, record),
                seen_at=record.observed_at,
            )
            yield Happening(record.position, str(record.position), record.observed_at, data)


def _shifted(article: About, change: Change, step: Step) -> Shifted:
    same = step.model_dump(exclude={"position"})
    return _KINDS[change.matter](
        article=article, chain=change.chain, matter=change.matter, subject=change.subject, **same
    )


def _versions(connection: Connection, span: Span) -> list[VersionRecord]:
    """The numbered versions of the span themselves, without those before them."""
    touched = versions.c.position > span.after, versions.c.position <= span.upto
    query = select(versions).where(*touched, versions.c.number.is_not(None))
    rows = connection.execute(query.order_by(versions.c.position)).mappings()
    return [queries.version_record(row) for row in rows]


def _headlines_before(
    connection: Connection, found: Sequence[VersionRecord]
) -> dict[str, str | None]:
    """The headline of the version before each, by the id of the later one."""
    old, new = versions.alias("old"), versions.alias("new")
    query = (
        select(new.c.id, old.c.headline)
        .join(old, (old.c.article == new.c.article) & (old.c.number == new.c.number - 1))
        .where(new.c.id.in_([version.commit for version in found]))
    )
    return {row.id: row.headline for row in connection.execute(query)} if found else {}


def _carriers(connection: Connection, commits: Sequence[str]) -> set[str]:
    """The articles of which one of these versions carries a notice."""
    if not commits:
        return set()
    query = select(notices.c.article).where(notices.c.version.in_(commits)).distinct()
    return set(connection.scalars(query))


def _last_version(connection: Connection, record: PresenceRecord) -> int:
    seen = versions.c.article == record.article, versions.c.observed_at <= record.observed_at
    return int(connection.scalar(select(func.max(versions.c.number)).where(*seen)) or 0)


def _about(connection: Connection, ids: set[str]) -> dict[str, About]:
    if not ids:
        return {}
    stories: dict[str, list[str]] = defaultdict(list)
    linked = select(story_articles).where(story_articles.c.article.in_(ids))
    for row in connection.execute(linked.order_by(story_articles.c.story)):
        stories[row.article].append(row.story)
    among = Among(ids=tuple(sorted(ids)))
    return {
        each.id: About(
            id=each.id,
            outlet=each.outlet,
            address=each.address,
            headline=each.headline,
            status=each.status,
            stories=tuple(stories[each.id]),
            tags=each.tags,
        )
        for each in queries.article_records(connection, among)
    }


def _digests(connection: Connection, after: int, upto: int) -> Iterator[Happening]:
    query = select(digests).where(digests.c.position > after, digests.c.position <= upto)
    for row in connection.execute(query.order_by(digests.c.position)).mappings():
        yield digest_happening(row)


def digest_happening(row: RowMapping) -> Happening:
    """That a digest was published; `row` is of the table of digests."""
    digest = Digest.model_validate_json(row["digest"])
    names = ("id", "schedule", "slot", "local", "after", "until")
    data = DigestPublished(
        **{name: row[name] for name in names},
        title=digest.title,
        scope=digest.scope,
        summary=summary(digest),
        head=digest.head.hash,
        digest=digest,
    )
    return Happening(row["position"], row["id"], row["slot"], data)
