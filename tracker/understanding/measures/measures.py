"""What a figure measures, in words that two outlets share: "killed 30" and "a toll of 34" are one.

The finder names the words a figure is about; here they are folded to a measure (dead, range,
troop), to who or what is counted (person, child), to the names it holds for, and to whether it is
only a part: an increment ("four more") or the figure of another year's event.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tracker.understanding.language.metrology import MONEY
from tracker.understanding.measures.ages import is_age
from tracker.understanding.measures.beside import is_added, is_included, is_other_value
from tracker.understanding.measures.measure import Measure
from tracker.understanding.measures.scenes import Dates, Scene, Stretch
from tracker.understanding.measures.settling import (
    DEAD,
    are_of_others,
    counts_others,
    goes_on,
    is_another,
    is_step,
    seen_from,
    some_of,
    total,
)
from tracker.understanding.measures.single import own_measure
from tracker.understanding.measures.values import dimension_of
from tracker.understanding.model import Fact, FactKind

_MODALS: Final = frozenset({"could", "may", "might", "would"})
_MAGNITUDE: Final = "magnitude"


def measures_of(
    sentence: str, facts: Sequence[tuple[Fact, int]], before: Measure | None = None
) -> list[Measure]:
    """What each fact of a sentence measures; a fact comes with its offset in the sentence.

    `before` is what the last figure of the sentence before measured: "Nine were children."
    """
    figures = [(fact, at) for fact, at in facts if fact.kind is FactKind.QUANTITY]
    scene = Scene(sentence, figures)
    dates = Dates(scene, [(fact, at) for fact, at in facts if fact.kind is FactKind.DATE])
    found: list[Measure] = []
    for number in range(len(figures)):
        found.append(_measure(scene, dates, number, found))
        if before and not number and goes_on(scene, before, found[0]):
            found[0] = replace(found[0], what=before.what, known=True)
        if before and not number and is_another(scene, before, found[0]):
            found[0] = replace(found[0], part="more")
        if number:
            found[number] = total(scene, number, found[number - 1], found[number])
            found[number - 1] = seen_from(scene, number, found[number - 1], found[number])
    rest = iter(found)
    return [
        next(rest) if fact.kind is FactKind.QUANTITY else _event(scene, fact, at)
        for fact, at in facts
    ]


def _event(scene: Scene, fact: Fact, at: int) -> Measure:
    """What a date is the date of, told by the words around it alone."""
    return _bare("date", scene, scene.span(fact, at))


def _bare(dimension: str, scene: Scene, span: Stretch) -> Measure:
    """What only the words around it tell."""
    none = frozenset[str]()
    return Measure(dimension, dimension, False, "", none, "", none, "", scene.around(span))


def _measure(scene: Scene, dates: Dates, number: int, found: Sequence[Measure]) -> Measure:
    fact, span = scene.facts[number], scene.spans[number]
    before = found[-1] if found and found[-1].dimension == dimension_of(fact) else None
    if is_age(scene.tokens, span):
        return _bare("age", scene, span)
    if (
        before
        and not counts_others(scene, fact, span, before)
        and is_other_value(scene, number, before.dimension, before.counted)
    ):
        return before
    own = replace(own_measure(scene, fact, span, before), when=dates.of(span))
    own = _parted(scene, number, before, own)
    if before and before.known and is_included(scene, span, own.what):
        return some_of(before, own)
    return own


def _parted(scene: Scene, number: int, before: Measure | None, own: Measure) -> Measure:
    """The measure with the part of the whole that its sentence makes it."""
    span = scene.spans[number]
    if before and before.what != own.what and own.part == "more":
        own = replace(own, part="")
    if own.what == DEAD and are_of_others(scene, span, before):
        own = replace(own, part="of them")
    added = own.part == "" and is_added(scene, span)
    if added and (MONEY in own.dimension or (before and before.what == own.what)):
        own = replace(own, part="more")
    if before and is_step(scene, number, before, own):
        own = replace(own, part="difference")
    if own.what == _MAGNITUDE:
        own = replace(own, dimension=_MAGNITUDE)
    if own.what == DEAD and _MODALS & set(scene.tokens.words[max(span[0] - 4, 0) : span[0]]):
        own = replace(own, part="projected")
    return own
