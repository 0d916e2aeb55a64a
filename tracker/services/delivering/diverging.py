"""Where the outlets of a story came to differ."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from tracker.delivery.messages import StoryDiverged
from tracker.digest.model import Agreement, Claim, ThreadLine
from tracker.digest.outlets import thread_lines
from tracker.projections import queries
from tracker.projections.queries import Among, Span
from tracker.projections.records import FactThread
from tracker.projections.tables import stories, story_articles, versions
from tracker.services.delivering.happenings import Happening
from tracker.services.delivering.naming import named


def divergences(connection: Connection, story: str, after: int) -> list[Happening]:
    """Every point on which the outlets came to differ by what was recorded above `after`."""
    title = connection.scalar(select(stories.c.title).where(stories.c.id == story))
    threads = queries.fact_threads(connection, Among(story=story), Span(), shared=True)
    places = _positions(connection, story)
    found = _told(story, title or story, threads, places)
    return [happening for happening in found if happening.position > after]


def _told(
    story: str, title: str, threads: list[FactThread], places: dict[tuple[str, int], int]
) -> Iterator[Happening]:
    for thread, line in zip(threads, thread_lines(threads), strict=True):
        if line.agreement is not Agreement.DIFFER:
            continue
        latest = _latest(line)
        position = max(places.get((claim.article, claim.version), 0) for claim in latest)
        data = StoryDiverged(
            story=story,
            title=title,
            subject=thread.subject,
            scope=thread.scope,
            unit=thread.unit,
            agreement=line.agreement,
            claims=line.claims,
        )
        subject = named(
            story, thread.subject, thread.scope, thread.unit, position, *_values(latest)
        )
        yield Happening(position, subject, max(claim.seen_at for claim in latest), data)


def _latest(line: ThreadLine) -> list[Claim]:
    """What each outlet says now: where it says several things at once, all of them."""
    newest: dict[str, list[Claim]] = {}
    for claim in line.claims:
        its = newest.setdefault(claim.outlet, [])
        if its and (its[0].article, its[0].version) != (claim.article, claim.version):
            its.clear()
        its.append(claim)
    return [claim for its in newest.values() for claim in its]


def _values(latest: list[Claim]) -> list[str]:
    return sorted(f"{claim.outlet}\x1e{claim.value}" for claim in latest)


def _positions(connection: Connection, story: str) -> dict[tuple[str, int], int]:
    """Where in the log each version came into the story: recorded, or its article linked later."""
    linked_at = story_articles.c.position
    query = (
        select(versions.c.article, versions.c.number, versions.c.position, linked_at)
        .join(story_articles, story_articles.c.article == versions.c.article)
        .where(story_articles.c.story == story, versions.c.number.is_not(None))
    )
    return {
        (article, number): max(recorded, linked)
        for article, number, recorded, linked in connection.execute(query)
    }
