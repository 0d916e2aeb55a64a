"""What servers write into Location, without a network."""

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.capture.fetch import Fetcher
from tracker.errors import NetworkError

START = "http://outlet.example/story"
PIECES = ["http:", "https:", "//", "/", "xn--", "xn--a", "[", "]", "::1", "@", ":", "99999", "%zz"]
PIECES += ["\\", "..", "?", "#", "\t", " ", "outlet.example", "0x7f.1", "\x80", "\xff", "a" * 70]


class Page(httpx.SyncByteStream):
    def __iter__(self) -> Iterator[bytes]:
        yield b"here"


def look(location: bytes) -> str | None:
    """Where a look ends that is redirected to `location`; None where it is refused."""

    def answer(request: httpx.Request) -> httpx.Response:
        if str(request.url) == START:
            return httpx.Response(302, headers=[(b"location", location)])
        return httpx.Response(200, stream=Page())

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        try:
            return Fetcher(client, clock=lambda: datetime.now(UTC)).look(START).final_address
        except NetworkError:
            return None


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=40))
@example("//xn--a")
@example("ahttps:\\")
@example("//outlet.example:99999")
def test_any_location_is_followed_or_refused_by_name(location: str) -> None:
    """No value, however odd, ends in an exception of a library."""
    end = look(location.encode("latin-1", "replace"))
    assert end is None or end.startswith(("http://", "https://"))
