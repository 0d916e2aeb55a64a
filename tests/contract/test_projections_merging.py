"""An article merged into another: its place in lists, stories and lookups goes to that one."""

from tests.contract.desk import NOON, desk, dump, page
from tracker.article.events import ArticleMerged
from tracker.article.identity import article_stream, commit_id
from tracker.eventstore.model import ANY
from tracker.projections.lookup import article_at, find_article
from tracker.projections.queries import Among, article_records, story_records
from tracker.services.context import Context
from tracker.services.taking.look import Look
from tracker.services.taking.settling import article_commit
from tracker.services.taking.tracking import take
from tracker.services.telling.stories import link, open_story

HOME, PRINT = "https://harbour-post.example/boat", "https://harbour-post.example/print/boat"


def take_in(context: Context, address: str, *tags: str) -> str:
    return take(context, Look(address, page(), NOON, dated=True, tags=tags)).article


def merge(context: Context, article: str, into: str) -> None:
    cause = commit_id(article_stream(article), "merged", into)
    context.store.append(article_commit(article, cause, [ArticleMerged(into=into)], ANY))
    context.projector.catch_up()


def test_the_surviving_article_takes_over_addresses_tags_and_stories(database: str) -> None:
    """Whoever asks for the one that is no more is given the other."""
    with desk(database) as context:
        home, printed = take_in(context, HOME, "sea"), take_in(context, PRINT, "sea", "ferries")
        link(context, open_story(context, "Night boat"), [home, printed])
        merge(context, printed, home)
        with context.engine.connect() as connection:
            (record,) = article_records(connection, Among())
            assert (record.id, set(record.tags)) == (home, {"sea", "ferries"})
            assert article_at(connection, [PRINT]) == home
            assert find_article(connection, printed[:10]) == home
            (story,) = story_records(connection)
            assert story.articles == (home,)


def test_a_chain_of_mergers_ends_at_the_last(database: str) -> None:
    """Merged into one that is merged later: links made to either end at the survivor."""
    with desk(database) as context:
        first, second, third = (take_in(context, f"{HOME}/{number}") for number in range(3))
        merge(context, first, second)
        merge(context, second, third)
        link(context, open_story(context, "Night boat"), [first])
        with context.engine.connect() as connection:
            assert story_records(connection)[0].articles == (third,)


def test_a_rebuild_ends_in_the_same_rows(database: str) -> None:
    with desk(database) as context:
        home, printed = take_in(context, HOME), take_in(context, PRINT)
        merge(context, printed, home)
        before = dump(context)
        context.projector.rebuild()
        assert dump(context) == before
