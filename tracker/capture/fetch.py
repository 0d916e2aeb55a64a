"""One polite look at an address over HTTP."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_network
from typing import TYPE_CHECKING

from tracker.capture.model import Capture, Validators
from tracker.errors import InputError, NetworkError
from tracker.network.body import read_body, read_start
from tracker.network.client import check_address, failures_named, open_client
from tracker.network.guard import Guard

if TYPE_CHECKING:
    import httpx

    from tracker.config import CaptureSettings

MAX_BYTES = 8_000_000
MAX_REDIRECTS = 5

_PERMANENT = frozenset({301, 308})
_PARTIAL, _NOT_MODIFIED = 206, 304
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_LONGEST_VALIDATOR = 1_000
_KEPT_HEADERS = (
    "age",
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


class WentAstrayError(NetworkError):
    """Redirects led round in a circle or too far."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked for: `cut` wants the first `at_most` bytes of a body that is longer."""

    address: str
    known: Validators | None
    at_most: int
    cut: bool
    may_follow: Callable[[str], bool]


class Fetcher:
    """Looks at addresses through `client` (see `tracker.network.client.open_client`).

    Threads may share one. It keeps to no limits between looks: robots.txt and pauses are the
    caller's (see `tracker.capture.robots` and `tracker.capture.politeness`).
    """

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

    def look(
        self,
        address: str,
        known: Validators | None = None,
        *,
        may_follow: Callable[[str], bool] | None = None,
    ) -> Capture:
        """What stands at `address` now; with `known`, a 304 where it has not changed since.

        `may_follow` is asked about every address that a redirect leads to (robots.txt of another
        host, for instance). Any status is an answer. Raises InputError for an address that is not
        http or https, and NetworkError where no answer came: unknown or refused host, no
        connection, time-out, an answer too large or broken, a redirect that may not be followed,
        too many of them, or a circle (WentAstrayError).
        """
        return self._followed(
            _Question(
                address, known, self._max_bytes, cut=False, may_follow=may_follow or _anywhere
            )
        )

    def begin(self, address: str, at_most: int) -> Capture:
        """As `look`, but of a body that is longer the first `at_most` bytes are taken."""
        return self._followed(_Question(address, None, at_most, True, _anywhere))

    def _followed(self, question: _Question) -> Capture:
        check_address(question.address)
        hops, moved = [question.address], list[str]()
        permanent = True
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._ask(question, hops[-1], tuple(moved))
            if isinstance(answer, Capture):
                return answer
            hop, is_permanent = answer
            with failures_named(hops[-1]):
                _check_hop(hop, question.may_follow)
            if hop in hops:
                raise WentAstrayError(f"{question.address}: redirected in a circle, back to {hop}.")
            permanent = permanent and is_permanent
            if permanent:
                moved.append(hop)
            hops.append(hop)
        raise WentAstrayError(
            f"{question.address}: redirected more than {MAX_REDIRECTS} times, last to {hops[-1]}."
        )

    def _ask(
        self, question: _Question, hop: str, moved: tuple[str, ...]
    ) -> Capture | tuple[str, bool]:
        """A capture of `hop`, or where it redirects to and whether for good."""
        conditions = _conditions(hop, question.known)
        headers = {"accept": _ACCEPT} | conditions
        with (
            failures_named(hop),
            self._client.stream("GET", hop, headers=headers) as response,
        ):
            if response.next_request is not None:
                return str(response.next_request.url), response.status_code in _PERMANENT
            if response.status_code == _NOT_MODIFIED and not conditions:
                raise NetworkError("it answers 304 (not modified) to a plain question.")
            return self._captured(question, hop, moved, response)

    def _captured(
        self, question: _Question, hop: str, moved: tuple[str, ...], response: "httpx.Response"
    ) -> Capture:
        observed_at = self._clock()
        headers = response.headers
        return Capture(
            address=question.address,
            final_address=hop,
            observed_at=observed_at,
            status=response.status_code,
            headers={name: headers[name] for name in _KEPT_HEADERS if name in headers},
            media_type=headers.get("content-type"),
            body=_body(question, response) if response.is_success else None,
            etag=_sendable(headers.get("etag")),
            last_modified=_sendable(headers.get("last-modified")),
            moved=moved,
            received=tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in headers.raw),
            http_version=response.http_version,
            reason=response.extensions.get("reason_phrase", b"").decode("latin-1"),
        )


@contextmanager
def open_fetcher(settings: "CaptureSettings", clock: Callable[[], datetime]) -> Iterator[Fetcher]:
    """A fetcher as `settings` want it; one is enough for as long as a process lives."""
    guard = Guard(
        allow_loopback=settings.allow_loopback,
        allow_networks=tuple(map(ip_network, settings.allow_networks)),
        seconds=settings.timeout,
        silence=settings.read_timeout,
    )
    with open_client(guard, user_agent=settings.introduction) as client:
        yield Fetcher(client, clock=clock, max_bytes=settings.max_bytes)


def _anywhere(_address: str) -> bool:
    return True


def _body(question: _Question, response: "httpx.Response") -> bytes:
    if response.status_code == _PARTIAL:
        raise NetworkError("it answers with a part (206), though the whole was asked for.")
    read = read_start if question.cut else read_body
    return read(response, question.at_most)


def _check_hop(target: str, may_follow: Callable[[str], bool]) -> None:
    try:
        check_address(target)
    except InputError as error:
        raise NetworkError(f"it redirects to what cannot be followed: {error}") from error
    if not may_follow(target):
        raise NetworkError(f"it redirects to {target}, which may not be looked at.")


def _conditions(hop: str, known: Validators | None) -> dict[str, str]:
    if known is None or known.address != hop:
        return {}
    conditions = {"if-none-match": known.etag, "if-modified-since": known.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _sendable(validator: str | None) -> str | None:
    """A validator as it came, None where it is empty, too long, or no header could hold it."""
    if not validator or len(validator) > _LONGEST_VALIDATOR:
        return None
    return validator if validator.isascii() and validator.isprintable() else None
