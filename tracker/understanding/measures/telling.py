"""Which word tells what a figure measures: the nearest that can, in its clause or out of it."""

from collections.abc import Sequence
from typing import Final

from tracker.understanding.language.metrology import COUNT
from tracker.understanding.measures.counting import Noun
from tracker.understanding.measures.heads import head_cue
from tracker.understanding.measures.measure_words import Cue, group_of, looseness
from tracker.understanding.measures.scenes import Scene, Stretch

_REACH: Final = 24  # cost up to which a word tells what a figure measures
_NEAR: Final = 7  # the same for a figure whose unit tells enough without it
_CLOSE: Final = 0  # the same for words that tell it only right beside the figure
_OBJECT: Final = 3  # tokens between a verb and the figure it has: "killing at least 5"
_BODIES: Final = frozenset({"body", "bodies", "corpse", "corpses"})
_OF_BODIES: Final = frozenset({"dead", "identified"})
_DWELLINGS: Final = frozenset({"home", "household", "building"})
_RELATIVES: Final = frozenset({"that", "which", "who"})
_THOSE: Final = frozenset({"the", "those"})
_TAKEN_OF: Final = 3  # tokens from "of" to those a figure is taken of
_AUXILIARY: Final = frozenset({"was", "were", "is", "are"})


def telling_cue(
    scene: Scene, dimension: str, noun: Noun, span: Stretch, *, near: bool = False
) -> Cue | None:
    """The nearest word that tells a measure this figure can have; one behind it wins a tie.

    With `near`, a word far off, or past another figure, tells nothing.
    """
    able = [
        cue
        for cue in scene.cues_near(span)
        if may_tell(cue, dimension, noun.name)
        and not noun.first <= cue.first < noun.end - 1
        and not _is_of_another(scene, cue, span)
    ]
    if _BODIES & set(scene.tokens.lowers[noun.first : noun.end]):
        able = [cue for cue in able if cue.phrase.measure in _OF_BODIES]  # "bodies brought ashore"
    able = [cue for cue in able if not any(_is_inside(cue, other) for other in able)]
    able = _without_modifiers(scene, noun, span, able)
    if noun.name and scene.tokens.lowers[span[0] - 1] == "by" and span[0]:
        able = [cue for cue in able if cue.first > span[0]]  # who did it: "killed by two gunmen"
    head = head_cue(scene, span, able)
    if head:
        return head
    near_by = [cue for cue in able if scene.cost(cue, span) <= _reach(cue, near=near)]
    telling = _predicated(scene, span, _telling_most(scene, dimension, span, near_by))
    ranked = [
        (scene.cost(cue, span), cue.first < span[0], noun.name not in cue.phrase.said_of, n)
        for n, cue in enumerate(telling)
    ]
    return telling[min(ranked)[-1]] if ranked else None


def _is_inside(cue: Cue, other: Cue) -> bool:
    """Whether a longer phrase takes up words of this one: "were held", "held for questioning"."""
    longer = len(other.phrase.words) > len(cue.phrase.words)
    return longer and other.first < cue.end and cue.first < other.end


def _without_modifiers(scene: Scene, noun: Noun, span: Stretch, able: list[Cue]) -> list[Cue]:
    """What is said of "three wounded people died" is that they died."""
    _, end = scene.stretch(span)
    said = [cue for cue in able if noun.end <= cue.first < end and "weak" not in cue.phrase.said_of]
    if not said or not span[1] < noun.first:
        return able
    return [cue for cue in able if not span[1] <= cue.first < noun.first]


def _reach(cue: Cue, *, near: bool) -> int:
    if "close" in cue.phrase.said_of:
        return _CLOSE
    return _NEAR if near or {"weak", "people"} <= cue.phrase.said_of else _REACH


