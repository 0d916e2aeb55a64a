"""What the figure before tells of a figure's measure, and a figure of the one before it."""

from dataclasses import replace
from typing import Final

from tracker.understanding.language.metrology import COUNT
from tracker.understanding.measures.beside import (
    adds_up,
    is_added,
    is_of_them,
    is_reason,
    is_taken_of,
)
from tracker.understanding.measures.counting import counted_noun
from tracker.understanding.measures.measure import Measure
from tracker.understanding.measures.measure_words import looseness
from tracker.understanding.measures.scenes import Scene, Stretch
from tracker.understanding.measures.telling import is_of_others
from tracker.understanding.model import Fact

DEAD: Final = "dead"
_OPENING: Final = 2  # tokens of a sentence before its first figure: "At least"
_COPULAS: Final = frozenset({"were", "are", "was", "is"})


def goes_on(scene: Scene, before: Measure, own: Measure) -> bool:
    """Whether a sentence opens with a group of those counted before it: "Nine were children."."""
    (start, end), lowers = scene.spans[0], scene.tokens.lowers
    return (
        start <= _OPENING
        and own.what == own.counted != before.counted
        and looseness(before.counted) == "loosely"
        and looseness(own.counted) == "narrowly"
        and (lowers[end] in _COPULAS or is_of_them(scene, (start, end)))
    )


def is_another(scene: Scene, before: Measure, own: Measure) -> bool:
    """Whether a sentence adds to what the one before counts: "Another 14 have died."."""
    return own.what == before.what and own.part == "" and is_added(scene, scene.spans[0])


def total(scene: Scene, number: int, before: Measure, own: Measure) -> Measure:
    """A total that names nothing is of what was added: "2,500 soldiers, bringing the total to"."""
    if own.known or own.counted or not adds_up(scene, number):
        return own
    return replace(before, part="", around=own.around)


def seen_from(scene: Scene, number: int, before: Measure, own: Measure) -> Measure:
    """The measure of the figure before, once the next one is known."""
    same = (before.dimension, before.what) == (own.dimension, own.what)
    told = before.known and before.what != before.counted
    if own.known and not told and own.dimension == COUNT and is_taken_of(scene, number):
        part = "" if before.counted != own.counted and before.counted else "some of them"
        return replace(before, what=own.what, known=True, names=frozenset(), part=part, within=True)
    if same and adds_up(scene, number):
        return replace(before, part="more")
    if (
        same
        and before.part == own.part
        and before.counted == own.counted
        and is_taken_of(scene, number)
    ):
        return replace(before, part="some of them")
    return before


def counts_others(scene: Scene, fact: Fact, span: Stretch, before: Measure) -> bool:
    """Whether a figure names what it counts, and not what the one before it counts."""
    if before.dimension != COUNT:
        return False
    own = counted_noun(scene, fact, span).name
    people = looseness(own) != "no" and looseness(before.counted) != "no"
    return bool(own) and own != before.counted and not people


def is_step(scene: Scene, number: int, before: Measure, own: Measure) -> bool:
    """Whether a figure tells what moved the total before it: "rose to 61 after two died"."""
    same = (own.what, own.part, own.counted) == (before.what, "", before.counted)
    told = same and own.dimension == COUNT and own.known and not (own.names or own.place)
    old, new = scene.facts[number - 1].value, scene.facts[number].value
    if not told or old is None or new is None or 2 * new > old:
        return False
    return is_reason(scene, number)


def some_of(before: Measure, own: Measure) -> Measure:
    """Those of a figure before, told apart by where or who they are, else by nothing."""
    counted = own.counted or before.counted
    told = own.names or own.place or counted != before.counted
    part = own.part if told else "some of them"
    return replace(own, what=before.what, known=True, counted=counted, part=part, within=True)


def are_of_others(scene: Scene, span: Stretch, before: Measure | None) -> bool:
    """Whether these were counted under another measure before: "12 found, two of them dead"."""
    if before and before.what != DEAD and is_of_them(scene, span):
        return True
    return is_of_others(scene, span, DEAD)
