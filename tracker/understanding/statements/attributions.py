"""From a cue to an attribution: who speaks, what was said, by which rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from tracker.understanding.language.lexicon import words
from tracker.understanding.statements import contents, cue_sources, limits, sources, sources_behind
from tracker.understanding.statements.cues import ACCORDING, Cue, find_cues, is_bare_participle
from tracker.understanding.statements.grammar import (
    RELATIVES,
    Range,
    clause_ends,
    has_finite,
    is_led,
    is_name,
    is_participle,
    is_sign,
    low,
)
from tracker.understanding.statements.nominals import find_nominals
from tracker.understanding.statements.nonanswers import find_nonanswers
from tracker.understanding.statements.units import Token, Unit

_LONGEST_SENTENCE = 400  # tokens; what is longer is no prose
_MOST_CUES = 16
_FARTHEST = 25
_CONTINUES = frozenset(
    {"that", "for", "since", "until", "because", "if", "unless", "when", "where", "how"}
)
_POSSIBLE = frozenset({"would", "could", "might", "may", "should", "must"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """Ranges of one unit's tokens: the contents, the source, the cue; and the rule.

    `contents` is empty where a colon announces what the next paragraph says; `source` and `cue`
    are None where the layout alone tells speech. `named` is what a source "who" refers to.
    """

    contents: tuple[Range, ...]
    source: Range | None
    cue: Range | None
    rule: str
    is_attitude: bool = False
    named: Range | None = None


def find_attributions(unit: Unit) -> Iterator[Attribution]:
    """Every attribution of a unit that a cue or a non-answer makes."""
    tokens = unit.tokens
    if len(tokens) > _LONGEST_SENTENCE:
        return
    cues = list(islice(find_cues(unit), _MOST_CUES))
    last: tuple[Cue, Range] | None = None
    for number, cue in enumerate(cues):
        found = _attribution(tokens, cue, cues[number + 1 :], last)
        if found:
            if speaker := found.named or found.source:
                last = cue, speaker
            yield found
    for noun in find_nominals(unit):
        yield Attribution((noun.content,), noun.owner, noun.cue, "owned noun")
    for answer in find_nonanswers(unit):
        content = ((answer.begin, answer.end),)
        yield Attribution(content, answer.source, (answer.first, answer.at + 1), "non-answer")


def _attribution(
    tokens: Sequence[Token],
    cue: Cue,
    following: Sequence[Cue],
    last: tuple[Cue, Range] | None,
) -> Attribution | None:
    if cue.passive or _is_unmeant(tokens, cue):
        return None
    if cue.verb is ACCORDING:
        return _according(tokens, cue)
    inverted = cue_sources.inverted(tokens, cue)
    source = inverted or cue_sources.subject(tokens, cue, last)
    if source is None:
        return None
    if cue.verb.lemma in {"show", "find"} and tokens[source[1] - 1].low in words("documents"):
        cue = replace(cue, verb=replace(cue.verb, frames=cue.verb.frames | {"clause"}))
    rest = max(inverted[1] if inverted else 0, cue.last + 1)
    stop = min(source[0], cue.first) if source[1] >= cue.first else cue.first
    found = _contents(tokens, cue, stop, rest, following)
    if not found and not is_sign(tokens, len(tokens) - 1, ":"):
        return None
    named = None
    if tokens[source[0]].low in RELATIVES:
        named = sources.antecedent(tokens, source[0])
    return Attribution(
        tuple(found),
        source,
        (cue.first, _cue_end(tokens, cue)),
        "cue before speaker" if inverted else "speaker before cue",
        "mind" in cue.verb.frames,
        named,
    )


def _is_unmeant(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether a thought is only possible ("may want to"), or an aim is told as what was done."""
    if cue.verb.lemma in {"quote", "cite"}:
        return any(
            low(tokens, at) == "as" and low(tokens, at + 1) == "saying"
            for at in range(cue.last, min(cue.last + _FARTHEST, len(tokens)))
        )
    if "mind" not in cue.verb.frames:
        return False
    if low(tokens, cue.first - 1) == "to" or _in_question(tokens, cue):
        return True
    helpers = {tokens[at].low for at in range(cue.first, cue.at)}
    if helpers & _POSSIBLE:
        return True
    return cue.verb.lemma == "seek" and cue.form == "past"


