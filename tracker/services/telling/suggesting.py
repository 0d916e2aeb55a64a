"""Suggesting which open stories articles belong to; linking only when told to, and when certain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, func, select

from tracker.digest.phrases import value_words
from tracker.projections import ledgers, queries, terms
from tracker.projections.queries import Among
from tracker.projections.records import ArticleRecord, StoryRecord
from tracker.projections.tables import articles, story_articles, versions
from tracker.services.context import Context
from tracker.services.telling.stories import link
from tracker.understanding.model import Fact
from tracker.understanding.stories.affinity import (
    CERTAIN,
    SUGGESTED,
    Affinity,
    Ground,
    affinity,
    apart,
)
from tracker.understanding.stories.common import Common, common_ground
from tracker.understanding.stories.likeness import Likeness, likeness, rarest

_LOOKED_UP: Final = 40  # rarest terms of an article by which its kin are found
_NEAREST: Final = 30  # articles of stories that are compared with it
_HEARD: Final = 5  # articles of a story whose figures and remarks are lined up with its own
_PROMISING: Final = 0.1  # likeness from which that is worth the while
_MOST: Final = 3  # stories suggested for one article


class LinkState(StrEnum):
    """Whether the article is in the story: not yet, since before, or since this very call."""

    OPEN = "open"
    BEFORE = "before"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class SuggestedStory:
    """A story an article may belong to: `score` from 0 to 1, and the grounds that add up to it."""

    name: str
    title: str
    score: float
    grounds: tuple[Ground, ...]
    linked: LinkState


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An article and the stories it may belong to, the likeliest first; none below the bar."""

    article: ArticleRecord
    stories: tuple[SuggestedStory, ...]


def suggest(
    context: Context, article: str | None = None, *, link_certain: bool = False
) -> list[Suggestion]:
    """Suggest stories for one article (an id), or for every article that is in none.

    With `link_certain` an article is linked to its likeliest story, if the score is CERTAIN.
    """
    with context.engine.connect() as connection:
        wanted = [article] if article else _homeless(connection)
        known = {story.id: story for story in queries.story_records(connection)}
        found = [_suggestion(connection, each, known) for each in wanted]
    return [_linked(context, each) for each in found] if link_certain else found


def _homeless(connection: Connection) -> list[str]:
    linked = select(story_articles.c.article)
    query = select(articles.c.id).where(articles.c.id.not_in(linked), articles.c.versions > 0)
    return list(connection.scalars(query.order_by(articles.c.last_changed.desc(), articles.c.id)))


def _suggestion(connection: Connection, article: str, known: dict[str, StoryRecord]) -> Suggestion:
    (record,) = queries.article_records(connection, Among(ids=(article,)))
    scored = [
        (known[story], _affinity(connection, article, alike))
        for story, alike in _alike(connection, article).items()
    ]
    scored.sort(key=lambda pair: (-pair[1].score, pair[0].id))
    stories = [
        SuggestedStory(
            story.name,
            story.title,
            found.score,
            found.grounds,
            LinkState.BEFORE if article in story.articles else LinkState.OPEN,
        )
        for story, found in scored[:_MOST]
        if found.score >= SUGGESTED
    ]
    return Suggestion(record, tuple(stories))


def _alike(connection: Connection, article: str) -> dict[str, list[tuple[str, Likeness]]]:
    """By story its articles that share rare terms with the article, the most alike first."""
    own = terms.terms_of(connection, [article])[article]
    looked_up = rarest(own, terms.rarity_of(connection, own), _LOOKED_UP)
    pairs = terms.kin(connection, article, looked_up, _NEAREST)
    theirs = terms.terms_of(connection, {other for _, other in pairs})
    rarity = terms.rarity_of(connection, [*own, *(t for each in theirs.values() for t in each)])
    alike: dict[str, list[tuple[str, Likeness]]] = {}
    for story, other in pairs:
        alike.setdefault(story, []).append((other, likeness(own, theirs[other], rarity)))
    for each in alike.values():
        each.sort(key=lambda pair: (-pair[1].value, pair[0]))
    return alike


def _affinity(
    connection: Connection, article: str, alike: Sequence[tuple[str, Likeness]]
) -> Affinity:
    """How surely the article belongs with these articles of one story, the most alike first."""
    nearest = alike[0][1]
    others = [other for other, _ in alike[:_HEARD]]
    promising = nearest.value >= _PROMISING
    common = _common(connection, article, others) if promising else Common()
    times = _times(connection, {article, *(other for other, _ in alike)})
    mine = times.pop(article)
    return affinity(nearest, common, apart(mine, times.values()), _told)


def _common(connection: Connection, article: str, others: Sequence[str]) -> Common:
    """What the latest versions of the article and of others both say."""
    among = Among(ids=(article, *others))
    facts = queries.fact_records(connection, among, None)
    remarks = queries.statement_records(connection, among, None)
    accounts = [
        account
        for account in ledgers.accounts_of(connection, among, facts, remarks)
        if account.facts or account.statements
    ]
    own = next((each for each in accounts if each.id.startswith(article)), None)
    return common_ground(own, [each for each in accounts if each is not own]) if own else Common()


def _told(fact: Fact) -> str:
    """A figure with what it measures."""
    return f"{value_words(fact)} ({fact.subject})" if fact.subject else value_words(fact)


def _times(connection: Connection, ids: Iterable[str]) -> dict[str, datetime]:
    """When each article was published, else when its latest version was first seen."""
    query = (
        select(versions.c.article, func.coalesce(versions.c.published, versions.c.observed_at))
        .join(articles, articles.c.id == versions.c.article)
        .where(versions.c.article.in_(ids), versions.c.number == articles.c.versions)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _linked(context: Context, found: Suggestion) -> Suggestion:
    """Link the article to its likeliest story if that is certain, and say so."""
    best = found.stories[0] if found.stories else None
    if best is None or best.score < CERTAIN or best.linked is LinkState.BEFORE:
        return found
    link(context, best.name, [found.article.id])
    return replace(found, stories=(replace(best, linked=LinkState.NOW), *found.stories[1:]))
