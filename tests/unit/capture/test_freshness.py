"""When a server wants to be asked again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.capture.freshness import LONGEST_FRESH, directives, fresh_for, not_before
from tracker.capture.model import Capture
from tracker.network.waiting import LONGEST_WAIT

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
NOON_HTTP = "Sun, 17 Nov 2024 12:00:00 GMT"
HALF_PAST = "Sun, 17 Nov 2024 12:30:00 GMT"


def answer(status: int = 200, **headers: str) -> Capture:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Capture(
        address="http://outlet.example/",
        final_address="http://outlet.example/",
        observed_at=NOON,
        status=status,
        headers=named,
        media_type=None,
        body=None,
        etag=None,
        last_modified=None,
    )


def wait(status: int = 200, **headers: str) -> timedelta | None:
    moment = not_before(answer(status, **headers))
    return None if moment is None else moment - NOON


@pytest.mark.parametrize("status", [200, 304, 404, 429, 503])
class TestWhateverTheStatus:
    def test_retry_after_counts(self, status: int) -> None:
        """In seconds or as a date."""
        assert wait(status, retry_after="120") == timedelta(minutes=2)
        assert wait(status, retry_after=HALF_PAST) == timedelta(minutes=30)

    def test_freshness_counts(self, status: int) -> None:
        """max-age, or Expires against the server's own date."""
        assert wait(status, cache_control="public, max-age=600") == timedelta(minutes=10)
        assert wait(status, expires=HALF_PAST, date=NOON_HTTP) == timedelta(minutes=30)

    def test_the_later_of_both_counts(self, status: int) -> None:
        """Each is a wish of its own."""
        assert wait(status, retry_after="60", cache_control="max-age=300") == timedelta(minutes=5)
        assert wait(status, retry_after="600", cache_control="max-age=300") == timedelta(minutes=10)

    def test_a_server_that_says_nothing_is_not_waited_for(self, status: int) -> None:
        """When to look again is for the cadence to say."""
        assert wait(status) is None
        assert wait(status, last_modified=NOON_HTTP, etag='"1"') is None


@pytest.mark.parametrize(
    ("said", "fresh"),
    [
        ("max-age=60", 60),
        ("MAX-AGE=60", 60),
        ('max-age="60"', 60),
        ("max-age = 60", 60),
        ("private, max-age=60, must-revalidate", 60),
        ('community="max-age=9, x", max-age=60', 60),
        ("max-age=60, max-age=3600", 60),
        ("s-maxage=600", 0),
        ("no-store", 0),
        ("no-cache, max-age=600", 0),
        ('no-cache="set-cookie", max-age=600', 0),
        ("no-store, max-age=600", 0),
        ("max-age=soon", 0),
        ("max-age=-1", 0),
        ("max-age=1.5", 0),
        ("max-age", 0),
        ("max-age=", 0),
        ("", 0),
        ('=,;"', 0),
    ],
)
def test_cache_control_is_read_as_http_writes_it(said: str, fresh: int) -> None:
    """Ours is a cache of one reader; what cannot be read counts as stale."""
    assert fresh_for(answer(cache_control=said)) == timedelta(seconds=fresh)


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({"cache_control": "max-age=60", "age": "45"}, 15),
        ({"cache_control": "max-age=60", "age": "600"}, 0),
        ({"cache_control": "max-age=60", "age": "old"}, 60),
        ({"cache_control": "max-age=60", "expires": HALF_PAST}, 60),
        ({"expires": HALF_PAST}, 1800),
        ({"expires": HALF_PAST, "age": "600"}, 1200),
        ({"expires": HALF_PAST, "date": "Sun, 17 Nov 2024 12:20:00 GMT"}, 600),
        ({"expires": NOON_HTTP, "date": HALF_PAST}, 0),
        ({"expires": "0"}, 0),
        ({"expires": "-1"}, 0),
        ({"expires": "never"}, 0),
    ],
)
def test_what_is_left_of_the_freshness_counts(headers: dict[str, str], fresh: int) -> None:
    """Less what it has aged on the way; max-age goes before Expires."""
    assert fresh_for(answer(200, **headers)) == timedelta(seconds=fresh)


@pytest.mark.parametrize("said", ["31536000", "9" * 400])
def test_a_server_cannot_silence_the_tracker(said: str) -> None:
    """A year of max-age becomes an hour, a year of Retry-After a day."""
    assert wait(cache_control=f"max-age={said}") == LONGEST_FRESH == timedelta(hours=1)
    assert wait(expires="Fri, 17 Nov 2124 12:00:00 GMT") == LONGEST_FRESH
    assert wait(503, retry_after=said) == LONGEST_WAIT == timedelta(days=1)
    assert wait(503, retry_after="Fri, 17 Nov 2124 12:00:00 GMT") == LONGEST_WAIT


def test_a_date_to_retry_at_is_told_by_the_servers_clock() -> None:
    """One that goes an hour late asks for ten minutes, not for none."""
    late = {"date": "Sun, 17 Nov 2024 11:00:00 GMT", "retry_after": "Sun, 17 Nov 2024 11:10:00 GMT"}
    assert wait(503, **late) == timedelta(minutes=10)


@pytest.mark.parametrize("said", ["soon", "-5", "1.5", "", HALF_PAST[:-13], "120, 120"])
def test_nonsense_counts_as_nothing_said(said: str) -> None:
    """No wait is made up."""
    assert wait(503, retry_after=said) is None


PIECES = ["max-age", "no-store", "=", ",", '"', ";", " ", "60", "Sun, ", "17 Nov 2024", "GMT"]
PIECES += ["99999999999999999999", "-", ":", "12:00:00", "é", "\x00", "0", "+9999"]
HEADER = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=60)


@given(HEADER, HEADER, HEADER, HEADER, HEADER)
def test_no_header_breaks_it_and_no_wait_is_longer_than_a_day(
    control: str, expires: str, age: str, date: str, retry: str
) -> None:
    """Whatever servers write."""
    capture = answer(cache_control=control, expires=expires, age=age, date=date, retry_after=retry)
    moment = not_before(capture)
    assert moment is None or NOON < moment <= NOON + LONGEST_WAIT


def test_a_long_header_is_read_in_no_time() -> None:
    """Nothing here grows faster than the header."""
    for text in ("a" * 10**6, "a=" * 10**6, 'a="' * 10**6, " " * 10**6, "max-age = " * 10**5):
        directives(text)
