"""Whether a figure counts the whole or only a part of it, or of another year's event."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tracker.understanding.language.metrology import COUNT
from tracker.understanding.measures.scenes import BREAKS, Scene, Stretch
from tracker.understanding.model import Fact

_REACH: Final = 6  # tokens behind a figure in which what it counts is named
_INCREMENTS: Final = frozenset({"more", "further", "additional", "new"})
_EXCESS: Final = frozenset({"more", "fewer", "less", "above", "below", "over"})
_ALLOWED: Final = frozenset({"limit", "capacity", "allowed", "maximum", "target", "budget"})
_LIMITS: Final = frozenset({"its", "the", "their", "than"})
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d")
_SPEAKS: Final = frozenset({"said", "says", "told", "recalled", "added"})
_RATED: Final = 3  # tokens behind a figure in which "a day" stands
_EACH: Final = frozenset({"a", "an", "per", "each", "every"})
_PERIODS: Final = frozenset({"second", "minute", "hour", "day", "night", "week", "month", "year"})
_DISTANCES: Final = frozenset({"ago", "earlier", "before", "later", "after", "-"})
_HANGS_ON: Final = frozenset({"when", "which", "that"})
_NESTED: Final = 3  # clauses before a figure's in which its year may stand
_THEN: Final = frozenset({"in", "during", "back"})
_REACHING: Final = frozenset({"since", "until"})  # what they date reaches into the story
_DATED: Final = 6  # tokens of one like "In the floods of 1998"
_OPENING: Final = 3  # tokens of a clause like "In 1998"


def part_of_whole(scene: Scene, fact: Fact, span: Stretch) -> str:
    """Empty for a figure of the whole.

    Else "more", "difference", "one", "all but", "recount", "rate" or another event's year.
    """
    lowers = scene.tokens.lowers
    if lowers[span[1]] in _INCREMENTS and lowers[span[1] + 1] != "than":
        return "more"
    if _is_excess(scene, span):
        return "difference"
    if fact.text.lower() == "one" and _is_someone(lowers[span[1] : span[1] + _REACH]):
        return "one"
    if lowers[max(span[0] - 2, 0) : span[0]] == ["all", "but"]:
        return "all but"
    return _repeated(scene, fact, span) or _other_year(scene, span)


def _repeated(scene: Scene, fact: Fact, span: Stretch) -> str:
    if "twice" in _up_to_break(scene, span):
        return "recount"
    counts = fact.dimension in {None, COUNT}
    return "rate" if counts and _is_rate(scene.tokens.lowers, span[1]) else ""


def _up_to_break(scene: Scene, span: Stretch) -> list[str]:
    """The words behind a figure, to where another clause may begin."""
    behind = scene.tokens.lowers[span[1] : span[1] + _REACH]
    stop = next((n for n, word in enumerate(behind) if word in BREAKS), len(behind))
    return behind[:stop]


def _is_excess(scene: Scene, span: Stretch) -> bool:
    """Whether the figure says how far another was passed: "52 over its limit"."""
    lowers, at = scene.tokens.lowers, span[1]
    if lowers[at] not in _EXCESS:
        return False
    if lowers[at] == "over":
        return lowers[at + 1] in _LIMITS and bool(_ALLOWED & set(lowers[at : at + _REACH]))
    return lowers[at + 1] in _LIMITS


def _is_rate(lowers: Sequence[str], at: int) -> bool:
    """Whether the figure is one of each day: "30 cases a day", but not "30 a day earlier"."""
    for k in range(at, min(at + _RATED, len(lowers) - 2)):
        if lowers[k] in _EACH and lowers[k + 1] in _PERIODS:
            return lowers[k + 2] not in _DISTANCES
    return False


def _is_someone(behind: list[str]) -> bool:
    """Whether this is somebody, not a count: "one of them", "one resident said"."""
    return behind[0] == "of" or bool(_SPEAKS & set(behind))


def _other_year(scene: Scene, span: Stretch) -> str:
    """A year told in the figure's clause, in one it hangs on, or in a short one before it."""
    for stretch in _clauses_back(scene, span):
        year = _year_in(scene, stretch, span)
        if year:
            return year
    return ""


def _clauses_back(scene: Scene, span: Stretch) -> Iterator[Stretch]:
    """The figure's clause, and before it those it hangs on: "In 1998, a dam burst, killing 9"."""
    lowers = scene.tokens.lowers
    stretch = scene.clause(span)
    yield stretch
    first = True
    for _ in range(_NESTED):
        start = stretch[0]
        if start <= 1:
            return
        hangs = lowers[start] in _HANGS_ON or lowers[start].endswith("ing")
        stretch = scene.clause((start - 1, start - 1))
        length = start - 1 - stretch[0]
        dated = lowers[stretch[0]] in _THEN and length <= _DATED
        opens = dated or (first and length <= _OPENING)
        if not hangs and not opens:
            return
        yield stretch
        first = False


def _year_in(scene: Scene, stretch: Stretch, span: Stretch) -> str:
    words, lowers = scene.tokens.words, scene.tokens.lowers
    own = stretch[0] <= span[0] < stretch[1]
    years = (k for k in range(*stretch) if _YEAR.fullmatch(words[k]))
    return next(
        (
            words[k]
            for k in years
            if not span[0] <= k < span[1] and not (own and lowers[k - 1] in _REACHING)
        ),
        "",
    )
