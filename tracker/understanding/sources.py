"""Finds the words that name who is speaking, beside a cue."""

from collections.abc import Sequence

from tracker.understanding.cues import Cue, find_verb_forms
from tracker.understanding.lexicon import words
from tracker.understanding.units import Token

Range = tuple[int, int]
_CLAUSE_SIGNS = frozenset(";:—–")
_PRONOUNS = frozenset({"i", "he", "she", "they", "we", "it", "you"})


def before(tokens: Sequence[Token], end: int, floor: int = 0) -> Range | None:
    """Tokens that name the subject of the verb group beginning at `end`; none before `floor`."""
    start = _clause_start(tokens, end, floor)
    while start < end and _is_led(tokens[start]):
        start += 1
    if start >= end:
        return None
    if tokens[end - 1].low in _PRONOUNS:
        return end - 1, end
    if tokens[end - 1].text == ",":
        start = _head_of_apposition(tokens, start, end - 1)
    else:
        start = _last_comma(tokens, start, end) + 1 or start
        start = max(start, _after_lead(tokens, start, end))
    while start < end and (_is_led(tokens[start]) or tokens[start].kind != "word"):
        start += 1
    return (start, end) if start < end else None


def _is_led(token: Token) -> bool:
    return token.low in words("subordinators") or token.low in words("adverbs")


def _clause_start(tokens: Sequence[Token], end: int, floor: int) -> int:
    for at in range(end - 1, floor - 1, -1):
        token = tokens[at]
        if token.kind == "quote" or (token.kind == "sign" and token.text[0] in _CLAUSE_SIGNS):
            return at + 1
        if token.text == "--" or token.low in {
            "that",
            "because",
            "but",
            "while",
            "although",
            "though",
        }:
            return at + 1
    return floor


def _last_comma(tokens: Sequence[Token], start: int, end: int) -> int:
    return next((at for at in range(end - 1, start - 1, -1) if tokens[at].text == ","), -1)


def _head_of_apposition(tokens: Sequence[Token], start: int, comma: int) -> int:
    """Where the name begins that an apposition ending at `comma` explains."""
    opening = _last_comma(tokens, start, comma)
    if opening < 0:
        return start
    head = _last_comma(tokens, start, opening)
    while head >= 0 and not _names(tokens[head + 1]):
        opening, head = head, _last_comma(tokens, start, head)
    return head + 1 if head >= 0 else start


def _names(token: Token) -> bool:
    return token.text[:1].isupper() or token.low in words("determiners")


def _after_lead(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past "On Sunday" or a verb phrase that belongs to something else."""
    for at in range(end - 1, start - 1, -1):
        if tokens[at].low in words("modals") or tokens[at].low in words("be"):
            return at + 1
        if tokens[at].low in {"and", "or"} and find_verb_forms(tokens, start, at):
            return at + 1
    if tokens[start].low in {"in", "on", "at", "by"} and start + 2 < end:
        return start + 2
    return start


def after(tokens: Sequence[Token], start: int) -> Range | None:
    """Tokens that name the speaker from `start` on: "said Ana Ruiz, head of the union"."""
    at = start
    common = False
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "quote" or (
            token.kind == "sign" and token.text not in {",", "(", ")", "-", "&"}
        ):
            break
        if token.text == "," and not _goes_on(tokens, at):
            break
        if token.text == ",":
            common = True
        elif token.kind == "word" and at > start and _leaves(tokens, at, common=common):
            break
        elif token.text[:1].islower() and token.low not in words("prepositions"):
            common = True
        at += 1
    return (start, at) if at > start else None


def _goes_on(tokens: Sequence[Token], comma: int) -> bool:
    """Whether an apposition follows the comma, not a participle or a new clause."""
    if comma + 1 >= len(tokens):
        return False
    following = tokens[comma + 1]
    if following.kind != "word" or following.low in words("prepositions"):
        return False
    if following.low.endswith("ing") or following.low in words("times"):
        return False
    return following.low in {"who", "whose"} or (
        following.low not in words("subordinators") and following.low not in _PRONOUNS
    )


def _leaves(tokens: Sequence[Token], at: int, *, common: bool) -> bool:
    """Whether the name ends before this word: "said Ruiz | on Monday", "| in an interview"."""
    token = tokens[at]
    low = token.low
    if low in words("times"):
        return True
    if low in words("subordinators"):
        return low not in {"and", "or", "who"}
    if low == "of":
        return False
    if low not in words("prepositions"):
        return False
    ahead = {following.low for following in tokens[at + 1 : at + 5]}
    return not common or bool(ahead & (words("times") | words("occasions")))


def shared(tokens: Sequence[Token], cue: Cue, floor: int = 0) -> Range | None:
    """The subject of the clause whose second verb the cue is: "Ruiz smiled and said"."""
    start = _clause_start(tokens, cue.first, floor)
    while start < cue.first and _is_led(tokens[start]):
        start += 1
    for at in range(start, cue.first):
        token = tokens[at]
        if token.text == "," and not (at + 1 < cue.first and _goes_on(tokens, at)):
            return (start, at) if at > start else None
        if _looks_finite(token) and at > start:
            return start, at
    return None


def _looks_finite(token: Token) -> bool:
    low = token.low
    return (
        low in words("be")
        or low in words("modals")
        or (token.text[:1].islower() and low.endswith("ed") and len(low) > 3)
        or low in {"said", "told", "went", "took", "came", "made", "left", "met", "stood", "spoke"}
    )
