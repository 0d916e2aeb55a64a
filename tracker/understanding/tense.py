"""Does a clause tell of the past or of the future: its verbs and auxiliaries say."""

from tracker.understanding.lexicon import words
from tracker.understanding.tags import AUXILIARY, VERB, verb_forms
from tracker.understanding.tokens import Tokens

PAST = "past"
FUTURE = "future"
NONE = ""
_PAST_AUXILIARIES = frozenset({"was", "were", "had", "did", "been", "wasn't", "weren't", "didn't", "hadn't", "has", "have"})
_FUTURE_AUXILIARIES = frozenset({"will", "shall", "'ll", "won't", "would", "may", "might", "could", "can", "should", "must"})
_REACH = 14
_ENDS = frozenset({".", ";", ":", "(", ")", '"', "“", "”"})


def tense_at(tokens: Tokens, tags: list[str], first: int, end: int) -> str:
    """The tense around tokens first..end: of the verb before, else of the verb behind."""
    return _before(tokens, tags, first) or _behind(tokens, tags, end)


def _before(tokens: Tokens, tags: list[str], first: int) -> str:
    verb = NONE
    for at in range(first - 1, max(-1, first - _REACH), -1):
        word = tokens.lowers[at]
        if word in _ENDS:
            break
        if word in words("ahead"):
            return FUTURE
        if tags[at] == AUXILIARY and word in _FUTURE_AUXILIARIES:
            return FUTURE
        if tags[at] == AUXILIARY and word in _PAST_AUXILIARIES:
            return PAST
        if tags[at] == VERB and not verb:
            if tokens.lowers[at - 1] == "to":
                return FUTURE
            verb = _form(word)
        elif verb and tags[at] not in {AUXILIARY, "adverb", VERB}:
            return verb
    return verb


def _behind(tokens: Tokens, tags: list[str], end: int) -> str:
    for at in range(end, min(end + _REACH, tokens.count)):
        word = tokens.lowers[at]
        if word in _ENDS:
            break
        if tags[at] == AUXILIARY and word in _FUTURE_AUXILIARIES:
            return FUTURE
        if tags[at] == AUXILIARY and word in _PAST_AUXILIARIES:
            return PAST
        if tags[at] == VERB and _form(word):
            return _form(word)
    return NONE


def _form(word: str) -> str:
    base = verb_forms().get(word, word)
    if word.endswith(("ing", "s")) or base == word:
        return NONE
    return PAST
