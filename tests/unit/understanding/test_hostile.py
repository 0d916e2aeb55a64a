"""Texts that are none: a long run of one mark, word or line costs no more than as much prose.

The full battery, a megabyte each, is `python -m tests.benchmarks --only hostile`.
"""

import time
from collections.abc import Callable

import pytest

from tests.benchmarks.hostile import battery, comparing, reading_page, reading_text, understanding

SIZE = 60_000
TEXTS = battery(SIZE)
PROSE = (
    "The dam above the town held for 3 days, Mayor Ada Ruiz said on Friday. "
    "“It was close,” she said, and 1,200 people went home.\n"
)
TIMES_PROSE = 8  # the worst take three times as long as prose
WIDEST = ("letter lines", "quoted lines", "random words", "right to left", "initials", "Japanese")

Work = Callable[[str], Callable[[], object]]


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_understood_as_fast_as_prose(name: str) -> None:
    assert _times_prose(understanding, TEXTS[name]) < TIMES_PROSE


@pytest.mark.parametrize("work", [reading_text, reading_page])
@pytest.mark.parametrize("name", WIDEST)
def test_a_hostile_text_is_read_about_as_fast_as_prose_is_understood(name: str, work: Work) -> None:
    assert _seconds(work(TEXTS[name])) < TIMES_PROSE * _prose_seconds(understanding)


@pytest.mark.parametrize("name", ["letter lines", "initials", "right to left"])
def test_two_hostile_versions_are_compared_in_time_that_grows_with_them(name: str) -> None:
    """Four times the text takes about four times as long; squared, it would be sixteen."""
    small, large = (comparing(TEXTS[name][:size]) for size in (SIZE // 12, SIZE // 3))
    small()  # word lists and caches are loaded once
    assert _seconds(large) < 12 * max(_seconds(small), 0.01)


def _times_prose(work: Work, text: str) -> float:
    return _seconds(work(text)) / _prose_seconds(work)


_OF_PROSE: dict[Work, float] = {}


def _prose_seconds(work: Work) -> float:
    if work not in _OF_PROSE:
        prose = work(PROSE * (SIZE // len(PROSE)))
        prose()
        _OF_PROSE[work] = _seconds(prose)
    return _OF_PROSE[work]


def _seconds(work: Callable[[], object]) -> float:
    """Processor time, the better of two: other programs do not count."""
    found = []
    for _ in range(2):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)
