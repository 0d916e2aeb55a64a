"""One polite look at an address over HTTP."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from tracker.capture.model import Capture, Validators
from tracker.errors import InputError, NetworkError
from tracker.network.body import read_body
from tracker.network.client import check_address, failures_named

if TYPE_CHECKING:
    import httpx

MAX_BYTES = 10_000_000
MAX_REDIRECTS = 5

_PERMANENT = frozenset({301, 308})
_KEPT_HEADERS = (
    "cache-control",
    "content-language",
    "content-type",
    "date",
    "etag",
    "expires",
    "last-modified",
    "retry-after",
    "x-robots-tag",
)


class Fetcher:
    """Looks at addresses through `client` (see `tracker.network.client.open_client`)."""

    def __init__(
        self,
        client: "httpx.Client",
        *,
        clock: Callable[[], datetime],
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._client = client
        self._clock = clock
        self._max_bytes = max_bytes

    def look(self, address: str, known: Validators | None = None) -> Capture:
        """What stands at `address` now; with `known`, a 304 where it has not changed since.

        Any status is an answer. Raises InputError for an address that is not http or https, and
        NetworkError where no answer came: unknown or refused host, no connection, time-out, an
        answer too large or broken, too many redirects.
        """
        check_address(address)
        hop = address
        moved: list[str] = []
        permanent = True
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._ask(address, hop, known, tuple(moved))
            if isinstance(answer, Capture):
                return answer
            hop, is_permanent = answer
            permanent = permanent and is_permanent
            if permanent:
                moved.append(hop)
        raise NetworkError(f"{address}: redirected more than {MAX_REDIRECTS} times, last to {hop}.")

    def _ask(
        self, address: str, hop: str, known: Validators | None, moved: tuple[str, ...]
    ) -> Capture | tuple[str, bool]:
        """A capture of `hop`, or where it redirects to and whether for good."""
        with (
            failures_named(hop),
            self._client.stream("GET", hop, headers=_conditions(hop, known)) as response,
        ):
            if response.next_request is not None:
                target = str(response.next_request.url)
                return _checked_hop(target), response.status_code in _PERMANENT
            return self._captured(address, hop, moved, response)

    def _captured(
        self, address: str, hop: str, moved: tuple[str, ...], response: "httpx.Response"
    ) -> Capture:
        observed_at = self._clock()
        headers = response.headers
        return Capture(
            address=address,
            final_address=hop,
            observed_at=observed_at,
            status=response.status_code,
            headers={name: headers[name] for name in _KEPT_HEADERS if name in headers},
            media_type=headers.get("content-type"),
            body=read_body(response, self._max_bytes) if response.is_success else None,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            moved=moved,
        )


def _checked_hop(target: str) -> str:
    try:
        check_address(target)
    except InputError as error:
        raise NetworkError(f"it redirects to what cannot be followed: {error}") from error
    return target


def _conditions(hop: str, known: Validators | None) -> dict[str, str]:
    if known is None or known.address != hop:
        return {}
    conditions = {"if-none-match": known.etag, "if-modified-since": known.last_modified}
    return {name: value for name, value in conditions.items() if value}
