"""What counts as an outlet's owning up to a change."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.article.reading import Notice, NoticeKind, Reading
from tracker.projections.announcing import announcement

NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)
CORRECTION = Notice(NoticeKind.CORRECTION, "Correction: the bridge is 300 metres long.", NOON)
THANKS = Notice(NoticeKind.CONTRIBUTORS, "Ines Okafor contributed reporting.")


def test_a_new_notice_announces() -> None:
    found = announcement(Reading(), Reading(notices=(CORRECTION,)))
    assert (found.made, found.notices, found.modified) == (True, (CORRECTION,), None)


def test_a_newer_modified_time_announces() -> None:
    """Also the first one."""
    later = NOON + timedelta(hours=1)
    for old in (Reading(modified=NOON), Reading()):
        found = announcement(old, Reading(modified=later))
        assert (found.made, found.notices, found.modified) == (True, (), later)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (Reading(), Reading()),
        (Reading(notices=(CORRECTION,)), Reading(notices=(CORRECTION,))),
        (Reading(notices=(CORRECTION,)), Reading()),
        (Reading(), Reading(notices=(THANKS,))),
        (Reading(modified=NOON), Reading(modified=NOON)),
        (Reading(modified=NOON), Reading(modified=NOON - timedelta(hours=1))),
        (Reading(modified=NOON), Reading()),
    ],
)
def test_nothing_else_does(old: Reading, new: Reading) -> None:
    """A notice that stood already or is gone, a list of contributors, an older time."""
    assert not announcement(old, new).made
