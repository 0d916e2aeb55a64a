"""What the sources of a story say on the same things."""

from collections.abc import Iterable, Sequence

from tracker.understanding.model import Ledger, Source
from tracker.understanding.threads.accounts import SourceAccount, account_of
from tracker.understanding.threads.copies import find_copies
from tracker.understanding.threads.find import find_threads
from tracker.understanding.threads.remark_threads import find_remarks


def ledger(sources: Iterable[Source]) -> Ledger:
    """Understand each source by itself, then line up what they say."""
    return assemble([account_of(source) for source in sources])


def assemble(entries: Sequence[SourceAccount]) -> Ledger:
    """Line up sources that are understood already; needs nothing but what the accounts hold."""
    return Ledger(
        threads=find_threads(entries),
        remarks=find_remarks(entries),
        copies=tuple(find_copies(entries).items()),
    )
