"""Whom "the Republican", "the 43-year-old" and "the Frenchman" stand for.

Such words introduce nobody: they are a second mention of somebody told of before.
"""

import re
from collections.abc import Callable

from tracker.understanding.language.lexicon import words
from tracker.understanding.statements.cast import Cast
from tracker.understanding.statements.people import Person
from tracker.understanding.statements.roles import age_in, party_of

_PARENT = re.compile(r"(?:mother|mum|mom|father|dad|grandmother|grandfather)-of-[a-z]+")


def referred_to(cast: Cast, described: str, at: int) -> Person | None:
    """The one person of that age or party, else the one who is named just before."""
    if age := age_in(described):
        return _only(cast, lambda person: person.age, age, at)
    if party := party_of(described.rpartition(" ")[2]):
        return _only(cast, lambda person: person.party, party, at)
    if _stands_in(described.lower()):
        return cast.named_just_before(at)
    return None


def _stands_in(word: str) -> bool:
    return word in words("stand_ins") or bool(_PARENT.fullmatch(word))


def _only(cast: Cast, told: Callable[[Person], object], wanted: object, at: int) -> Person | None:
    """The bearer of what is wanted; where nobody's is told, who is named just before."""
    bearers = [person for person in cast.people if told(person) == wanted]
    if bearers:
        return bearers[0] if len(bearers) == 1 else None
    named = cast.named_just_before(at)
    return named if named and told(named) is None else None
