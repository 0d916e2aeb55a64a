"""What one look at an address brought."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

_NOT_MODIFIED = 304
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Validators:
    """What the server gave to ask "has it changed?" with; they hold for `address` alone."""

    address: str
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Capture:
    """One look at `address`, answered by `final_address` after redirects.

    `observed_at` is zone-aware. `headers` are the few worth keeping, names in lower case, repeated
    ones joined by commas. `media_type` is the Content-Type as sent, charset included. `body` is
    there only for a success (2xx): unpacked, otherwise as sent. `etag` and `last_modified` are None
    too where they could not be sent back. `moved` holds where permanent redirects (301, 308) led,
    in order, up to the first temporary one; its last is where the article now lives.

    `received` are all headers of the final answer as they came: in order, in their case (HTTP/2 has
    lower case only), decoded as ISO 8859-1, so that encoding them gives the bytes back.
    Content-Encoding and Content-Length in it are those of the packed body. `http_version` is like
    "HTTP/2", `reason` the words behind the status, empty where none were sent.
    """

    address: str
    final_address: str
    observed_at: datetime
    status: int
    headers: Mapping[str, str]
    media_type: str | None
    body: bytes | None
    etag: str | None
    last_modified: str | None
    moved: tuple[str, ...] = ()
    received: tuple[tuple[str, str], ...] = ()
    http_version: str = ""
    reason: str = ""

    @property
    def unchanged(self) -> bool:
        """The server says nothing changed since the look whose validators were sent."""
        return self.status == _NOT_MODIFIED

    @property
    def gone(self) -> bool:
        """The server says there is nothing here (any more)."""
        return self.status in _GONE

    @property
    def validators(self) -> Validators | None:
        """What to send with the next look; None where the server gave nothing."""
        if self.etag or self.last_modified:
            return Validators(self.final_address, self.etag, self.last_modified)
        return None
