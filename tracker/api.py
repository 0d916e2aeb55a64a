"""What programs call that work on a database: the command line's commands as functions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Pushed:
    """What came of captures: how many were taken in, by outcome, and skipped, by reason.

    `troubles` say what was wrong with those that could not be taken in, each in a line.
    """

    taken: dict[str, int]
    skipped: dict[str, int]
    troubles: tuple[str, ...]


def push(captures: Iterable[Mapping[str, Any]], *, database: str | None = None) -> Pushed:
    """Take in captures that another program made; the same ones again change nothing.

    Each is a mapping of what `tracker schema push` lists: `address`, `observed_at` (zone-aware) and
    `body` (text or bytes) at least. `database` is a path or URL, else that of the settings. Raises
    TrackerError where the database cannot be used; what is wrong with a capture is in the answer.
    """
    from tracker.bootstrap import open_context
    from tracker.capture.imports.pushed import read_mapping
    from tracker.config import load_settings
    from tracker.services.importing.tally import Tally
    from tracker.services.taking.pushing import push as push_all

    settings = load_settings(flags={"database_url": database} if database else {})
    most = settings.capture.max_bytes
    items = (read_mapping(one, n, max_bytes=most) for n, one in enumerate(captures, start=1))
    tally, troubles = Tally(), list[str]()
    with open_context(settings) as context:
        for step in push_all(context, items):
            tally = step.tally
            if step.trouble is not None:
                troubles.append(step.trouble)
    return Pushed(tally.outcomes, tally.skipped, tuple(troubles))
