"""Does a clause tell of the past or of the future: its verbs and auxiliaries say."""

from tracker.understanding.language.lexicon import words
from tracker.understanding.language.tags import AUXILIARY, NUMBER, VERB
from tracker.understanding.language.tokens import Tokens
from tracker.understanding.language.verb_groups import (
    AWAITED,
    FUTURE,
    PAST,
    PLANNED,
    UNKNOWN,
    is_clause_end,
    of_ahead,
    of_auxiliary,
    of_contraction,
    of_form,
    of_verb,
)

__all__ = ["AWAITED", "FUTURE", "PAST", "PLANNED", "UNKNOWN", "tense_at"]
_REACH = 14
_RELATIVES = frozenset({"that", "which", "who", "whose", "when", "where", "but", "while"})
_OPENERS = frozenset(
    {
        "and",
        "but",
        "that",
        "when",
        "while",
        ",",
        "because",
        "although",
        "though",
        "why",
        "how",
        "whether",
        "if",
    }
)
_BOUNDS = frozenset({"by", "until", "till", "through"})
_QUALIFIERS = frozenset({"on", "early", "late", "as", "from", "mid", "-"})
_REACH_OF_PUTTING_OFF = 7
_PUT_OFF = frozenset({"to", "for"})


def tense_at(tokens: Tokens, tags: list[str], first: int, end: int) -> str:
    """The tense around tokens first..end: of the verb before, else of the verb behind."""
    first = _before_clock(tokens, tags, first)
    if tokens.lowers[end] == "'s":
        return _of_possessive(tokens, tags, first, end)
    tense = _of_preposition(tokens, tags, first, end)
    if tense:
        return tense
    if _opens_clause(tokens, first):
        return _behind(tokens, tags, end) or _before(tokens, tags, first)
    return _before(tokens, tags, first) or _behind(tokens, tags, end)


def _before_clock(tokens: Tokens, tags: list[str], first: int) -> int:
    """Over the time of day that stands in front: "at 2:30 p.m. Friday", "noon on Friday"."""
    at = first - (tokens.lowers[first - 1] in {"on", ","})
    if tokens.lowers[at - 1] not in words("clock"):
        return first
    while tokens.lowers[at - 1] in words("clock") or tags[at - 1] == NUMBER:
        at -= 1
    return at


def _of_possessive(tokens: Tokens, tags: list[str], first: int, end: int) -> str:
    """Of "Sunday's election": what happens to it tells, or that it is what others wait for."""
    nouns = tokens.lowers[end + 1 : end + 4]
    if not words("mishaps").isdisjoint(nouns):
        return PAST
    before, behind = tokens.lowers[first - 1], _behind(tokens, tags, end)
    if not words("known_by_day").isdisjoint(nouns):
        return behind
    is_event = not words("scheduled_events").isdisjoint(nouns)
    if is_event and (before in {"for", "before"} or tokens.lowers[first - 2 : first] in _AHEAD_OF):
        return AWAITED
    told = UNKNOWN if _opens_clause(tokens, first) else _before(tokens, tags, first)
    if before in {"after", "since", "following"}:
        return told or PAST
    return FUTURE if FUTURE in {told, behind} else behind or told


_AHEAD_OF = (["ahead", "of"], ["advance", "of"], ["eve", "of"], ["prior", "to"])


def _of_preposition(tokens: Tokens, tags: list[str], first: int, end: int) -> str:
    """Of "by", "until", "through Friday", "as early as Friday", "moved to Friday", "for Friday"."""
    at = first - 1
    while tokens.lowers[at] in _QUALIFIERS and at > 0:
        at -= 1
    before = tokens.lowers[max(0, first - _REACH) : first]
    if tokens.lowers[at] in _BOUNDS:
        return _of_bound(tokens, tags, at, end)
    if before[-3:] in _AS_SOON:
        return FUTURE
    if tokens.lowers[at] == "for" and words("put_off").isdisjoint(before[-_REACH_OF_PUTTING_OFF:]):
        return AWAITED
    if tokens.lowers[at] in _PUT_OFF and not words("put_off").isdisjoint(
        before[-_REACH_OF_PUTTING_OFF:]
    ):
        is_done = _behind(tokens, tags, end) == PAST
        return PLANNED if is_done or "had" in before[-5:] else FUTURE
    return UNKNOWN


