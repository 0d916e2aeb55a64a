"""Two articles found to be one: the looks of the one are settled anew as looks of the other.

Every look keeps its own time and bytes, so the timeline of what is left holds both histories. The
looks are handed over first and the merger is recorded last: after a crash in between, the next look
at the page finds both articles there still, and goes on.
"""

from dataclasses import replace

from sqlalchemy import Connection

from tracker.article.events import ArticleMerged, ArticleReaddressed
from tracker.article.identity import article_stream, commit_id
from tracker.article.reading import Reading
from tracker.capture.archive import APART, Kept, Outcome
from tracker.eventstore.model import ANY
from tracker.projections.passages import share_held
from tracker.projections.streams import load_article
from tracker.services.context import Context
from tracker.services.taking.settling import article_commit, settle

ALIKE = 0.5
"""Share of a page's paragraphs that an article must have held to be the same one."""


def is_same(connection: Connection, reading: Reading, article: str) -> bool:
    """Whether what was read may be taken for a view of `article`.

    A page's own word is not enough: some name the home page, or another article, as their address.
    """
    return share_held(connection, reading, article) >= ALIKE


def merge_into(context: Context, article: str, survivor: str) -> None:
    """Make `article` a part of `survivor`: its looks, its addresses, what was linked to it."""
    for look in context.archive.of_article(article):
        context.archive.hand_over(look, as_look_at(survivor, look))
    settle(context, survivor)
    stream, from_now_on = article_stream(article), article_stream(survivor)
    addresses = load_article(context.store, article).addresses
    commits = [
        article_commit(
            survivor,
            commit_id(from_now_on, "readdressed", address),
            [ArticleReaddressed(address=address)],
            ANY,
        )
        for address in addresses
    ]
    cause = commit_id(stream, "merged", survivor)
    merged = article_commit(article, cause, [ArticleMerged(into=survivor)], ANY)
    context.store.append(*commits, merged)
    context.projector.catch_up()


def as_look_at(article: str, look: Kept) -> Kept:
    """The same look as one at `article`; what it saw is to be judged anew."""
    told = look.raw or str(look.status)
    cause = (look.address, look.observed_at.isoformat(), told)
    unsettled = look.substance is not None and look.outcome not in APART
    return replace(
        look,
        id=commit_id(article_stream(article), *cause).hex,
        article=article,
        outcome=_to_settle(look) if unsettled else look.outcome,
        reasons=() if unsettled else look.reasons,
    )


def _to_settle(look: Kept) -> Outcome:
    """What had been settled is history, which is not told as news a second time."""
    return Outcome.PENDING if look.outcome is Outcome.PENDING else Outcome.REREAD
