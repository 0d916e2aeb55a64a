"""An import: every step of a reader is taken in or counted, and how far it came is kept.

Each capture is taken in whole or not at all (see `tracker.services.tracking`), and a capture that
is taken in twice counts once. So an import may be killed anywhere: the next run goes on behind the
last step that was noted, and what it repeats changes nothing.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tracker.capture.imports.steps import Reader, Recorded, Skipped, Step
from tracker.capture.raws import raw_sha256
from tracker.errors import InputError
from tracker.services.context import Context
from tracker.services.importing import checkpoints
from tracker.services.importing.checkpoints import Checkpoint
from tracker.services.importing.known import is_taken
from tracker.services.look import Look
from tracker.services.tracking import take

EVERY = 200
"""Steps that only skip something between two notes of how far it came."""

REPEATED = "taken before"
_TAKEN = "taken: "


@dataclass(slots=True)
class Tally:
    """What came of an import: outcomes of what was taken, and reasons of what was skipped."""

    counts: Counter[str] = field(default_factory=Counter)

    def note(self, outcome: str) -> None:
        self.counts[outcome] += 1

    @property
    def outcomes(self) -> dict[str, int]:
        """How often each outcome came of a capture that was taken in."""
        return {k.removeprefix(_TAKEN): n for k, n in self.counts.items() if k.startswith(_TAKEN)}

    @property
    def skipped(self) -> dict[str, int]:
        """How often each reason kept something from being taken in, the most frequent first."""
        return {k: n for k, n in self.counts.most_common() if not k.startswith(_TAKEN)}

    @property
    def taken(self) -> int:
        return sum(self.outcomes.values())


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
        trouble = _take_step(context, step, tally, surely=surely)
        surely, unnoted = False, unnoted + 1
        if isinstance(step.item, Recorded) or unnoted >= EVERY:
            checkpoints.save(
                context, reader.name, Checkpoint(step.cursor, tally.counts), tally.taken
            )
            unnoted = 0
        yield Progress(step.done, tally, trouble)
    checkpoints.forget(context, reader.name)


def _take_step(context: Context, step: Step, tally: Tally, *, surely: bool) -> str | None:
    """Take in or count one step; what has to be told of it."""
    item = step.item
    if isinstance(item, Skipped):
        tally.note(item.reason)
        return item.detail
    if item.observed_at > context.clock():
        tally.note("in the future")
        return f"{item.address}: it is said to be seen at {item.observed_at}, which is to come."
    try:
        tally.note(take_recorded(context, item, surely=surely))
    except InputError as error:
        tally.note("no article")
        return f"{item.address}, {item.observed_at}: {error}"
    return None


def take_recorded(context: Context, page: Recorded, *, surely: bool = False) -> str:
    """Take in a capture that somebody else made; what came of it, to count by.

    One that is in the archive is not read again, unless `surely`. Raises InputError where it holds
    no article; then nothing is kept.
    """
    if not surely and is_taken(context, page.address, page.observed_at, raw_sha256(page.body)):
        return REPEATED
    look = Look(
        address=page.address,
        body=page.body,
        observed_at=page.observed_at,
        dated=True,
        media_type=page.media_type,
        status=page.status,
        outlet=page.outlet,
        tags=page.tags,
        moved=page.moved,
        final_address=page.final_address,
        headers=page.headers,
    )
    return f"{_TAKEN}{take(context, look).outcome}"
