"""Which articles of a source are wanted, by the paths of their addresses.

Patterns are shell globs over the whole path, not regular expressions: nobody can write one that
hangs. `*` stands for anything, slashes too, `?` for one character, `[ab]` for one of several.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import unquote, urlsplit

from tracker.errors import InputError

LONGEST = 200
MOST_WILD = 8
"""Stars in a pattern: each multiplies what a match may cost by at most the length of the path."""

MOST = 50
"""Patterns of a source."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """An article is wanted if it fits one of `include`, or there is none, and none of `exclude`."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def wants(self, address: str) -> bool:
        """Whether the path of `address` fits; upper and lower case are the same."""
        path = unquote(urlsplit(address).path).lower() or "/"
        if self.include and not _fits(path, self.include):
            return False
        return not _fits(path, self.exclude)


def checked(patterns: Sequence[str]) -> tuple[str, ...]:
    """The patterns as they are kept. Raises InputError for one that cannot be used."""
    if len(patterns) > MOST:
        raise InputError(f"{len(patterns)} patterns are too many: give at most {MOST}.")
    for pattern in patterns:
        if not pattern.startswith(("/", "*")):
            raise InputError(
                f"the pattern {pattern!r} fits no path: begin it with / or *, as in '/politics/*'."
            )
        if len(pattern) > LONGEST or pattern.count("*") > MOST_WILD:
            raise InputError(
                f"the pattern {pattern[:40]!r}... is too long: give at most {LONGEST} characters"
                f" and {MOST_WILD} stars."
            )
    return tuple(dict.fromkeys(pattern.lower() for pattern in patterns))


def _fits(path: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)
