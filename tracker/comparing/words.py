"""Word edits inside one pair of aligned texts, fit to be read: whole words, whole figures."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final, TypeAlias

from tracker.comparing.common_ends import common_ends
from tracker.comparing.model import WordEdit
from tracker.comparing.wordlists import word_list

Match: TypeAlias = tuple[int, int]  # token number in old, in new
Run: TypeAlias = tuple[int, int, int]  # first token in old, in new; how many
Token: TypeAlias = re.Match[str]
Span: TypeAlias = tuple[int, int]

# A figure keeps its currency, its decimals and its unit; "cease-fire" and "don't" are one word.
_TOKEN: Final = re.compile(
    r"[$€£¥]?\d(?:[\d,.:]*\d)?(?:%|[ \u00a0](?:percent|per cent|million|billion|trillion|thousand"
    r"|points?|miles?|km|kilometers?|kilometres?|meters?|metres?|feet|pounds?|dollars?|euros?"
    r"|years?|months?|weeks?|days?|hours?|minutes?|a\.m\.|p\.m\.)\b)?"
    r"|\w+(?:['’.-]\w+)*|[^\w\s]"
)
_STOPWORDS: Final = word_list("plain_words", "stopwords")
_MOST_WORK: Final = 4_000_000  # token pairs; beyond, the texts are shown old beside new
_MOST_MATCHES: Final = 40  # equal token pairs per token that difflib bears
_KEPT_OF_SHORTER: Final = 0.5  # share of the words that must stand for edits to read better
_KEPT_OF_LONGER: Final = 0.15
_FEW: Final = 4  # words that may always be replaced, as long as one stands
_ISLAND: Final = 2  # plain words that do not part two edits
_BRACKETS: Final = frozenset("()[]{}")
_WIDE: Final = 3  # words of an edit beside which one word does not part it from the next


def word_edits(old: str, new: str) -> tuple[WordEdit, ...]:
    """What was replaced, in order; applied to `old` they give `new`.

    Empty where the texts are equal, or so different that old beside new reads better.
    """
    if old == new:
        return ()
    start, tail = common_ends(old, new)
    old_end, new_end = len(old) - tail, len(new) - tail
    before = list(_TOKEN.finditer(old, start, old_end))
    after = list(_TOKEN.finditer(new, start, new_end))
    runs = _runs(_matches([t.group() for t in before], [t.group() for t in after]))
    runs = _without_islands(runs, before, len(after))
    matches = [(before[i + k], after[j + k]) for i, j, size in runs for k in range(size)]
    if not _reads_well(start + tail, before, after, [token for token, _ in matches]):
        return ()
    spans = [((start, start), (start, start)), *((a.span(), b.span()) for a, b in matches)]
    return tuple(_between(old, new, [*spans, ((old_end, old_end), (new_end, new_end))]))


def _reads_well(common: int, before: list[Token], after: list[Token], kept: list[Token]) -> bool:
    """Whether enough stands for edits to read better than old beside new."""
    if common + len(kept) and max(len(before), len(after)) - len(kept) <= _FEW:
        return True
    shorter, longer = sorted((common + _length(before), common + _length(after)))
    least = max(_KEPT_OF_SHORTER * shorter, _KEPT_OF_LONGER * longer)
    return common + _length(kept) >= least


def _length(tokens: Iterable[Token]) -> int:
    return sum(token.end() - token.start() for token in tokens)


def _matches(old: list[str], new: list[str]) -> list[Match]:
    start = 0
    shorter = min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < shorter - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = _middle_matches(old[start : len(old) - tail], new[start : len(new) - tail])
    return [
        *((k, k) for k in range(start)),
        *((start + i, start + j) for i, j in middle),
        *((len(old) - k, len(new) - k) for k in range(tail, 0, -1)),
    ]


def _middle_matches(old: list[str], new: list[str]) -> Iterator[Match]:
    if len(old) * len(new) > _MOST_WORK:
        return
    counts = Counter(old)
    if sum(counts[token] for token in new) > _MOST_MATCHES * (len(old) + len(new) + 1):
        from rapidfuzz.distance import Indel

        blocks = [
            (op.src_start, op.dest_start, op.src_end - op.src_start)
            for op in Indel.opcodes(old, new)
            if op.tag == "equal"
        ]
    else:
        found = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        blocks = [(block.a, block.b, block.size) for block in found]
    for i, j, size in blocks:
        for k in range(size):
            yield i + k, j + k


def _runs(matches: Iterable[Match]) -> list[Run]:
    """Matches that follow each other on both sides, joined."""
    runs: list[Run] = []
    for i, j in matches:
        if runs and (i, j) == (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]):
            runs[-1] = (*runs[-1][:2], runs[-1][2] + 1)
        else:
            runs.append((i, j, 1))
    return runs


def _without_islands(runs: list[Run], before: list[Token], new_count: int) -> list[Run]:
    """Drops runs between two edits that are too small to part them: "of the", a comma."""
    kept: list[Run] = []
    ends = [*runs[1:], (len(before), new_count, 0)][: len(runs)]
    for (i, j, size), (next_i, next_j, _) in zip(runs, ends, strict=True):
        old_at, new_at = (kept[-1][0] + kept[-1][2], kept[-1][1] + kept[-1][2]) if kept else (0, 0)
        left = max(i - old_at, j - new_at)
        right = max(next_i - i - size, next_j - j - size)
        words = [before[i + k].group() for k in range(size)]
        if not (left and right) or not _is_island(words, min(left, right)):
            kept.append((i, j, size))
    return kept


def _is_island(words: list[str], beside: int) -> bool:
    if not _BRACKETS.isdisjoint(words):
        return False  # an edit that swallowed one would cut through a pair
    if len(words) == 1 and beside >= _WIDE:
        return True
    return len(words) <= _ISLAND and all(
        word.lower() in _STOPWORDS or not word[0].isalnum() for word in words
    )


def _between(old: str, new: str, spans: list[tuple[Span, Span]]) -> Iterator[WordEdit]:
    """Edits of what stands between spans that are equal on both sides."""
    for ((_, a), (_, c)), ((b, _), (d, _)) in pairwise(spans):
        if old[a:b] != new[c:d]:
            yield _trimmed(old, new, (a, b), (c, d))


def _trimmed(old: str, new: str, old_span: Span, new_span: Span) -> WordEdit:
    """The edit without the spaces that both sides begin or end with."""
    (a, b), (c, d) = old_span, new_span
    while a < b and c < d and old[a] == new[c] and old[a].isspace():
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1] and old[b - 1].isspace():
        b, d = b - 1, d - 1
    return WordEdit(old[a:b], new[c:d], (a, b), (c, d))
