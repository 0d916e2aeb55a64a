"""Speakers named before a colon: "RUIZ: ..." in a transcript, "Ruiz: ..." in a headline."""

from tracker.understanding.language.lexicon import words
from tracker.understanding.statements.grammar import is_led, is_name
from tracker.understanding.statements.units import Unit

_LONGEST_LABEL = 5
_LONGEST_HEADLINE_NAME = 3


def capitals_label(unit: Unit) -> int | None:
    """The token of the colon behind a name in capitals."""
    colon = _colon(unit)
    if colon is None:
        return None
    label = unit.tokens[:colon]
    shouted = all(token.text.isupper() for token in label) and len(label[-1].text) > 1
    return colon if shouted else None


def headline_label(unit: Unit) -> int | None:
    """The token of the colon behind a name in the first paragraph, where the headline stands."""
    colon = _colon(unit) if unit.paragraph == 0 else None
    return colon if colon is not None and colon <= _LONGEST_HEADLINE_NAME else None


def _colon(unit: Unit) -> int | None:
    """The token of a colon that a short name leads up to and words follow."""
    tokens = unit.tokens
    reach = range(min(len(tokens) - 1, _LONGEST_LABEL + 1))
    colon = next((at for at in reach if tokens[at].text == ":"), None)
    if not colon or tokens[0].low in words("colon_labels"):
        return None
    for token in tokens[:colon]:
        if not is_name(token) or is_led(token):
            return None
        if token.low in words("prepositions") or token.low in words("determiners"):
            return None
    return colon
