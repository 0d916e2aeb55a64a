"""Statements told by the layout of a sentence rather than by a listed cue.

"..., she hissed", "He had one rule: '...'", "Ruiz: ...", "... — Ada Ruiz".
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from tracker.understanding.language.lexicon import words
from tracker.understanding.statements import sources
from tracker.understanding.statements.attributions import Attribution
from tracker.understanding.statements.grammar import is_finite, is_name, is_sign, low
from tracker.understanding.statements.labels import headline_label
from tracker.understanding.statements.units import Token, Unit

HEADLINE = "headline"
_FEWEST_BLANKS = 3
_MARKS = "”\"'’» "
_LONGEST_NAME = 8


def find_laid_out(unit: Unit, covered: AbstractSet[int]) -> Iterator[Attribution]:
    """Attributions of quotations and headlines that no cue has taken; `covered` are its tokens."""
    tokens = unit.tokens
    if colon := headline_label(unit):
        yield Attribution(((colon + 1, len(tokens)),), (0, colon), (colon, colon + 1), HEADLINE)
        return
    for at, token in enumerate(tokens):
        if token.kind != "quote" or at in covered:
            continue
        found = (
            _signed(tokens, at)
            or _verb_behind(tokens, at, covered)
            or _introduced(tokens, at)
            or _set_off(tokens, at)
        )
        if found:
            yield found


def _signed(tokens: tuple[Token, ...], at: int) -> Attribution | None:
    """A name behind a dash: "“...” — Ada Ruiz"."""
    if not is_sign(tokens, at + 1, "—–―-") or at:
        return None
    start, end = at + 2, len(tokens)
    if start >= end or end - start > 2 * _LONGEST_NAME or not is_name(tokens[start]):
        return None
    return Attribution(((at, at + 1),), (start, end), (at + 1, at + 2), "signed quotation")


def _verb_behind(
    tokens: tuple[Token, ...], at: int, covered: AbstractSet[int]
) -> Attribution | None:
    """A speaker and a verb right behind a quotation that stops in a comma: "“...,” she hissed"."""
    if tokens[at].text.rstrip(_MARKS)[-1:] not in {",", "?", "!"}:
        return None
    for verb in range(at + 2, min(len(tokens), at + _LONGEST_NAME)):
        token = tokens[verb]
        if token.kind != "word" or verb in covered:
            return None
        if is_finite(token) or (
            token.low.endswith("s") and low(tokens, verb - 1) in {"he", "she", "it"}
        ):
            source = sources.before(tokens, verb, at + 1)
            if source is None or token.low in words("be", "modals"):
                return None
            return Attribution(((at, at + 1),), source, (verb, verb + 1), "verb behind quotation")
    return None


def _introduced(tokens: tuple[Token, ...], at: int) -> Attribution | None:
    """A clause that leads up to a quotation: "She had one answer: “...”", "He hissed, “...”"."""
    if not at or not is_sign(tokens, at - 1, ",:") or at + 1 < len(tokens):
        return None
    if tokens[at - 2].low in words("things_named"):
        return None  # "her new book, “...”"
    verb = next((index for index in range(1, at) if is_finite(tokens[index])), None)
    if verb is None or tokens[at].text.rstrip(_MARKS)[-1:] not in {".", "?", "!", ","}:
        return None
    source = sources.before(tokens, verb)
    if source is None:
        return None
    return Attribution(((at, at + 1),), source, (verb, verb + 1), "introduced quotation")


def _set_off(tokens: tuple[Token, ...], at: int) -> Attribution | None:
    """A sentence's worth of quoted words before a comma or behind a colon, in any language."""
    token = tokens[at]
    if token.text.count(" ") < _FEWEST_BLANKS:
        return None
    begins = at == 0 and (is_sign(tokens, 1, ",") or token.text.rstrip(_MARKS)[-1:] == ",")
    ends = at + 1 == len(tokens) and is_sign(tokens, at - 1, ":")
    if not begins and not ends:
        return None
    return Attribution(((at, at + 1),), None, None, "quotation set off")
