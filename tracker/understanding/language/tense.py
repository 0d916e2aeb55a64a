"""Does a clause tell of the past or of the future: its verbs and auxiliaries say."""

from tracker.understanding.language.lexicon import words
from tracker.understanding.language.tags import ADVERB, AUXILIARY, VERB, verb_forms
from tracker.understanding.language.tokens import Tokens

PAST = "past"
FUTURE = "future"
UNKNOWN = ""
_PAST_AUXILIARIES = frozenset(
    [
        "was",
        "were",
        "had",
        "did",
        "been",
        "wasn't",
        "weren't",
        "didn't",
        "hadn't",
        "has",
        "have",
        "haven't",
        "hasn't",
    ]
)
_FUTURE_AUXILIARIES = frozenset(["will", "shall", "'ll", "won't", "would"])
_BE = frozenset(["is", "are", "am", "was", "were", "be"])
_REACH = 14
_OVER = frozenset({"been", "originally"})  # "it had been due to expire Friday": a plan of the past
_CLAUSE_ENDS = frozenset({".", ";", ":", "(", ")", '"', "“", "”", "--", "—"})
_RELATIVES = frozenset({"that", "which", "who", "whose", "when", "where", "but", "while"})


def tense_at(tokens: Tokens, tags: list[str], first: int, end: int) -> str:
    """The tense around tokens first..end: of the verb before, else of the verb behind."""
    return _before(tokens, tags, first) or _behind(tokens, tags, end)


def _before(tokens: Tokens, tags: list[str], first: int) -> str:  # noqa: PLR0911
    if tokens.lowers[first - 1] in {"by", "until", "till"}:
        return PAST if "had" in tokens.lowers[max(0, first - _REACH) : first] else FUTURE
    for at in range(first - 1, max(-1, first - _REACH), -1):
        word = tokens.lowers[at]
        if word in _CLAUSE_ENDS:
            return UNKNOWN
        if word in words("ahead"):
            return PAST if _OVER & set(tokens.lowers[max(0, at - 3) : at]) else FUTURE
        if word in {"ended", "since"}:
            return PAST
        if tags[at] == AUXILIARY:
            return _of_auxiliary(tokens, tags, at)
        if tags[at] == VERB or _is_arranged(tokens, at):
            tense = _of_verb(tokens, tags, at)
            if tense:
                return tense
    return UNKNOWN


def _is_arranged(tokens: Tokens, at: int) -> bool:
    """As in "Blair and Annan meet Monday", where the verb could be a noun but for the name."""
    return tokens.lowers[at] in words("timetabled") and tokens.words[at - 1][:1].isupper()


def _of_auxiliary(tokens: Tokens, tags: list[str], at: int) -> str:
    """Of the whole group: "will have been", "is to"."""
    while tags[at - 1] in {AUXILIARY, ADVERB} and at > 0:
        at -= 1
    if tokens.lowers[at - 1] == "to" and tokens.lowers[at] == "be":
        return FUTURE if _looks_ahead(tokens, at - 2) else UNKNOWN
    group_end = at
    while tags[group_end] in {AUXILIARY, ADVERB}:
        if tokens.lowers[group_end] in _FUTURE_AUXILIARIES:
            return FUTURE
        group_end += 1
    if tokens.lowers[group_end] == "to" and tokens.lowers[group_end - 1] in _BE:
        return FUTURE
    return PAST if tokens.lowers[at] in _PAST_AUXILIARIES else UNKNOWN


def _of_verb(tokens: Tokens, tags: list[str], at: int) -> str:
    before = at - 1
    while tags[before] == ADVERB and before > 0:
        before -= 1
    if tokens.lowers[before] == "to":
        return FUTURE if _looks_ahead(tokens, before - 1) else UNKNOWN
    if tags[before] == AUXILIARY:
        return _of_auxiliary(tokens, tags, before)
    return FUTURE if tokens.lowers[at] in words("timetabled") else _of_form(tokens.lowers[at])


def _looks_ahead(tokens: Tokens, governor: int) -> bool:
    """What stands in front of a "to" is about what is to come: "expected to", "is to"."""
    word = tokens.lowers[governor]
    return word in words("ahead") or word in words("ahead_of_to") or word in _BE


def _behind(tokens: Tokens, tags: list[str], end: int) -> str:
    for at in range(end, min(end + _REACH, tokens.count)):
        word = tokens.lowers[at]
        if word in _CLAUSE_ENDS or word in _RELATIVES:
            break
        if tags[at] == AUXILIARY:
            return _of_auxiliary(tokens, tags, at)
        if tags[at] == VERB and _of_form(word):
            return _of_form(word)
    return UNKNOWN


def _of_form(word: str) -> str:
    """Past for "said" and "ended"; forms that may be present tell nothing."""
    if word.endswith(("ing", "s")) or verb_forms().get(word, "") == word:
        return UNKNOWN
    return PAST
