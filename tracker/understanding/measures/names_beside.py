"""Whom a figure holds for: the names in front of what it counts, or those beside it."""

from collections.abc import Iterator
from typing import Final

from tracker.understanding.language.lexicon import words
from tracker.understanding.language.nouns import singular
from tracker.understanding.language.tokens import Tokens
from tracker.understanding.measures.measure_words import country_at

_RELATIVE: Final = frozenset({"which", "who", "whose", "where", "that"})
_PARTICIPLES: Final = ("ed", "ing")
_MONTHS_AND_DAYS: Final = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
    | {"january", "february", "march", "april", "may", "june", "july", "august"}
    | {"september", "october", "november", "december"}
)
_BODIES: Final = frozenset({"authorities", "police", "donors", "customers", "depositors"})
_AFTER_A_NAME: Final = frozenset(
    {"has", "had", "is", "was", "will", "said", "says", "pledged"} | {"have", "were", "are", "say"}
)
_AT: Final = frozenset({"in", "at", "near", "across", "from"})
_LEADING: Final = frozenset(
    {"the", "a", "of", "nearby", "neighbouring", "neighboring", "coastal", "northern", "southern"}
    | {"eastern", "western", "central", "rural", "mountainous", "remote", "small", "worst", "hit"}
)
_BEFORE_A_PLACE: Final = frozenset({",", ";", "and", "while", "but"})
_PLACES: Final = frozenset(
    {"capital", "province", "village", "town", "city", "district", "region", "state", "county"}
    | {"island", "port", "suburb", "suburbs", "provinces", "countryside", "north", "south"}
    | {"neighborhood", "neighbourhood", "prefecture", "municipality", "valley", "department"}
)
_AFFECTED: Final = frozenset({"victims", "survivors", "people", "families", "relatives"})
_FARTHEST: Final = 60  # tokens before a figure in which its owner is looked for
_OPENING: Final = 5  # tokens of "In the town of Belor,"
_BEHIND: Final = 6  # tokens behind a figure in which "of the ATACMS" is looked for


def names_in(tokens: Tokens, first: int, end: int) -> frozenset[str]:
    """The countries and proper names among tokens first..end, countries by their name."""
    found = set()
    k = first
    while k < end:
        country = country_at(tokens, k)
        if country:
            found.add(country[0].title())
            k = country[1]
            continue
        if _is_name(tokens, k):
            found.add(tokens.words[k].replace("’", "'").removesuffix("'s"))
        k += 1
    return frozenset(found)


def owner(tokens: Tokens, first: int, end: int) -> frozenset[str]:
    """The names that the figure at tokens first..end holds for; empty where none can be told.

    "the range of the ATACMS" names it behind; else it is the nearest name before, past clauses
    that only describe ("X, which can be fired from Y, can fly as far as 190 miles" is about X).
    """
    for k in range(end, min(end + _BEHIND, tokens.count)):
        if tokens.words[k] in {",", ";", "("}:
            break
        if tokens.lowers[k] in {"of", "for"} and tokens.lowers[k - 1] not in _AFFECTED:
            behind = names_in(tokens, k + 1, min(k + 4, tokens.count))
            if behind:
                return behind
    for start, stop in _segments_before(tokens, first):
        last = _last_names(tokens, start, stop)
        if last:
            return last
    return frozenset()


def place_of(tokens: Tokens, figure: tuple[int, int], clause: tuple[int, int]) -> frozenset[str]:
    """Where a figure holds: "in Belor" behind it in its clause, or opening the sentence."""
    alone = _alone(tokens, clause)
    if alone:
        return alone
    for k in range(figure[1], clause[1]):
        if tokens.lowers[k] in _AT:
            return _place_at(tokens, k + 1, clause[1])
    opened = _opening(tokens, figure[0], clause[0])
    return _place_at(tokens, *opened) if opened else frozenset()


def is_alone(tokens: Tokens, clause: tuple[int, int]) -> bool:
    """Whether a clause tells of one place among others: "in Belor alone"."""
    return bool(_alone(tokens, clause))


