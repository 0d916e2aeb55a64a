"""What a verb with its auxiliaries tells of its time: "will open", "had been due", "is meeting"."""

from tracker.understanding.language.lexicon import words
from tracker.understanding.language.tags import ADVERB, AUXILIARY, DETERMINER, VERB, verb_forms
from tracker.understanding.language.tokens import Tokens

PAST = "past"
FUTURE = "future"
PLANNED = "planned"  # it had been to come; whether it did is not told
AWAITED = "awaited"  # others look forward to it, or did
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
_FUTURE_AUXILIARIES = frozenset(["will", "shall", "'ll", "won't", "would", "wouldn't"])
_POSSIBLE = frozenset(["can", "may", "might", "must", "should", "could"])
_PRESENT_BE = frozenset(["is", "are", "am", "'s", "'re"])
BE = frozenset(["is", "are", "am", "was", "were", "be"])
_NOT = frozenset({"not", "never", "only"})
_OVER = frozenset({"had", "originally", "previously", "initially"})
_OVER_REACH = 4  # "had originally been due to expire"
_GOVERNOR_REACH = 9
_CLAUSE_ENDS = frozenset({".", ";", ":", "(", ")", '"', "“", "”", "--", "—", "_"})


def is_clause_end(word: str) -> bool:
    return word in _CLAUSE_ENDS


def of_ahead(tokens: Tokens, at: int) -> str:
    """Of "scheduled", "due" and their like; "had been due Friday" leaves open whether it came."""
    return PLANNED if _OVER & set(tokens.lowers[max(0, at - _OVER_REACH) : at]) else FUTURE


def of_auxiliary(tokens: Tokens, tags: list[str], at: int) -> str:
    """Of the whole group that holds the auxiliary at `at`: "will have been", "is to"."""
    while at > 0 and tags[at - 1] in {AUXILIARY, ADVERB}:
        at -= 1
    if tokens.lowers[at - 1] == "to" and tokens.lowers[at] == "be":
        return of_infinitive(tokens, tags, at - 1)
    end = at
    while tags[end] in {AUXILIARY, ADVERB}:
        end += 1
    return _of_group(tokens, at, end)


def _of_group(tokens: Tokens, first: int, end: int) -> str:
    group, verb = tokens.lowers[first:end], tokens.lowers[end]
    if verb == "to" and group[-1] in BE:
        return FUTURE
    if not _FUTURE_AUXILIARIES.isdisjoint(group):
        return _of_would(group, verb)
    if not _POSSIBLE.isdisjoint(group):
        return _of_possible(group, verb)
    if verb in words("ahead"):
        return of_ahead(tokens, end)
    if group[0] in _PRESENT_BE and verb_forms().get(verb) in words("timetabled"):
        return FUTURE if verb.endswith("ing") else UNKNOWN
    return PAST if not _PAST_AUXILIARIES.isdisjoint(group) else UNKNOWN


def _of_would(group: list[str], verb: str) -> str:
    """As in "would not say Friday whether": who keeps silent has done so."""
    is_denied = not _NOT.isdisjoint(group) or "wouldn't" in group
    if is_denied and "would" in "".join(group) and verb in words("withheld"):
        return PAST
    return PAST if {"would", "have"} <= set(group) else FUTURE


def _of_possible(group: list[str], verb: str) -> str:
    """As in "may come Monday"; "could not be reached" and "must have known" are over."""
    if "have" in group or ("could" in group and (_NOT & set(group) or verb in words("perceived"))):
        return PAST
    return FUTURE


def of_contraction(tokens: Tokens, at: int) -> str:
    """As in "we'll", "he'd call" and "he'd called"."""
    _, mark, ending = tokens.lowers[at].rpartition("'")
    if not mark or ending not in {"ll", "d"}:
        return UNKNOWN
    behind = tokens.lowers[at + 1]
    return FUTURE if ending == "ll" or verb_forms().get(behind) == behind else PAST


def of_verb(tokens: Tokens, tags: list[str], at: int) -> str:
    before = at - 1
    while tags[before] == ADVERB and before > 0:
        before -= 1
    if tags[before] == DETERMINER:
        return UNKNOWN  # "on a still unspecified date"
    is_perfect = tokens.lowers[before] == "have"  # "it was to have landed Friday"
    before -= tokens.lowers[before] in {"be", "have"} and tokens.lowers[before - 1] == "to"
    if tokens.lowers[before] == "to":
        return PLANNED if is_perfect else of_infinitive(tokens, tags, before)
    if tags[before] == AUXILIARY:
        return of_auxiliary(tokens, tags, before)
    return _of_lone_verb(tokens, at)


def _of_lone_verb(tokens: Tokens, at: int) -> str:
    """As in "they meet Monday", "called for a strike"; "a suit filed by" is part of a noun."""
    word, behind = tokens.lowers[at : at + 2]
    if behind == "by" and of_form(word) == PAST:
        return UNKNOWN
    called_for = tokens.lowers[at + 2 : at + 6] if behind == "for" else []
    if word in words("ahead_of_for") and not words("scheduled_events").isdisjoint(called_for):
        return FUTURE
    is_arranged = verb_forms().get(word) in words("timetabled") and not word.endswith("ing")
    return of_form(word) or (FUTURE if is_arranged else UNKNOWN)


def of_infinitive(tokens: Tokens, tags: list[str], to: int) -> str:
    """What stands in front of a "to" is about what is to come: "expected to", "asked him to".

    Without any verb before it, it is a headline: "Minister to visit Rome Friday".
    """
    for at in range(to - 1, max(-1, to - 1 - _GOVERNOR_REACH), -1):
        if is_clause_end(tokens.lowers[at]):
            return UNKNOWN
        if at == to - 1 and tokens.lowers[at] in BE | words("ahead_of_to"):
            return FUTURE
        if tokens.lowers[at] in words("ahead") or tags[at] in {VERB, AUXILIARY}:
            return _of_governor(tokens, tags, at)
    is_headline = to <= _GOVERNOR_REACH and to > 0 and tokens.words[0][:1].isupper()
    return FUTURE if is_headline else UNKNOWN


def _of_governor(tokens: Tokens, tags: list[str], at: int) -> str:
    word = tokens.lowers[at]
    is_asking = tags[at] == VERB and verb_forms().get(word, word) in words("ahead_of_to")
    return of_ahead(tokens, at) if is_asking or word in words("ahead") else UNKNOWN


def of_form(word: str) -> str:
    """Past for "said" and "ended"; forms that may be present tell nothing."""
    if word.endswith(("ing", "s")) or verb_forms().get(word, "") == word:
        return UNKNOWN
    return PAST
