"""What a figure measures, in words that two outlets share: "killed 30" and "a toll of 34" are one.

The finder names the words a figure is about; here they are folded to a measure (dead, range,
troop), to who or what is counted (person, child), to the names it holds for, and to whether it is
only a part: an increment ("four more") or the figure of another year's event.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from tracker.understanding.lexicon import words
from tracker.understanding.measure_words import (
    PERSON,
    Cue,
    find_cues,
    group_of,
    is_owned,
    looseness,
)
from tracker.understanding.metrology import COUNT
from tracker.understanding.model import Fact, FactKind
from tracker.understanding.names_beside import names_in, owner
from tracker.understanding.nouns import singular
from tracker.understanding.tokens import Tokens, tokenize
from tracker.understanding.values import dimension_of

_REACH: Final = 18  # tokens from a figure in which a word may tell what it measures
_CROSSING: Final = 5  # a comma or a conjunction in between weighs as much as so many words
_OTHER_FIGURE: Final = 8
_FARTHEST: Final = 40  # tokens that are looked at on either side at all
_AROUND: Final = 8  # tokens on either side that tell a figure without a measure from others
_COUNTED_IN: Final = 6  # tokens behind a figure in which what it counts is named
_BRIDGE: Final = 8  # tokens between "to 22" and "from 19"
_STEM: Final = 5  # letters that words of one stem share
_BREAKS: Final = frozenset({",", ";", ":", "–", "—", "(", ")", "and", "but", "while", "with", "as"})
_FILLERS: Final = frozenset(
    {"at", "least", "more", "than", "some", "about", "around", "nearly", "almost", "over", "up"}
    | {"to", "another", "an", "a", "the", "many", "approximately", "estimated", "roughly", "of"}
    | {"in", "his", "her", "its", "their", "were", "was", "have", "has", "had", "been", "be"}
    | {"is", "are", "people", "persons", "them", "whom", "others", "still", "remain", "remained"}
)
_CLAUSE_ENDS: Final = frozenset({",", ";", ":", "—", "(", ")"})
_ENDS_NOUN: Final = frozenset(
    {"by", "in", "at", "on", "from", "to", "after", "when", "who", "that"}
)
_SIBLINGS: Final = frozenset({"from", "or", "(", "than", "versus", "against", "instead"})
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Measure:
    """What a fact measures.

    `what` is a measure of the word list where `known`, else the noun it is about. `counted` is who
    or what is counted ("" for other dimensions). `part` is "" for the whole, else why the figure is
    only a part of it. `around` are stems of the words beside the figure.
    """

    dimension: str
    what: str
    known: bool
    counted: str
    names: frozenset[str]
    part: str
    around: frozenset[str]


def measures_of(sentence: str, facts: Sequence[tuple[Fact, int]]) -> list[Measure]:
    """What each fact of a sentence measures; a fact comes with its offset in the sentence."""
    figures = [(fact, at) for fact, at in facts if fact.kind is FactKind.QUANTITY]
    scene = _Scene(tokenize(sentence), figures)
    found = iter([scene.measure(number) for number in range(len(figures))])
    return [
        next(found) if fact.kind is FactKind.QUANTITY else scene.event(fact, at)
        for fact, at in facts
    ]


@dataclass(frozen=True, slots=True)
class _Noun:
    """Who or what is counted, and the tokens that name it."""

    name: str
    first: int
    end: int


class _Scene:
    """One sentence and the figures in it: each looks for its words between the others."""

    def __init__(self, tokens: Tokens, facts: Sequence[tuple[Fact, int]]) -> None:
        self._tokens = tokens
        self._facts = [fact for fact, _ in facts]
        self._spans = [_token_span(tokens, at, at + len(fact.text)) for fact, at in facts]
        self._starts = [start for start, _ in self._spans]
        self._cues = list(find_cues(tokens))
        self._cue_starts = [cue.first for cue in self._cues]
        self._found: dict[int, Measure] = {}

    def measure(self, number: int) -> Measure:
        """What the fact measures; facts are asked for in order."""
        fact = self._facts[number]
        sibling = self._sibling(number)
        found = sibling or self._own(fact, self._spans[number])
        self._found[number] = found
        return found

    def event(self, fact: Fact, at: int) -> Measure:
        """What a date is the date of, told by the words around it alone."""
        span = _token_span(self._tokens, at, at + len(fact.text))
        dimension = dimension_of(fact)
        return Measure(dimension, dimension, False, "", frozenset(), "", self._around(span))

    def _own(self, fact: Fact, span: tuple[int, int]) -> Measure:
        dimension = dimension_of(fact)
        noun = _Noun("", span[1], span[1])
        if dimension == COUNT:
            noun = self._counted(fact, span)
        cue = self._cue(dimension, noun, span)
        counted = noun.name
        if cue and "people" in cue.phrase.said_of:
            counted = counted or PERSON
        what = cue.phrase.measure if cue else counted or _head(fact)
        return Measure(
            dimension=dimension,
            what=what,
            known=cue is not None or (bool(group_of(counted)) and looseness(counted) != "loosely"),
            counted=counted,
            names=self._names(what, cue, span, noun),
            part="one" if fact.text.lower() == "one" else self._part(span),
            around=self._around(span),
        )

    def _sibling(self, number: int) -> Measure | None:
        """The measure of the figure before, where this one is only its other value."""
        before = self._found.get(number - 1)
        if before is None or dimension_of(self._facts[number]) != before.dimension:
            return None
        start, end = self._spans[number - 1][1], self._spans[number][0]
        between = self._tokens.lowers[start:end]
        if len(between) > _BRIDGE or not _SIBLINGS & set(between):
            return None
        told = range(bisect_left(self._cue_starts, start), bisect_left(self._cue_starts, end))
        told_anew = any(_may_tell(self._cues[n], before.dimension, before.counted) for n in told)
        return None if told_anew else before

    def _cue(self, dimension: str, noun: _Noun, span: tuple[int, int]) -> Cue | None:
        near = range(
            bisect_left(self._cue_starts, span[0] - _FARTHEST),
            bisect_left(self._cue_starts, span[1] + _FARTHEST),
        )
        ranked = [
            (self._cost(self._cues[n], span), self._cues[n].first < span[0], n)
            for n in near
            if _may_tell(self._cues[n], dimension, noun.name)
            and not noun.first <= self._cues[n].first < noun.end - 1
        ]
        best = min(ranked, default=None)
        return self._cues[best[2]] if best and best[0] <= _REACH else None

    def _cost(self, cue: Cue, span: tuple[int, int]) -> int:
        first, end = span
        if cue.first >= end:
            between = range(end, cue.first)
        elif cue.end <= first:
            between = range(cue.end, first)
        else:
            return 0
        lowers = self._tokens.lowers
        cost = sum(lowers[k] not in _FILLERS for k in between)
        cost += sum(_CROSSING for k in between if lowers[k] in _BREAKS)
        others = bisect_left(self._starts, between.stop) - bisect_left(self._starts, between.start)
        return cost + _OTHER_FIGURE * others

    def _counted(self, fact: Fact, span: tuple[int, int]) -> _Noun:
        """Who or what is counted: the noun behind the figure, or behind "of them were"."""
        lowers = self._tokens.lowers
        named = _Noun("", span[1], span[1])
        for k in range(span[1], min(span[1] + _COUNTED_IN, self._tokens.count)):
            if lowers[k] in _BREAKS or (named.name and lowers[k] in _ENDS_NOUN):
                break
            for end in (k + 2, k + 1):
                group = group_of(" ".join(lowers[k:end]))
                if group and (not named.name or looseness(named.name) == "loosely"):
                    named = _Noun(group.name, k, end)
        unit = singular((fact.unit or "").rpartition(" ")[2])
        known = group_of(fact.unit or "") or group_of(unit)
        return (
            named if named.name else replace(named, name=known.name if known else unit.strip("-"))
        )

    def _names(
        self, what: str, cue: Cue | None, span: tuple[int, int], noun: _Noun
    ) -> frozenset[str]:
        inside = names_in(self._tokens, span[1], noun.first)
        if inside or not (is_owned(what) or (cue is None and looseness(noun.name) == "narrowly")):
            return inside
        return owner(self._tokens, *span)

    def _part(self, span: tuple[int, int]) -> str:
        lowers = self._tokens.lowers
        after = lowers[span[1]]
        if after in {"more", "further", "additional"} and lowers[span[1] + 1] != "than":
            return "more"
        return self._other_year(span)

    def _other_year(self, span: tuple[int, int]) -> str:
        """The year of another event, told in the figure's own clause or the one it hangs on."""
        tokens = self._tokens
        start, end = span
        while start > max(span[0] - _FARTHEST, 0) and tokens.words[start - 1] not in _CLAUSE_ENDS:
            start -= 1
        if tokens.lowers[start] in {"when", "which", "that"} and start > 1:
            start -= 2
        while (
            end < min(span[1] + _FARTHEST, tokens.count) and tokens.words[end] not in _CLAUSE_ENDS
        ):
            end += 1
        years = (tokens.words[k] for k in range(start, end) if not span[0] <= k < span[1])
        return next((year for year in years if _YEAR.fullmatch(year)), "")

    def _around(self, span: tuple[int, int]) -> frozenset[str]:
        lowers, kinds = self._tokens.lowers, self._tokens.kinds
        near = range(max(span[0] - _AROUND, 0), min(span[1] + _AROUND, self._tokens.count))
        return frozenset(
            lowers[k][:_STEM]
            for k in near
            if kinds[k] == "word" and lowers[k] not in _FILLERS and lowers[k] not in _plain()
        )


def _plain() -> frozenset[str]:
    return words("determiners") | words("prepositions") | words("be") | words("modals")


def _may_tell(cue: Cue, dimension: str, counted: str) -> bool:
    said_of = cue.phrase.said_of
    people = not counted or looseness(counted) != "no"
    if "people" in said_of:
        return dimension == COUNT and people
    if "things" in said_of:
        return dimension == COUNT and bool(counted) and not people
    return "*" in said_of or dimension.partition(":")[0] in said_of


def _token_span(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    return bisect_left(tokens.starts, start), bisect_left(tokens.starts, end)


def _head(fact: Fact) -> str:
    if fact.kind is FactKind.DATE:
        return "date"
    return singular((fact.subject or fact.unit or "").lower().rpartition(" ")[2])
