"""Whether an edit gave somebody another role: "chief" -> "deputy chief"."""

from tracker.comparing.terms import terms_of
from tracker.understanding.language.lexicon import words
from tracker.understanding.model import ShiftKind
from tracker.understanding.shifts.matching import words_of
from tracker.understanding.shifts.sureness import Turn

"""What tells apart two who hold one office."""


def turn_of_role(old: str, new: str) -> Turn | None:
    """Another office, or another rank in it; a title that is only dropped is house style."""
    one, other = words_of(old), words_of(new)
    ranks = words("ranks") & (set(one) ^ set(other))
    if not ranks and not (one and other):
        return None
    if not all(_tells_role(word) for word in (*one, *other)) or _same(old, new):
        return None
    return Turn(ShiftKind.REVISED, "another role")


def _tells_role(word: str) -> bool:
    return word in words("roles") or word in words("ranks")


def _same(old: str, new: str) -> bool:
    return {term.key for term in terms_of(old)} == {term.key for term in terms_of(new)}
