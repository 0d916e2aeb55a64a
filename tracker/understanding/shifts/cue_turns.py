"""What another cue makes of the same words: "said" -> "claimed", "admitted", "denied"."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Final

from tracker.understanding.language.lexicon import rows, words
from tracker.understanding.model import ShiftKind, Statement
from tracker.understanding.shifts.matching import words_of
from tracker.understanding.shifts.opposites import NEGATION
from tracker.understanding.shifts.sureness import Turn

_NEUTRAL: Final = 2
_NOT: Final = frozenset({"not", "never", "nor", "neither", "no"})


def turn_of_cue(before: Statement, after: Statement) -> Turn | None:
    """What the cue alone changed; None where both cues stand for the same."""
    one, other = words_of(before.cue or ""), words_of(after.cue or "")
    if not one or not other or one == other:
        return None
    if _is_silent(one) != _is_silent(other):
        return Turn(ShiftKind.REWORDED, "an answer, or none")
    if _denies(one) != _denies(other):
        return Turn(ShiftKind.REWORDED, NEGATION)
    was, is_now = _rank(one), _rank(other)
    if was == is_now:
        return None
    kind = ShiftKind.HEDGED if is_now < was else ShiftKind.FIRMED
    return Turn(kind, f"“{after.cue}” in place of “{before.cue}”")


def turn_of_verb(old: AbstractSet[str], new: AbstractSet[str]) -> Turn | None:
    """The same for one verb in place of another where no statement was found."""
    if len(old) != 1 or len(new) != 1:
        return None
    (one,), (other,) = old, new
    was, is_now = _ranks().get(one), _ranks().get(other)
    if was is None or is_now is None or was == is_now:
        return None
    return Turn(
        ShiftKind.HEDGED if is_now < was else ShiftKind.FIRMED, f"“{other}” in place of “{one}”"
    )


def answers(told: Sequence[str]) -> bool:
    """Whether they deny something or refuse to comment: both answer a question."""
    return _is_silent(told) or _denies(told)


def _is_silent(told: Sequence[str]) -> bool:
    if not words("declining").isdisjoint(told):
        return True
    refused = any(word in _NOT or word.endswith("n't") for word in told)
    return refused and not words("answering").isdisjoint(told)


def _denies(told: Sequence[str]) -> bool:
    return not words("denying").isdisjoint(told)


def _rank(cue: Sequence[str]) -> int:
    return next((rank for word in cue if (rank := _ranks().get(word)) is not None), _NEUTRAL)


@cache
def _ranks() -> dict[str, int]:
    return {form: int(rank) for forms, rank in rows("cue_strengths") for form in forms.split()}
