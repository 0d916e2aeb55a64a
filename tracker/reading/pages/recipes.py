"""What is remembered of how an outlet's pages were read: which way worked, and how much it gave."""

import json
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

_MOST = 8  # readings
_FEWEST = 3  # readings before anything is expected
_USUAL = 0.6  # of them: the way that gave so many is tried first
_SPREAD = 0.25  # of the usual length: another reading as long as that tells nothing new


class Way(StrEnum):
    """How the body of a page was found."""

    EXTRACTOR = "extractor"
    DECLARED = "JSON-LD"
    DENSEST = "density"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Usual:
    """What is to be expected of a page: the `way` that worked, and a body of so many characters.

    None and 0 where nothing is known.
    """

    way: Way | None = None
    length: int = 0


NOTHING = Usual()


@dataclass(frozen=True, slots=True)
class Recipe:
    """The ways that gave an outlet's last accepted readings, and their lengths in characters."""

    ways: tuple[str, ...] = ()
    lengths: tuple[int, ...] = ()

    @property
    def expected(self) -> Usual:
        """What the next page is expected to give."""
        if len(self.ways) < _FEWEST:
            return NOTHING
        way, times = Counter(self.ways).most_common(1)[0]
        return Usual(
            Way(way) if times >= _USUAL * len(self.ways) else None, int(median(self.lengths))
        )

    def after(self, way: str, length: int) -> "Recipe":
        """The recipe with one more accepted reading; the same where that tells nothing new."""
        usual = self.expected
        is_usual = way == usual.way and abs(length - usual.length) <= _SPREAD * usual.length
        if is_usual and len(self.ways) == _MOST:
            return self
        return Recipe((*self.ways, way)[-_MOST:], (*self.lengths, length)[-_MOST:])

    def as_json(self) -> str:
        return json.dumps([self.ways, self.lengths])


def parse_recipe(text: str) -> Recipe:
    """A recipe out of `Recipe.as_json`; an empty one where that names ways unknown by now."""
    ways, lengths = json.loads(text)
    known = all(way in set(Way) for way in ways)
    return Recipe(tuple(ways), tuple(lengths)) if known else Recipe()
