"""How the tables of words are written: an alternative a line."""

import re

_BREAK = re.compile(r"\n\s*")


def one_of(alternatives: str) -> re.Pattern[str]:
    """A pattern for any of these, a line each; where one begins with "+", the last goes on."""
    joined = _BREAK.sub("\n", alternatives.strip()).replace("\n+", "")
    return re.compile(joined.replace("\n", "|"), re.IGNORECASE)
