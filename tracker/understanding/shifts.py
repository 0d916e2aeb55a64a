"""What changed in what is asserted between two versions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from tracker.article.reading import Evidence, Notice
from tracker.comparing.model import Comparison
from tracker.understanding.matching import (
    Figure,
    pair_elsewhere,
    pair_figures,
    words_of,
)
from tracker.understanding.measures import Scene
from tracker.understanding.model import (
    Fact,
    FactKind,
    Shift,
    ShiftKind,
    Side,
    Topic,
)
from tracker.understanding.passages import Passage, Sentences, changed_passages
from tracker.understanding.understood import Understood
from tracker.understanding.values import direction, relative_change, same_value
from tracker.understanding.weights import weigh

_VAGUE: Final = frozenset({"PAST_REF", "PRESENT_REF", "FUTURE_REF"})


def find_shifts(comparison: Comparison, old: Understood, new: Understood) -> tuple[Shift, ...]:
    """The shifts from `old` to `new`, heaviest first."""
    one = Version(old, Sentences(comparison.old_sentences))
    other = Version(new, Sentences(comparison.new_sentences))
    passages = changed_passages(comparison, ())
    found = [*_fact_shifts(one, other, passages), *_notice_shifts(old, new)]
    return tuple(sorted(found, key=lambda shift: -shift.weight))


def mark_restored(shifts: Iterable[Shift], earlier: Iterable[Shift]) -> tuple[Shift, ...]:
    """`shifts`, where what appeared and had been withdrawn in `earlier` ones is restored."""
    withdrawn = {_identity(shift.old) for shift in earlier if shift.kind is ShiftKind.WITHDRAWN}
    return tuple(
        replace(shift, kind=ShiftKind.RESTORED, reasons=(*shift.reasons, "had been withdrawn"))
        if shift.kind is ShiftKind.APPEARED and _identity(shift.new) in withdrawn
        else shift
        for shift in shifts
    )


def _identity(side: Side | None) -> object:
    if side is None:
        return None
    return words_of(side.text)


class Version:
    """One side of the comparison: its items by the sentence they stand in."""

    def __init__(self, understood: Understood, sentences: Sentences) -> None:
        self.layout = understood.layout
        self.sentences = sentences
        self._facts: dict[int, list[Fact]] = {}
        for fact in understood.understanding.facts:
            if fact.timex not in _VAGUE:
                self._facts.setdefault(sentences.at(fact.start), []).append(fact)

    def figures(self, numbers: Iterable[int]) -> list[Figure]:
        return [figure for number in numbers for figure in self._figures(number)]

    def _figures(self, number: int) -> Iterator[Figure]:
        facts = self._facts.get(number, [])
        if not facts:
            return
        sentence = self.sentences.all[number]
        counted = [fact for fact in facts if fact.kind is FactKind.QUANTITY]
        scene = Scene(
            sentence.text,
            [(f.start - sentence.start, f.end - sentence.start) for f in counted],
        )
        for fact in facts:
            at = fact.start - sentence.start
            yield Figure(fact, number, scene.measure(fact, at), _around(sentence.text, at))

    def side(self, figure: Figure) -> Side:
        fact = figure.fact
        return Side(
            fact.text,
            self.sentences.all[figure.sentence].text,
            self.layout.locate(fact.start, fact.end),
            fact,
        )


def _around(sentence: str, at: int) -> frozenset[str]:
    return frozenset(words_of(sentence[max(at - 40, 0) : at + 50]))


def _fact_shifts(old: Version, new: Version, passages: Sequence[Passage]) -> Iterator[Shift]:
    pairs: list[tuple[Figure, Figure]] = []
    gone: list[Figure] = []
    come: list[Figure] = []
    for passage in passages:
        pairing = pair_figures(old.figures(passage.old), new.figures(passage.new))
        pairs += pairing.pairs
        gone += pairing.gone
        come += pairing.come
    rest = pair_elsewhere(gone, come)
    for before, after in (*pairs, *rest.pairs):
        if not same_value(before.fact, after.fact):
            yield _revised(old.side(before), new.side(after), before, after)
    for figure in rest.gone:
        yield _one_sided(ShiftKind.WITHDRAWN, old.side(figure))
    for figure in rest.come:
        yield _one_sided(ShiftKind.APPEARED, new.side(figure))


def _revised(old: Side, new: Side, before: Figure, after: Figure) -> Shift:
    change = relative_change(before.fact, after.fact)
    weight = weigh(
        0.3, (old.evidence.field, new.evidence.field), [("size of the change", change / 2)]
    )
    return Shift(
        ShiftKind.REVISED,
        Topic.FACT,
        old,
        new,
        direction(before.fact, after.fact),
        weight.value,
        weight.reasons,
    )


def _one_sided(kind: ShiftKind, side: Side) -> Shift:
    weight = weigh(0.2, (side.evidence.field,))
    old, new = (side, None) if kind is ShiftKind.WITHDRAWN else (None, side)
    return Shift(kind, Topic.FACT, old, new, None, weight.value, weight.reasons)


def _notice_shifts(old: Understood, new: Understood) -> Iterator[Shift]:
    before = {words_of(notice.text): notice for notice in old.understanding.notices}
    after = {words_of(notice.text): notice for notice in new.understanding.notices}
    for words, notice in after.items():
        if words not in before:
            yield _notice_shift(ShiftKind.APPEARED, None, _notice_side(new, notice))
    for words, notice in before.items():
        if words not in after:
            yield _notice_shift(ShiftKind.WITHDRAWN, _notice_side(old, notice), None)


def _notice_shift(kind: ShiftKind, old: Side | None, new: Side | None) -> Shift:
    return Shift(kind, Topic.NOTICE, old, new, None, 0.5, ("the outlet declares a change",))


def _notice_side(version: Understood, notice: Notice) -> Side:
    if notice.field == "text":
        evidence = version.layout.locate(notice.start, notice.end)
    else:
        evidence = Evidence(notice.field, notice.start, notice.end)
    return Side(notice.text, notice.text, evidence, notice)
