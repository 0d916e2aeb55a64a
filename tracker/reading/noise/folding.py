"""Typography folded away: what a house style, an editor's keyboard or a CMS changes on its own.

Every rule leaves figures, clock times, minus signs, range dashes, and the presence of quotation
marks alone: a rule may exchange one glyph for another of the same meaning, never add or drop one
that asserts something. Folding is idempotent, so two texts with equal folds are equivalent.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_INVISIBLE = re.compile(  # soft hyphen, joiners, zero widths, marks of direction
    "[\u00ad\u034f\u061c\u180e\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]"
)
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_LETTERS = ("ff", "fi", "fl", "ffi", "ffl", "st", "st")
_QUOTES = (*((glyph, '"') for glyph in "“”„‟«»"), *((glyph, "'") for glyph in "‘’‚‛ʼ"))
_ELLIPSIS = re.compile(r"…|(?<!\.)\.(?: \.){2}(?! ?\.)")
# One dash for all, unless it touches a figure: there it may be a minus or a range.
_BEFORE = r"[\d%$€£¥−-]"
_AFTER = r"[\d$€£¥.+−-]"
_GLYPH = r"(?:--|[‒–—―])"
_ANY_DASH = re.compile(_GLYPH)
_DASH = re.compile(rf"(?<!{_BEFORE})(?<!{_BEFORE} ) ?{_GLYPH}(?: ?{_GLYPH})*(?! ?{_AFTER}) ?")


def _without_ligatures(text: str) -> str:
    return _LIGATURE.sub(lambda found: _LETTERS[ord(found[0]) - 0xFB00], text)


def _one_dash(text: str) -> str:
    return _DASH.sub("—", text) if _ANY_DASH.search(text) else text


def _straight(text: str) -> str:
    for glyph, plain in _QUOTES:
        text = text.replace(glyph, plain)
    return text


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of typographic noise: its name, and the function that folds it away."""

    reason: str
    fold: Callable[[str], str]


RULES = (
    Rule("invisible characters", lambda text: _INVISIBLE.sub("", text)),
    Rule("ligatures", _without_ligatures),
    Rule("composed letters", lambda text: unicodedata.normalize("NFC", text)),
    Rule("spaces", lambda text: " ".join(text.split())),
    Rule("quotation glyphs", _straight),
    Rule("ellipses", lambda text: _ELLIPSIS.sub("...", text)),
    Rule("dashes", _one_dash),
)


def fold(text: str, *, without: str | None = None) -> str:
    """`text` with its typography folded; `without` names one rule to leave out."""
    for rule in RULES:
        if rule.reason != without:
            text = rule.fold(text)
    return text
