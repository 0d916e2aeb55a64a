"""Word edits of a passage of several sentences.

Words are held against each other only inside sentences that became one another.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from tracker.comparing.align import pair_sentences
from tracker.comparing.anchors import Pair, longest_increasing, match_equal
from tracker.comparing.common_ends import common_ends
from tracker.comparing.model import Sentence, WordEdit
from tracker.comparing.sentences import split_sentences
from tracker.comparing.words import word_edits

Span: TypeAlias = tuple[int, int]

_KEPT: Final = 0.3  # share of the longer passage that must stand for edits to read better


def passage_edits(old: str, new: str) -> tuple[WordEdit, ...]:
    """What was replaced, in order; applied to `old` they give `new`.

    Empty where the passages are equal, or so different that old beside new reads better.
    """
    if old == new:
        return ()
    start, tail = _common_sentences(old, new)
    old_middle, new_middle = old[start : len(old) - tail], new[start : len(new) - tail]
    before, after = split_sentences(old_middle), split_sentences(new_middle)
    pairs = _in_order(before, after)
    found = _edits(old_middle, new_middle, before, after, pairs)
    edits = _joined(_shifted(edit, start) for edit in found)
    replaced = max(sum(len(edit.old) for edit in edits), sum(len(edit.new) for edit in edits))
    return tuple(edits) if replaced <= (1 - _KEPT) * max(len(old), len(new)) else ()


def _common_sentences(old: str, new: str) -> tuple[int, int]:
    """How many characters both begin and end with, cut back to what may end a sentence."""
    start, tail = common_ends(old, new)
    start = old.rfind(". ", 0, start) + 1
    stop = old.find(". ", len(old) - tail)
    return start, len(old) - stop - 1 if tail and stop >= 0 else 0


def _in_order(before: Sequence[Sentence], after: Sequence[Sentence]) -> list[Pair]:
    """Sentences that became one another, one to one, in the order of both passages."""
    old, new = [s.text for s in before], [s.text for s in after]
    pairs = _increasing(match_equal(old, new))
    if len(old) == len(new) == len(pairs) + 1:
        return _with_only_gap(pairs, len(old))
    if len(pairs) < min(len(old), len(new)):
        pairs = _increasing(pair_sentences(old, new, []))
    return pairs


def _with_only_gap(pairs: list[Pair], count: int) -> list[Pair]:
    """One sentence on each side is left: it was revised where it stands."""
    (i,) = set(range(count)).difference(i for i, _ in pairs)
    (j,) = set(range(count)).difference(j for _, j in pairs)
    return _increasing(sorted([*pairs, (i, j)]))


def _increasing(pairs: list[Pair]) -> list[Pair]:
    """The most pairs that rise on both sides."""
    falling = sorted(pairs, key=lambda pair: (pair[0], -pair[1]))
    return [falling[k] for k in longest_increasing([j for _, j in falling])]


def _edits(
    old: str,
    new: str,
    before: Sequence[Sentence],
    after: Sequence[Sentence],
    pairs: list[Pair],
) -> Iterator[WordEdit]:
    old_at = new_at = 0
    for i, j in pairs:
        yield from _replaced(old, new, (old_at, before[i].start), (new_at, after[j].start))
        yield from _revised(before[i], after[j])
        old_at, new_at = before[i].end, after[j].end
    yield from _replaced(old, new, (old_at, len(old)), (new_at, len(new)))


def _revised(old: Sentence, new: Sentence) -> Iterator[WordEdit]:
    if old.text == new.text:
        return
    edits = word_edits(old.text, new.text)
    if not edits:
        yield WordEdit(old.text, new.text, (old.start, old.end), (new.start, new.end))
    for edit in edits:
        yield _shifted(edit, old.start, new.start)


def _shifted(edit: WordEdit, old: int, new: int | None = None) -> WordEdit:
    """The edit with its spans counted from `old` and `new` characters before."""
    new = old if new is None else new
    (a, b), (c, d) = edit.old_span, edit.new_span
    return WordEdit(edit.old, edit.new, (a + old, b + old), (c + new, d + new))


def _joined(edits: Iterable[WordEdit]) -> list[WordEdit]:
    """The edits, those that touch on both sides made one."""
    joined: list[WordEdit] = []
    for edit in edits:
        last = joined[-1] if joined else None
        if last and (last.old_span[1], last.new_span[1]) == (edit.old_span[0], edit.new_span[0]):
            joined[-1] = WordEdit(
                last.old + edit.old,
                last.new + edit.new,
                (last.old_span[0], edit.old_span[1]),
                (last.new_span[0], edit.new_span[1]),
            )
        else:
            joined.append(edit)
    return joined


def _replaced(old: str, new: str, old_span: Span, new_span: Span) -> Iterator[WordEdit]:
    """What stands between two pairs of sentences, spaces at equal ends left out."""
    a, b = old_span
    c, d = new_span
    while a < b and c < d and old[a] == new[c] and old[a].isspace():
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1] and old[b - 1].isspace():
        b, d = b - 1, d - 1
    if a < b or c < d:
        yield WordEdit(old[a:b], new[c:d], (a, b), (c, d))
