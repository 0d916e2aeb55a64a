"""Ages that tell a group apart: "310 of the dead were over 70", "12 children under 5"."""

from typing import Final

from tracker.understanding.language.tokens import Tokens
from tracker.understanding.measures.scenes import CLAUSE_ENDS, Stretch

_BOUNDS: Final = frozenset({"over", "under", "above", "below"})
_BEFORE: Final = frozenset(
    {"aged", "were", "are", "people", "those", "anyone", "children", "residents", "women", "men"}
    | {"of", "patients", "victims", "age"}
)
_BEHIND: Final = CLAUSE_ENDS | {".", "and", "or", "in", "at", "who", "have", "had", "with", "years"}
_OLDEST: Final = 110
_ELDERLY: Final = 60
_CHILD: Final = 18


def is_age(tokens: Tokens, span: Stretch) -> bool:
    """Whether a bare figure is the age of those counted before it: "people over 70"."""
    lowers, start = tokens.lowers, span[0]
    while start > 1 and lowers[start - 1] in {"the", "age", "of"}:
        start -= 1  # "under the age of 12"
    if lowers[max(start - 1, 0)] not in _BOUNDS or lowers[max(start - 2, 0)] not in _BEFORE:
        return False
    behind = span[1] >= tokens.count or lowers[span[1]] in _BEHIND
    return behind and _number(lowers[span[0]]) <= _OLDEST


def age_group_at(tokens: Tokens, k: int) -> str:
    """The group that "over 70" or "under 12" from token `k` on names, "" where it is none."""
    if tokens.lowers[k] not in _BOUNDS:
        return ""
    at = k + 1
    while at < tokens.count and tokens.lowers[at] in {"the", "age", "of"}:
        at += 1
    if at >= tokens.count or not is_age(tokens, (at, at + 1)):
        return ""
    years, over = _number(tokens.lowers[at]), tokens.lowers[k] in {"over", "above"}
    if over:
        return "elderly" if years >= _ELDERLY else ""
    return "child" if years <= _CHILD else ""


def _number(word: str) -> int:
    short = word.isascii() and word.isdigit() and len(word) <= len(str(_OLDEST))
    return int(word) if short else _OLDEST + 1
