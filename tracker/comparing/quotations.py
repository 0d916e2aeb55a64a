"""Whether two sentences quote the same speaker, whatever they quote."""

from collections.abc import Iterable
from typing import Final

from tracker.comparing.terms import Term, terms_of

_LONGEST: Final = 5_000  # characters of a sentence; a longer one is no sentence
_MOSTLY: Final = 0.5  # share of the words that must stand between quotation marks


def quote_alike(old: str, new: str) -> bool:
    """Whether both are quotations, with the same words beside them: "...," the mayor said."""
    if max(len(old), len(new)) > _LONGEST:
        return False
    before, after = terms_of(old), terms_of(new)
    return _is_quotation(before) and _is_quotation(after) and _beside(before) == _beside(after)


def _is_quotation(terms: tuple[Term, ...]) -> bool:
    return _MOSTLY * len(terms) <= sum(term.quoted for term in terms) < len(terms)


def _beside(terms: Iterable[Term]) -> list[str]:
    return sorted(term.key for term in terms if not term.quoted)
