"""Ages: which figures tell how old somebody is, without saying "years old"."""

from functools import cache

from tracker.understanding.language.lexicon import rows, words
from tracker.understanding.language.numbers import Numeral
from tracker.understanding.language.tokens import Tokens

_AGED = frozenset({"aged", "age", "ages"})
_OLD = frozenset({"young", "old"})
_TITLES = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "rev", "sen", "rep", "gov", "gen", "sgt", "lt"}
)
_PARENTS = frozenset(
    ["mother", "father", "parent", "parents", "mum", "mom", "dad", "grandmother", "grandfather"]
)
_OLDEST = 125
_PLACING = frozenset({"in", "at", "on", "from", "to", "near", "the", "of", "for", "a", "an"})


def tells_an_age(tokens: Tokens, numeral: Numeral) -> bool:
    """As in "aged 35", "Ann Archer, 25, said", "patients over 65", "as young as nine"."""
    i = numeral.first
    if tokens.lowers[i - 3] == tokens.lowers[i - 1] == "as" and tokens.lowers[i - 2] in _OLD:
        return tokens.lowers[numeral.end] not in {"days", "weeks", "months", "hours"}
    if _is_of_a_group(tokens, numeral):
        return True
    return not numeral.spelled and (
        tokens.lowers[i - 1] in _AGED or _is_of_a_person(tokens, numeral)
    )


def is_parent_of(tokens: Tokens, first: int) -> bool:
    """As in "a mother of two", "the father-of-three": how many children."""
    at = first - 1 - (tokens.words[first - 1] == "-")
    if tokens.lowers[at] != "of":
        return False
    return tokens.lowers[at - 1 - (tokens.words[at - 1] == "-")] in _PARENTS


def _is_of_a_person(tokens: Tokens, numeral: Numeral) -> bool:
    """As in "Ann Archer, 25, said", "she will be 35 in May": a person and a number alone."""
    i, end = numeral.first, numeral.end
    if not 0 < (numeral.value or 0) < _OLDEST or end > i + 1:
        return False
    if tokens.words[i - 1] == ",":
        return _follows_a_person(tokens, i - 2, tokens.lowers[end])
    is_being = tokens.lowers[i - 1] in {"is", "was", "be", "turned", "turns", "turn"}
    before = tokens.lowers[i - 2 - (tokens.lowers[i - 2] in {"will", "would"})]
    ends = tokens.lowers[end] in _ENDS
    return is_being and before in {"he", "she", "who"} and ends


_ENDS = frozenset({",", ".", "", ";", "by", "when", "in", "on", "and", "at", "next", "this"})


def _follows_a_person(tokens: Tokens, i: int, closing: str) -> bool:
    """Token `i`, in front of a comma and a number that `closing` ends, names or calls somebody."""
    if closing == ".":
        return tokens.words[i - 2][:1].islower() and _is_pair(tokens, i)
    is_called = tokens.lowers[i] in _persons() and closing in {",", "and"}
    return is_called or (closing == "," and _is_named(tokens, i))


def _is_pair(tokens: Tokens, i: int) -> bool:
    return all(word[:1].isupper() and not word.isupper() for word in tokens.words[i - 1 : i + 1])


def _is_named(tokens: Tokens, i: int) -> bool:
    """Token `i` ends a person's name: two capitalised words, or one that opens no sentence."""
    follows_verb = tokens.kinds[i - 1] == "word" and tokens.lowers[i - 1] not in _PLACING
    follows_title = tokens.words[i - 1] == "." and tokens.lowers[i - 2] in _TITLES
    is_surname = tokens.words[i].istitle() and len(tokens.words[i]) > 2  # noqa: PLR2004
    return _is_pair(tokens, i) or (i > 0 and (follows_verb or follows_title) and is_surname)


def _is_of_a_group(tokens: Tokens, numeral: Numeral) -> bool:
    """As in "patients over 65", "children under 5": people, a bound, and a number alone."""
    i, end = numeral.first, numeral.end
    if not 0 < (numeral.value or 0) < _OLDEST or tokens.lowers[i - 1] not in {"over", "under"}:
        return False
    return (
        tokens.lowers[i - 2] in _people()
        and tokens.kinds[end] != "number"
        and (tokens.kinds[end] != "word" or tokens.lowers[end] in words("after_ages"))
    )


@cache
def _persons() -> frozenset[str]:
    """The words for people whose age may follow: "the minister, 57,", "both men, 24 and 29,"."""
    listed = {word for row in rows("counted") if row[1] != "no" for word in row[2].split()}
    return _people() | listed | words("roles") | {"man", "woman", "boy", "girl", "suspect"}


@cache
def _people() -> frozenset[str]:
    """The words for groups of people that are told by age."""
    return frozenset(
        word
        for row in rows("counted")
        if row[1] != "no"
        for word in ([f"{each}s" for each in row[2].split()] if row[0] == "*" else row[2].split())
    ) | {"anyone", "everyone", "those", "drivers", "voters", "workers"}
