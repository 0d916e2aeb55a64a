"""The speaker that a cue has beside it, behind the verb or in front of it."""

from collections.abc import Sequence

from tracker.understanding.language.lexicon import words
from tracker.understanding.statements import sources, sources_behind
from tracker.understanding.statements.cues import Cue, is_bare_participle
from tracker.understanding.statements.grammar import (
    COMPLEMENTISERS,
    PRONOUNS,
    RELATIVES,
    Range,
    clause_ends,
    has_finite,
    is_name,
    is_pause,
    is_sign,
    low,
)
from tracker.understanding.statements.units import Token

_PLAIN = frozenset({"say", "add", "write", "report"})
_COORDINATORS = frozenset({"and", "but", "or", "then"})
_BESIDE_PARTICIPLE = frozenset({"by", "before", "after", "while", "when", "in", "without"})


def inverted(tokens: Sequence[Token], cue: Cue) -> Range | None:
    """The speaker behind the cue: "“...,” said Ruiz", "..., said Ruiz."."""
    frames = cue.verb.frames
    if cue.last + 1 >= len(tokens) or "after" not in frames or cue.form == "ing":
        return None
    following = tokens[cue.last + 1]
    never = COMPLEMENTISERS | words("prepositions", "times")
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
    if found is None or has_finite(tokens, *found) or not clause_ends(tokens, found[1]):
        return None
    return found if cue.first == 0 or has_finite(tokens, 0, cue.first) else None


def subject(tokens: Sequence[Token], cue: Cue, last: tuple[Cue, Range] | None) -> Range | None:
    """The speaker before the cue, or the one the sentence has named already."""
    previous = low(tokens, cue.first - 1)
    floor = last[0].last + 1 if last else 0
    if is_bare_participle(tokens, cue):
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
