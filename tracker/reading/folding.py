"""Typography folded away: what a house style, an editor's keyboard or a CMS changes on its own.

Every rule leaves figures, clock times, minus signs, range dashes, and the presence of quotation
marks alone: a rule may exchange one glyph for another of the same meaning, never add or drop one
that asserts something. Folding is idempotent, so two texts with equal folds are equivalent.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_INVISIBLE = dict.fromkeys(  # soft hyphen, joiners, zero widths, marks of direction
    (
        *(0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF),
        *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065)),
        *range(0x2066, 0x206A),
    )
)
_LIGATURES = dict(
    zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
)
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»"), '"') | dict.fromkeys(map(ord, "‘’‚‛ʼ"), "'")
_SPACES = re.compile(r"\s+")
_ELLIPSIS = re.compile(r"…|(?<!\.)\.(?: \.){2}(?! ?\.)")
# One dash for all, unless it touches a figure: there it may be a minus or a range.
_BEFORE = r"[\d%$€£¥−-]"
_AFTER = r"[\d$€£¥.+−-]"
_GLYPH = r"(?:--|[‒–—―])"
_DASH = re.compile(rf"(?<!{_BEFORE})(?<!{_BEFORE} ) ?{_GLYPH}(?: ?{_GLYPH})*(?! ?{_AFTER}) ?")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of typographic noise: its name, and the function that folds it away."""

    reason: str
    fold: Callable[[str], str]


RULES = (
    Rule("invisible characters", lambda text: text.translate(_INVISIBLE)),
    Rule("ligatures", lambda text: text.translate(_LIGATURES)),
    Rule("composed letters", lambda text: unicodedata.normalize("NFC", text)),
    Rule("spaces", lambda text: _SPACES.sub(" ", text).strip()),
    Rule("quotation glyphs", lambda text: text.translate(_QUOTES)),
    Rule("ellipses", lambda text: _ELLIPSIS.sub("...", text)),
    Rule("dashes", lambda text: _DASH.sub("—", text)),
)


def fold(text: str, *, without: str | None = None) -> str:
    """`text` with its typography folded; `without` names one rule to leave out."""
    for rule in RULES:
        if rule.reason != without:
            text = rule.fold(text)
    return text
