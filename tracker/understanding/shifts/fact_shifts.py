"""Figures and dates that appeared, were revised or withdrawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.understanding.measures.values import (
    base_value,
    dimension_of,
    direction,
    relative_change,
    same_value,
)
from tracker.understanding.model import Fact, FactKind, Shift, ShiftKind, Side, Span, Topic
from tracker.understanding.shifts.matching import Figure, Pairing, pair_elsewhere, pair_figures
from tracker.understanding.shifts.passages import Passage, Spans
from tracker.understanding.shifts.sides import Version, qualified_from
from tracker.understanding.shifts.weights import weigh

_REVISED: Final = 0.3
_CAME_OR_WENT: Final = 0.2
_A_DATE: Final = 0.1
_SIZE: Final = 0.6
_QUALIFIER: Final = 0.15
_OTHER_DATE: Final = 0.25
_AFTER: Final = 16  # characters behind it that may hold its unit


@dataclass(frozen=True, slots=True)
class FactChanges:
    """How the facts of the changed passages went over, equal ones too."""

    pairing: Pairing[Figure]

    def covered(self, old: str, new: str) -> tuple[list[Span], list[Span]]:
        """What these facts account for in the old and the new text: number, qualifier, unit."""
        spans: tuple[list[Span], list[Span]] = ([], [])
        for before, after in self.pairing.pairs:
            converted = before.fact.unit != after.fact.unit
            spans[0].append(_cover(old, before.fact, with_unit=converted))
            spans[1].append(_cover(new, after.fact, with_unit=converted))
        spans[0].extend(_cover(old, figure.fact, with_unit=False) for figure in self.pairing.gone)
        spans[1].extend(_cover(new, figure.fact, with_unit=False) for figure in self.pairing.come)
        return spans


@dataclass(frozen=True, slots=True)
class Told:
    """Sentences of direct quotations, and of all statements, that came or went.

    `speakers` are the words that name whoever has given a statement to another, or was given it.
    """

    quoted: Spans
    said: Spans
    speakers: Spans

    def tells(self, fact: Fact) -> bool:
        """Whether the statement's own shift tells the fact too."""
        spans = self.said if fact.kind is FactKind.DATE else self.quoted
        place = fact.start, fact.end
        return spans.hold(place) or self.speakers.hold(place)


def match_facts(old: Version, new: Version, passages: Sequence[Passage]) -> FactChanges:
    """Facts through linked sentences first, then by what they measure in all that changed."""
    pairs: list[tuple[Figure, Figure]] = []
    gone: list[Figure] = []
    come: list[Figure] = []
    for passage in passages:
        found = pair_figures(old.figures(passage.old), new.figures(passage.new))
        pairs += found.pairs
        gone += found.gone
        come += found.come
    rest = pair_elsewhere(gone, come)
    return FactChanges(Pairing((*pairs, *rest.pairs), rest.gone, rest.come))


def fact_shifts(
    old: Version, new: Version, changes: FactChanges, told: tuple[Told, Told]
) -> Iterator[Shift]:
    """The shifts; `told` is what came or went together with statements."""
    for before, after in changes.pairing.pairs:
        if not same_value(before.fact, after.fact) and _edited(old, new, before, after):
            yield _revised(old.fact_side(before), new.fact_side(after), before, after)
    still, already = _Asserted(new), _Asserted(old)
    for figure in changes.pairing.gone:
        if not told[0].tells(figure.fact) and not still.says(figure.fact):
            yield _one_sided(ShiftKind.WITHDRAWN, old.fact_side(figure), figure.fact)
    for figure in changes.pairing.come:
        if not told[1].tells(figure.fact) and not already.says(figure.fact):
            yield _one_sided(ShiftKind.APPEARED, new.fact_side(figure), figure.fact)


class _Asserted:
    """The values a version asserts anywhere: what it still says was not withdrawn."""

    def __init__(self, version: Version) -> None:
        self._values: dict[tuple[str, object], list[Fact]] = {}
        for fact in version.facts:
            self._values.setdefault(_value_key(fact), []).append(fact)

    def says(self, fact: Fact) -> bool:
        return any(
            other.unit == fact.unit or dimension_of(fact) not in ("count", "date")
            for other in self._values.get(_value_key(fact), ())
        )


def _value_key(fact: Fact) -> tuple[str, object]:
    if fact.kind is FactKind.DATE:
        return "date", fact.timex
    base = base_value(fact)
    return dimension_of(fact), None if base is None else float(f"{base:.6g}")


def _edited(old: Version, new: Version, before: Figure, after: Figure) -> bool:
    """Whether the words at the figure differ: a change elsewhere in the sentence is not its own."""
    one = _cover(old.text, before.fact, with_unit=True)
    other = _cover(new.text, after.fact, with_unit=True)
    return old.text[slice(*one)].split() != new.text[slice(*other)].split()


def _cover(text: str, fact: Fact, *, with_unit: bool) -> Span:
    """The fact with the qualifying words before it, and with what may be its unit behind it."""
    return qualified_from(text, fact), fact.end + (_AFTER if with_unit else 0)


def _revised(old: Side, new: Side, before: Figure, after: Figure) -> Shift:
    grounds = [_size(before.fact, after.fact)]
    weight = weigh(_REVISED, (old.evidence.field, new.evidence.field), grounds)
    way = direction(before.fact, after.fact)
    rules = (f"the same {before.fact.kind}", f"measures {before.measure.what}", *weight.reasons)
    return Shift(ShiftKind.REVISED, Topic.FACT, old, new, way, weight.value, rules, weight.parts)


def _size(before: Fact, after: Fact) -> tuple[str, float]:
    if before.kind is FactKind.DATE:
        return "another date", _OTHER_DATE
    change = relative_change(before, after)
    return ("size of the change", _SIZE * change) if change else ("another qualifier", _QUALIFIER)


def _one_sided(kind: ShiftKind, side: Side, fact: Fact) -> Shift:
    base = _A_DATE if fact.kind is FactKind.DATE else _CAME_OR_WENT
    weight = weigh(base, (side.evidence.field,))
    old, new = (side, None) if kind is ShiftKind.WITHDRAWN else (None, side)
    return Shift(kind, Topic.FACT, old, new, None, weight.value, weight.reasons, weight.parts)
