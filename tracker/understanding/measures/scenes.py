"""A sentence and the figures in it: how far each word is from each figure, and what is between."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from tracker.understanding.language.lexicon import words
from tracker.understanding.language.tokens import Tokens, tokenize
from tracker.understanding.measures.measure_words import Cue, find_cues
from tracker.understanding.model import Fact

Stretch: TypeAlias = tuple[int, int]  # tokens first..end

FARTHEST: Final = 40
"""Tokens on either side of a figure that are looked at at all."""

BREAKS: Final = frozenset(
    {",", ";", ":", "–", "—", "(", ")", "and", "but", "while", "with", "as", "after"}
)
CLAUSE_ENDS: Final = frozenset({",", ";", ":", "—", "(", ")"})

STEM: Final = 5
"""Letters that words of one stem share."""

_CROSSING: Final = 5  # a comma or a conjunction in between weighs as much as so many words
_OTHER_FIGURE: Final = 8
_OTHER_CLAUSE: Final = 10  # what another subject and verb in between add
_SUBJECT: Final = 4  # tokens behind a figure in which the verb stands whose subject it is
_OPENERS: Final = (
    BREAKS
    | {"yet", "although", "though", "whereas", "because", "when", "or", "that"}
    | {"say", "says", "said", "reported"}
)
_FINITE: Final = frozenset({"was", "were", "is", "are", "has", "have", "had", "remain", "who"})
_AROUND: Final = 8  # tokens on either side that tell a figure without a measure from others
_SHORTEST: Final = 2  # letters up to which a word ("s") tells nothing
_SHORT_CLAUSE: Final = 4
_OPEN_ENDED: Final = frozenset({"since", "until", "till", "by", "from"})
FILLERS: Final = frozenset(
    {"at", "least", "more", "than", "some", "about", "around", "nearly", "almost", "over", "up"}
    | {"to", "another", "an", "a", "the", "many", "approximately", "estimated", "roughly", "of"}
    | {"in", "his", "her", "its", "their", "were", "was", "have", "has", "had", "been", "be"}
    | {
        "is",
        "are",
        "people",
        "persons",
        "them",
        "whom",
        "others",
        "still",
        "remain",
        "remained",
        "-",
    }
)


class Scene:
    """One sentence with its figures, whose `spans` are token numbers."""

    def __init__(self, sentence: str, facts: Sequence[tuple[Fact, int]]) -> None:
        self.tokens: Tokens = tokenize(sentence)
        self.facts = [fact for fact, _ in facts]
        self.spans: list[Stretch] = [self.span(fact, at) for fact, at in facts]
        self._starts = [start for start, _ in self.spans]
        self._cues = list(find_cues(self.tokens))
        self._cue_starts = [cue.first for cue in self._cues]
        self._depths = _depths(self.tokens)
        self._openings = [self._opening(span) for span in self.spans]

    def span(self, fact: Fact, at: int) -> Stretch:
        """The tokens of a fact that begins at character `at`."""
        starts = self.tokens.starts
        return bisect_left(starts, at), bisect_left(starts, at + len(fact.text))

    def figure_after(self, span: Stretch) -> Stretch | None:
        """The next figure of the sentence."""
        at = bisect_left(self._starts, span[1])
        return self.spans[at] if at < len(self.spans) else None

    def figures_between(self, start: int, end: int) -> bool:
        """Whether a figure begins among the tokens start..end."""
        at = bisect_left(self._starts, start)
        return at < len(self._starts) and self._starts[at] < end

    def cues_near(self, span: Stretch) -> Iterator[Cue]:
        """The measure words in reach of a figure."""
        yield from self.cues_within((span[0] - FARTHEST, span[1] + FARTHEST))

    def cues_within(self, stretch: Stretch) -> Iterator[Cue]:
        """The measure words that begin in a stretch of tokens."""
        first = bisect_left(self._cue_starts, stretch[0])
        yield from self._cues[first : bisect_left(self._cue_starts, stretch[1])]

    def cost(self, cue: Cue, span: Stretch) -> int:
        """How far a measure word is from a figure: words, breaks and other figures in between.

        What stands in brackets between them ("34 km (21 miles) north") is passed over.
        """
        between = _gap((cue.first, cue.end), span)
        depth = self._depths[span[0]]
        lowers, cost = self.tokens.lowers, 0
        for k in between:
            if self._depths[k] > depth:
                continue
            cost += lowers[k] not in FILLERS
            cost += _CROSSING * (lowers[k] in BREAKS)
        opened = sum(start in between for start in self._clauses_of(span))
        return cost + _OTHER_FIGURE * self._figures_in(between, depth) + _OTHER_CLAUSE * opened

    def _clauses_of(self, span: Stretch) -> Iterator[int]:
        """Where the clauses begin that this figure and the next lead: "..., and 18 were hurt"."""
        at = bisect_left(self._starts, span[0])
        for start in self._openings[at : at + 2]:
            if start is not None:
                yield start

    def _opening(self, span: Stretch) -> int | None:
        """The break before a figure that is the subject of a clause of its own."""
        lowers, depth = self.tokens.lowers, self._depths[span[0]]
        start = span[0] - 1
        while start > 0 and lowers[start] in FILLERS:
            start -= 1
        if start <= 0 or lowers[start] not in _OPENERS or depth:
            return None
        for k in range(span[1], min(span[1] + _SUBJECT, self.tokens.count)):
            if lowers[k] in _FINITE:
                return start
            if lowers[k] in BREAKS:
                return None
        return None

    def _figures_in(self, between: range, depth: int) -> int:
        first = bisect_left(self._starts, between.start)
        last = bisect_left(self._starts, between.stop)
        return sum(self._depths[start] <= depth for start in self._starts[first:last])

    def clause(self, span: Stretch) -> Stretch:
        """The stretch between commas, brackets and the like that a figure stands in."""
        words = self.tokens.words
        start, end = span
        while start > max(span[0] - FARTHEST, 0) and words[start - 1] not in CLAUSE_ENDS:
            start -= 1
        while end < min(span[1] + FARTHEST, self.tokens.count) and words[end] not in CLAUSE_ENDS:
            end += 1
        return start, end

    def stretch(self, span: Stretch) -> Stretch:
        """The part of a figure's clause that no other figure stands in."""
        start, end = self.clause(span)
        first = bisect_left(self._starts, span[0])
        if first:
            start = max(start, self.spans[first - 1][1])
        after = self.figure_after(span)
        return start, min(end, after[0]) if after else end

    def around(self, span: Stretch) -> frozenset[str]:
        """Stems of the words beside a figure, in its clause, that carry content."""
        lowers, kinds = self.tokens.lowers, self.tokens.kinds
        start, end = self.clause(span)
        near = range(max(span[0] - _AROUND, start), min(span[1] + _AROUND, end))
        return frozenset(
            lowers[k][:STEM]
            for k in near
            if not span[0] <= k < span[1]
            and kinds[k] == "word"
            and len(lowers[k]) > _SHORTEST
            and lowers[k] not in FILLERS
            and not _is_plain(lowers[k])
        )


