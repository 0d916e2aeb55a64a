"""Taking in captures that other programs hand over, one after another."""

from collections.abc import Iterable, Iterator

from tracker.capture.imports.steps import Recorded, Skipped
from tracker.services.context import Context
from tracker.services.importing.run import Progress, take_item
from tracker.services.importing.tally import Tally


def push(context: Context, items: Iterable[Recorded | Skipped]) -> Iterator[Progress]:
    """Take in captures as they come; tells after each.

    Nobody notes how far it came: handing over the same again is quick, and changes nothing.
    """
    tally = Tally()
    for number, item in enumerate(items, start=1):
        yield Progress(number, tally, take_item(context, item, tally))
