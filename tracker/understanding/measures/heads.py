"""The subject of a verb of rising and falling: "the number of the missing ... fell to 85".

However much is told between the subject and its verb, the figure behind the verb is its value.
"""

from typing import Final

from tracker.understanding.language.lexicon import words
from tracker.understanding.measures.measure_words import Cue
from tracker.understanding.measures.scenes import BREAKS, Scene, Stretch

_FAINT: Final = frozenset({"weak", "close", "next"})
_LINKS: Final = frozenset(
    {"to", "at", "by", "least", "more", "than", "about", "some", "around", "nearly", "almost"}
    | {"over", "as", "many", "well", "further", "only", "just", "a", "total", "of", "past"}
)
_OBJECT: Final = 12  # tokens between a verb and "to", in which its object stands
_REACH: Final = 6  # tokens between "number of" and what is counted
_COUNTS: Final = frozenset({"number", "numbers", "count", "total", "tally", "toll", "figure"})
_OF: Final = frozenset(
    {
        "of",
        "the",
        "people",
        "confirmed",
        "official",
        "known",
        "those",
        "inmates",
        "prisoners",
        "homes",
    }
)


def head_cue(scene: Scene, span: Stretch, able: list[Cue]) -> Cue | None:
    """Of the words that could tell a figure, the head of the subject whose value it is."""
    verb = _verb_before(scene, span)
    if verb is None:
        return None
    before = [cue for cue in able if cue.first < span[0]]
    within = [cue for cue in before if cue.first > verb]
    # "reducing the missing to 52": the object of the verb itself, not a count told before it
    heads = [cue for cue in within or before if _is_head(scene, cue)] or within[:1]
    if not heads:
        return None
    head = heads[-1]
    # "the number of hostages freed": the last word of the subject tells most
    told = [cue for cue in before if cue.first >= head.end and not _FAINT & cue.phrase.said_of]
    joined = [cue for cue in told if not _is_broken(scene, head.end, cue.first)]
    return joined[-1] if joined else head


def _is_broken(scene: Scene, start: int, end: int) -> bool:
    between = scene.tokens.lowers[start:end]
    return not BREAKS.isdisjoint(between) or scene.figures_between(start, end)


def _verb_before(scene: Scene, span: Stretch) -> int | None:
    lowers = scene.tokens.lowers
    k = span[0] - 1
    while k > 0 and lowers[k] in _LINKS:
        k -= 1
    if lowers[k - 1] == "from" and scene.figures_between(k, k + 1):
        k -= 2  # "rose from 64 to 81"
    elif scene.figures_between(k, span[0]):
        return None
    if lowers[k] in words("comes_to"):
        return k
    if "to" not in lowers[k + 1 : span[0]]:
        return None
    # "cut its count of the dead to 1,870": the verb stands before its object
    found = (n for n in range(k, max(k - _OBJECT, 0), -1) if lowers[n] in words("comes_to"))
    return next(found, None)


def _is_head(scene: Scene, cue: Cue) -> bool:
    """Whether a word is itself a count ("the toll") or what a count is of."""
    lowers = scene.tokens.lowers
    if lowers[cue.end - 1] in _COUNTS:
        return True
    k = cue.first - 1
    while k > max(cue.first - _REACH, 0) and lowers[k] in _OF:
        k -= 1
    return lowers[k] in _COUNTS