_AS_SOON = (["as", "early", "as"], ["as", "soon", "as"], ["earlier", "than"], ["later", "than"])


def _of_bound(tokens: Tokens, tags: list[str], at: int, end: int) -> str:
    """Of the "by", "until" or "through" at `at`: to come, unless what it bounds has been."""
    before = tokens.lowers[max(0, at + 1 - _REACH) : at + 1]
    if _opens_clause(tokens, at + 1) and _behind(tokens, tags, end) == PAST:
        return PAST  # "By Friday, the water had fallen"
    if tokens.lowers[at] == "through" and words("put_off").isdisjoint(before):
        return _before(tokens, tags, at) or FUTURE  # "little has changed through August"
    return PAST if _is_over(before) else FUTURE


def _is_over(before: list[str]) -> bool:
    """As in "did not learn of it until Friday", "by Friday they had"."""
    is_put_off = not words("put_off").isdisjoint(before)
    is_denied = "did" in before and "not" in before
    has_lasted = not words("lasted").isdisjoint(before[-_REACH_OF_PUTTING_OFF:])
    return not is_put_off and ("had" in before or is_denied or has_lasted)


def _opens_clause(tokens: Tokens, first: int) -> bool:
    """As in ", and on Sunday the bridge will", "that on Sunday"; not "Saturday and Sunday"."""
    at = first - 1
    while at >= 0 and tokens.lowers[at] in {"on", "by", "early", "late"}:
        at -= 1
    if at < 0 or is_clause_end(tokens.lowers[at]):
        return True
    if tokens.lowers[at] not in _OPENERS:
        return False
    return tokens.lowers[at - 1] not in words("times")


def _before(tokens: Tokens, tags: list[str], first: int) -> str:
    for at in range(first - 1, max(-1, first - _REACH), -1):
        if is_clause_end(tokens.lowers[at]):
            return UNKNOWN
        tense = _told_by(tokens, tags, at, first)
        if tense or tags[at] == AUXILIARY:
            return tense
    return UNKNOWN


def _told_by(tokens: Tokens, tags: list[str], at: int, first: int) -> str:
    """What the token at `at` says of the day at `first`."""
    if tokens.lowers[at] in words("ahead"):
        return of_ahead(tokens, at)
    if tokens.lowers[at] in {"ended", "since"}:
        return PAST
    if tags[at] == AUXILIARY:
        return _of_copula(tokens, at, first) or of_auxiliary(tokens, tags, at)
    if tags[at] == VERB or _is_arranged(tokens, tags, at):
        return of_verb(tokens, tags, at)
    return of_contraction(tokens, at)


def _of_copula(tokens: Tokens, at: int, first: int) -> str:
    """As in "the hearing is Friday", "the final is on Saturday"."""
    is_next = at + 1 == first or (at + 2 == first and tokens.lowers[at + 1] == "on")
    return FUTURE if is_next and tokens.lowers[at] in {"is", "are"} else UNKNOWN


def _is_arranged(tokens: Tokens, tags: list[str], at: int) -> bool:
    """As in "Blair and Annan meet Monday", where the verb could be a noun but for the name."""
    if tokens.lowers[at] not in words("timetabled") or not tokens.words[at - 1][:1].isupper():
        return False
    return tags[at + 1] not in {VERB, AUXILIARY}


def _behind(tokens: Tokens, tags: list[str], end: int) -> str:
    for at in range(end, min(end + _REACH, tokens.count)):
        word = tokens.lowers[at]
        if is_clause_end(word) or word in _RELATIVES:
            break
        if tags[at] == AUXILIARY:
            return of_auxiliary(tokens, tags, at)
        if of_contraction(tokens, at):
            return of_contraction(tokens, at)
        if tags[at] == VERB and of_form(word):
            return of_form(word)
    return UNKNOWN
