"""Tables of words: an alternative a line, and quick to say that none of them is in a text."""

import re
from dataclasses import dataclass

_BREAK = re.compile(r"\n\s*")
_GROUP = re.compile(r"\([^()]*\)(?:\?|\*|\+|\{[\d,]+\})?")
_VARIABLE = re.compile(r"(?:\[[^\]]*\]|\\[dwsb]|\.|\\?.(?=[?*{]))(?:[?*+]|\{[\d,]+\})?|\\|\|")
_SHORTEST = 3  # letters of a run that is worth being looked for first


@dataclass(frozen=True, slots=True)
class OneOf:
    """Patterns for text in lower case, each with the longest run of letters that it has to hold.

    Looking for a run is a hundred times as fast as trying a pattern at every place.
    """

    patterns: tuple[tuple[str, re.Pattern[str]], ...]

    def found(self, text: str) -> list[str]:
        """What the text holds of it, the first of each pattern."""
        held = (pattern.search(text) for run, pattern in self.patterns if run in text)
        return [found[0] for found in held if found]

    def is_all_of(self, text: str) -> bool:
        """Whether the whole text is one of them."""
        return any(run in text and pattern.fullmatch(text) for run, pattern in self.patterns)


def one_of(alternatives: str) -> OneOf:
    """Any of these, a line each in lower case; where one begins with "+", the last goes on."""
    joined = _BREAK.sub("\n", alternatives.strip()).replace("\n+", "")
    return OneOf(tuple((run_of(line), re.compile(line)) for line in joined.split("\n")))


def run_of(pattern: str) -> str:
    """The longest run of letters in whatever matches a pattern; empty where it has no long one."""
    while (shorter := _GROUP.sub("|", pattern)) != pattern:
        pattern = shorter
    longest = max(_VARIABLE.sub("\n", pattern).split("\n"), key=len)
    return longest if len(longest) >= _SHORTEST else ""
