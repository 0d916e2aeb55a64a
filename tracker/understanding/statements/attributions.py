"""From a cue to an attribution: who speaks, what was said, by which rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from tracker.understanding.language.lexicon import words
from tracker.understanding.statements import contents, limits, sources, sources_behind
from tracker.understanding.statements.cues import ACCORDING, Cue, find_cues
from tracker.understanding.statements.grammar import (
    COMPLEMENTISERS,
    PRONOUNS,
    RELATIVES,
    Range,
    has_finite,
    is_led,
    is_name,
    is_participle,
    is_pause,
    is_sign,
    low,
)
from tracker.understanding.statements.nominals import find_nominals
from tracker.understanding.statements.nonanswers import find_nonanswers
from tracker.understanding.statements.units import Token, Unit

_PLAIN = frozenset({"say", "add", "write", "report"})
_LONGEST_SENTENCE = 400  # tokens; what is longer is no prose
_MOST_CUES = 16
_FARTHEST = 25
_COORDINATORS = frozenset({"and", "but", "or", "then"})
_CONTINUES = frozenset(
    {"that", "for", "since", "until", "because", "if", "unless", "when", "where", "how"}
)
_POSSIBLE = frozenset({"would", "could", "might", "may", "should", "must"})
_BESIDE_PARTICIPLE = frozenset({"by", "before", "after", "while", "when", "in", "without"})


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
    inverted = _inverted(tokens, cue)
    source = inverted or _subject(tokens, cue, last)
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


def _inverted(tokens: Sequence[Token], cue: Cue) -> Range | None:
    """The speaker behind the cue: "“...,” said Ruiz", "..., said Ruiz."."""
    frames = cue.verb.frames
    if cue.last + 1 >= len(tokens) or "after" not in frames or cue.form == "ing":
        return None
    following = tokens[cue.last + 1]
    never = COMPLEMENTISERS | words("prepositions") | words("times")
    if following.kind != "word" or following.low in never:
        return None
    quoted = cue.first - 1 - is_sign(tokens, cue.first - 1, ",")
    if quoted >= 0 and tokens[quoted].kind == "quote" and cue.verb.lemma != "tell":
        return sources_behind.after(tokens, cue.last + 1)
    if "person" in frames or "quote" not in frames:
        return None
    plain = cue.verb.lemma in _PLAIN and following.low in words("determiners")
    return _inverted_clause(tokens, cue) if is_name(following) or plain else None


def _inverted_clause(tokens: Sequence[Token], cue: Cue) -> Range | None:
    """The speaker in "The dam held, said Ruiz." and "Said Ruiz: ..."."""
    if cue.first and not is_sign(tokens, cue.first - 1, ",—–-"):
        return None
    found = sources_behind.after(tokens, cue.last + 1)
    if found is None or has_finite(tokens, *found) or not _clause_ends(tokens, found[1]):
        return None
    return found if cue.first == 0 or has_finite(tokens, 0, cue.first) else None


def _clause_ends(tokens: Sequence[Token], at: int) -> bool:
    if at >= len(tokens) or tokens[at].kind == "sign":
        return True
    word = tokens[at].low
    return word in words("prepositions") or word in words("times") or word in words("subordinators")


def _subject(tokens: Sequence[Token], cue: Cue, last: tuple[Cue, Range] | None) -> Range | None:
    """The speaker before the cue, or the one the sentence has named already."""
    previous = low(tokens, cue.first - 1)
    floor = last[0].last + 1 if last else 0
    if cue.form == "ing" and not _progressive(tokens, cue):
        return _participle_subject(tokens, cue, last, previous)
    if previous in _COORDINATORS:
        return last[1] if last else sources.shared(tokens, cue)
    if last and previous == "," and low(tokens, last[0].first - 1) in RELATIVES:
        return last[1]
    if last and cue.first == floor + 1 and _is_object(tokens, cue):
        return None
    if previous == "to":
        return sources.shared(tokens, cue) if "clause" in cue.verb.frames else None
    return sources.before(tokens, cue.first, floor)


def _is_object(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the word between two cues makes the second a noun: "noted media reports"."""
    word = tokens[cue.first - 1]
    if cue.form not in {"s", "base"} or "noun" not in cue.verb.frames or is_name(word):
        return False
    return word.low not in PRONOUNS and word.low not in words("determiners")


def _progressive(tokens: Sequence[Token], cue: Cue) -> bool:
    return any(tokens[at].low in words("be") for at in range(cue.first, cue.at))


def _participle_subject(
    tokens: Sequence[Token], cue: Cue, last: tuple[Cue, Range] | None, previous: str
) -> Range | None:
    if is_pause(tokens, cue.first - 1) or previous in _COORDINATORS:
        return last[1] if last else sources.shared(tokens, cue)
    if previous == "as":
        return sources.quoted(tokens, cue.first - 1)
    if previous in _BESIDE_PARTICIPLE:
        if "clause" not in cue.verb.frames or previous == "without":
            return None
        return sources.shared(tokens, cue)
    return sources.attached(tokens, cue.first, last[0].last + 1 if last else 0)


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
    if cue.form == "ing" and not _progressive(tokens, cue):
        return None
    front = contents.in_front(tokens, stop, 0) if cue.verb.frames & {"after", "quote"} else None
    if front is None or tokens[front[1] - 1].kind == "quote":
        return front
    closes = "after" in cue.verb.frames and (
        "person" in cue.verb.frames or _clause_ends(tokens, rest)
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
