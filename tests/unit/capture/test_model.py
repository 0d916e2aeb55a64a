"""What a capture says about itself."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tracker.capture.model import Capture, Validators

SEEN = Capture(
    address="http://outlet.example/a",
    final_address="http://outlet.example/b",
    observed_at=datetime(2024, 11, 17, 12, tzinfo=UTC),
    status=200,
    headers={},
    media_type="text/html",
    body=b"<p>News",
    etag='"1"',
    last_modified=None,
)


@pytest.mark.parametrize(
    ("status", "gone", "unchanged"),
    [(200, False, False), (304, False, True), (404, True, False), (410, True, False)]
    + [(status, False, False) for status in (403, 429, 500, 503)],
)
def test_the_status_says_gone_or_unchanged(status: int, gone: bool, unchanged: bool) -> None:
    """Only 404 and 410 say that nothing is there; a refusal or an overload does not."""
    capture = replace(SEEN, status=status)
    assert (capture.gone, capture.unchanged) == (gone, unchanged)


def test_validators_hold_for_the_address_that_answered() -> None:
    """Not for the one that was asked and redirected."""
    assert SEEN.validators == Validators("http://outlet.example/b", '"1"', None)


def test_without_etag_and_date_there_is_nothing_to_ask_with() -> None:
    """The next look is a plain one."""
    assert replace(SEEN, etag=None).validators is None
