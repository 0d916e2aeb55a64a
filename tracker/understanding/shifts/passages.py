"""The passages two versions do not share: linked groups of sentences, and sentences left alone."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from tracker.comparing.model import Comparison, Link, LinkKind, Sentence
from tracker.understanding.language.tokens import tokenize
from tracker.understanding.model import Span

_MOST_WORK: Final = 1_000_000  # word pairs, about 1,000 words on either side


@dataclass(frozen=True, slots=True)
class Passage:
    """Old sentences that became new ones (indexes); one side is empty where nothing is linked."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    kinds: frozenset[LinkKind] = frozenset()


@dataclass(frozen=True, slots=True)
class Replaced:
    """Words that gave way to others: offsets in the old and in the new layout."""

    old: str
    new: str
    old_span: Span
    new_span: Span


class Spans:
    """Stretches of a text, asked whether they touch or hold another in logarithmic time."""

    def __init__(self, spans: Iterable[Span]) -> None:
        merged: list[list[int]] = []
        for start, end in sorted(spans):
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            elif start < end:
                merged.append([start, end])
        self._starts = [start for start, _ in merged]
        self._ends = [end for _, end in merged]

    def touch(self, span: Span) -> bool:
        """Whether any of the span lies in them; an empty span lies where its offset does."""
        start, end = span[0], max(span[1], span[0] + 1)
        at = bisect_left(self._starts, end) - 1
        return at >= 0 and start < self._ends[at]

    def without(self, span: Span) -> Iterator[Span]:
        """The parts of the span that lie in none of them."""
        at = max(bisect_right(self._starts, span[0]) - 1, 0)
        position = span[0]
        while at < len(self._starts) and self._starts[at] < span[1]:
            if position < self._starts[at]:
                yield position, self._starts[at]
            position = max(position, self._ends[at])
            at += 1
        if position < span[1]:
            yield position, span[1]

    def hold(self, span: Span) -> bool:
        """Whether all of the span lies in one of them."""
        at = bisect_right(self._starts, span[0]) - 1
        return at >= 0 and span[1] <= self._ends[at]


class Sentences:
    """The sentences of one version, found by offset."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.all = sentences
        self._starts = [sentence.start for sentence in sentences]

    def at(self, offset: int) -> int:
        """The index of the sentence that holds `offset`, or of the one before it."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def over(self, spans: Iterable[Span]) -> frozenset[int]:
        """The sentences that the spans touch."""
        return frozenset(
            index
            for start, end in spans
            for index in range(self.at(start), self.at(max(end - 1, start)) + 1)
        )


def changed_passages(
    comparison: Comparison, pinned: Iterable[tuple[int, int]] = ()
) -> list[Passage]:
    """Groups of linked sentences that differ, then sentences with no link, in reading order.

    `pinned` links sentences that belong together by their place (the headlines) where nothing
    else links them.
    """
    changed = [link for link in comparison.links if link.kind is not LinkKind.SAME]
    linked_old = {link.old for link in comparison.links}
    linked_new = {link.new for link in comparison.links}
    changed += [
        Link(old, new, LinkKind.FACT)
        for old, new in pinned
        if old not in linked_old and new not in linked_new
    ]
    linked_old |= {link.old for link in changed}
    linked_new |= {link.new for link in changed}
    passages = _groups(changed)
    passages += [Passage((i,), ()) for i in _rest(comparison.old_sentences, linked_old)]
    passages += [Passage((), (j,)) for j in _rest(comparison.new_sentences, linked_new)]
    return passages


def _rest(sentences: Sequence[Sentence], linked: set[int]) -> list[int]:
    return [index for index in range(len(sentences)) if index not in linked]


def _groups(links: Sequence[Link]) -> list[Passage]:
    """Connected components: a split or merged sentence is one passage."""
    root: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        while root.setdefault(node, node) != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for link in links:
        root[find(("new", link.new))] = find(("old", link.old))
    members: dict[tuple[str, int], list[Link]] = {}
    for link in links:
        members.setdefault(find(("old", link.old)), []).append(link)
    return [
        Passage(
            tuple(sorted({link.old for link in group})),
            tuple(sorted({link.new for link in group})),
            frozenset(link.kind for link in group),
        )
        for group in members.values()
    ]


def replaced_words(
    old_text: str, new_text: str, old: Sequence[Sentence], new: Sequence[Sentence]
) -> list[Replaced]:
    """The word edits from the old sentences to the new ones; typography alone is none.

    Empty where the sentences are too long for their edits to be worth the work.
    """
    one, other = _words(old), _words(new)
    if len(one) * len(other) > _MOST_WORK:
        return []
    matcher = SequenceMatcher(None, [w for w, _ in one], [w for w, _ in other], autojunk=False)
    found = []
    for tag, i, k, j, m in matcher.get_opcodes():
        if tag == "equal":
            continue
        old_span, new_span = _stretch(one, i, k), _stretch(other, j, m)
        found.append(
            Replaced(old_text[slice(*old_span)], new_text[slice(*new_span)], old_span, new_span)
        )
    return found


def _words(sentences: Sequence[Sentence]) -> list[tuple[str, Span]]:
    found = []
    for sentence in sentences:
        tokens = tokenize(sentence.text)
        for k in range(tokens.count):
            if tokens.kinds[k] != "sign" or tokens.words[k] in "%$€£":
                span = (sentence.start + tokens.starts[k], sentence.start + tokens.ends[k])
                found.append((tokens.lowers[k], span))
    return found


def _stretch(words: Sequence[tuple[str, Span]], first: int, last: int) -> Span:
    if first < last:
        return words[first][1][0], words[last - 1][1][1]
    at = words[first][1][0] if first < len(words) else words[-1][1][1] if words else 0
    return at, at
