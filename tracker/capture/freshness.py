"""When a server wants to be asked again, out of the headers of its last answer."""

import re
from datetime import datetime, timedelta

from tracker.capture.model import Capture
from tracker.network.waiting import http_date, retry_after, whole_seconds

LONGEST_FRESH = timedelta(hours=1)
"""The longest that Cache-Control and Expires are believed.

They say how long a copy may be shown, not that nobody may ask, and many servers give pages the week
or the year that was meant for images. An edit within that time must not be missed.
"""

# RFC 9111, 5.2: a name, and a value that may be quoted, in which case it may hold a comma.
_DIRECTIVE = re.compile(r'([^\s,=";]+)(?:\s*=\s*("[^"]*"|[^\s,"]*))?')
_NEVER_FRESH = frozenset({"no-store", "no-cache"})


def not_before(capture: Capture) -> datetime | None:
    """The moment before which `capture` should not be repeated; None where the server is silent.

    Whatever the status: Retry-After, up to a day (`tracker.network.waiting.LONGEST_WAIT`), and the
    rest of the time that max-age or Expires declare fresh, up to `LONGEST_FRESH`; the later of the
    two. `s-maxage` is for caches that serve many, and no heuristics are applied to Last-Modified:
    when an article is worth another look is for the cadence to say.
    """
    # A date to retry at is told by the server's clock, so it counts from the server's own date.
    asked = retry_after(capture.headers.get("retry-after"), _made_at(capture))
    waits = [wait for wait in (asked, min(fresh_for(capture), LONGEST_FRESH)) if wait]
    return capture.observed_at + max(waits) if waits else None


def fresh_for(capture: Capture) -> timedelta:
    """For how long from `observed_at` the answer is declared fresh, with no bound of ours."""
    age = whole_seconds(capture.headers.get("age", "").strip()) or timedelta(0)
    return max(_lifetime(capture) - age, timedelta(0))


def _made_at(capture: Capture) -> datetime:
    return http_date(capture.headers.get("date", "")) or capture.observed_at


def _lifetime(capture: Capture) -> timedelta:
    """How long the answer stays fresh from when the server made it (RFC 9111, 4.2.1)."""
    said = directives(capture.headers.get("cache-control", ""))
    if _NEVER_FRESH & said.keys():
        return timedelta(0)
    if "max-age" in said:  # it goes before Expires, and what cannot be read counts as stale
        return whole_seconds(said["max-age"]) or timedelta(0)
    expires = http_date(capture.headers.get("expires", ""))
    return expires - _made_at(capture) if expires else timedelta(0)


def directives(cache_control: str) -> dict[str, str]:
    """The directives of a Cache-Control header, names in lower case; of twins the first counts."""
    found: dict[str, str] = {}
    for name, value in _DIRECTIVE.findall(cache_control):
        found.setdefault(name.lower(), value.strip('"'))
    return found
