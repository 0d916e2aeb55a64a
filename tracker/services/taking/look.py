"""What somebody saw at an address, to be taken in."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen at an address: `dated` as in `Kept`, `outlet` if known from outside.

    `moved` is where permanent redirects led; `final_address` answered in the end, with `headers`
    as they came, in this `http_version`, with this `phrase` behind the status.
    """

    address: str
    body: bytes
    observed_at: datetime
    dated: bool
    media_type: str | None = None
    status: int = 200
    outlet: str | None = None
    tags: tuple[str, ...] = ()
    article: str | None = None
    moved: tuple[str, ...] = ()
    final_address: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    http_version: str | None = None
    phrase: str | None = None
