"""What became of the statements of the passages that changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeAlias

from tracker.comparing.terms import terms_of
from tracker.understanding.model import ShiftKind, Span
from tracker.understanding.shifts.matching import Remarked, pair_statements
from tracker.understanding.shifts.passages import Passage
from tracker.understanding.shifts.remnants import Left, Remnant, remnant
from tracker.understanding.shifts.sides import Version
from tracker.understanding.shifts.verdicts import Verdict, is_quoted, verdicts

Changed: TypeAlias = tuple[Remarked, Remarked, Verdict]
Kept: TypeAlias = tuple[Remarked, Remnant]  # with what the other version has left of it


@dataclass(frozen=True, slots=True)
class StatementChanges:
    """What became of the statements of the changed passages; unchanged ones are left out."""

    changed: tuple[Changed, ...]
    gone: tuple[Kept, ...]
    come: tuple[Kept, ...]

    def covered(self, old: Version, new: Version) -> tuple[list[Span], list[Span]]:
        """The words these statements account for in the old and the new text.

        A quotation given to another speaker accounts for the sentence that names the speaker; of
        reported words, what is told of them may have changed as well.
        """
        own = [each for each in self.changed if not _is_open(each)]
        gone, come = [each for each, _ in self.gone], [each for each, _ in self.come]
        given = self.given()
        return (
            [
                *_all_spans([*(each[0] for each in own), *gone]),
                *_naming(given[0], old),
                *_speakers(gone),
                *(kept.span for _, kept in self.come if kept.left is not Left.NOTHING),
            ],
            [
                *_all_spans([*(each[1] for each in own), *come]),
                *_naming(given[1], new),
                *_speakers(come),
                *(kept.span for _, kept in self.gone if kept.left is not Left.NOTHING),
            ],
        )

    def given(self) -> tuple[list[Remarked], list[Remarked]]:
        """The statements that went to another speaker, before and after."""
        found = [each for each in self.changed if each[2][0] is ShiftKind.REATTRIBUTED]
        return [before for before, _, _ in found], [after for _, after, _ in found]

    def withdrawn(self) -> list[Remarked]:
        """The statements of which nothing is left."""
        return [each for each, kept in self.gone if kept.left is Left.NOTHING]

    def appeared(self) -> list[Remarked]:
        """The statements of which nothing was there before."""
        return [each for each, kept in self.come if kept.left is Left.NOTHING]


def match_statements(
    old: Version, new: Version, passages: Sequence[Passage], linked: Mapping[int, frozenset[int]]
) -> StatementChanges:
    """Statements that touch a changed sentence, and what they may have become.

    `linked` gives the new sentences of an old one, unchanged ones too: a quotation may grow or
    shrink by a sentence while its first one stays.
    """
    changed_old = {number for passage in passages for number in passage.old}
    changed_new = {number for passage in passages for number in passage.new}
    back: dict[int, set[int]] = defaultdict(set)
    for one, others in linked.items():
        for other in others:
            back[other].add(one)
    near_old = changed_old | _beside(new, changed_new, back)
    near_new = changed_new | _beside(old, changed_old, linked)
    found = pair_statements(old.statements(near_old), new.statements(near_new), linked)
    gone = (each for each in found.gone if each.sentences & changed_old)
    come = (each for each in found.come if each.sentences & changed_new)
    return StatementChanges(
        tuple(_outermost(_changed(found.pairs, old, new))),
        tuple(_lost(gone, old, new, linked)),
        tuple(_lost(come, new, old, back)),
    )


def _lost(
    unmatched: Iterable[Remarked],
    here: Version,
    there: Version,
    linked: Mapping[int, AbstractSet[int]],
) -> Iterator[Kept]:
    """The statements that one version alone has; those whose words only moved are left out.

    Of statements that lie in one another, the longest is told.
    """
    told: dict[int, list[Remarked]] = defaultdict(list)
    for each in sorted(unmatched, key=lambda each: -len(each.words)):
        kept = remnant(each, here, there, linked)
        moved = f" {' '.join(each.words)} " in there.words and kept.left is not Left.WORDS
        inside = any(_overlap(each, other) for n in each.sentences for other in told[n])
        if not (inside or moved or kept.left is Left.ELSEWHERE):
            for number in each.sentences:
                told[number].append(each)
            yield each, kept


def _changed(
    pairs: Iterable[tuple[Remarked, Remarked]], old: Version, new: Version
) -> list[Changed]:
    return [
        (one, other, judged)
        for one, other in pairs
        if _terms(old, one) != _terms(new, other) or (is_quoted(one) and one.words != other.words)
        for judged in verdicts(one, other)
    ]


def _terms(version: Version, remarked: Remarked) -> list[tuple[str, bool]]:
    """The sentences of a statement apart from spelling: those that agree assert the same."""
    text = " ".join(version.text[slice(*span)] for span in version.spans_of(remarked.sentences))
    return [(term.key, term.quoted) for term in terms_of(text)]


def _beside(
    version: Version, changed: AbstractSet[int], linked: Mapping[int, AbstractSet[int]]
) -> set[int]:
    """What the other side has at the sentences of statements that touch a changed one."""
    return {
        other
        for _, sentences in version.placed_statements
        if sentences & changed
        for number in sentences
        for other in linked.get(number, ())
    }


def _outermost(changed: Sequence[Changed]) -> list[Changed]:
    """Of statements that lie in one another, the quoted, then the longest."""
    kept: list[Changed] = []
    told: dict[int, list[Changed]] = defaultdict(list)
    for each in sorted(changed, key=lambda each: (not is_quoted(each[0]), -len(each[0].words))):
        near = (other for number in each[0].sentences for other in told[number])
        if not any(_lies_in(each, other) for other in near):
            kept.append(each)
            for number in each[0].sentences:
                told[number].append(each)
    return kept


def _lies_in(one: Changed, other: Changed) -> bool:
    """Whether another statement of the same place tells it; one may well be told twice."""
    same = one[0] is other[0] and one[1] is other[1]
    return not same and _overlap(one[0], other[0]) and _overlap(one[1], other[1])


def _overlap(one: Remarked, other: Remarked) -> bool:
    return any(a < d and c < b for a, b in _spans(one) for c, d in _spans(other))


def _is_open(changed: Changed) -> bool:
    """Whether reported words went to another speaker: what they tell is judged apart."""
    before, _, (kind, _) = changed
    return kind is ShiftKind.REATTRIBUTED and not is_quoted(before)


def _spans(remarked: Remarked) -> tuple[Span, ...]:
    return remarked.statement.spans


def _all_spans(remarks: Sequence[Remarked]) -> Iterator[Span]:
    """Where the words of statements stand, and the cues that attribute them."""
    for remarked in remarks:
        yield from _spans(remarked)
        if remarked.statement.cue_span:
            yield remarked.statement.cue_span


def _speakers(remarks: Sequence[Remarked]) -> Iterator[Span]:
    return (each.statement.speaker_span for each in remarks if each.statement.speaker_span)


def _naming(given: Sequence[Remarked], version: Version) -> Iterator[Span]:
    """Where the speakers of statements are named."""
    for remarked in given:
        span = remarked.statement.speaker_span
        if is_quoted(remarked):
            at = version.sentences.at(span[0]) if span else min(remarked.sentences)
            yield from version.spans_of([at])
        elif span:
            yield span
