"""A person as an article tells of them: name, title, offices, age, party."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from tracker.understanding.language.lexicon import rows, words
from tracker.understanding.language.names import Name

_ANOTHER_OFFICE = frozenset({"vice", "deputy", "shadow", "assistant", "under", "vice-president"})
_NO_LONGER = frozenset({"former", "ex", "then", "late", "retired", "onetime"})
_STOPS = frozenset({"of", "for", "at", "to", "in", "with", "on", "from", "and", "by"})


class Told(NamedTuple):
    """What stands beside one mention of a name."""

    role: str | None = None
    title: str | None = None
    age: int | None = None
    party: str | None = None


@dataclass(slots=True)
class Person:
    """Somebody the article names: the fullest name seen, and the first role."""

    name: Name
    role: str | None = None
    title: str | None = None
    age: int | None = None
    party: str | None = None
    seen: int = 0
    offices: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def shown(self) -> str:
        if self.role:
            return f"{self.name.shown}, {self.role}"
        return f"{self.title} {self.name.shown}" if self.title else self.name.shown

    def hears(self, told: Told) -> None:
        """Take in what a mention says; the first of each kind stays."""
        self.role = self.role or told.role
        self.title = self.title or told.title
        self.age = self.age or told.age
        self.party = self.party or told.party
        self.seen += 1
        for office in (told.role, told.title):
            named = _words_of(office) if office else ()
            if named and named not in self.offices:
                self.offices.append(named)


def holders(people: Sequence[Person], described: str) -> list[Person]:
    """Those whose office "the finance minister" can mean: before those who have left it.

    A deputy or a shadow minister is no minister.
    """
    wanted = _words_of(described)
    if not wanted:
        return []
    found = [(person, fits) for person in people if (fits := _fit(person, wanted))]
    return [person for person, fits in found if fits == max(best for _, best in found)]


def _fit(person: Person, wanted: tuple[str, ...]) -> int:
    return max((_fits(office, wanted) for office in person.offices), default=0)


def _fits(office: tuple[str, ...], wanted: tuple[str, ...]) -> int:
    """2 where an office is the one wanted, 1 where it was once, 0 where it is another."""
    if office[-1] != wanted[-1]:
        return 0
    left = iter(office)
    if not all(word in left for word in wanted):
        return 0
    beyond = set(office) - set(wanted)
    if beyond & _ANOTHER_OFFICE:
        return 0
    return 1 if beyond & _NO_LONGER else 2


def _words_of(told: str) -> tuple[str, ...]:
    """The words of an office up to its "of": "Lt. Gov." is lieutenant governor."""
    found: list[str] = []
    for part in told.lower().replace("’", "'").replace("-", " ").split():
        word = part.strip(".,()")
        if found and (word in _STOPS or found[-1] in _STOPS):
            break
        found.append(_abbreviations().get(word, word))
    return tuple(word for word in found if word and word not in words("determiners"))


@cache
def _abbreviations() -> dict[str, str]:
    return {short: full for shorts, full in rows("offices") for short in shorts.split()}
