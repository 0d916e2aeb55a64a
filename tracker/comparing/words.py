"""Word edits inside one pair of aligned texts, fit to be read: whole words, whole figures."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from rapidfuzz.distance import Indel

from tracker.comparing.model import WordEdit
from tracker.comparing.wordlists import word_list

Match: TypeAlias = tuple[int, int]  # token number in old, in new

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
_KEPT: Final = 0.4  # share of the longer text that must stand for edits to read better


def word_edits(old: str, new: str) -> tuple[WordEdit, ...]:
    """What was replaced, in order; applied to `old` they give `new`.

    Empty where the texts are equal, or so different that old beside new reads better.
    """
    if old == new:
        return ()
    old_tokens = list(_TOKEN.finditer(old))
    new_tokens = list(_TOKEN.finditer(new))
    matches = _matches([t.group() for t in old_tokens], [t.group() for t in new_tokens])
    matches = list(_without_islands(matches, old_tokens))
    kept = sum(len(old_tokens[i].group()) for i, _ in matches)
    if kept < _KEPT * max(len(old), len(new)):
        return ()
    spans = [(old_tokens[i].span(), new_tokens[j].span()) for i, j in matches]
    return tuple(_between(old, new, spans))


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


def _without_islands(matches: list[Match], old: list["re.Match[str]"]) -> Iterator[Match]:
    """Drops what stands between two edits and holds no word of its own: "of the", a comma."""
    run: list[Match] = []
    for match in matches:
        if run and (match[0] != run[-1][0] + 1 or match[1] != run[-1][1] + 1):
            yield from _kept(run, old, inner=True)
            run = []
        run.append(match)
    yield from run


def _kept(run: list[Match], old: list["re.Match[str]"], *, inner: bool) -> list[Match]:
    if run[0] == (0, 0) or not inner:
        return run
    words = [old[i].group() for i, _ in run]
    if len(words) <= 2 and all(w.lower() in _STOPWORDS or not w[0].isalnum() for w in words):
        return []
    return run


def _between(
    old: str, new: str, spans: list[tuple[tuple[int, int], tuple[int, int]]]
) -> Iterator[WordEdit]:
    old_at = new_at = 0
    for (old_start, old_end), (new_start, new_end) in [*spans, ((len(old),) * 2, (len(new),) * 2)]:
        if old[old_at:old_start] != new[new_at:new_start]:
            yield _trimmed(old, new, (old_at, old_start), (new_at, new_start))
        old_at, new_at = old_end, new_end


def _trimmed(old: str, new: str, old_span: Match, new_span: Match) -> WordEdit:
    """The edit without the spaces that both sides begin or end with."""
    (a, b), (c, d) = old_span, new_span
    while a < b and c < d and old[a] == new[c] and old[a].isspace():
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1] and old[b - 1].isspace():
        b, d = b - 1, d - 1
    return WordEdit(old[a:b], new[c:d], (a, b), (c, d))
