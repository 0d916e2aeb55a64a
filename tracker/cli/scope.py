"""Which articles a query is about, out of --story, --outlet and --tag."""

import difflib

from sqlalchemy import Connection, select

from tracker.errors import InputError, NotFoundError
from tracker.projections.lookup import find_article, find_story
from tracker.projections.queries import Among
from tracker.projections.tables import articles, tags


def among(connection: Connection, story: str | None, outlet: str | None, tag: str | None) -> Among:
    """The articles meant. Raises NotFoundError for a name that is not in the database."""
    if sum(option is not None for option in (story, outlet, tag)) > 1:
        raise InputError("--story, --outlet and --tag each choose articles: give one of them.")
    if story is not None:
        return Among(story=find_story(connection, story))
    if outlet is not None:
        outlets = list(connection.scalars(select(articles.c.outlet).distinct()))
        return Among(outlet=_known("outlet", outlet, outlets))
    if tag is not None:
        return Among(
            tag=_known("tag", tag, list(connection.scalars(select(tags.c.tag).distinct())))
        )
    return Among()


def _known(kind: str, given: str, names: list[str]) -> str:
    if given in names:
        return given
    near = difflib.get_close_matches(given, names, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else " 'tracker articles' shows what there is."
    raise NotFoundError(f"no article has the {kind} {given!r}.{hint}")


def chosen(
    connection: Connection,
    article: str | None,
    story: str | None,
    outlet: str | None,
    tag: str | None,
) -> Among:
    """The one article meant, or the articles of a story, an outlet or a tag."""
    if article is None:
        return among(connection, story, outlet, tag)
    if any(option is not None for option in (story, outlet, tag)):
        raise InputError("an ARTICLE stands alone: leave --story, --outlet and --tag out.")
    return Among(ids=(find_article(connection, article),))
