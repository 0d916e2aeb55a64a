"""Reading the whole archive again, from where it was broken off."""

from collections.abc import Iterator

from tracker.projections.projector import code_version
from tracker.services.context import Context
from tracker.services.importing.checkpoints import Checkpoint, forget, load, save
from tracker.services.keeping.rereading import Reread, reread


def reread_all(context: Context) -> Iterator[tuple[int, int, Reread]]:
    """Read every article's looks again: its number, how many there are, and what came of it.

    What was read again by this very code, in a run that was broken off, is left out.
    """
    name = f"reread by {code_version()}"
    articles = context.archive.articles()
    before = load(context, name)
    for number, article in enumerate(articles, start=1):
        if before and article <= before.cursor:
            continue
        done = reread(context, article)
        save(context, name, Checkpoint(article), number)
        yield number, len(articles), done
    forget(context, name)
