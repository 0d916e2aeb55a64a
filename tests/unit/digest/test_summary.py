"""What a digest comes to."""

from tests.unit.digest.builders import article, composed, rescued, revised, shift, version
from tracker.digest.material import Material
from tracker.digest.summary import coverage, is_empty, summary
from tracker.projections.records import ShiftRecord
from tracker.understanding.model import ShiftKind


def told(*shifts: ShiftRecord) -> tuple[str, ...]:
    return summary(composed(Material(articles=(article(),), versions=(version(1),), shifts=shifts)))


def test_silent_changes_are_counted_beside_all() -> None:
    found = told(
        revised("1", "2", chain="a"),
        revised("1", "2", chain="b", announced=True),
        revised("1", "2", chain="c", announced=True),
    )
    assert found == ("3 figures changed, 1 without a notice",)


def test_what_came_and_went_is_told_apart_from_what_changed() -> None:
    found = told(
        revised("1", "2", chain="a", announced=True),
        shift(ShiftKind.APPEARED, None, rescued("5"), chain="b", announced=True),
        shift(ShiftKind.WITHDRAWN, rescued("5"), None, chain="c", announced=True),
    )
    assert found == ("1 figure changed, 1 new, 1 dropped",)


def test_all_silent_is_said_without_a_number() -> None:
    assert told(revised("1", "2")) == ("1 figure changed, without a notice",)


def test_an_evening_in_phrases() -> None:
    assert summary(composed()) == (
        "1 figure changed and changed back, without a notice",
        "1 statement changed, 1 dropped, 1 without a notice",
        "1 wording changed, without a notice",
        "1 headline changed",
        "1 notice",
        "1 article taken down",
        "1 article brought back",
        "1 point where outlets differ",
        "1 remark worded differently",
    )
    assert coverage(composed()) == "2 articles of 2 outlets, 4 new versions"
    assert not is_empty(composed())


def test_nothing_shifted() -> None:
    assert told() == ("Nothing shifted",)
    assert is_empty(composed(Material()))
