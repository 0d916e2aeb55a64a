"""What a figure measures by itself, as the words of its sentence tell."""

from dataclasses import replace
from typing import Final

from tracker.understanding.language.metrology import COUNT, MONEY, PROPORTION
from tracker.understanding.language.nouns import singular
from tracker.understanding.measures.beside import is_of_them
from tracker.understanding.measures.counting import Noun, counted_noun, is_told_of_some
from tracker.understanding.measures.measure import Measure
from tracker.understanding.measures.measure_words import (
    PERSON,
    Cue,
    group_of,
    is_owned,
    looseness,
)
from tracker.understanding.measures.names_beside import is_alone, names_in, owner, place_of
from tracker.understanding.measures.parts import part_of_whole
from tracker.understanding.measures.scenes import Scene, Stretch
from tracker.understanding.measures.telling import is_among, is_some_of, may_tell, telling_cue
from tracker.understanding.measures.values import dimension_of
from tracker.understanding.model import Fact

_ALONE: Final = {"speed": "speed", "temperature": "temperature"}  # told by the dimension alone


def own_measure(scene: Scene, fact: Fact, span: Stretch, before: Measure | None) -> Measure:
    dimension = _dimension(fact)
    noun = Noun("", span[1], span[1])
    if dimension == COUNT:
        noun = counted_noun(scene, fact, span)
        if not noun.name and before and _goes_on_counting(scene, span, before.counted):
            noun = replace(noun, name=before.counted)
    cue = telling_cue(scene, dimension, noun, span, near=dimension in _ALONE)
    counted = _counted(scene, noun.name, cue, span)
    what = cue.phrase.measure if cue else _ALONE.get(dimension) or counted or _head(fact)
    owned = _is_owned(cue, noun) and not is_of_them(scene, span)
    own = Measure(
        dimension=dimension,
        what=what,
        known=cue is not None
        or dimension in _ALONE
        or (bool(group_of(counted)) and looseness(counted) != "loosely"),
        counted=counted,
        names=_names(scene, noun, span, owned=owned),
        part=part_of_whole(scene, fact, span),
        place=place_of(scene.tokens, span, (scene.clause(span)[0], scene.stretch(span)[1])),
        when="",
        around=scene.around(span),
    )
    return _told_apart(scene, span, own, noun, cue)


def _told_apart(scene: Scene, span: Stretch, own: Measure, noun: Noun, cue: Cue | None) -> Measure:
    """The measure, marked where it is of some of those whom another figure counts."""
    among = cue is not None and is_among(scene, span, cue)
    alone = is_alone(scene.tokens, scene.clause(span))
    own = replace(own, within=among or alone or is_told_of_some(scene, span))
    alike = noun.name in {"", PERSON} and not (own.names or own.place or own.part)
    if own.dimension != COUNT or cue is None or not alike:
        return own
    taken = among or is_some_of(scene, span, cue)
    return replace(own, part="some of them") if taken else own


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


def _is_owned(cue: Cue | None, noun: Noun) -> bool:
    if cue is None:
        return looseness(noun.name) == "narrowly"
    return is_owned(cue.phrase.measure)


def _names(scene: Scene, noun: Noun, span: Stretch, *, owned: bool) -> frozenset[str]:
    """Names in front of the noun ("12 Chinese tourists"), else the owner of what is owned."""
    inside = names_in(scene.tokens, span[1], noun.first)
    return inside if inside or not owned else owner(scene.tokens, *span)


def _dimension(fact: Fact) -> str:
    """The dimension; what each person gets is money ("5,000 dollars per victim")."""
    dimension = dimension_of(fact)
    if dimension == COUNT and fact.value is not None and 0 < fact.value < 1:
        return PROPORTION  # "a third of what was asked for"
    money, per, each = dimension.partition(" per ")
    return money if per and dimension.startswith(MONEY) and group_of(each) else dimension


def _head(fact: Fact) -> str:
    return singular((fact.subject or fact.unit or "").lower().rpartition(" ")[2])