def _in_question(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the thought is what somebody was asked: "Asked if he feared a coup, Ruiz ..."."""
    return tokens[0].low == "asked" and not any(is_sign(tokens, at, ",") for at in range(cue.first))


def _cue_end(tokens: Sequence[Token], cue: Cue) -> int:
    """The token behind the cue; "declined" takes "to comment" along."""
    end = cue.last + 1
    if cue.verb.lemma in {"decline", "refuse"} and low(tokens, end + 1) == "comment":
        return end + 2
    return end


def _contents(
    tokens: Sequence[Token], cue: Cue, stop: int, rest: int, following: Sequence[Cue]
) -> list[Range]:
    """What was said, before and behind a speaker and a cue that fill tokens stop..rest."""
    end = len(tokens)
    front = _front(tokens, cue, stop, rest)
    if front and tokens[front[1] - 1].kind == "quote" and not contents.is_adverbial(tokens, front):
        limit = following[0].first if following else end
        more = contents.next_quotation(tokens, rest - 1, limit)
        return [front] if more is None else [front, (more, end)]
    back = contents.behind(tokens, cue, rest, end)
    if back and front and _broken_into(tokens, front, back, rest):
        return [front, back]
    if back:
        back = back[0], limits.last(tokens, cue, back[0], end, following)
        return [back] if contents.is_content(tokens, cue, back) else []
    if front:
        found = _interrupted(tokens, front, rest, end)
        return found if found[1:] or not contents.is_adverbial(tokens, front) else []
    return []


def _broken_into(tokens: Sequence[Token], front: Range, back: Range, rest: int) -> bool:
    """Whether quoted words behind a second comma end what began: "The dam, he says, “...”"."""
    opening = tokens[front[0]]
    subject = opening.low in words("determiners") or is_name(opening)
    quoted = tokens[back[0]].kind == "quote" and is_sign(tokens, rest, ",")
    return quoted and subject and not has_finite(tokens, *front) and not is_led(opening)


def _front(tokens: Sequence[Token], cue: Cue, stop: int, rest: int) -> Range | None:
    if is_bare_participle(tokens, cue):
        return None
    front = contents.in_front(tokens, stop, 0) if cue.verb.frames & {"after", "quote"} else None
    if front is None or tokens[front[1] - 1].kind == "quote":
        return front
    closes = "after" in cue.verb.frames and (
        "person" in cue.verb.frames or clause_ends(tokens, rest)
    )
    return front if closes else None


def _interrupted(tokens: Sequence[Token], front: Range, rest: int, end: int) -> list[Range]:
    """The clause before ", she said" and what goes on behind a second comma."""
    if rest + 1 < end and is_sign(tokens, rest, ","):
        following = tokens[rest + 1]
        if following.kind == "word" and _goes_on(tokens, rest + 1):
            return [front, (rest + 1, end)]
    return [front]


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether words behind ", she said," belong to what she said."""
    following = tokens[at]
    if low(tokens, at + 1) == "asked" or is_participle(following):
        return False
    return following.low in _CONTINUES or not is_led(following)


def _according(tokens: Sequence[Token], cue: Cue) -> Attribution | None:
    source = sources_behind.after(tokens, cue.last + 1)
    if source is None:
        return None
    cue_range = (cue.first, cue.last + 1)
    if cue.at > 1:
        front = (0, cue.at - is_sign(tokens, cue.at - 1, ","))
        return Attribution((front,), source, cue_range, "according to")
    comma = next((at for at in range(*source) if is_sign(tokens, at, ",")), source[1])
    if comma + 1 >= len(tokens):
        return None
    content = (comma + 1, len(tokens))
    return Attribution((content,), (source[0], comma), cue_range, "according to")
