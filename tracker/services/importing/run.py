"""An import: every step of a reader is taken in or counted, and how far it came is kept.

Each capture is taken in whole or not at all (see `tracker.services.taking.tracking`), and a capture
that is taken in twice counts once. So an import may be killed anywhere: the next run goes on behind
the last step that was noted, and what it repeats changes nothing.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.capture.imports.steps import Reader, Recorded, Skipped
from tracker.services.context import Context
from tracker.services.importing import checkpoints
from tracker.services.importing.checkpoints import Checkpoint
from tracker.services.importing.taking import take_recorded
from tracker.services.importing.tally import Tally

EVERY = 200
"""Steps that only skip something between two notes of how far it came."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come; `trouble` is what has to be told of this step."""

    done: int
    tally: Tally
    trouble: str | None = None


def run_import(context: Context, reader: Reader) -> Iterator[Progress]:
    """Take in what `reader` gives, from where an earlier run broke off; tells after each step.

    Raises what the reader raises; what was taken in until then stays, and the next run goes on.
    """
    before = checkpoints.load(context, reader.name)
    tally = Tally(before.counts if before else Counter())
    surely = before is not None  # the step after the last note may be half done
    unnoted = 0
    for step in reader.steps(before.cursor if before else None):
        trouble = take_item(context, step.item, tally, surely=surely)
        surely, unnoted = False, unnoted + 1
        if isinstance(step.item, Recorded) or unnoted >= EVERY:
            checkpoints.save(
                context, reader.name, Checkpoint(step.cursor, tally.counts), tally.taken
            )
            unnoted = 0
        yield Progress(step.done, tally, trouble)
    checkpoints.forget(context, reader.name)


def take_item(
    context: Context, item: Recorded | Skipped, tally: Tally, *, surely: bool = False
) -> str | None:
    """Take in or count one step; what has to be told of it."""
    came = item if isinstance(item, Skipped) else take_recorded(context, item, surely=surely)
    if isinstance(came, Skipped):
        tally.skipped_for(came.reason)
        return came.detail
    tally.taken_as(came)
    return None
