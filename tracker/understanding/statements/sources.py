"""Finds the words that name who is speaking, before a cue."""

from collections.abc import Sequence

from tracker.understanding.language.lexicon import words
from tracker.understanding.language.names import parse_name
from tracker.understanding.statements.cues import Cue
from tracker.understanding.statements.grammar import (
    PRONOUNS,
    RELATIVES,
    Range,
    has_finite,
    is_finite,
    is_led,
    is_name,
    is_participle,
    is_past,
    is_sign,
    low,
)
from tracker.understanding.statements.sources_behind import apposition_follows
from tracker.understanding.statements.units import Token

_BREAKS = ";:—–―-"
_CLAUSE_BREAKERS = frozenset(
    [
        "that",
        "because",
        "but",
        "while",
        "although",
        "though",
        "if",
        "when",
        "whether",
        "since",
        "until",
        "where",
        "how",
        "why",
        "what",
        "so",
        "than",
        "as",
        "after",
        "before",
    ]
)
_LEADING_PREPOSITIONS = frozenset(
    ["in", "on", "at", "by", "during", "after", "before", "for", "since", "with", "from"]
)
_OBJECTS = frozenset({"him", "them", "us", "me", "whom"})
_CONTRACTED = frozenset({"it's", "that's", "there's", "what's", "here's", "let's"})
_QUOTING = frozenset({"quoted", "quotes", "quoting", "cited", "cites", "citing"})
_LONGEST = 40


def before(tokens: Sequence[Token], end: int, floor: int = 0) -> Range | None:
    """Tokens that name the subject of the verb group beginning at `end`; none before `floor`."""
    if end <= floor:
        return None
    previous = tokens[end - 1]
    if previous.low in PRONOUNS or (previous.low in RELATIVES and end - 1 > floor):
        return end - 1, end
    start = _clause_start(tokens, end, floor)
    if is_sign(tokens, end - 1, ","):
        start = _head_of_apposition(tokens, start, end - 1)
    else:
        start = max(start, _last_comma(tokens, start, end) + 1)
    start = _past_lead(tokens, start, end)
    found = _trimmed(tokens, start, _before_clause(tokens, start, end))
    return found if found and _can_speak(tokens, found) else None


def _before_clause(tokens: Sequence[Token], start: int, end: int) -> int:
    """Without ", speaking in Porto," and ", who was there,"."""
    for at in range(start + 1, end - 1):
        following = tokens[at + 1]
        if is_sign(tokens, at, ",") and (is_participle(following) or following.low in RELATIVES):
            return at
    return end


def subject(tokens: Sequence[Token], end: int) -> Range | None:
    """The subject of a verb that may be the second of its clause: "Ruiz stayed but | declined"."""
    if low(tokens, end - 1) not in {"and", "but"}:
        return before(tokens, end)
    verb = next((at for at in range(1, end) if is_finite(tokens[at])), None)
    return before(tokens, verb) if verb else None


def attached(tokens: Sequence[Token], end: int, floor: int = 0) -> Range | None:
    """The noun phrase a participle is attached to: "footage of | Ada Ruiz | saying"."""
    start = end
    while start > floor and is_name(tokens[start - 1]):
        start -= 1
    return (start, end) if start < end else before(tokens, end, floor)


def quoted(tokens: Sequence[Token], end: int) -> Range | None:
    """Whom a text quotes: "TV quoted | an official | as saying", "Ruiz was quoted as saying"."""
    reach = range(end - 1, max(-1, end - _LONGEST), -1)
    at = next((at for at in reach if tokens[at].low in _QUOTING), None)
    if at is None:
        return None
    if at + 1 < end:
        return at + 1, end
    while at and tokens[at - 1].low in words("be") | words("adverbs"):
        at -= 1
    return before(tokens, at)


def antecedent(tokens: Sequence[Token], relative: int) -> Range | None:
    """Whom "who" at token `relative` stands for: behind a comma the last person named."""
    if not is_sign(tokens, relative - 1, ","):
        return before(tokens, relative)
    end = relative - 1
    while end > max(0, relative - _LONGEST):
        start = end
        while start and is_name(tokens[start - 1]):
            start -= 1
        if start < end and parse_name(" ".join(token.text for token in tokens[start:end])):
            return start, end
        end = min(start, end - 1)
    return before(tokens, relative - 1)


def _trimmed(tokens: Sequence[Token], start: int, end: int) -> Range | None:
    while start < end and (is_led(tokens[start]) or tokens[start].kind == "sign"):
        start += 1
    end = _before_time(tokens, start, end)
    return (start, end) if start < end else None


def _before_time(tokens: Sequence[Token], start: int, end: int) -> int:
    """Without the time of the verb: "a judge | on Wednesday", but "a report released on Monday"."""
    cut = end
    while cut - 1 > start and tokens[cut - 1].low in words("times"):
        cut -= 1 + (low(tokens, cut - 2) == "on")
    return end if cut <= start or is_past(tokens[cut - 1]) else cut


def _can_speak(tokens: Sequence[Token], found: Range) -> bool:
    """Whether a run of tokens can name somebody at all."""
    start, end = found
    last = tokens[end - 1]
    if last.low in words("prepositions") or last.low in words("determiners"):
        return last.low in {"some", "those", "this", "another", "both"}
    if is_participle(tokens[start]) or tokens[start].low in words("times"):
        return False
    if tokens[start].low == "to" or low(tokens, end - 2) == "to" or last.text in _OBJECTS:
        return False
    head = _head(tokens, start, end)
    if head.low in words("speechless") and not is_name(head):
        return False
    finite = is_finite(last) or tokens[start].low in _CONTRACTED
    return not finite and end - start <= _LONGEST


