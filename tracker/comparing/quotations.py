"""Whether two sentences quote the same speaker, whatever they quote."""

import re
from functools import lru_cache
from typing import Final

from tracker.comparing.terms import terms_of

_LONGEST: Final = 5_000  # characters of a sentence; a longer one is no sentence
_MARK: Final = re.compile('[“"]|``')
_MOSTLY: Final = 0.5  # share of the words that must stand between quotation marks


def quote_alike(old: str, new: str) -> bool:
    """Whether both are quotations, with the same words beside them: "...," the mayor said."""
    if max(len(old), len(new)) > _LONGEST:
        return False
    beside = _beside(old)
    return beside is not None and beside == _beside(new)


@lru_cache(maxsize=4096)
def _beside(text: str) -> tuple[str, ...] | None:
    """The words beside a quotation, in any order; None where the text is no quotation."""
    if not _MARK.search(text):
        return None
    terms = terms_of(text)
    quoted = sum(term.quoted for term in terms)
    if not _MOSTLY * len(terms) <= quoted < len(terms):
        return None
    return tuple(sorted(term.key for term in terms if not term.quoted))
