"""The terms an article is told by: its names, and the words of its opening."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tracker.article.reading import Layout
from tracker.understanding.dates.calendar import MONTHS, WEEKDAYS
from tracker.understanding.language.lexicon import words
from tracker.understanding.language.names import fold
from tracker.understanding.language.tokens import Tokens, tokenize
from tracker.understanding.measures.measure_words import country_at
from tracker.understanding.measures.names_beside import names_in
from tracker.understanding.statements.remarks import stem_of

OPENING: Final = 250
"""Words from the top in which an article has said what it is about."""

READ: Final = 8_000
"""Characters from the top in which names are looked for: some 1,300 words."""

_SHORTEST: Final = 4  # letters of a word that tells anything
_LONGEST: Final = 40  # letters; what is longer is no word
_TITLES: Final = ("headline", "dek")  # set in capitals, so that every word looks like a name


class TermKind(StrEnum):
    NAME = "name"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Term:
    """A name or a word: `key` is the same in every spelling and form, `shown` as it first stood."""

    kind: TermKind
    key: str
    shown: str


def find_terms(layout: Layout) -> tuple[Term, ...]:
    """The distinct terms of an article, names first, each kind in reading order."""
    fields = [
        (segment.field, tokenize(layout.text[segment.start : min(segment.end, READ)]))
        for segment in layout.segments
        if segment.start < READ
    ]
    names = _distinct(_names([tokens for field, tokens in fields if field not in _TITLES]))
    named = frozenset(term.key for term in names)
    told = _distinct(_words([tokens for _, tokens in fields], named))
    return (*names, *told)


def _distinct(terms: Iterator[Term]) -> list[Term]:
    first: dict[str, Term] = {}
    for term in terms:
        first.setdefault(term.key, term)
    return list(first.values())


def _names(fields: Sequence[Tokens]) -> Iterator[Term]:
    for tokens in fields:
        for name in sorted(names_in(tokens, 0, tokens.count) | _titled(tokens)):
            key = fold(name[:_LONGEST])
            if len(key) > 1 and name.lower() not in words("faint_words"):
                yield Term(TermKind.NAME, key, name[:_LONGEST])


def _titled(tokens: Tokens) -> frozenset[str]:
    """Names behind a title with a full stop, which looks like a sentence's end: "Mr. Ruiz"."""
    return frozenset(
        tokens.words[k].removesuffix("'s").removesuffix("’s")
        for k in range(2, tokens.count)
        if tokens.words[k - 1] == "."
        and tokens.words[k][:1].isupper()
        and tokens.words[k - 2][:1].isupper()
        and tokens.lowers[k - 2] in words("titles")
        and tokens.lowers[k] not in words("titles")
    )


def _words(fields: Sequence[Tokens], named: frozenset[str]) -> Iterator[Term]:
    left = OPENING
    for tokens in fields:
        for k in range(tokens.count):
            word = tokens.lowers[k]
            if tokens.kinds[k] != "word":
                continue
            if left == 0:
                return
            left -= 1
            if _tells(word) and fold(word) not in named and country_at(tokens, k) is None:
                yield Term(TermKind.WORD, stem_of(word), word)


def _tells(word: str) -> bool:
    if word in WEEKDAYS or word in MONTHS or word in words("faint_words"):
        return False
    return _SHORTEST <= len(word) <= _LONGEST
