"""Where what was said ends: before another cue of the sentence, or what the writer adds."""

from collections.abc import Sequence

from tracker.understanding.language.lexicon import words
from tracker.understanding.statements.cues import ACCORDING, Cue
from tracker.understanding.statements.grammar import has_finite, is_finite, is_pause, is_sign, low
from tracker.understanding.statements.units import Token

_CONCESSIONS = frozenset({"although", "though", "while", "if", "when", "even", "because"})
_NEW_CLAUSE = frozenset({"but", "and", "while", "though", "although", "as"})
_ADVERBIALS = frozenset(
    {"during", "when", "after", "while", "before", "because", "although", "until"}
)
_OPENERS = frozenset({"he", "she", "they", "we", "it", "there", "i", "you"})
_FARTHEST = 8
_DENIALS = frozenset(
    {"did", "didn't", "gave", "offered", "provided", "declined", "refused", "would", "has", "had"}
)
_WITHHELD = frozenset(
    {"no", "not", "declined", "refused", "didn't", "without", "elaborate", "specify"}
)


def last(tokens: Sequence[Token], cue: Cue, begin: int, end: int, following: Sequence[Cue]) -> int:
    """Where a content that begins at `begin` ends: before another cue of the same sentence."""
    for other in following:
        if other.first <= begin or other.passive:
            continue
        cut = _cut(tokens, cue, other, begin)
        if cut is not None and cut > begin:
            end = cut
            break
    end = _before_new_clause(tokens, cue, begin, end)
    if "thing" in cue.verb.frames and (
        "clause" not in cue.verb.frames or not has_finite(tokens, begin, end)
    ):
        end = _without_adverbials(tokens, begin, end)
    return end


def _cut(tokens: Sequence[Token], cue: Cue, other: Cue, begin: int) -> int | None:
    """Where the clause of another cue begins, if it is not part of this content."""
    at = other.first
    if other.verb is ACCORDING:
        return at - 1 if is_sign(tokens, at - 1, ",") else at
    if is_pause(tokens, at - 1) and other.form == "ing":
        return at - 1 if tokens[at - 1].kind == "sign" else at
    if is_sign(tokens, at - 1, ",") and other.form in {"past", "s"}:
        return at - 1  # "who asked not to be named, | said"
    if tokens[at - 1].low in _OPENERS and is_sign(tokens, at - 2, ","):
        return at - 2  # "..., he said"
    if low(tokens, at - 1) in {"and", "but"} and other.form == cue.form:
        return at - 2 if is_sign(tokens, at - 2, ",") else at - 1
    opening = _new_clause(tokens, begin, at)
    return opening if opening is not None and "mind" not in other.verb.frames else None


def _new_clause(tokens: Sequence[Token], begin: int, at: int) -> int | None:
    """The comma of ", but Ruiz said", ", while officials said"."""
    for index in range(at - 1, max(begin, at - _FARTHEST), -1):
        if is_sign(tokens, index, ",;"):
            leads = low(tokens, index + 1)
            return index if leads in _NEW_CLAUSE else None
        if is_finite(tokens[index]) or tokens[index].low == "that":
            return None
    return None


def _before_new_clause(tokens: Sequence[Token], cue: Cue, begin: int, end: int) -> int:
    """Cuts off what is not said: a main clause behind a concession, what the writer adds.

    "Although they agree ..., | it is", "... was low, | and that same month the talks began".
    """
    subordinate = tokens[0].low in _CONCESSIONS and not any(
        is_sign(tokens, at, ",") for at in range(cue.first)
    )
    for at in range(begin + 1, end - 1):
        following = tokens[at + 1].low
        if (
            is_sign(tokens, at, ",")
            and subordinate
            and following in _OPENERS | words("determiners")
        ):
            return at
        if is_sign(tokens, at, ",") and _is_remark(tokens, at + 1):
            return at
        if is_sign(tokens, at, ",") and following == "but" and _says_no_more(tokens, at + 2):
            return at
        if following == "and" and (low(tokens, at + 2), low(tokens, at + 3)) == ("that", "same"):
            return at + 1
    return end


def _is_remark(tokens: Sequence[Token], at: int) -> bool:
    """Whether the writer goes on about the words themselves: ", a charge she denies"."""
    return low(tokens, at) in {"a", "an"} and bool(
        {low(tokens, at + 1), low(tokens, at + 2)} & words("nominals")
    )


def _says_no_more(tokens: Sequence[Token], at: int) -> bool:
    """Whether the writer goes on with what was not said: ", but it gave no details"."""
    if low(tokens, at) in _OPENERS:
        at += 1
    elif low(tokens, at) not in _DENIALS:
        return False
    withheld = {token.low for token in tokens[at : at + _FARTHEST]}
    return low(tokens, at) in _DENIALS and bool(withheld & _WITHHELD)


def _without_adverbials(tokens: Sequence[Token], begin: int, end: int) -> int:
    """Cuts "during the debate", "when asked", "on Friday" off an object."""
    quoted = (at for at in range(end - 1, begin, -1) if tokens[at].kind == "quote")
    for at in range(next(quoted, begin) + 1, end):
        word = tokens[at].low
        if word == "to":
            break
        if word in {"but", "and"} and _second_verb(tokens, at + 1):
            return at - 1 if is_sign(tokens, at - 1, ",") else at
        if word in _ADVERBIALS:
            return at - 1 if is_sign(tokens, at - 1, ",") else at
        if word in {"on", "in", "at"} and _tells_when_or_where(tokens, at + 1):
            return at
    return end


def _tells_when_or_where(tokens: Sequence[Token], at: int) -> bool:
    """Whether a preposition leads to the time or the occasion of speaking: "in a post"."""
    if low(tokens, at) in words("times"):
        return True
    beyond = at + (low(tokens, at) in words("determiners"))
    return beyond > at and low(tokens, beyond) in words("occasions")


def _second_verb(tokens: Sequence[Token], at: int) -> bool:
    """Whether the speaker goes on to do something: "but | stopped short", "and | left the"."""
    if at + 1 >= len(tokens) or not is_finite(tokens[at]):
        return False
    following = tokens[at + 1].low
    clear = following in words("prepositions") or following in words("determiners")
    return clear or tokens[at - 1].low == "but"