def _alone(tokens: Tokens, clause: tuple[int, int]) -> frozenset[str]:
    """The place that "the hospitals of Alcora alone" names."""
    for k in range(*clause):
        if tokens.lowers[k] == "alone":
            at = k - 1
            while at > clause[0] and tokens.lowers[at] in _PLACES:
                at -= 1
            first = at - 1 if at > clause[0] and tokens.lowers[at - 1] not in _AT else at
            return names_in(tokens, first, at + 1)
    return frozenset()


def _opening(tokens: Tokens, figure: int, clause: int) -> tuple[int, int] | None:
    """What follows the preposition that opens a figure's clause: "..., and in Belor, 31"."""
    for end in (figure, clause - 1):  # "In Belor alone 12 died" has no comma
        for k in range(max(end - 1, 0), max(end - _OPENING, 0) - 1, -1):
            begins = k == 0 or tokens.lowers[k - 1] in _BEFORE_A_PLACE
            if begins and tokens.lowers[k] in _AT:
                return k + 1, end
            if tokens.words[k] in {",", ";"}:
                break
    return None


def _place_at(tokens: Tokens, first: int, end: int) -> frozenset[str]:
    """The names of a place, past "the village of"; else what it is: "the capital"."""
    k, kind = first, ""
    while k < end and k < first + _BEHIND:
        word = tokens.lowers[k]
        if word not in _LEADING and word not in _PLACES:
            break
        kind = kind or (word if word in _PLACES else "")
        k += 1
    named = names_in(tokens, k, min(k + 3, end))
    return named or (frozenset({kind}) if kind else frozenset())


def _segments_before(tokens: Tokens, first: int) -> Iterator[tuple[int, int]]:
    """Stretches between commas, nearest first, without those of a describing clause between."""
    floor = max(first - _FARTHEST, 0)
    cuts = [k for k in range(floor, first) if tokens.words[k] in {",", "(", ")", "—", ";", ":"}]
    cuts = [floor - 1, *cuts]
    stretches = [(a + 1, b) for a, b in zip(cuts, [*cuts[1:], first], strict=True)]
    yield stretches[-1]
    rest = stretches[:-1]
    opener = next((n for n in range(len(rest) - 1, -1, -1) if _describes(tokens, rest[n])), None)
    own = _describes(tokens, stretches[-1])
    if opener is not None and not own:
        rest = rest[:opener]
    yield from reversed(rest)


def _describes(tokens: Tokens, stretch: tuple[int, int]) -> bool:
    start, stop = stretch
    if start >= stop:
        return False
    word = tokens.lowers[start]
    if word in _RELATIVE or tokens.lowers[start + 1] == "by":
        return True
    return word.endswith(_PARTICIPLES) and tokens.words[start][0].islower()


def _last_names(tokens: Tokens, start: int, stop: int) -> frozenset[str]:
    """The run of names that ends last: "Storm Shadow and SCALP" is one."""
    k = stop - 1
    while k >= start and not _is_named(tokens, k):
        k -= 1
    last = k
    while k >= start and (_is_named(tokens, k) or tokens.lowers[k] in {"and", "of", "the"}):
        k -= 1
    return names_in(tokens, k + 1, last + 1) if last >= start else frozenset()


def _is_named(tokens: Tokens, k: int) -> bool:
    return _is_name(tokens, k) or country_at(tokens, k) is not None


def _is_plural(word: str) -> bool:
    return singular(word) in words("roles") or word in _BODIES


def _is_name(tokens: Tokens, k: int) -> bool:
    word = tokens.words[k]
    if (
        tokens.kinds[k] == "number"
        or not word[:1].isupper()
        or tokens.lowers[k] in _MONTHS_AND_DAYS
    ):
        return False
    if tokens.lowers[k] in words("determiners"):
        return False
    if k == 0 or tokens.words[k - 1] in {"“", '"', ".", ":"}:
        after = tokens.words[k + 1]
        if word.lower().endswith("s") and after in _AFTER_A_NAME and _is_plural(word.lower()):
            return False  # "Witnesses said"
        return word[1:] != word[1:].lower() or after[:1].isupper() or after in _AFTER_A_NAME
    return tokens.lowers[k] not in words("titles")
