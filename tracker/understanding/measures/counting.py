"""Who or what a figure counts."""

from dataclasses import dataclass
from typing import Final

from tracker.understanding.language.nouns import singular
from tracker.understanding.measures.ages import age_group_at
from tracker.understanding.measures.measure_words import PERSON, country_at, group_of, looseness
from tracker.understanding.measures.scenes import BREAKS, FILLERS, Scene, Stretch
from tracker.understanding.model import Fact

_REACH: Final = 6  # tokens behind a figure in which what it counts is named
_BACK: Final = 14  # tokens before a figure in which "the number of homes" may stand
_COUNTERS: Final = frozenset({"number", "count", "total", "tally"})
_ENDS_NOUN: Final = frozenset(
    {"by", "in", "at", "on", "from", "to", "after", "when", "who", "that", "including"}
)
_CUTS: Final = frozenset({",", ";", ":", "."})  # behind a figure: what follows is not its unit
_HANGS_ON: Final = frozenset({"when", "which", "that"})
_AUXILIARY: Final = frozenset({"have", "had", "has", "died", "among", "remain", "."})
_COPULAS: Final = frozenset({"were", "are", "was", "is"})
_PREDICATE: Final = 6  # tokens from such a verb on in which a group is named


@dataclass(frozen=True, slots=True)
class Noun:
    """Who or what is counted, "" where it is not said, and the tokens that name it."""

    name: str
    first: int
    end: int


def counted_noun(scene: Scene, fact: Fact, span: Stretch) -> Noun:
    """The noun behind the figure or "of them were"; before it in "the number of homes ... to"."""
    behind = _told_of_some(scene, span) or _nationals(scene, span) or _behind(scene, span)
    if not behind.name and scene.tokens.lowers[span[1]] == "of":
        after = scene.figure_after(span)
        if after and after[0] - span[1] < _REACH:
            behind = _behind(scene, after)
    if behind.name:
        return behind
    cut = scene.tokens.lowers[span[1]] in _CUTS
    unit = "" if cut or fact.unit in FILLERS else fact.unit or ""
    group = group_of(unit) or group_of(unit.rpartition(" ")[2])
    if group or unit:
        name = group.name if group else singular(unit.rpartition(" ")[2]).strip("-")
        return Noun(name, span[1], span[1])
    return _before(scene, span)


def is_told_of_some(scene: Scene, span: Stretch) -> bool:
    """Whether a group is said of some of others: "six of those who died were children"."""
    return _told_of_some(scene, span) is not None


def _told_of_some(scene: Scene, span: Stretch) -> Noun | None:
    """What "six of those who died were children" says of the six."""
    lowers = scene.tokens.lowers
    if lowers[span[1]] != "of":
        return None
    _, end = scene.clause(span)
    verb = next((k for k in range(span[1] + 1, end) if lowers[k] in _COPULAS), end)
    for k in range(verb + 1, min(verb + _PREDICATE, end)):
        group = group_of(lowers[k])
        if group and group.person == "narrowly":
            return Noun(group.name, k, k + 1)
        aged = age_group_at(scene.tokens, k)
        if aged:
            return Noun(aged, k, k + 1)
    return None


def _nationals(scene: Scene, span: Stretch) -> Noun | None:
    """People of a country: "two Australians were", but not "two Australian ships"."""
    country = country_at(scene.tokens, span[1])
    if country is None:
        return None
    after = scene.tokens.lowers[country[1]]
    ends = after in BREAKS or after in _COPULAS or after in _ENDS_NOUN or after in _AUXILIARY
    return Noun(PERSON, country[1], country[1]) if ends else None


def _behind(scene: Scene, span: Stretch) -> Noun:
    lowers = scene.tokens.lowers
    named = Noun("", span[1], span[1])
    for k in range(span[1], min(span[1] + _REACH, scene.tokens.count)):
        if lowers[k] in BREAKS or lowers[k] in _HANGS_ON:
            break
        if named.name and lowers[k] in _ENDS_NOUN:
            break
        for end in (k + 2, k + 1):
            group = group_of(" ".join(lowers[k:end]))
            if group and (not named.name or _is_narrower(group.name, named.name)):
                named = Noun(group.name, k, end)
                break
        aged = age_group_at(scene.tokens, k)
        if aged and _is_narrower(aged, named.name):
            named = Noun(aged, k, k + 1)
    return named


def _is_narrower(name: str, than: str) -> bool:
    """Whether a second noun tells the first apart: "of the victims were children"."""
    return looseness(than) == "loosely" and looseness(name) == "narrowly"


def _before(scene: Scene, span: Stretch) -> Noun:
    lowers = scene.tokens.lowers
    for k in range(span[0] - 1, max(span[0] - _BACK, 0), -1):
        if lowers[k] == "of" and lowers[k - 1] in _COUNTERS:
            for noun in range(k + 1, span[0]):
                group = group_of(lowers[noun])
                if group:
                    return Noun(group.name, noun, noun + 1)
    return Noun("", span[1], span[1])
