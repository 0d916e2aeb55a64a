"""The sentence around a figure, as the search for its subject sees it."""

from dataclasses import dataclass

from tracker.understanding.language.lexicon import words
from tracker.understanding.language.tags import NOUN, NUMBER
from tracker.understanding.language.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence to find subjects in; `taken` are the tokens of its numbers and units."""

    tokens: Tokens
    tags: list[str]
    taken: frozenset[int]

    def is_telling(self, i: int) -> bool:
        """Token `i` is a noun that can be part of a subject: no unit, time or approximation."""
        return (
            self.tags[i] == NOUN
            and i not in self.taken
            and not self._is_by_a_figure(i)
            and self.tokens.kinds[i] in {"word", "abbreviation"}
            and self.tokens.lowers[i] not in words("no_subjects")
        )

    def _is_by_a_figure(self, i: int) -> bool:
        """Token `i` is glued to a number: "M1989", "240mm"."""
        glued = self.tokens.glued
        return (self.tags[i - 1] == NUMBER and glued[i]) or (
            self.tags[i + 1] == NUMBER and glued[i + 1]
        )
