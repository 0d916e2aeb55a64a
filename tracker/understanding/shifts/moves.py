"""Passages that stand elsewhere now: what leads a story tells readers what matters in it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.comparing.model import Link
from tracker.understanding.measures.values import same_value
from tracker.understanding.model import FactKind, Shift, ShiftKind, Side, Topic
from tracker.understanding.shifts.sides import Version
from tracker.understanding.shifts.weights import weigh

_MOVED: Final = 0.1
_LONGEST_LIST: Final = 40  # sentences of one passage whose facts and statements are looked at

Sides = tuple[Topic, Side, Side]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Sentences that moved together: first..last of the old version, and of the new one."""

    old: tuple[int, int]
    new: tuple[int, int]


def move_shifts(old: Version, new: Version, links: Sequence[Link]) -> Iterator[Shift]:
    """One shift for each passage that was taken past others into another block."""
    standing = [link for link in links if not link.moved]
    places = sorted(link.old for link in standing), sorted(link.new for link in standing)
    for stretch in _stretches(links):
        before, after = stretch.old[0], stretch.new[0]
        was, is_now = bisect_left(places[0], before), bisect_left(places[1], after)
        if was != is_now and _is_real(old, new, stretch):
            way = "moved up" if is_now < was else "moved down"
            yield _shift(_sides(old, new, stretch), way)


def _stretches(links: Sequence[Link]) -> Iterator[_Stretch]:
    """Moved links that run on together, in both versions."""
    first: Link | None = None
    last: Link | None = None
    for link in sorted((each for each in links if each.moved), key=lambda each: each.old):
        if last and (link.old, link.new) == (last.old + 1, last.new + 1):
            last = link
            continue
        if first and last:
            yield _Stretch((first.old, last.old), (first.new, last.new))
        first = last = link
    if first and last:
        yield _Stretch((first.old, last.old), (first.new, last.new))


def _is_real(old: Version, new: Version, stretch: _Stretch) -> bool:
    """Whether body text went to another place: not within its block, which is an edit of style."""
    before, after = stretch.old[0], stretch.new[0]
    if not (old.is_body(before) and new.is_body(after)):
        return False
    fields = old.field_of(before), new.field_of(after)
    in_blocks = all(field.startswith("block:") for field in fields)
    return in_blocks and not _is_in_place(old, new, stretch)


def _is_in_place(old: Version, new: Version, stretch: _Stretch) -> bool:
    """Whether the passage still stands beside a sentence of its block that stood beside it."""
    near = _beside(old, *stretch.old) & _beside(new, *stretch.new)
    return bool(near)


def _beside(version: Version, first: int, last: int) -> set[str]:
    """The other sentences of the block."""
    field, near = version.field_of(first), set()
    for number in (first - 1, last + 1):
        if 0 <= number < len(version.sentences.all) and version.field_of(number) == field:
            near.add(version.sentences.all[number].text)
    return near


def _sides(old: Version, new: Version, stretch: _Stretch) -> Sides:
    """The statement that moved, else the figure, else the words."""
    return _statements(old, new, stretch) or _facts(old, new, stretch) or _words(old, new, stretch)


def _numbers(bounds: tuple[int, int]) -> range:
    return range(bounds[0], min(bounds[1] + 1, bounds[0] + _LONGEST_LIST))


def _statements(old: Version, new: Version, stretch: _Stretch) -> Sides | None:
    spoken = {each.words: each for each in new.statements(set(_numbers(stretch.new)))}
    for each in old.statements(set(_numbers(stretch.old))):
        if each.words in spoken:
            after = new.statement_side(spoken[each.words])
            return Topic.STATEMENT, old.statement_side(each), after
    return None


def _facts(old: Version, new: Version, stretch: _Stretch) -> Sides | None:
    told = new.figures(_numbers(stretch.new))
    for each in old.figures(_numbers(stretch.old)):
        for other in told:
            if each.fact.kind is FactKind.QUANTITY and same_value(each.fact, other.fact):
                return Topic.FACT, old.fact_side(each), new.fact_side(other)
    return None


def _words(old: Version, new: Version, stretch: _Stretch) -> Sides:
    before, after = old.sentences.all[stretch.old[0]], new.sentences.all[stretch.new[0]]
    return (
        Topic.WORDING,
        old.words_side((before.start, before.end)),
        new.words_side((after.start, after.end)),
    )


def _shift(sides: Sides, way: str) -> Shift:
    topic, old, new = sides
    weight = weigh(_MOVED, (old.evidence.field, new.evidence.field), [(way, 0.0)])
    kind = ShiftKind.MOVED
    return Shift(kind, topic, old, new, None, weight.value, weight.reasons, weight.parts)
