"""Assertions that changed without figure, date or statement: status, place, name, negation."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tracker.comparing.model import LinkKind
from tracker.understanding.language.hedges import hedges_in
from tracker.understanding.language.lexicon import words
from tracker.understanding.model import Shift, ShiftKind, Side, Span, Topic
from tracker.understanding.shifts.matching import words_of
from tracker.understanding.shifts.opposites import is_turned_round
from tracker.understanding.shifts.passages import Passage, Replaced, Spans, replaced_words
from tracker.understanding.shifts.sides import Version
from tracker.understanding.shifts.weights import weigh

_REVISED: Final = 0.25
_CAME_OR_WENT: Final = 0.1
_NEGATION: Final = 0.5
_MOST_EDITS: Final = 4  # of one passage; a heavier rewrite is told as a whole
_FEWEST_WORDS: Final = 4  # of a sentence that asserts something
_ASSERTING: Final = frozenset({LinkKind.FACT, LinkKind.QUOTE})
_BRIEF: Final = 3  # words of content that give way to as many where else only detail was added
_SHORT: Final = 2  # letters of words that carry no content
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
        else:
            yield from _one_sided(ShiftKind.APPEARED, new, passage.new[0], covered[1])


def _revised(
    old: Version,
    new: Version,
    passage: Passage,
    covered: tuple[Spans, Spans],
) -> Iterator[Shift]:
    edits = [
        edit
        for edit in _edits(old, new, passage)
        if not covered[0].touch(edit.old_span)
        and not covered[1].touch(edit.new_span)
        and not old.in_notice(edit.old_span)
        and not new.in_notice(edit.new_span)
    ]
    told = [(edit, kind, why) for edit in edits for kind, why in [_kind(edit, passage)] if kind]
    heading = _is_headline(old, passage.old) and any(
        _content(e.old) ^ _content(e.new) for e in edits
    )
    if len(told) > _MOST_EDITS or heading:
        why = "the headline changed" if heading else "rewritten"
        yield _shift(ShiftKind.REVISED, _whole(old, passage.old), _whole(new, passage.new), why)
        return
    for edit, kind, why in told:
        yield _shift(kind, *_in_context(old, new, edit), why)


def _is_headline(version: Version, numbers: Sequence[int]) -> bool:
    return version.field_of(numbers[0]) == "headline"


def _edits(old: Version, new: Version, passage: Passage) -> list[Replaced]:
    return replaced_words(
        old.text,
        new.text,
        [old.sentences.all[i] for i in passage.old],
        [new.sentences.all[j] for j in passage.new],
    )


def _kind(edit: Replaced, passage: Passage) -> tuple[ShiftKind | None, str]:
    if is_turned_round(edit.old, edit.new):
        return ShiftKind.REVISED, "negation"
    hedges = hedges_in(edit.new) - hedges_in(edit.old)
    if hedges:
        return (ShiftKind.HEDGED if hedges > 0 else ShiftKind.FIRMED), "hedging words"
    old, new = _content(edit.old), _content(edit.new)
    if not (old and new) or passage.kinds == {LinkKind.STYLE}:
        return None, ""
    if passage.kinds & _ASSERTING or max(len(old), len(new)) <= _BRIEF:
        return ShiftKind.REVISED, "other words"
    return None, ""


def _content(text: str) -> set[str]:
    return {
        word for word in words_of(text) if len(word) > _SHORT and word not in words("determiners")
    }


def _in_context(old: Version, new: Version, edit: Replaced) -> tuple[Side, Side]:
    """Both sides of an edit; with the words beside where one is empty: "did (not) confirm"."""
    spans = edit.old_span, edit.new_span
    if not edit.old or not edit.new:
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
    weight = weigh(base, fields, [(reason, _NEGATION if reason == "negation" else 0.0)])
    return Shift(kind, Topic.WORDING, old, new, None, weight.value, weight.reasons, weight.parts)
