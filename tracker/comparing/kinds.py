"""What the edit of one sentence into another changed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final

from tracker.comparing.common_ends import common_ends
from tracker.comparing.contrasts import contrast, is_answer, is_expectation, is_negation, weighs
from tracker.comparing.model import LinkKind
from tracker.comparing.names import same_bearer
from tracker.comparing.terms import Term, is_plain, terms_of
from tracker.reading.noise.folding import fold

_SLIGHT: Final = 2.0  # weight of changed words up to which an edit is one of wording
_NOVEL: Final = 1.0  # weight of a word that the other version has nowhere
_KNOWN: Final = 0.5  # weight of a word that the other version has elsewhere
_HEAVY: Final = 4.0  # weight of a figure, a hedge or a quantifier
_LONGEST: Final = 5_000  # characters of a sentence; of a longer one the differing middle counts
_MOST_TERMS: Final = 300  # of a sentence; beyond, names are not held against each other

_BEFORE_NOUNS: Final = frozenset(
    ("a", "an", "the", "his", "her", "its", "their", "of", "in", "at", "by", "for", "from")
)
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
        if self._replaces_name(edit) or self._replaces_noun(edit):
            return LinkKind.FACT
        if edit.is_turned and (edit.is_replacement or self._beside_turning(edit) < _NOVEL):
            return LinkKind.FACT
        return LinkKind.DETAIL if self._weight(edit.changed) > _SLIGHT else LinkKind.STYLE

    def _replaces_name(self, edit: "_Edit") -> bool:
        return any(
            not same_bearer(old.text, new.text, [self._everything])
            for old, new in edit.replaced_names()
        )

    def _replaces_noun(self, edit: "_Edit") -> bool:
        return any(
            not _is_known(old, self._new_words) and not _is_known(new, self._old_words)
            for old, new in edit.replaced_nouns()
        )

    def _beside_turning(self, edit: "_Edit") -> float:
        """The weight of the words that went and came beside those that turned the sense."""
        return self._weight(
            term
            for term in edit.changed
            if not is_negation(term.key) and not is_expectation(term.key)
        )

    def _weight(self, terms: Iterable[Term]) -> float:
        return sum(_weight(term, self._both_words) for term in terms)

    @cached_property
    def _everything(self) -> str:
        """All sentences, once each, apart by what no name contains."""
        return "\0".join(dict.fromkeys([*self._old, *self._new]))

    @cached_property
    def _both_words(self) -> frozenset[str]:
        standing, old, new = self._vocabulary
        return standing | (old & new)

    @cached_property
    def _old_words(self) -> frozenset[str]:
        standing, old, _ = self._vocabulary
        return standing | old

    @cached_property
    def _new_words(self) -> frozenset[str]:
        standing, _, new = self._vocabulary
        return standing | new

    @cached_property
    def _vocabulary(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """The words of the sentences that both versions have, and of those that only one has."""
        old, new = set(self._old), set(self._new)
        return _words(old & new), _words(old - new), _words(new - old)


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


def _weight(term: Term, elsewhere: frozenset[str]) -> float:
    if weighs(term.key) or term.key[0].isdigit():
        return _HEAVY
    return _KNOWN if _is_known(term, elsewhere) and not is_answer(term.key) else _NOVEL


def _is_known(term: Term, elsewhere: frozenset[str]) -> bool:
    forms = {term.text, term.text.lower(), term.text.capitalize()}
    return any(form + tail in elsewhere for form in forms for tail in _TAILS)


def _count(test: Callable[[str], bool], terms: Iterable[Term]) -> int:
    return sum(test(term.key) for term in terms)


def _has_figure(terms: Iterable[Term]) -> bool:
    return any(term.key[0].isdigit() for term in terms)


def _has_name(terms: Iterable[Term]) -> bool:
    return any(term.is_name for term in terms)


def _words(texts: Iterable[str]) -> frozenset[str]:
    """What stands between spaces, as printed: folding it all would take longer than the rest."""
    return frozenset(" ".join(texts).split())