def _head(tokens: Sequence[Token], start: int, end: int) -> Token:
    """The noun a noun phrase turns on: "the timing of the talks": timing."""
    described = tokens[start].low in words("determiners")
    for at in range(start + 1 + described, end):
        token = tokens[at]
        if token.kind != "word" or token.low in words("prepositions") or token.low in RELATIVES:
            return tokens[at - 1]
        if token.low.endswith("ing") or is_finite(token):
            return tokens[at - 1]
    return tokens[end - 1]


def _clause_start(tokens: Sequence[Token], end: int, floor: int) -> int:
    """The clause that ends at `end` begins here: behind a break, a quotation or a finite verb."""
    lowest = max(floor, end - _LONGEST)
    comma_end = is_sign(tokens, end - 1, ",")
    for at in range(end - 1, lowest - 1, -1):
        token = tokens[at]
        if token.kind == "quote":
            return at + 1 if at < end - 1 else at
        if is_sign(tokens, at, _BREAKS) or token.text == "--":
            return at + 1
        if token.low in _CLAUSE_BREAKERS and not (comma_end and at > floor):
            return at + 1
        if not comma_end and is_finite(token) and not _is_relative(tokens, at, lowest):
            return at + 1
    return lowest


def _is_relative(tokens: Sequence[Token], at: int, lowest: int) -> bool:
    """Whether the verb belongs to a relative clause or a participle inside the name."""
    if tokens[at].low.endswith("ed") and at > lowest:
        following = low(tokens, at + 1)
        return following in words("prepositions") or following in words("times")
    return any(low(tokens, index) in {"who", "whose"} for index in range(max(lowest, at - 3), at))


def _last_comma(tokens: Sequence[Token], start: int, end: int) -> int:
    return next((at for at in range(end - 1, start - 1, -1) if is_sign(tokens, at, ",")), -1)


def _head_of_apposition(tokens: Sequence[Token], start: int, comma: int) -> int:
    """Where the name begins that an apposition ending at `comma` explains."""
    opening = _last_comma(tokens, start, comma)
    if opening < 0:
        return start
    head = _last_comma(tokens, start, opening)
    while head >= start and (
        not _begins_name(tokens, head + 1, opening) or _is_from(tokens, start, head)
    ):
        opening, head = head, _last_comma(tokens, start, head)
    return head + 1 if head >= start else start


def _is_from(tokens: Sequence[Token], start: int, comma: int) -> bool:
    """Whether the stretch that ends at `comma` is ", of Salem," or ", 59,"."""
    first = _last_comma(tokens, start, comma) + 1
    return low(tokens, first) == "of" or (comma - first == 1 and tokens[first].text.isdigit())


def _begins_name(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether the stretch before an apposition is a name of its own, not one more apposition."""
    if at >= end:
        return False
    if is_name(tokens[at]):
        return True
    return tokens[at].low in words("determiners") and not is_name(tokens[max(at - 2, 0)])


def _past_lead(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past "And", "On Sunday" and what a coordination leaves behind."""
    while start < end and is_led(tokens[start]):
        start += 1
    for at in range(end - 2, start, -1):
        if low(tokens, at) in {"and", "or", "but"} and has_finite(tokens, start, at):
            if any(token.low in {"who", "whose"} for token in tokens[start:at]):
                continue  # "an aide who knows the plan and spoke ..."
            start = at + 1
            break
    if low(tokens, start) in _LEADING_PREPOSITIONS and start + 2 < end:
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


def shared(tokens: Sequence[Token], cue: Cue, floor: int = 0) -> Range | None:
    """The subject of the clause whose second verb the cue is: "Ruiz smiled and said"."""
    start = _sentence_clause(tokens, cue.first, floor)
    participle = None
    for at in range(start + 1, cue.first):
        token = tokens[at]
        if is_sign(tokens, at, ",") and not apposition_follows(tokens, at):
            return _speaking(tokens, start, at)
        relative = is_finite(token) and _is_relative(tokens, at, start)
        if (is_finite(token) and not relative) or token.low in words("adverbs"):
            return _speaking(tokens, start, at)
        if relative and participle is None and is_past(token):
            participle = at
    second = low(tokens, cue.first - 1) in {"and", "but", "or", "then"}
    return _speaking(tokens, start, participle) if participle and second else None


def _speaking(tokens: Sequence[Token], start: int, end: int) -> Range | None:
    while end > start and tokens[end - 1].kind == "sign":
        end -= 1
    found = _trimmed(tokens, _past_lead(tokens, start, end), end)
    return found if found and _can_speak(tokens, found) else None


def _sentence_clause(tokens: Sequence[Token], end: int, floor: int) -> int:
    """Where the main clause before a participle begins, past any adverbial opening."""
    start = floor
    for at in range(end - 1, floor - 1, -1):
        token = tokens[at]
        if token.kind == "quote" or is_sign(tokens, at, _BREAKS) or _opens_clause(tokens, at):
            start = at + 1
            break
    opening = low(tokens, start)
    if opening not in _LEADING_PREPOSITIONS:
        while start < end and is_led(tokens[start]):
            start += 1
    if opening in _LEADING_PREPOSITIONS or (start < end and is_participle(tokens[start])):
        comma = next((at for at in range(start, end) if is_sign(tokens, at, ",")), None)
        if comma is not None and comma + 1 < end:
            return comma + 1
    return start


def _opens_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether "but" or "that" begins a clause with a subject of its own."""
    return (
        tokens[at].low in {"but", "that"} and at + 1 < len(tokens) and not is_finite(tokens[at + 1])
    )
