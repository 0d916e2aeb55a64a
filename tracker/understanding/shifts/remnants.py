"""What is left of a statement that the other version does not have as one.

Its words may stand there still without their speaker, or cut short where nobody is named any more,
or the same sentence may tell something else of the speaker ("declined to comment" -> "confirmed the
plan"); only what is gone from the sentences it became was withdrawn.
"""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from tracker.understanding.model import Span
from tracker.understanding.shifts.matching import Remarked, words_of
from tracker.understanding.shifts.sides import Version

_LINKING: Final = frozenset({"to", "that"})  # "plans to close" -> "will close"
_LONGEST: Final = 20_000  # characters in which a remnant is looked for
_LEFT: Final = 0.4  # share of a statement's words that make what is left a shorter one


@dataclass(frozen=True, slots=True)
class Remnant:
    """Where the words stand in the other version; `whole` if all do, `named` if their cue does.

    `other` if hardly any do, and the sentence tells something else of the speaker.
    """

    span: Span
    whole: bool
    named: bool
    other: bool


def remnant(
    remarked: Remarked, here: Version, there: Version, linked: Mapping[int, AbstractSet[int]]
) -> Remnant | None:
    """What the sentences that those of a statement are linked to have left of it, if enough."""
    numbers = sorted({other for n in remarked.sentences for other in linked.get(n, ())})
    if not numbers:
        return None
    first, last = there.sentences.all[numbers[0]], there.sentences.all[numbers[-1]]
    span = first.start, last.end
    if span[1] - span[0] > _LONGEST:
        return None
    words = words_of(there.text[slice(*span)])
    shared = (Counter(remarked.words) & Counter([*words, *_blanks(remarked)])).total()
    other = shared < _LEFT * len(remarked.words)
    statement = remarked.statement
    speaker = _words_at(statement.speaker_span, here)
    cue = _words_at(statement.cue_span, here)
    if other and (len(numbers) > 1 or not speaker or not speaker <= set(words)):
        return None
    missing = set(remarked.words) - set(words) - _LINKING
    attributed = speaker | cue
    is_named = bool(attributed) and attributed <= set(words)
    return Remnant(span, missing <= {"#"}, is_named, other)


def _words_at(span: Span | None, version: Version) -> set[str]:
    return set(words_of(version.text[slice(*span)])) if span else set()


def _blanks(remarked: Remarked) -> list[str]:
    """Figures are blanked in a statement's words: they are told as facts."""
    return [word for word in remarked.words if word == "#"]
