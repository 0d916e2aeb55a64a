"""How sure a text is of what it says: words that hedge, words that vouch, words that deny."""

import re
from dataclasses import dataclass
from functools import cache

from tracker.understanding.language.lexicon import rows, words

PLAIN = 0.9
"""The strength of a claim made without a hedge."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MONTH_LIKE = "May"
# "what officials called a success", "what witnesses said was a bomb": somebody else's word for it.
_DISTANCE = 0.5
_CALLING = frozenset(
    ("call", "calls", "called", "term", "terms", "termed", "dub", "dubs", "dubbed")
)
_HOLDING = {
    **dict.fromkeys(("describe", "describes", "described", "characterized"), ("as",)),
    **dict.fromkeys(("say", "says", "said", "alleged"), ("is", "are", "was", "were")),
    **dict.fromkeys(("believe", "believes", "believed", "think"), ("is", "are", "was", "were")),
}
_LONGEST_NAMING = 4  # words that name whose word it is
_AFTER_MODAL = frozenset(
    ["be", "have", "the", "it", "he", "she", "they", "we", "this", "that", "there", "not"]
)


@dataclass(frozen=True, slots=True)
class Hedge:
    """Characters start..end say how sure a claim is: `strength` 0 (doubted) to 1 (vouched for)."""

    text: str
    strength: float
    start: int
    end: int


def hedges(text: str, start: int = 0, end: int | None = None) -> tuple[Hedge, ...]:
    """Every hedge in text[start:end] in order, the longest where several begin at one word."""
    found: list[Hedge] = []
    matches = list(_WORD.finditer(text, start, len(text) if end is None else end))
    lowers = [match.group().lower().replace("’", "'") for match in matches]
    at = 0
    while at < len(matches):
        length, strength = _longest(lowers, at)
        if length and not _is_month(matches, lowers, at):
            first, last = matches[at].start(), matches[at + length - 1].end()
            found.append(Hedge(text[first:last], strength, first, last))
        at += max(length, 1)
    return tuple(found)


def certainty(text: str, start: int = 0, end: int | None = None) -> float:
    """How sure text[start:end] is as a whole: its weakest hedge, PLAIN where there is none."""
    strengths = [hedge.strength for hedge in hedges(text, start, end)]
    weak = [strength for strength in strengths if strength < PLAIN]
    return min(weak) if weak else max(strengths, default=PLAIN)


def hedges_in(text: str) -> int:
    """How many hedging words a text has ("reportedly", "may", "alleged", "likely")."""
    return sum(hedge.strength < PLAIN for hedge in hedges(text))


def negations_in(text: str) -> int:
    """How many negating words a text has ("not", "no", "never", "denied")."""
    negations = words("negations")
    lowers = _WORD.findall(text.lower().replace("’", "'"))
    return sum(word in negations or word.endswith("n't") for word in lowers)


def _longest(lowers: list[str], at: int) -> tuple[int, float]:
    """Length in words and strength of the longest hedge that begins here; length 0 for none."""
    distance = _distanced(lowers, at) if lowers[at] == "what" else 0
    if distance:
        return distance, _DISTANCE
    phrases = _phrases().get(lowers[at], ())
    for phrase, strength in phrases:
        if tuple(lowers[at : at + len(phrase)]) == phrase:
            return len(phrase), strength
    return 0, PLAIN


def _distanced(lowers: list[str], at: int) -> int:
    """Length in words of "what aides called", which begins here; 0 where it does not."""
    for end in range(at + 2, min(at + 2 + _LONGEST_NAMING, len(lowers))):
        if lowers[end] in _CALLING:
            return end + 1 - at
        behind = lowers[end + 1] if end + 1 < len(lowers) else ""
        if behind in _HOLDING.get(lowers[end], ()):
            return end + 2 - at
    return 0


def _is_month(matches: list[re.Match[str]], lowers: list[str], at: int) -> bool:
    """Whether "May" is the month: capitalised, and not before a verb at a sentence's start."""
    if matches[at].group() != _MONTH_LIKE:
        return False
    return at + 1 >= len(lowers) or lowers[at + 1] not in _AFTER_MODAL


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], float], ...]]:
    """Hedges by their first word, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], float]]] = {}
    for phrase, strength in rows("hedges"):
        parts = tuple(phrase.split())
        table.setdefault(parts[0], []).append((parts, float(strength)))
    return {
        first: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
        for first, entries in table.items()
    }
