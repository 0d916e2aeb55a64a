"""Assertions that changed without figure, date or statement: status, place, name, negation."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tracker.comparing.model import LinkKind
from tracker.understanding.model import Shift, ShiftKind, Side, Span, Topic
from tracker.understanding.shifts.judging import SLIGHT, content, judge
from tracker.understanding.shifts.matching import words_of
from tracker.understanding.shifts.opposites import NEGATION
from tracker.understanding.shifts.passages import Passage, Replaced, Spans, replaced_words
from tracker.understanding.shifts.sides import Version
from tracker.understanding.shifts.sureness import HAPPENED
from tracker.understanding.shifts.weights import weigh

_REVISED: Final = 0.25
_SLIGHTLY: Final = 0.15
_CAME_OR_WENT: Final = 0.1
_GAINS: Final = {NEGATION: 0.5, HAPPENED: 0.3}
_MOST_EDITS: Final = 4  # of one passage; a heavier rewrite is told as a whole
_FEWEST_WORDS: Final = 4  # of a sentence that asserts something
_MUCH: Final = 3  # words of content that only went, and only came, in a sentence that was recast
_LONGEST: Final = 4_000  # characters of a passage whose words are held against each other
_NEAR: Final = 40  # characters in which a word beside an edit is looked for
_WORD_BEFORE: Final = re.compile(r"[\w'’-]+[^\w\n]{0,2}\Z")
_WORD_AFTER: Final = re.compile(r"[^\w\n]{0,2}[\w'’-]+")


def wording_shifts(
    old: Version,
    new: Version,
    passages: Sequence[Passage],
    covered: tuple[Spans, Spans],
) -> Iterator[Shift]:
    """What the facts and statements, whose spans are `covered`, do not account for."""
    for passage in passages:
        if passage.old and passage.new:
            yield from _revised(old, new, passage, covered)
        elif passage.old:
            yield from _one_sided(ShiftKind.WITHDRAWN, old, passage.old[0], covered[0])
        elif passage.new:
            yield from _one_sided(ShiftKind.APPEARED, new, passage.new[0], covered[1])


def _revised(
    old: Version,
    new: Version,
    passage: Passage,
    covered: tuple[Spans, Spans],
) -> Iterator[Shift]:
    if max(_length(old, passage.old), _length(new, passage.new)) > _LONGEST:
        return  # sentences scattered over a giant text: their facts and statements are told
    edits = [(edit, _uncovered(old, new, edit, covered)) for edit in _edits(old, new, passage)]
    told = [
        (edit, kind, why)
        for edit, (before, after) in edits
        for kind, why in [
            judge(before, after, passage.kinds, partly=_is_partly(edit, before, after))
        ]
        if kind
    ]
    why = _as_a_whole(old, passage, told, edits)
    if why:
        yield _shift(ShiftKind.REVISED, _whole(old, passage.old), _whole(new, passage.new), why)
        return
    for edit, kind, why in told:
        yield _told(old, new, edit, kind, why)


def _length(version: Version, numbers: Sequence[int]) -> int:
    """Characters from the first sentence to the last, with all that stands between."""
    return version.sentences.all[numbers[-1]].end - version.sentences.all[numbers[0]].start


def _as_a_whole(
    old: Version,
    passage: Passage,
    told: Sequence[tuple[Replaced, ShiftKind, str]],
    edits: Sequence[tuple[Replaced, tuple[str, str]]],
) -> str:
    """Why a passage is told as a whole and not edit by edit, if it is."""
    lost = {word for _, (before, _) in edits for word in content(before)}
    got = {word for _, (_, after) in edits for word in content(after)}
    if _is_headline(old, passage.old) and lost ^ got:
        return "the headline changed"
    kinds = {kind for _, kind, _ in told}
    swapped = {ShiftKind.APPEARED, ShiftKind.WITHDRAWN} <= kinds
    unsaid = not told and LinkKind.FACT in passage.kinds and min(len(lost), len(got)) >= _MUCH
    return "rewritten" if len(told) > _MOST_EDITS or swapped or unsaid else ""


def _told(old: Version, new: Version, edit: Replaced, kind: ShiftKind, why: str) -> Shift:
    """One edit; words that only came or went stand on one side."""
    if kind is ShiftKind.APPEARED:
        return _shift(kind, None, new.words_side(edit.new_span), why, _CAME_OR_WENT)
    if kind is ShiftKind.WITHDRAWN:
        return _shift(kind, old.words_side(edit.old_span), None, why, _CAME_OR_WENT)
    base = _SLIGHTLY if why == SLIGHT else _REVISED
    return _shift(kind, *_in_context(old, new, edit), why, base)


def _uncovered(
    old: Version, new: Version, edit: Replaced, covered: tuple[Spans, Spans]
) -> tuple[str, str]:
    """The words of an edit that no fact and no statement accounts for."""
    sides = zip((old, new), (edit.old_span, edit.new_span), covered, strict=True)
    one, other = (_left_of(version.text, span, spans) for version, span, spans in sides)
    return one, other


def _is_partly(edit: Replaced, before: str, after: str) -> bool:
    return (before, after) != (edit.old, edit.new)


def _left_of(text: str, span: Span, covered: Spans) -> str:
    return " ".join(text[slice(*each)] for each in covered.without(span))


def _is_headline(version: Version, numbers: Sequence[int]) -> bool:
    return version.field_of(numbers[0]) == "headline"


def _edits(old: Version, new: Version, passage: Passage) -> list[Replaced]:
    return replaced_words(
        old.text,
        new.text,
        [old.sentences.all[i] for i in passage.old],
        [new.sentences.all[j] for j in passage.new],
    )


def _in_context(old: Version, new: Version, edit: Replaced) -> tuple[Side, Side]:
    """Both sides of an edit, with the words beside where they say little: "did (not) confirm"."""
    spans = edit.old_span, edit.new_span
    if not edit.old or not edit.new or edit.old.isdigit():  # "Category (2) storm"
        spans = _widened(old.text, edit.old_span), _widened(new.text, edit.new_span)
    return old.words_side(spans[0]), new.words_side(spans[1])


def _widened(text: str, span: Span) -> Span:
    start, end = span
    before = _WORD_BEFORE.search(text, max(start - _NEAR, 0), start)
    after = _WORD_AFTER.match(text, end, end + _NEAR)
    return (before.start() if before else start), (after.end() if after else end)


def _whole(version: Version, numbers: Sequence[int]) -> Side:
    first, last = version.sentences.all[numbers[0]], version.sentences.all[numbers[-1]]
    return version.words_side((first.start, last.end))


def _one_sided(kind: ShiftKind, version: Version, number: int, covered: Spans) -> Iterator[Shift]:
    sentence = version.sentences.all[number]
    span = sentence.start, sentence.end
    if covered.touch(span) or not version.is_body(number):
        return
    if len(words_of(sentence.text)) < _FEWEST_WORDS:
        return
    side = version.words_side(span)
    old, new = (side, None) if kind is ShiftKind.WITHDRAWN else (None, side)
    yield _shift(kind, old, new, "a sentence", _CAME_OR_WENT)


def _shift(
    kind: ShiftKind, old: Side | None, new: Side | None, reason: str, base: float = _REVISED
) -> Shift:
    fields = [side.evidence.field for side in (old, new) if side]
    weight = weigh(base, fields, [(reason, _GAINS.get(reason, 0.0))])
    return Shift(kind, Topic.WORDING, old, new, None, weight.value, weight.reasons, weight.parts)
