"""What the edit of one sentence into another changed."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

from tracker.comparing.common_ends import common_ends
from tracker.comparing.contrasts import (
    contrast,
    is_answer,
    is_expectation,
    is_hedge,
    is_negation,
    weighs,
)
from tracker.comparing.edit import Edit
from tracker.comparing.model import LinkKind
from tracker.comparing.names import same_bearer
from tracker.comparing.terms import Term
from tracker.reading.noise.folding import fold

_SLIGHT: Final = 2.0  # weight of changed words up to which an edit is one of wording
_NOVEL: Final = 1.0  # weight of a word that the other version has nowhere
_KNOWN: Final = 0.5  # weight of a word that the other version has elsewhere
_HEAVY: Final = 4.0  # weight of a figure, a hedge or a quantifier
_LONGEST: Final = 5_000  # characters of a sentence; of a longer one the differing middle counts

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
        edit = Edit(old, new, olds or (old,), news or (new,))
        if edit.is_respelled and fold(old) == fold(new):
            return LinkKind.SAME
        return self._kind(edit)

    def _kind(self, edit: Edit) -> LinkKind:
        if edit.is_respelled:
            return LinkKind.FACT if edit.is_turned else LinkKind.STYLE
        if edit.is_inside_quotation:
            return LinkKind.QUOTE
        if self._is_fact(edit):
            return LinkKind.FACT
        # A word replaced by another is one change: the side that tells more counts.
        weight = max(self._weight(edit.lost), self._weight(edit.got))
        is_detail = weight > _SLIGHT or self._adds_phrase(edit) or edit.is_turned
        return LinkKind.DETAIL if is_detail else LinkKind.STYLE

    def _is_fact(self, edit: Edit) -> bool:
        """Whether something asserted gave way to something else."""
        return (
            edit.replaces_figure
            or contrast(edit.lost_keys, edit.got_keys)
            or edit.is_deadlier
            or self._replaces_name(edit)
            or self._replaces_noun(edit)
            or self._turns(edit)
            or edit.is_rewritten
        )

    def _turns(self, edit: Edit) -> bool:
        return edit.is_decided or (
            edit.is_turned and (edit.is_replacement or self._beside_turning(edit) < _NOVEL)
        )

    def _replaces_name(self, edit: Edit) -> bool:
        return any(
            not same_bearer(old.text, new.text, [self._everything])
            for old, new in edit.replaced_names()
        )

    def _replaces_noun(self, edit: Edit) -> bool:
        return any(
            not _is_known(old, self._new_words) and not _is_known(new, self._old_words)
            for old, new in edit.replaced_nouns()
        )

    def _adds_phrase(self, edit: Edit) -> bool:
        """Whether all that happened is that a phrase of its own came, or went."""
        return edit.adds_clause or any(
            any(not _is_known(term, self._both_words) for term in phrase)
            for phrase in edit.added_phrases()
        )

    def _beside_turning(self, edit: Edit) -> float:
        """The weight of the words that went and came beside those that turned the sense."""
        return self._weight(
            term
            for term in edit.changed
            if not (is_negation(term.key) or is_expectation(term.key) or is_hedge(term.key))
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


def _weight(term: Term, elsewhere: frozenset[str]) -> float:
    if weighs(term.key) or term.key[0].isdigit():
        return _HEAVY
    return _KNOWN if _is_known(term, elsewhere) and not is_answer(term.key) else _NOVEL


def _is_known(term: Term, elsewhere: frozenset[str]) -> bool:
    forms = {term.text, term.text.lower(), term.text.capitalize()}
    return any(form + tail in elsewhere for form in forms for tail in _TAILS)


def _words(texts: Iterable[str]) -> frozenset[str]:
    """What stands between spaces, as printed: folding it all would take longer than the rest."""
    return frozenset(" ".join(texts).split())
