"""What went and what came when one sentence became another."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, takewhile
from typing import Final

from tracker.comparing.contrasts import is_deadlier, is_expectation, is_negation, is_vague
from tracker.comparing.terms import Term, is_plain, terms_of
from tracker.comparing.wordlists import word_list

_MOST_TERMS: Final = 300  # of a sentence; beyond, names are not held against each other

_OTHER_PREDICATE: Final = 0.5  # share of the words behind the subject that must be new
_OTHER_STORY: Final = 0.35  # the same where no subject was kept
_LEAST_CLAUSE: Final = 3  # words more that a further clause makes
_LEAST_PHRASE: Final = 2  # words more that a further phrase makes
_FEWEST: Final = 4  # words that went and came when something else is told

_ADDING: Final = frozenset(("and", "or", "but"))
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
        return (
            _count(is_negation, self._olds) != _count(is_negation, self._news)
            or _any(is_expectation, self._olds) != _any(is_expectation, self._news)
            or self.is_decided
        )

    @property
    def is_deadlier(self) -> bool:
        """Only one of the two tells that some of those hurt or missing died."""
        return is_deadlier((t.key for t in self._olds), (t.key for t in self._news))

    @property
    def is_decided(self) -> bool:
        """What "would" be, "will" be (or the reverse), and not since "says" became "said"."""
        old, new = _moods(self._olds), _moods(self._news)
        return {*old, *new} == {"would", "will"} and old != new and self._reports_alike

    @property
    def _reports_alike(self) -> bool:
        return _reports(self._olds) == _reports(self._news)

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
        went, came = _figures(self.lost), _figures(self.got)
        return bool(went and came) and went != came

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

    @property
    def only_adds(self) -> bool:
        """Words came and none went, or the reverse."""
        return bool(self.lost) != bool(self.got)

    @property
    def adds_clause(self) -> bool:
        """A relative clause came, or went, and nothing else: ", who fish in winter,"."""
        more = self._growth >= _LEAST_CLAUSE
        return self.only_adds and more and _relatives(self._before) != _relatives(self._after)

    def added_phrases(self) -> Iterator[Sequence[Term]]:
        """Phrases that came, or went, and nothing else: "with burns", "and two barns"."""
        if self.only_adds:
            longer = self._after if self.got else self._before
            yield from _phrases(longer, self.changed, led=self._growth >= _LEAST_PHRASE)

    @property
    def _growth(self) -> int:
        """How many words the longer of the two has more."""
        return abs(len(self._after) - len(self._before))

    @property
    def is_rewritten(self) -> bool:
        """What is told, of the same subject or of any, gave way to something else."""
        if not self.is_replacement or len(self.changed) < _FEWEST:
            return False
        kept = self._kept_beginning()
        has_subject = bool(_meaning(self._before[:kept]))
        return self._differs_from(0, _OTHER_STORY) or (
            has_subject and self._differs_from(kept, _OTHER_PREDICATE)
        )

    def _differs_from(self, start: int, least: float) -> bool:
        """Whether that share of what both tell from a word on is not in the other."""
        return (
            _share(self.lost, self._before[start:]) >= least
            and _share(self.got, self._after[start:]) >= least
        )

    def _kept_beginning(self) -> int:
        pairs = zip(self._before, self._after, strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0].key == pair[1].key, pairs))

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


def _any(test: Callable[[str], bool], terms: Iterable[Term]) -> bool:
    return any(test(term.key) for term in terms)


def _moods(terms: Iterable[Term]) -> set[str]:
    return {term.key for term in terms} & {"would", "will"}


def _reports(terms: Iterable[Term]) -> set[str]:
    """The verbs of saying, as printed."""
    words = word_list("wordings", "attribution")
    return {term.text.lower() for term in terms} & words


def _figures(terms: Iterable[Term]) -> set[str]:
    """Figures, and words that stand for one: "several", "dozens"."""
    return {term.key for term in terms if term.key[0].isdigit() or is_vague(term.key)}


def _has_name(terms: Iterable[Term]) -> bool:
    return any(term.is_name for term in terms)


def _meaning(terms: Iterable[Term]) -> list[Term]:
    return [term for term in terms if not is_plain(term)]


def _share(changed: Iterable[Term], told: Sequence[Term]) -> float:
    """How much of what a part of a sentence tells is among the changed words."""
    keys = {term.key for term in changed}
    meaning = _meaning(told)
    return sum(term.key in keys for term in meaning) / len(meaning) if meaning else 0.0


def _phrases(
    terms: Sequence[Term], changed: Sequence[Term], *, led: bool
) -> Iterator[Sequence[Term]]:
    """The runs of changed words that stand between commas or, if `led`, behind a joining word.

    "the *impoverished* nation" tells less than "the nation *of fishermen*".
    """
    keys = {term.key for term in changed}
    start = 0
    for is_new, run in groupby(terms, lambda term: term.key in keys):
        words = list(run)
        end = start + len(words)
        is_head = end == len(terms) or words[-1].closes or _opens_another(terms[end])
        leading = _leading(terms[:start])
        is_apposition = start > 0 and terms[start - 1].closes and words[-1].closes
        is_led = led and (leading in _ADDING or (is_head and leading in _joining()))
        if is_new and (is_led or is_apposition):
            yield words
        start = end


def _opens_another(term: Term) -> bool:
    return is_plain(term) or term.text in _joining()


def _joining() -> frozenset[str]:
    return word_list("plain_words", "joining")


def _leading(before: Sequence[Term]) -> str:
    """The last word that leads in what follows, articles and auxiliaries passed over."""
    between = word_list("plain_words", "led in")
    words = (term.text.lower() for term in reversed(before))
    return next((word for word in words if word not in between), "")


def _relatives(terms: Iterable[Term]) -> int:
    relatives = word_list("plain_words", "relatives")
    return sum(term.text.lower() in relatives for term in terms)
