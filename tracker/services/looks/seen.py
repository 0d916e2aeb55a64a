"""What a look at a watched address came to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.services.taking.tracking import Taken


class Sight(StrEnum):
    """What was seen; HELD is a page that does not look like the article, and counts for nothing.

    LISTED is a source that was read.
    """

    TAKEN = "taken"
    NOT_MODIFIED = "not modified"
    HELD = "held"
    LISTED = "listed"
    MISSING = "missing"
    GONE = "gone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Seen:
    """The outcome of one look.

    `returned` says that the article had been gone; `missing_since` is when it was first found
    missing, if it still is; `held_for` are the reasons for which the page was held, `believed`
    says that looks held before count now; `found` counts the addresses that fell due by it.
    """

    address: str
    sight: Sight
    taken: Taken | None = None
    returned: bool = False
    detail: str | None = None
    missing_since: datetime | None = None
    held_for: tuple[str, ...] = ()
    believed: bool = False
    found: int = 0
