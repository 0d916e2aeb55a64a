"""What a figure measures, in words that two outlets share: "killed 30" and "a toll of 34" are one.

The finder names the words a figure is about; here they are folded to a measure (dead, range,
troop), to who or what is counted (person, child), to the names it holds for, and to whether it is
only a part: an increment ("four more") or the figure of another year's event.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from tracker.understanding.language.metrology import COUNT
from tracker.understanding.language.nouns import singular
from tracker.understanding.measures.beside import (
    adds_up,
    is_included,
    is_of_them,
    is_other_value,
    is_taken_of,
)
from tracker.understanding.measures.counting import Noun, counted_noun
from tracker.understanding.measures.measure_words import (
    PERSON,
    Cue,
    group_of,
    is_owned,
    looseness,
)
from tracker.understanding.measures.names_beside import names_in, owner, place_of
from tracker.understanding.measures.parts import part_of_whole
from tracker.understanding.measures.scenes import Dates, Scene, Stretch
from tracker.understanding.measures.telling import is_of_others, may_tell, telling_cue
from tracker.understanding.measures.values import dimension_of
from tracker.understanding.model import Fact, FactKind

_MODALS: Final = frozenset({"could", "may", "might", "would"})
_OPENING: Final = 2  # tokens of a sentence before its first figure: "At least"
_COPULAS: Final = frozenset({"were", "are", "was", "is"})
_DEAD: Final = "dead"
_MAGNITUDE: Final = "magnitude"
_ALONE: Final = {"speed": "speed", "temperature": "temperature"}  # told by the dimension alone


@dataclass(frozen=True, slots=True)
class Measure:
    """What a fact measures.

    `what` is a measure of the word list where `known`, else the noun it is about. `counted` is who
    or what is counted ("" for other dimensions). `part` is "" for the whole, else why the figure is
    only a part of it. `place` is where it holds and `when` (a TIMEX value), as its clause says;
    `around` are stems of the words beside the figure; `within` tells that those are counted who
    were counted by the figure before ("61, including 4 girls").
    """

    dimension: str
    what: str
    known: bool
    counted: str
    names: frozenset[str]
    part: str
    place: frozenset[str]
    when: str
    around: frozenset[str]
    within: bool = False


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
        if before and not number and _goes_on(scene, before, found[0]):
            found[0] = replace(found[0], what=before.what, known=True)
        if number:
            found[number] = _total(scene, number, found[number - 1], found[number])
            found[number - 1] = _seen_from(scene, number, found[number - 1], found[number])
    rest = iter(found)
    return [
        next(rest) if fact.kind is FactKind.QUANTITY else _event(scene, fact, at)
        for fact, at in facts
    ]


def _goes_on(scene: Scene, before: Measure, own: Measure) -> bool:
    """Whether a sentence opens with a group of those counted before it: "Nine were children."."""
    (start, end), lowers = scene.spans[0], scene.tokens.lowers
    return (
        start <= _OPENING
        and own.what == own.counted != before.counted
        and looseness(before.counted) == "loosely"
        and looseness(own.counted) == "narrowly"
        and (lowers[end] in _COPULAS or is_of_them(scene, (start, end)))
    )


def _total(scene: Scene, number: int, before: Measure, own: Measure) -> Measure:
    """A total that names nothing is of what was added: "2,500 soldiers, bringing the total to"."""
    if own.known or own.counted or not adds_up(scene, number):
        return own
    return replace(before, part="", around=own.around)


def _seen_from(scene: Scene, number: int, before: Measure, own: Measure) -> Measure:
    """The measure of the figure before, once the next one is known."""
    same = (before.dimension, before.what) == (own.dimension, own.what)
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


def _event(scene: Scene, fact: Fact, at: int) -> Measure:
    """What a date is the date of, told by the words around it alone."""
    around = scene.around(scene.span(fact, at))
    return Measure("date", "date", False, "", frozenset(), "", frozenset(), "", around)


def _measure(scene: Scene, dates: Dates, number: int, found: Sequence[Measure]) -> Measure:
    fact, span = scene.facts[number], scene.spans[number]
    before = found[-1] if found and found[-1].dimension == dimension_of(fact) else None
    if before and is_other_value(scene, number, before.dimension, before.counted):
        return before
    own = replace(_own(scene, fact, span, before), when=dates.of(span))
    if before and before.what != own.what and own.part == "more":
        own = replace(own, part="")
    if own.what == _DEAD and _is_of_others(scene, span, before):
        own = replace(own, part="of them")
    if own.what == _MAGNITUDE:
        own = replace(own, dimension=_MAGNITUDE)
    if own.what == _DEAD and _MODALS & set(scene.tokens.words[max(span[0] - 4, 0) : span[0]]):
        own = replace(own, part="projected")
    if before and before.known and is_included(scene, span, own.what):
        return _some_of(before, own)
    return own


def _some_of(before: Measure, own: Measure) -> Measure:
    """Those of a figure before, told apart by where or who they are, else by nothing."""
    counted = own.counted or before.counted
    told = own.names or own.place or counted != before.counted
    part = own.part if told else "some of them"
    return replace(own, what=before.what, known=True, counted=counted, part=part, within=True)


def _own(scene: Scene, fact: Fact, span: Stretch, before: Measure | None) -> Measure:
    dimension = dimension_of(fact)
    noun = Noun("", span[1], span[1])
    if dimension == COUNT:
        noun = counted_noun(scene, fact, span)
        if not noun.name and before and _goes_on_counting(scene, span, before.counted):
            noun = replace(noun, name=before.counted)
    cue = telling_cue(scene, dimension, noun, span, near=dimension in _ALONE)
    counted = _counted(scene, noun.name, cue, span)
    what = cue.phrase.measure if cue else _ALONE.get(dimension) or counted or _head(fact)
    return Measure(
        dimension=dimension,
        what=what,
        known=cue is not None
        or dimension in _ALONE
        or (bool(group_of(counted)) and looseness(counted) != "loosely"),
        counted=counted,
        names=_names(scene, noun, span, owned=_is_owned(cue, noun)),
        part=part_of_whole(scene, fact, span),
        place=place_of(scene.tokens, span, scene.clause(span)),
        when="",
        around=scene.around(span),
    )


def _goes_on_counting(scene: Scene, span: Stretch, counted: str) -> bool:
    """Whether "five" in "nine homes burned and five collapsed" counts homes: people are not."""
    if looseness(counted) != "no":
        return False
    _, end = scene.clause(span)
    said = [cue for cue in scene.cues_within((span[1], end)) if may_tell(cue, COUNT, "")]
    return not said or any(may_tell(cue, COUNT, counted) for cue in said)


def _counted(scene: Scene, name: str, cue: Cue | None, span: Stretch) -> str:
    """What a measure is taken of; only people and things are told apart, and tremors."""
    if cue is None:
        return name
    if "anyone" in cue.phrase.said_of:
        return PERSON
    if "people" in cue.phrase.said_of:
        return name or PERSON
    if "things" in cue.phrase.said_of:
        return name
    start, end = scene.clause(span)
    return "aftershock" if "aftershock" in scene.tokens.lowers[start:end] else ""


def _is_of_others(scene: Scene, span: Stretch, before: Measure | None) -> bool:
    """Whether these were counted under another measure before: "12 found, two of them dead"."""
    if before and before.what != _DEAD and is_of_them(scene, span):
        return True
    return is_of_others(scene, span, _DEAD)


def _is_owned(cue: Cue | None, noun: Noun) -> bool:
    if cue is None:
        return looseness(noun.name) == "narrowly"
    return is_owned(cue.phrase.measure)


def _names(scene: Scene, noun: Noun, span: Stretch, *, owned: bool) -> frozenset[str]:
    """Names in front of the noun ("12 Chinese tourists"), else the owner of what is owned."""
    inside = names_in(scene.tokens, span[1], noun.first)
    return inside if inside or not owned else owner(scene.tokens, *span)


def _head(fact: Fact) -> str:
    return singular((fact.subject or fact.unit or "").lower().rpartition(" ")[2])
