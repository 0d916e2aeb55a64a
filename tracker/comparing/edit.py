"""What went and what came when one sentence became another."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from tracker.comparing.contrasts import is_expectation, is_negation
from tracker.comparing.terms import Term, is_plain, terms_of

_MOST_TERMS: Final = 300  # of a sentence; beyond, names are not held against each other

_BEFORE_NOUNS: Final = frozenset(
    ("a", "an", "the", "his", "her", "its", "their", "of", "in", "at", "by", "for", "from")
)


class Edit:
    """One linked pair of sentences, and which of their words went and came."""

    def __init__(self, old: str, new: str, olds: Sequence[str], news: Sequence[str]) -> None:
        self._before, self._after = terms_of(old), terms_of(new)
        self._is_one_to_one = len(olds) == len(news) == 1
        self._olds = [term for text in olds for term in terms_of(text)]
        self._news = [term for text in news for term in terms_of(text)]
        kept, had = {term.key for term in self._news}, {term.key for term in self._olds}
        self.lost = [t for t in self._before if t.key not in kept and not is_plain(t)]
        self.got = [t for t in self._after if t.key not in had and not is_plain(t)]
        self.changed = [*self.lost, *self.got]
        self.lost_keys = [term.key for term in self.lost]
        self.got_keys = [term.key for term in self.got]

    @property
    def is_respelled(self) -> bool:
        """No word went or came, or only by a hyphen or a space: "ceasefire", "cease-fire"."""
        joined = [
            ("".join(t.key for t in terms), "".join(t.text.lower() for t in terms))
            for terms in (self.lost, self.got)
        ]
        return joined[0][0] == joined[1][0] or joined[0][1] == joined[1][1]

    @property
    def is_turned(self) -> bool:
        """A negation came or went, or what was expected is now asserted (or the reverse)."""
        return _count(is_negation, self._olds) != _count(is_negation, self._news) or bool(
            _count(is_expectation, self._olds)
        ) != bool(_count(is_expectation, self._news))

    @property
    def is_replacement(self) -> bool:
        """One sentence took the place of one other, in other words."""
        return self._is_one_to_one and bool(self.lost) and bool(self.got)

    @property
    def is_inside_quotation(self) -> bool:
        both = bool(self.lost) and bool(self.got)
        return both and all(term.quoted for term in [*self.lost, *self.got])

    @property
    def replaces_figure(self) -> bool:
        return _has_figure(self.lost) and _has_figure(self.got)

    def replaced_names(self) -> list[tuple[Term, Term]]:
        """Names with the names that took their place."""
        if not (_has_name(self.lost) and _has_name(self.got)):
            return []
        return [(old, new) for _, old, new in self._slots() if old.is_name and new.is_name]

    def replaced_nouns(self) -> list[tuple[Term, Term]]:
        """Words that follow an article or a preposition, with those that took their place."""
        if not self.is_replacement:
            return []
        return [
            (old, new)
            for before, old, new in self._slots()
            if before in _BEFORE_NOUNS and old.text.islower() and new.text.islower()
        ]

    def _slots(self) -> Iterator[tuple[str, Term, Term]]:
        """The word before each replacement, the last word that went, the last that came."""
        before, after = self._before[:_MOST_TERMS], self._after[:_MOST_TERMS]
        matcher = SequenceMatcher(
            None, [t.key for t in before], [t.key for t in after], autojunk=False
        )
        for tag, a, b, c, d in matcher.get_opcodes():
            old = [at for at in range(a, b) if before[at].key in self.lost_keys]
            new = [at for at in range(c, d) if after[at].key in self.got_keys]
            if tag == "replace" and old and new:
                first = before[old[0] - 1].text.lower() if old[0] else ""
                yield first, before[old[-1]], after[new[-1]]


def _count(test: Callable[[str], bool], terms: Iterable[Term]) -> int:
    return sum(test(term.key) for term in terms)


def _has_figure(terms: Iterable[Term]) -> bool:
    return any(term.key[0].isdigit() for term in terms)


def _has_name(terms: Iterable[Term]) -> bool:
    return any(term.is_name for term in terms)