class Dates:
    """The dates of a sentence, each holding for the figures of its clause."""

    def __init__(self, scene: Scene, facts: Sequence[tuple[Fact, int]]) -> None:
        self._scene = scene
        lowers = scene.tokens.lowers
        found = [(scene.span(fact, at), fact.timex or "") for fact, at in facts]
        self._found = sorted(
            (span, timex) for span, timex in found if lowers[span[0] - 1] not in _OPEN_ENDED
        )
        self._starts = [span[0] for span, _ in self._found]

    def of(self, span: Stretch) -> str:
        """The date of the figure's clause or of the short one before it ("in March,"), or ""."""
        start, end = self._scene.clause(span)
        before = self._scene.clause((start - 1, start - 1))[0] if start > 1 else start
        if start - before <= _SHORT_CLAUSE:
            start = before
        at = bisect_left(self._starts, start)
        return self._found[at][1] if at < len(self._starts) and self._starts[at] < end else ""


def _is_plain(word: str) -> bool:
    lists = ("determiners", "prepositions", "be", "modals")
    return any(word in words(name) for name in lists)


def _gap(one: Stretch, other: Stretch) -> range:
    if one[0] >= other[1]:
        return range(other[1], one[0])
    return range(min(one[1], other[0]), other[0])


def _depths(tokens: Tokens) -> list[int]:
    """How deep in brackets each token stands; brackets count as inside."""
    found, depth = [], 0
    for k in range(tokens.count):
        depth += tokens.words[k] == "("
        found.append(depth)
        depth -= tokens.words[k] == ")" and depth > 0
    return [*found, 0]
