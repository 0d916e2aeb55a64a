"""What a figure measures, in words that two outlets share: "killed 30" and "a toll of 34" are one.

The finder names the words a figure is about; here they are folded to a measure (dead, range,
troop), to who or what is counted (person, child), to the names it holds for, and to whether it is
only a part of the whole: an increment ("four more") or the figure of another year's event.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from tracker.understanding.lexicon import rows
from tracker.understanding.model import Fact, FactKind
from tracker.understanding.tokens import Tokens, tokenize
from tracker.understanding.values import dimension_of

_REACH: Final = 14  # tokens from a figure in which a word may tell what it measures
_CROSSING: Final = 5  # a comma or conjunction between a word and a figure weighs as much as words
_ANOTHER_FIGURE: Final = 8
_BREAKS: Final = frozenset({",", ";", ":", "-", "–", "—", "and", "but", "while", "with", "as"})
_SKIPPED: Final = frozenset(
    "at least more than some about around nearly almost over up to another an a the as many "
    "approximately estimated roughly of in his her its their were was have has had been be is are "
    "people persons".split()
)
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Measure:
    """What a fact measures. `part` is "" for the whole, else why it is only a part of it."""

    dimension: str
    what: str
    counted: str
    names: frozenset[str]
    part: str


@dataclass(frozen=True, slots=True)
class _Cue:
    measure: str
    holds_for: frozenset[str]
    first: int
    last: int


class Scene:
    """One sentence with the figures that stand in it: where each figure's words are looked for."""

    def __init__(self, sentence: str, figures: Iterable[tuple[int, int]]) -> None:
        self._tokens = tokenize(sentence)
        self._figures = sorted(self._span(start, end) for start, end in figures)
        self._cues = list(_cues(self._tokens))

    def measure(self, fact: Fact, at: int) -> Measure:
        """What `fact` measures, whose number begins at character `at` of the sentence."""
        span = self._span(at, at + len(fact.text))
        counted = self._counted(fact, span)
        return Measure(
            dimension=dimension_of(fact),
            what=self._what(fact, span, counted),
            counted=counted,
            names=_names(fact),
            part=self._part(span),
        )

    def _span(self, start: int, end: int) -> tuple[int, int]:
        inside = [k for k in range(self._tokens.count) if start <= self._tokens.starts[k] < end]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def _what(self, fact: Fact, span: tuple[int, int], counted: str) -> str:
        dimension = dimension_of(fact)
        best = min(
            (
                (self._cost(cue, span), cue.first, cue.measure)
                for cue in self._cues
                if _holds(cue, dimension, counted)
            ),
            default=None,
        )
        if best is not None and best[0] <= _REACH:
            return best[2]
        return counted or _head(fact)

    def _cost(self, cue: _Cue, span: tuple[int, int]) -> int:
        first, last = span
        if cue.first >= last:
            between = range(last, cue.first)
        elif cue.last <= first:
            between = range(cue.last, first)
        else:
            return 0
        lowers = self._tokens.lowers
        cost = sum(1 for k in between if lowers[k] not in _SKIPPED)
        cost += sum(_CROSSING for k in between if lowers[k] in _BREAKS)
        return cost + sum(_ANOTHER_FIGURE for one, _ in self._figures if one in between)

    def _counted(self, fact: Fact, span: tuple[int, int]) -> str:
        known = _counted_words()
        for word in self._tokens.lowers[span[1] : span[1] + 3]:
            if word in known:
                return known[word]
            if word in _BREAKS:
                break
        unit = (fact.unit or "").lower()
        return known.get(unit, "" if unit == "-" else unit)

    def _part(self, span: tuple[int, int]) -> str:
        lowers = self._tokens.lowers
        if lowers[span[1]] in {"more", "further", "additional"} and lowers[span[1] + 1] != "than":
            return "more"
        return ""


def _cues(tokens: Tokens) -> Iterator[_Cue]:
    lexicon = _cue_words()
    for k in range(tokens.count):
        for words, measure, holds_for in lexicon.get(tokens.lowers[k], ()):
            if tokens.lowers[k : k + len(words)] == words:
                yield _Cue(measure, holds_for, k, k + len(words))
                break


def _holds(cue: _Cue, dimension: str, counted: str) -> bool:
    people = not counted or counted in _people()
    if "people" in cue.holds_for:
        return dimension == "count" and people
    if "things" in cue.holds_for:
        return dimension == "count" and not people
    return "*" in cue.holds_for or dimension.partition(":")[0] in cue.holds_for


def _names(fact: Fact) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", (fact.scope or "").lower()))


def _head(fact: Fact) -> str:
    if fact.kind is FactKind.DATE:
        return "date"
    words = re.findall(r"\w+", (fact.subject or "").lower())
    return words[-1] if words else (fact.unit or "")


@cache
def _cue_words() -> Mapping[str, Sequence[tuple[list[str], str, frozenset[str]]]]:
    """First word -> the phrases that begin with it, longest first."""
    table: dict[str, list[tuple[list[str], str, frozenset[str]]]] = {}
    for measure, holds_for, words in rows("measures"):
        kinds = frozenset(holds_for.replace(",", " ").split())
        for phrase in words.split():
            parts = phrase.split("_")
            table.setdefault(parts[0], []).append((parts, measure, kinds))
    for phrases in table.values():
        phrases.sort(key=lambda entry: -len(entry[0]))
    return table


@cache
def _counted_words() -> dict[str, str]:
    return {
        word.replace("_", " "): counted
        for counted, words in rows("counted")
        for word in (counted, *words.split())
    }


@cache
def _people() -> frozenset[str]:
    return frozenset(
        "person child woman man firefighter troop police crew passenger tourist student rescuer "
        "doctor patient worker".split()
    )
