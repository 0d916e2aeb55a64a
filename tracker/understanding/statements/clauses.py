"""Where the clause begins whose subject is sought, and where a name inside it does."""

from collections.abc import Sequence

from tracker.understanding.language.lexicon import words
from tracker.understanding.statements.grammar import (
    RELATIVES,
    has_finite,
    is_finite,
    is_led,
    is_name,
    is_participle,
    is_sign,
    low,
)
from tracker.understanding.statements.units import Token

LONGEST = 40  # tokens of a name with all that is told of it
_BREAKS = ";:—–―-"


def clause_start(tokens: Sequence[Token], end: int, floor: int) -> int:
    """The clause that ends at `end` begins here: behind a break, a quotation or a finite verb."""
    lowest = max(floor, end - LONGEST)
    comma_end = is_sign(tokens, end - 1, ",")
    for at in range(end - 1, lowest - 1, -1):
        token = tokens[at]
        if token.kind == "quote":
            return at + 1 if at < end - 1 else at
        if is_sign(tokens, at, _BREAKS) or token.text == "--":
            return at + 1
        if token.low in words("clause_breakers") and not (comma_end and at > floor):
            return at + 1
        if not comma_end and is_finite(token) and not is_relative(tokens, at, lowest):
            return at + 1
    return lowest


def is_relative(tokens: Sequence[Token], at: int, lowest: int) -> bool:
    """Whether the verb belongs to a relative clause or a participle inside the name."""
    if tokens[at].low.endswith("ed") and at > lowest:
        following = low(tokens, at + 1)
        return following in words("prepositions") or following in words("times")
    return any(low(tokens, index) in {"who", "whose"} for index in range(max(lowest, at - 3), at))


def last_comma(tokens: Sequence[Token], start: int, end: int) -> int:
    return next((at for at in range(end - 1, start - 1, -1) if is_sign(tokens, at, ",")), -1)


def head_of_apposition(tokens: Sequence[Token], start: int, comma: int) -> int:
    """Where the name begins that an apposition ending at `comma` explains."""
    opening = last_comma(tokens, start, comma)
    if opening < 0:
        return start
    head = last_comma(tokens, start, opening)
    while head >= start and (
        not _begins_name(tokens, head + 1, opening) or _is_from(tokens, start, head)
    ):
        opening, head = head, last_comma(tokens, start, head)
    return head + 1 if head >= start else start


def _is_from(tokens: Sequence[Token], start: int, comma: int) -> bool:
    """Whether the stretch that ends at `comma` is ", of Salem," or ", 59,"."""
    first = last_comma(tokens, start, comma) + 1
    return low(tokens, first) == "of" or (comma - first == 1 and tokens[first].text.isdigit())


def _begins_name(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether the stretch before an apposition is a name of its own, not one more apposition."""
    if at >= end:
        return False
    if is_name(tokens[at]):
        return True
    return tokens[at].low in words("determiners") and not is_name(tokens[max(at - 2, 0)])


def past_lead(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past "And", "On Sunday" and what a coordination leaves behind."""
    while start < end and is_led(tokens[start]):
        start += 1
    for at in range(end - 2, start, -1):
        if low(tokens, at) in {"and", "or", "but"} and has_finite(tokens, start, at):
            if any(token.low in {"who", "whose"} for token in tokens[start:at]):
                continue  # "an aide who knows the plan and spoke ..."
            start = at + 1
            break
    if low(tokens, start) in words("leading_prepositions") and start + 2 < end:
        return _past_preposition(tokens, start, end)
    return start


def _past_preposition(tokens: Sequence[Token], start: int, end: int) -> int:
    """The last name or determiner behind a leading "In July", "At the rally"."""
    at = end - 1
    if is_name(tokens[at]):
        while at - 1 > start + 1 and is_name(tokens[at - 1]):
            at -= 1
        if at - 1 > start + 1 and tokens[at - 1].low in words("determiners"):
            at -= 1
        return at
    while at > start + 1 and tokens[at].low not in words("determiners"):
        at -= 1
    return at if at > start + 1 else start + 2


def sentence_clause(tokens: Sequence[Token], end: int, floor: int) -> int:
    """Where the main clause before a participle begins, past any adverbial opening."""
    start = floor
    for at in range(end - 1, floor - 1, -1):
        token = tokens[at]
        if token.kind == "quote" or is_sign(tokens, at, _BREAKS) or _opens_clause(tokens, at):
            start = at + 1
            break
    opening = low(tokens, start)
    if opening not in words("leading_prepositions"):
        while start < end and is_led(tokens[start]):
            start += 1
    if opening in words("leading_prepositions") or (start < end and is_participle(tokens[start])):
        comma = next((at for at in range(start, end) if is_sign(tokens, at, ",")), None)
        if comma is not None and comma + 1 < end:
            return comma + 1
    return start


def _opens_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether "but" or "that" begins a clause with a subject of its own."""
    return (
        tokens[at].low in {"but", "that"} and at + 1 < len(tokens) and not is_finite(tokens[at + 1])
    )


def before_aside(tokens: Sequence[Token], start: int, end: int) -> int:
    """Without ", speaking in Porto," and ", who was there,"."""
    for at in range(start + 1, end - 1):
        following = tokens[at + 1]
        if is_sign(tokens, at, ",") and (is_participle(following) or following.low in RELATIVES):
            return at
    return end
