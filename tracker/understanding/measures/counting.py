"""Who or what a figure counts, and whether it counts the whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.understanding.language.nouns import singular
from tracker.understanding.measures.measure_words import group_of, looseness
from tracker.understanding.measures.scenes import BREAKS, FILLERS, Scene, Stretch
from tracker.understanding.model import Fact

_REACH: Final = 6  # tokens behind a figure in which what it counts is named
_BACK: Final = 14  # tokens before a figure in which "the number of homes" may stand
_COUNTERS: Final = frozenset({"number", "count", "total", "tally"})
_ENDS_NOUN: Final = frozenset(
    {"by", "in", "at", "on", "from", "to", "after", "when", "who", "that"}
)
_INCREMENTS: Final = frozenset({"more", "further", "additional", "new"})
_HANGS_ON: Final = frozenset({"when", "which", "that"})
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d")
_SPEAKS: Final = frozenset({"said", "says", "told", "recalled", "added"})
_COPULAS: Final = frozenset({"were", "are", "was", "is"})
_PREDICATE: Final = 4  # tokens from such a verb on in which a group is named
_RATED: Final = 3  # tokens behind a figure in which "a day" stands
_EACH: Final = frozenset({"a", "an", "per", "each", "every"})
_PERIODS: Final = frozenset({"second", "minute", "hour", "day", "night", "week", "month", "year"})
_DISTANCES: Final = frozenset({"ago", "earlier", "before", "later", "after", "-"})
_OPENING: Final = 3  # tokens of a clause like "In 1998"


@dataclass(frozen=True, slots=True)
class Noun:
    """Who or what is counted, "" where it is not said, and the tokens that name it."""

    name: str
    first: int
    end: int


def counted_noun(scene: Scene, fact: Fact, span: Stretch) -> Noun:
    """The noun behind the figure or "of them were"; before it in "the number of homes ... to"."""
    behind = _told_of_some(scene, span) or _behind(scene, span)
    if not behind.name and scene.tokens.lowers[span[1]] == "of":
        after = scene.figure_after(span)
        if after and after[0] - span[1] < _REACH:
            behind = _behind(scene, after)
    if behind.name:
        return behind
    unit = "" if fact.unit in FILLERS else fact.unit or ""
    group = group_of(unit) or group_of(unit.rpartition(" ")[2])
    if group or unit:
        name = group.name if group else singular(unit.rpartition(" ")[2]).strip("-")
        return Noun(name, span[1], span[1])
    return _before(scene, span)


def _told_of_some(scene: Scene, span: Stretch) -> Noun | None:
    """What "six of those who died were children" says of the six."""
    lowers = scene.tokens.lowers
    if lowers[span[1]] != "of":
        return None
    _, end = scene.clause(span)
    verb = next((k for k in range(span[1] + 1, end) if lowers[k] in _COPULAS), end)
    for k in range(verb + 1, min(verb + _PREDICATE, end)):
        group = group_of(lowers[k])
        if group and group.person == "narrowly":
            return Noun(group.name, k, k + 1)
    return None


def _behind(scene: Scene, span: Stretch) -> Noun:
    lowers = scene.tokens.lowers
    named = Noun("", span[1], span[1])
    for k in range(span[1], min(span[1] + _REACH, scene.tokens.count)):
        if lowers[k] in BREAKS or (named.name and lowers[k] in _ENDS_NOUN):
            break
        for end in (k + 2, k + 1):
            group = group_of(" ".join(lowers[k:end]))
            if group and (not named.name or _is_narrower(group.name, named.name)):
                named = Noun(group.name, k, end)
                break
    return named


def _is_narrower(name: str, than: str) -> bool:
    """Whether a second noun tells the first apart: "of the victims were children"."""
    return looseness(than) == "loosely" and looseness(name) == "narrowly"


def _before(scene: Scene, span: Stretch) -> Noun:
    lowers = scene.tokens.lowers
    for k in range(span[0] - 1, max(span[0] - _BACK, 0), -1):
        if lowers[k] == "of" and lowers[k - 1] in _COUNTERS:
            for noun in range(k + 1, span[0]):
                group = group_of(lowers[noun])
                if group:
                    return Noun(group.name, noun, noun + 1)
    return Noun("", span[1], span[1])


def part_of_whole(scene: Scene, fact: Fact, span: Stretch) -> str:
    """Empty for a figure of the whole; else "more", "one", "all but", "recount", "rate", a year."""
    lowers = scene.tokens.lowers
    after = lowers[span[1]]
    if after in _INCREMENTS and lowers[span[1] + 1] != "than":
        return "more"
    if fact.text.lower() == "one" and _is_someone(lowers[span[1] : span[1] + _REACH]):
        return "one"
    if lowers[max(span[0] - 2, 0) : span[0]] == ["all", "but"]:
        return "all but"
    if "twice" in _up_to_break(scene, span):
        return "recount"
    if _is_rate(lowers, span[1]):
        return "rate"
    return _other_year(scene, span)


def _up_to_break(scene: Scene, span: Stretch) -> list[str]:
    """The words behind a figure, to where another clause may begin."""
    behind = scene.tokens.lowers[span[1] : span[1] + _REACH]
    stop = next((n for n, word in enumerate(behind) if word in BREAKS), len(behind))
    return behind[:stop]


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
    tokens = scene.tokens
    start, end = scene.clause(span)
    if tokens.lowers[start] in _HANGS_ON and start > 1 and _YEAR.fullmatch(tokens.words[start - 2]):
        return tokens.words[start - 2]
    before = scene.clause((start - 1, start - 1))
    if start > 1 and start - before[0] <= _OPENING + 1:
        start = before[0]
    years = (k for k in range(start, end) if _YEAR.fullmatch(tokens.words[k]))
    return next(
        (
            tokens.words[k]
            for k in years
            if not span[0] <= k < span[1] and tokens.lowers[k - 1] != "since"
        ),
        "",
    )
