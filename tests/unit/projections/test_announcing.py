"""What counts as an outlet's owning up to a change."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.article.reading import Notice, NoticeKind, Reading
from tracker.projections.announcing import announcement
from tracker.understanding.revision import compare

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


@pytest.mark.parametrize(
    ("notice", "bridge", "ships"),
    [
        (Notice(NoticeKind.CORRECTION, "It is long.", wrong="300 metres", right="30 metres"), 1, 0),
        (Notice(NoticeKind.CORRECTION, "Corrected.", right="the bridge is 30 metres long"), 1, 0),
        (Notice(NoticeKind.UPDATE, "This story has been updated."), 1, 1),
        (CORRECTION, 1, 1),
        (None, 0, 0),
    ],
)
def test_a_correction_covers_what_it_names(
    notice: Notice | None, bridge: bool, ships: bool
) -> None:
    """What was changed beside it went unsaid; a notice that names nothing stands for everything."""
    old = "The bridge is 300 metres long.\nAbout 12 ships pass it every day."
    new = old.replace("300", "30").replace("12", "40")
    first, second = sorted(compare(old, new).shifts, key=lambda each: "300" not in str(each.old))
    found = announcement(Reading(), Reading(notices=(notice,) if notice else ()))
    assert (found.covers(first), found.covers(second)) == (bridge, ships)


def test_a_newer_modified_time_covers_everything() -> None:
    (shift,) = compare("The bridge is 300 metres long.", "The bridge is 30 metres long.").shifts
    assert announcement(Reading(), Reading(modified=NOON)).covers(shift)