def may_tell(cue: Cue, dimension: str, counted: str) -> bool:
    """Whether a figure of this dimension, counting this, can have the measure."""
    said_of = cue.phrase.said_of
    people = not counted or looseness(counted) != "no"
    if counted in said_of:
        return dimension == COUNT
    if "people" in said_of:
        anyone = "anyone" in said_of and group_of(counted) is None
        return dimension == COUNT and (people or anyone)
    if "dwellings" in said_of:
        return dimension == COUNT and counted in _DWELLINGS
    if "things" in said_of:
        return dimension == COUNT and bool(counted) and not people
    return "*" in said_of or dimension.partition(":")[0] in said_of


def _telling_most(scene: Scene, dimension: str, span: Stretch, cues: list[Cue]) -> list[Cue]:
    """Of "146 victims were identified", the predicate: the victims tell less than it does.

    So does a verb right before ("freed 120 hostages").
    """
    if _is_whole(scene, span):
        return cues
    start, end = scene.stretch(span)
    telling = [cue for cue in cues if "weak" not in cue.phrase.said_of]
    if any(span[1] <= cue.first < end or _is_right_before(scene, cue, span) for cue in telling):
        return telling
    # "the rescue will cost $15 billion": in other dimensions the verb tells least
    if dimension != COUNT and any(start <= cue.first < end for cue in telling):
        return telling
    return cues


def _is_of_another(scene: Scene, cue: Cue, span: Stretch) -> bool:
    """Whether a verb has the next figure: "has 40 staff, shed 10", "the fire that killed 5"."""
    start, end = scene.clause(span)
    if "clause" in cue.phrase.said_of and not start <= cue.first < end:
        return True
    if "next" in cue.phrase.said_of:
        return cue.first != span[1]
    after = scene.figure_after(span)
    if after is None or not span[1] <= cue.first < after[0]:
        return False
    if cue.first < end and scene.tokens.lowers[cue.first - 1] not in _RELATIVES:
        return False
    return scene.cost(cue, after) == 0 and after[0] - cue.end <= _OBJECT


def _is_right_before(scene: Scene, cue: Cue, span: Stretch) -> bool:
    return cue.first < span[0] and scene.cost(cue, span) == 0


def _is_whole(scene: Scene, span: Stretch) -> bool:
    """Whether others are taken of this figure: the predicate of "6 of the 9 hurt" is the six's."""
    lowers = scene.tokens.lowers
    of = span[0] - 2 if lowers[span[0] - 1] == "the" else span[0] - 1
    return lowers[of] == "of" and scene.figures_between(max(of - 1, 0), of)


def _predicated(scene: Scene, span: Stretch, cues: list[Cue]) -> list[Cue]:
    """Of "15 of the injured were in critical condition", what is said of the fifteen."""
    lowers = scene.tokens.lowers
    if lowers[span[1]] != "of":
        return cues
    _, end = scene.clause(span)
    inside = [cue for cue in cues if span[1] < cue.first < end]
    verb = next((k for k in range(span[1], end) if lowers[k] in _AUXILIARY), end)
    # "two of the injured succumbed to their wounds": the first word behind those it is taken of
    return [cue for cue in inside if cue.first > verb] or inside[1:2] or inside or cues


def is_among(scene: Scene, span: Stretch, cue: Cue) -> bool:
    """Whether a figure is of some of those told: "three foreigners were among the injured"."""
    start = max(cue.first - 2, span[1] if cue.first >= span[1] else 0)
    return "among" in scene.tokens.lowers[start : cue.first]


def is_some_of(scene: Scene, span: Stretch, cue: Cue) -> bool:
    """Whether a figure is told by those it is taken of: "51 of the wounded were flown abroad"."""
    if scene.tokens.lowers[span[1]] != "of" or scene.tokens.lowers[span[1] + 1] not in _THOSE:
        return False
    return span[1] < cue.first <= span[1] + _TAKEN_OF


def is_of_others(scene: Scene, span: Stretch, what: str) -> bool:
    """Whether the figure is taken of those of another measure: "two of the wounded died"."""
    lowers = scene.tokens.lowers
    if lowers[span[1]] != "of":
        return False
    taken_of: Sequence[Cue] = list(scene.cues_within((span[1], span[1] + 4)))
    return bool(taken_of) and all(cue.phrase.measure != what for cue in taken_of)
