"""What the edit of one sentence into another changed."""

from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final

from tracker.comparing.common_ends import common_ends
from tracker.comparing.contrasts import contrast, is_answer, is_expectation, is_negation, weighs
from tracker.comparing.model import LinkKind
from tracker.comparing.names import same_bearer
from tracker.comparing.terms import Term, is_plain, terms_of
from tracker.reading.folding import fold

_SLIGHT: Final = 2.0  # weight of changed words up to which an edit is one of wording
_NOVEL: Final = 1.0  # weight of a word that the other version has nowhere
_KNOWN: Final = 0.5  # weight of a word that the other version has elsewhere
_HEAVY: Final = 4.0  # weight of a figure, a hedge or a quantifier
_LONGEST: Final = 5_000  # characters of a sentence; of a longer one the differing middle counts
_MOST_TERMS: Final = 300  # of a sentence; beyond, names are not held against each other

_TAILS: Final = ("", ",", ".", "s", "’s", "'s")  # that a word found elsewhere may carry


class Judge:
    """Names the kind of an edit, knowing the two versions that the sentences stand in."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self._old, self._new = old, new

    def kind(
        self, old: str, new: str, olds: Sequence[str] = (), news: Sequence[str] = ()
    ) -> LinkKind:
        """The kind of the edit that made sentence `old` into `new`.

        `olds` are all the sentences that `new` is linked to, `news` all that `old` is linked to: in
        a split or a merge, what is missing from one part may stand in another.
        """
        if old == new:
            return LinkKind.SAME
        if max(len(old), len(new)) > _LONGEST:
            start, tail = common_ends(old, new)
            old, new = (
                old[start : len(old) - tail][:_LONGEST],
                new[start : len(new) - tail][:_LONGEST],
            )
            olds = news = ()
        edit = _Edit(old, new, olds or (old,), news or (new,))
        if edit.is_respelled and fold(old) == fold(new):
            return LinkKind.SAME
        return self._kind(edit)

    def _kind(self, edit: "_Edit") -> LinkKind:
        if edit.is_respelled:
            return LinkKind.FACT if edit.is_turned else LinkKind.STYLE
        if edit.is_inside_quotation:
            return LinkKind.QUOTE
        if edit.replaces_figure or contrast(edit.lost_keys, edit.got_keys):
            return LinkKind.FACT
        if self._replaces_name(edit):
            return LinkKind.FACT
        weight = self._weight(edit.lost, self._new_words) + self._weight(edit.got, self._old_words)
        if edit.is_turned and (weight <= _SLIGHT or edit.is_replacement):
            return LinkKind.FACT
        return LinkKind.DETAIL if weight > _SLIGHT else LinkKind.STYLE

    def _replaces_name(self, edit: "_Edit") -> bool:
        return any(
            not same_bearer(old.text, new.text, [*self._old, *self._new])
            for old, new in edit.replaced_names()
        )

    def _weight(self, terms: Iterable[Term], elsewhere: frozenset[str]) -> float:
        return sum(_weight(term, elsewhere) for term in terms)

    @cached_property
    def _old_words(self) -> frozenset[str]:
        return _words(self._old)

    @cached_property
    def _new_words(self) -> frozenset[str]:
        return _words(self._new)


class _Edit:
    """One linked pair of sentences, and which of their words went and came."""

    def __init__(self, old: str, new: str, olds: Sequence[str], news: Sequence[str]) -> None:
        self._before, self._after = terms_of(old), terms_of(new)
        self._is_one_to_one = len(olds) == len(news) == 1
        self._olds = [term for text in olds for term in terms_of(text)]
        self._news = [term for text in news for term in terms_of(text)]
        kept, had = {term.key for term in self._news}, {term.key for term in self._olds}
        self.lost = [t for t in self._before if t.key not in kept and not is_plain(t)]
        self.got = [t for t in self._after if t.key not in had and not is_plain(t)]
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
        before, after = self._before[:_MOST_TERMS], self._after[:_MOST_TERMS]
        matcher = SequenceMatcher(
            None, [t.key for t in before], [t.key for t in after], autojunk=False
        )
        pairs = []
        for tag, a, b, c, d in matcher.get_opcodes():
            old = [t for t in before[a:b] if t.key in self.lost_keys]
            new = [t for t in after[c:d] if t.key in self.got_keys]
            if tag == "replace" and old and new and old[-1].is_name and new[-1].is_name:
                pairs.append((old[-1], new[-1]))
        return pairs


def _weight(term: Term, elsewhere: frozenset[str]) -> float:
    if weighs(term.key) or term.key[0].isdigit():
        return _HEAVY
    forms = {term.text, term.text.lower(), term.text.capitalize()}
    known = any(form + tail in elsewhere for form in forms for tail in _TAILS)
    return _KNOWN if known and not is_answer(term.key) else _NOVEL


def _count(test: Callable[[str], bool], terms: Iterable[Term]) -> int:
    return sum(test(term.key) for term in terms)


def _has_figure(terms: Iterable[Term]) -> bool:
    return any(term.key[0].isdigit() for term in terms)


def _has_name(terms: Iterable[Term]) -> bool:
    return any(term.is_name for term in terms)


def _words(texts: Sequence[str]) -> frozenset[str]:
    """What stands between spaces, as printed: folding it all would take longer than the rest."""
    return frozenset[str]().union(*map(str.split, texts))
