"""How a figure stands to the one before it: another value of it, a part of it, what adds to it."""

from typing import Final

from tracker.understanding.language.lexicon import words
from tracker.understanding.measures.scenes import Scene, Stretch
from tracker.understanding.measures.telling import may_tell

_BRIDGE: Final = 8  # tokens between "to 22" and "from 19"
_RECALL: Final = 5  # tokens before a figure in which "an earlier count of" stands
_EARLIER: Final = frozenset({"earlier", "previous", "previously", "initial", "initially"})
_SIBLINGS: Final = frozenset({"from", "or", "(", "than", "versus", "against", "instead", "not"})
_QUALIFIERS: Final = frozenset((word, "than") for word in ("more", "less", "fewer", "higher"))
_INCLUDED: Final = frozenset({"including", "includes", "included", "among"})
_REASONS: Final = frozenset({"after", "because", "since", "when", "saying"})
_ADDED: Final = frozenset({"another", "further", "additional", "extra"})
_ADDING: Final = frozenset({"bringing", "taking", "pushing", "raising", "lifting"})


def is_other_value(scene: Scene, number: int, dimension: str, counted: str) -> bool:
    """Whether this is another value of the figure before: "to 22 from 19", "300 km (186 mi)"."""
    start, end = scene.spans[number - 1][1], scene.spans[number][0]
    if tuple(scene.tokens.lowers[max(end - 2, 0) : end]) in _QUALIFIERS:
        end -= 2  # "holding more than 200"
    recalled = scene.tokens.lowers[max(end - _RECALL, 0) : end]
    if _EARLIER & set(recalled) and (recalled[-1] == "of" or not scene.facts[number].unit):
        return True
    if recalled[-1:] == ["not"] and not scene.facts[number].unit:
        return True
    if end - start > _BRIDGE or not _SIBLINGS & set(scene.tokens.lowers[start:end]):
        return False
    return not any(may_tell(cue, dimension, counted) for cue in scene.cues_within((start, end)))


def is_included(scene: Scene, span: Stretch, what: str) -> bool:
    """Whether this counts some of those the figure before counts: "including 7", "12 of them"."""
    lowers = scene.tokens.lowers
    _, end = scene.clause(span)
    if lowers[max(span[0] - 1, 0)] == "including":
        return True
    if any(cue.phrase.measure == what for cue in scene.cues_within((span[1], end))):
        return False
    if _INCLUDED & set(lowers[max(span[0] - 3, 0) : span[0]]):
        return True
    return is_of_them(scene, span)


def is_added(scene: Scene, span: Stretch) -> bool:
    """Whether "another" or "a further" stands before a figure."""
    return bool(span[0]) and scene.tokens.lowers[span[0] - 1] in _ADDED


def is_of_them(scene: Scene, span: Stretch) -> bool:
    lowers = scene.tokens.lowers
    return lowers[span[1]] == "of" and lowers[span[1] + 1] in {"them", "whom"}


def adds_up(scene: Scene, number: int) -> bool:
    """Whether the figure before is an increment: "two were shot, bringing the toll to six"."""
    between = _between(scene, number)
    return bool(_ADDING & set(between)) and "from" not in between


def is_reason(scene: Scene, number: int) -> bool:
    """Whether a figure is of the reason why another moved: "lowered to 61 after two ..."."""
    moved = words("comes_to") & set(scene.tokens.lowers[: scene.spans[number - 1][0]])
    return bool(moved) and bool(_REASONS & set(_between(scene, number)))


def is_taken_of(scene: Scene, number: int) -> bool:
    """Whether the figure before counts some of this one: "12 of the 35 victims"."""
    between = _between(scene, number)
    return between[:1] == ["of"] and set(between) <= {"of", "the"}


def _between(scene: Scene, number: int) -> list[str]:
    return scene.tokens.lowers[scene.spans[number - 1][1] : scene.spans[number][0]]
