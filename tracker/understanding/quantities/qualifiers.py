"""How exact a number is meant to be: the words around it that hedge or bound it."""

from functools import cache

from tracker.understanding.language.lexicon import rows, words
from tracker.understanding.language.tags import verb_forms
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


def qualifier_of(tokens: Tokens, first: int, end: int, *, lasts: bool = False) -> str:
    """What stands before token `first` (the number or its sign) and behind token `end`.

    `lasts`: the figure is a length of time, and a plain "over" it is a while, no bound.
    """
    behind = _behind(tokens, end)
    if behind:
        return behind
    if (
        lasts
        and tokens.lowers[first - 1] == "over"
        and tokens.lowers[first - 2] not in words("lasting")
    ):
        return EXACT
    return before(tokens, first)[0]


def is_odd(tokens: Tokens, end: int) -> bool:
    """As in "300-odd": the number that ends at token `end` is not exact."""
    return tokens.lowers[end : end + 2] == ["-", "odd"]


def before(tokens: Tokens, first: int) -> tuple[str, int]:
    """The qualifier in front of token `first` and the token where its words begin."""
    phrases = _in_front()
    first -= tokens.lowers[first - 1] in {"a", "an", "(", "only", "just"} and first > 0
    for length in range(min(_LONGEST, first), 0, -1):
        found = phrases.get(" ".join(tokens.lowers[first - length : first]))
        if found and not _moves_up(tokens, first - length):
            return found, first - length
    return EXACT, first


def _moves_up(tokens: Tokens, at: int) -> bool:
    """As in "edged up to 50": how it moved, not how far it may."""
    is_bound = tokens.lowers[at] == "up" and tokens.lowers[at + 1] == "to"
    return is_bound and verb_forms().get(tokens.lowers[at - 1]) in words("creeping")


def _opens_next(tokens: Tokens, at: int) -> bool:
    """As in "injured one and at least 40", "two and more than 40": they bound what follows them."""
    if tokens.lowers[at + 1] == "more" and tokens.lowers[at + 2] == "than":
        return True
    return tokens.lowers[at] == "at" and tokens.kinds[at + 2] in {"number", "word"}


def _behind(tokens: Tokens, end: int) -> str | None:
    if tokens.words[end] == "+":
        return ">="
    if tokens.words[end] == "-" and tokens.lowers[end + 1] == "plus":
        return ">="
    if tokens.lowers[end] in {"plus", "more"} and tokens.lowers[end + 1] in {"people", "years"}:
        return ">="
    for at in (end, end + 1, end + 2):
        found = _BEHIND.get((tokens.lowers[at], tokens.lowers[at + 1]))
        if found and not _opens_next(tokens, at):
            return found
        if tokens.kinds[at] != "word":
            break
    return None
