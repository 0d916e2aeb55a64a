"""A guess at each token's part of speech: closed word classes by list, verbs by form and place."""

from functools import cache

from tracker.understanding.language.lexicon import rows, words
from tracker.understanding.language.numbers import SCALES, SMALL, TENS, VAGUE
from tracker.understanding.language.tokens import Tokens

DETERMINER = "determiner"
PRONOUN = "pronoun"
PREPOSITION = "preposition"
CONJUNCTION = "conjunction"
AUXILIARY = "auxiliary"
ADVERB = "adverb"
POSSESSIVE = "possessive"
VERB = "verb"
NOUN = "noun"
NUMBER = "number"
SIGN = "sign"

_NO_VERB_AFTER = {DETERMINER, PREPOSITION, POSSESSIVE, NUMBER}
_NUMBER_WORDS = SMALL.keys() | TENS.keys() | SCALES.keys() | VAGUE.keys() | {"dozen"}
_SHORT = 4
_VOWELS = "aeiou"


def tag(tokens: Tokens) -> list[str]:
    """One tag a token, padded like the tokens; what is in no list is a noun or an adjective."""
    known, verbs = closed(), verb_forms()
    tags: list[str] = []
    before, last = SIGN, ""
    for word, kind in zip(tokens.lowers[: tokens.count], tokens.kinds, strict=False):
        if kind == "number":
            guess = NUMBER
        elif kind == "sign":
            guess = SIGN
        else:
            guess = known.get(word) or _open(word, before, last, verbs)
        tags.append(guess)
        before, last = guess, word
    _settle(tokens, tags)
    return tags + [""] * 8


def _open(word: str, before: str, last: str, verbs: dict[str, str]) -> str:
    is_base = verbs.get(word) == word
    if is_base and ((before == NOUN and not last.endswith("s")) or last == "-"):
        return NOUN  # a base form agrees with no singular: "a particular demand", "full-scale"
    if before == NUMBER and verbs.get(word, word) != word and not word.endswith(("s", "ing")):
        return VERB  # "the index of 500 rose"
    if before == PREPOSITION and word.endswith("ing") and word in verbs:
        return VERB
    if before not in _NO_VERB_AFTER and (word in verbs or _is_regular_past(word)):
        return VERB
    return ADVERB if word.endswith("ly") and len(word) > _SHORT else NOUN


def _is_regular_past(word: str) -> bool:
    return word.endswith("ed") and len(word) > _SHORT and not word.endswith("eed")


def _settle(tokens: Tokens, tags: list[str]) -> None:
    """As in "to" before a verb is its mark; a capitalised word inside a sentence is a name."""
    verbs = verb_forms()
    if tags and tags[0] == VERB and tokens.lowers[0].endswith("s"):
        tags[0] = NOUN  # no sentence opens with "rises": "Shares of the firm fell"
    for i in range(1, tokens.count):
        if tokens.lowers[i - 1] == "to" and verbs.get(tokens.lowers[i]) == tokens.lowers[i]:
            tags[i] = VERB
        elif tags[i] == VERB and tokens.words[i][0].isupper() and tags[i - 1] != SIGN:
            tags[i] = NOUN
        elif tokens.lowers[i] in _SAME_PAST and tags[i] == NOUN and _is_counted_off(tokens, i + 1):
            tags[i] = VERB
        elif tags[i] == POSSESSIVE and tags[i - 1] == PRONOUN:
            tags[i] = AUXILIARY


# Verbs whose past is their base form: "the index shed 1.3%" agrees with a singular after all.
_SAME_PAST = frozenset({"beat", "cost", "cut", "hit", "shed", "spread", "split"})


def _is_counted_off(tokens: Tokens, i: int) -> bool:
    return tokens.kinds[i] == "number" or tokens.words[i] in {"$", "£", "€", "¥"}


@cache
def closed() -> dict[str, str]:
    listed = {word: row[0] for row in reversed(list(rows("tags"))) for word in row[1].split()}
    return listed | dict.fromkeys(_NUMBER_WORDS, NUMBER)


@cache
def verb_forms() -> dict[str, str]:
    """Every form of the listed verbs, with its base form."""
    forms: dict[str, str] = {}
    for base in words("verb_bases"):
        for form in _regular(base):
            forms.setdefault(form, base)
    for base, irregular in rows("irregular"):
        for form in (*_regular(base), *irregular.split()):
            forms[form] = base
    return forms


def _regular(base: str) -> tuple[str, ...]:
    if base.endswith("e"):
        return base, f"{base}s", f"{base}d", f"{base[:-1]}ing"
    if base[-1] == "y" and base[-2] not in _VOWELS:
        return base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"
    third = f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z")) else f"{base}s"
    doubled = base + base[-1] if _doubles(base) else base
    return base, third, f"{doubled}ed", f"{doubled}ing", f"{base}ed"


def _doubles(base: str) -> bool:
    return (
        len(base) > 2  # noqa: PLR2004
        and base[-1] not in _VOWELS + "wxy"
        and base[-2] in _VOWELS
        and base[-3] not in _VOWELS
    )
