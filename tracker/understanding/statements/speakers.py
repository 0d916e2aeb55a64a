"""Tells who a speaker is: the fullest name and the role that the article gives."""

import re
from dataclasses import dataclass, field

from tracker.understanding.language.lexicon import words
from tracker.understanding.language.names import parse_name
from tracker.understanding.statements.cast import Cast
from tracker.understanding.statements.epithets import referred_to
from tracker.understanding.statements.grammar import PRONOUNS, RELATIVES
from tracker.understanding.statements.people import Person

_LAST_SPOKEN = 3
_BELONGING = re.compile(r" (?:for|of|with|at|from|in|close) |,")
_SEVERAL = re.compile(r" (?:and|or|nor) ")


@dataclass(slots=True)
class Resolver:
    """Resolves speakers in reading order, remembering who spoke last."""

    cast: Cast
    spoken: list[tuple[int, str, Person | None]] = field(default_factory=list)

    def resolve(self, said: str, at: int) -> str | None:
        """The fullest name and role of the speaker whom `said`, at an offset, names."""
        person, shown = self._resolved(said, at)
        if shown is not None:
            self.spoken.append((at, shown, person))
        return shown

    def interviewed(self, at: int) -> str | None:
        """Who answers the questions from an offset on: the one person introduced before."""
        introduced = {id(person): person for where, person in self.cast.mentions if where < at}
        return next(iter(introduced.values())).shown if len(introduced) == 1 else None

    def _resolved(self, said: str, at: int) -> tuple[Person | None, str | None]:
        word = said.lower().replace("’", "'")
        if word in PRONOUNS | RELATIVES:
            return self._pronoun(word, at)
        name = parse_name(said)
        if name is not None and not _SEVERAL.search(said.partition(",")[0]):
            person = self.cast.find(name)
            return (person, person.shown) if person else self._described(said, at)
        return self._described(said, at)

    def _pronoun(self, word: str, at: int) -> tuple[Person | None, str | None]:
        if word in {"he", "she"}:
            return self._he_or_she(word, at)
        for _, shown, person in reversed(self.spoken[-_LAST_SPOKEN:]):
            if word == "they" and person is None:
                return None, shown
            unnamed = person is None or person.name.gender is None
            if word == "it" and unnamed and not _is_plural(shown):
                return person, shown
        return None, None

    def _he_or_she(self, word: str, at: int) -> tuple[Person | None, str | None]:
        """The last eligible speaker ("the mayor" is one), or who has led a clause since."""
        candidates = [
            (where, person, shown)
            for where, shown, person in self.spoken[-_LAST_SPOKEN:]
            if (person.name.gender in {word, None} if person else _is_one_person(shown))
        ]
        if subject := self.cast.last_before(at, word):
            candidates.append((*subject, subject[1].shown))
        if not candidates:
            return None, None
        _, person, shown = max(candidates, key=lambda each: each[0])
        return person, shown

    def _described(self, said: str, at: int) -> tuple[Person | None, str | None]:
        """An unnamed speaker: whom the article told by that name, else the words used."""
        article, _, office = said.strip().partition(" ")
        if article.lower() == "the" and office:
            person = self.cast.bearer(office) or referred_to(self.cast, office, at)
            if person:
                return person, person.shown
            if " " not in office and (fuller := self._told_more_fully(office.lower())):
                return None, fuller
        return None, said.strip()

    def _told_more_fully(self, head: str) -> str | None:
        """The "U.S. officials" who spoke before, for "the officials"."""
        for _, shown, person in reversed(self.spoken):
            fuller = shown.lower().endswith(f" {head}") and not shown.lower().startswith("the ")
            if person is None and fuller:
                return shown
        return None


def _is_plural(shown: str) -> bool:
    return shown.lower().endswith("s") and not shown.isupper()


def _is_one_person(shown: str) -> bool:
    """Whether an unnamed speaker is somebody: "the mayor", "one woman"."""
    head = _BELONGING.split(shown, maxsplit=1)[0].rsplit(maxsplit=1)[-1].lower()
    return head in words("roles") or head in {"man", "woman"}
