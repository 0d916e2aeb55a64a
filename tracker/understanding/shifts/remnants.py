"""What is left of a statement that the other version does not have as one.

Its words may stand there still without their speaker, or cut short where nobody is named any more,
or the same sentence may tell something else of the speaker ("declined to comment" -> "confirmed the
plan"); only what is gone from the sentences it became was withdrawn.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tracker.comparing.terms import is_plain, terms_of
from tracker.understanding.model import Span, StatementKind
from tracker.understanding.shifts.cue_turns import answers
from tracker.understanding.shifts.matching import Remarked, words_of
from tracker.understanding.shifts.sides import Version
from tracker.understanding.shifts.verdicts import is_quoted

_LINKING: Final = frozenset({"to", "that"})  # "plans to close" -> "will close"
_LONGEST: Final = 20_000  # characters in which a remnant is looked for
_LEFT: Final = 0.4  # share of a statement's words that make what is left a shorter one


class Left(StrEnum):
    """What became of a statement that only one version has as one."""

    NOTHING = "nothing"
    WORDS = "words"  # all its words stand there, without whoever said them
    PART = "part"  # some of them do, and nothing else
    OTHER = "other"  # something else is told of the speaker
    ELSEWHERE = "elsewhere"  # it is there, or its words are told one by one


@dataclass(frozen=True, slots=True)
class Remnant:
    """Where what is left stands in the other version."""

    left: Left
    span: Span


def remnant(
    remarked: Remarked, here: Version, there: Version, linked: Mapping[int, AbstractSet[int]]
) -> Remnant:
    """What the sentences that those of a statement are linked to have left of it."""
    numbers = sorted({other for n in remarked.sentences for other in linked.get(n, ())})
    if not numbers:
        return _NOTHING
    first, last = there.sentences.all[numbers[0]], there.sentences.all[numbers[-1]]
    span = first.start, last.end
    if span[1] - span[0] > _LONGEST:
        return _NOTHING
    words = words_of(there.text[slice(*span)])
    speaker = _words_at(remarked.statement.speaker_span, here)
    if _is_other(remarked, words):
        answered = len(numbers) == 1 and speaker and speaker <= set(words)
        cue = words_of(remarked.statement.cue or "")
        other = answered and not is_quoted(remarked) and (answers(cue) or answers(words))
        return Remnant(Left.OTHER, span) if other else _NOTHING
    return Remnant(_what_is_left(remarked, words, speaker, here), span)


def _is_other(remarked: Remarked, words: Sequence[str]) -> bool:
    """Whether hardly any of its words are left; figures are told as facts."""
    told = [word for word in remarked.words if word != "#"]
    own = [word for word in told if not all(map(is_plain, terms_of(word)))] or told
    shared = (Counter(own) & Counter(words)).total()
    return shared < _LEFT * len(own)


def _what_is_left(
    remarked: Remarked, words: Sequence[str], speaker: AbstractSet[str], here: Version
) -> Left:
    missing = set(remarked.words) - set(words) - _LINKING
    attributed = speaker | _words_at(remarked.statement.cue_span, here)
    whole = missing <= {"#"}
    if whole and attributed and attributed <= set(words):
        return Left.ELSEWHERE
    own = words_of(" ".join(here.text[slice(*each)] for each in here.spans_of(remarked.sentences)))
    if not _beyond(words, own) and (whole or remarked.statement.kind is not StatementKind.ATTITUDE):
        return Left.WORDS if whole else Left.PART
    return Left.NOTHING if is_quoted(remarked) and not whole else Left.ELSEWHERE


_NOTHING: Final = Remnant(Left.NOTHING, (0, 0))


def _beyond(words: Sequence[str], own: Sequence[str]) -> set[str]:
    """The words of content that the statement's own sentences do not have, figures apart."""
    had = {term.key for term in terms_of(" ".join(own))}
    return {
        term.key
        for term in terms_of(" ".join(words))
        if term.key not in had and not is_plain(term) and not term.key[0].isdigit()
    }


def _words_at(span: Span | None, version: Version) -> set[str]:
    return set(words_of(version.text[slice(*span)])) if span else set()
