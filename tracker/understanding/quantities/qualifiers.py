"""How exact a number is meant to be: the words around it that hedge or bound it."""

from functools import cache

from tracker.understanding.language.lexicon import rows
from tracker.understanding.language.tokens import Tokens

EXACT = "="
ABOUT = "~"
_LONGEST = 4
# "30 or more", "300-plus", "a year or so": hedges behind the number or its noun.
_BEHIND = {
    ("or", "more"): ">=",
    ("and", "more"): ">=",
    ("or", "above"): ">=",
    ("or", "older"): ">=",
    ("or", "higher"): ">=",
    ("or", "over"): ">=",
    ("and", "over"): ">=",
    ("and", "older"): ">=",
    ("and", "up"): ">=",
    ("or", "less"): "<=",
    ("or", "fewer"): "<=",
    ("or", "younger"): "<=",
    ("or", "under"): "<=",
    ("and", "under"): "<=",
    ("or", "below"): "<=",
    ("or", "so"): ABOUT,
    ("at", "least"): ">=",
    ("at", "most"): "<=",
}


@cache
def _in_front() -> dict[str, str]:
    phrases: dict[str, str] = {}
    for qualifier, listed in rows("qualifiers"):
        for phrase in listed.split(","):
            phrases[phrase.strip()] = qualifier
    return phrases


def qualifier_of(tokens: Tokens, first: int, end: int) -> str:
    """What stands before token `first` (the number or its sign) and behind token `end`."""
    behind = _behind(tokens, end)
    if behind:
        return behind
    return before(tokens, first)[0]


def before(tokens: Tokens, first: int) -> tuple[str, int]:
    """The qualifier in front of token `first` and the token where its words begin."""
    phrases = _in_front()
    first -= tokens.lowers[first - 1] in {"a", "an", "(", "only", "just"} and first > 0
    for length in range(min(_LONGEST, first), 0, -1):
        found = phrases.get(" ".join(tokens.lowers[first - length : first]))
        if found:
            return found, first - length
    return EXACT, first


def _behind(tokens: Tokens, end: int) -> str | None:
    if tokens.words[end] == "+":
        return ">="
    if tokens.words[end] == "-" and tokens.lowers[end + 1] == "plus":
        return ">="
    if tokens.lowers[end] in {"plus", "more"} and tokens.lowers[end + 1] in {"people", "years"}:
        return ">="
    for at in (end, end + 1, end + 2):
        found = _BEHIND.get((tokens.lowers[at], tokens.lowers[at + 1]))
        if found:
            return found
        if tokens.kinds[at] not in {"word", "number"}:
            break
    return None
