"""What the sources of a story say on the same things."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tracker.understanding.model import Ledger, Source, Thread
from tracker.understanding.threads.accounts import SourceAccount, account_of
from tracker.understanding.threads.copies import find_copies
from tracker.understanding.threads.find import find_threads
from tracker.understanding.threads.remark_threads import find_remarks
from tracker.understanding.threads.voices import Telling, stand


def ledger(sources: Iterable[Source]) -> Ledger:
    """Understand each source by itself, then line up what they say."""
    return assemble([account_of(source) for source in sources])


def assemble(entries: Sequence[SourceAccount]) -> Ledger:
    """Line up sources that are understood already; needs nothing but what the accounts hold."""
    copies = find_copies(entries)
    sources = {entry.id: entry for entry in entries}
    return Ledger(
        threads=tuple(_stood(thread, sources, copies) for thread in find_threads(entries)),
        remarks=find_remarks(entries),
        copies=tuple(copies.items()),
    )


def _stood(
    thread: Thread, sources: Mapping[str, SourceAccount], copies: Mapping[str, str]
) -> Thread:
    """The thread with how its outlets stand to each other."""
    found = stand(
        [
            Telling(
                sources[source].outlet,
                (sources[source].published, source),
                fact,
                sources[copies[source]].outlet if source in copies else None,
            )
            for source, fact in thread.entries
        ]
    )
    speaking = {sources[source].outlet for source, _ in thread.entries}
    return replace(
        thread,
        standing=found.standing.value if found.standing else None,
        first_to_report=found.first_to_report,
        last_to_correct=found.last_to_correct,
        not_mentioned_by=tuple(sorted({each.outlet for each in sources.values()} - speaking)),
    )
