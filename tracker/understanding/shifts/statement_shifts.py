"""Statements that appeared, went, were reworded, shortened, given to another speaker, hedged."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, TypeAlias

from tracker.comparing.model import LinkKind
from tracker.understanding.model import Shift, ShiftKind, Side, Span, Topic
from tracker.understanding.shifts.matching import Remarked, pair_statements
from tracker.understanding.shifts.passages import Passage
from tracker.understanding.shifts.remnants import Remnant, remnant
from tracker.understanding.shifts.sides import Version
from tracker.understanding.shifts.verdicts import (
    LENGTHENED,
    NEGATION,
    QUOTED,
    SHORTENED,
    Verdict,
    verdict,
)
from tracker.understanding.shifts.weights import weigh

Changed: TypeAlias = tuple[Remarked, Remarked, Verdict]
Left: TypeAlias = tuple[Remarked, Remnant | None]  # with what the other version has left of it

_FIRMED: Final = (ShiftKind.FIRMED, "no longer attributed")
_HEDGED: Final = (ShiftKind.HEDGED, "attributed now")
_OTHER: Final = (ShiftKind.REWORDED, "something else of the speaker")
_BASES: Final = {
    ShiftKind.APPEARED: 0.25,
    ShiftKind.WITHDRAWN: 0.4,
    ShiftKind.REWORDED: 0.4,
    ShiftKind.SHORTENED: 0.3,
    ShiftKind.REATTRIBUTED: 0.55,
    ShiftKind.HEDGED: 0.4,
    ShiftKind.FIRMED: 0.4,
}
_NEGATED: Final = 0.3


@dataclass(frozen=True, slots=True)
class StatementChanges:
    """What became of the statements of the changed passages; unchanged ones are left out."""

    changed: tuple[Changed, ...]
    gone: tuple[Left, ...]
    come: tuple[Left, ...]

    def covered(self, old: Version, new: Version) -> tuple[list[Span], list[Span]]:
        """The words these statements account for in the old and the new text.

        A statement given to another speaker accounts for the sentence that names the speaker.
        """
        given = self.given()
        before = [*(each[0] for each in self.changed), *(each for each, _ in self.gone)]
        after = [*(each[1] for each in self.changed), *(each for each, _ in self.come)]
        return (
            [
                *_all_spans(before),
                *old.spans_of(_named(each, old) for each in given[0]),
                *(left.span for _, left in self.come if left),
            ],
            [
                *_all_spans(after),
                *new.spans_of(_named(each, new) for each in given[1]),
                *(left.span for _, left in self.gone if left),
            ],
        )

    def given(self) -> tuple[list[Remarked], list[Remarked]]:
        """The statements that went to another speaker, before and after."""
        found = [each for each in self.changed if each[2][0] is ShiftKind.REATTRIBUTED]
        return [before for before, _, _ in found], [after for _, after, _ in found]

    def withdrawn(self) -> list[Remarked]:
        """The statements of which nothing is left."""
        return [each for each, left in self.gone if left is None]

    def appeared(self) -> list[Remarked]:
        """The statements of which nothing was there before."""
        return [each for each, left in self.come if left is None]


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
    kinds = {number: passage.kinds for passage in passages for number in passage.old}
    return StatementChanges(
        tuple(_outermost(_changed(found.pairs, kinds))),
        tuple(_lost(gone, old, new, linked)),
        tuple(_lost(come, new, old, back)),
    )


def _lost(
    unmatched: Iterable[Remarked],
    here: Version,
    there: Version,
    linked: Mapping[int, AbstractSet[int]],
) -> Iterator[Left]:
    """The statements that one version alone has; those whose words only moved are left out.

    Of statements that lie in one another, the longest is told.
    """
    told: dict[int, list[Remarked]] = defaultdict(list)
    for each in sorted(unmatched, key=lambda each: -len(each.words)):
        left = remnant(each, here, there, linked)
        moved = f" {' '.join(each.words)} " in there.words and not (left and left.whole)
        inside = any(_overlap(each, other) for n in each.sentences for other in told[n])
        if not (inside or moved or (left and left.whole and left.named)):
            for number in each.sentences:
                told[number].append(each)
            yield each, left


def statement_shifts(old: Version, new: Version, changes: StatementChanges) -> Iterator[Shift]:
    """One shift for each edit: of statements that lie in one another, the quoted one counts."""
    for before, after, (kind, reason) in changes.changed:
        assert kind is not None
        yield _shift(kind, old.statement_side(before), new.statement_side(after), reason)
    for before, left in changes.gone:
        side = old.statement_side(before)
        if left is None:
            yield _shift(ShiftKind.WITHDRAWN, side, None, _form(before))
        else:
            kind, reason = _what_became(left, _FIRMED, SHORTENED)
            yield _shift(kind, side, new.words_side(left.span), reason)
    for after, left in changes.come:
        side = new.statement_side(after)
        if left is None:
            yield _shift(ShiftKind.APPEARED, None, side, _form(after))
        else:
            kind, reason = _what_became(left, _HEDGED, LENGTHENED)
            yield _shift(kind, old.words_side(left.span), side, reason)


def _what_became(
    left: Remnant, whole: tuple[ShiftKind, str], part: tuple[ShiftKind, str]
) -> tuple[ShiftKind, str]:
    """The verdict on a statement of which one version has a remnant alone."""
    if left.other:
        return _OTHER
    return whole if left.whole else part


def _changed(
    pairs: Sequence[tuple[Remarked, Remarked]], kinds: Mapping[int, AbstractSet[LinkKind]]
) -> list[Changed]:
    judged = [(one, other, verdict(one, other, _kinds(one, kinds))) for one, other in pairs]
    return [each for each in judged if each[2][0]]


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


def _kinds(before: Remarked, kinds: Mapping[int, AbstractSet[LinkKind]]) -> set[LinkKind]:
    return {kind for number in before.sentences for kind in kinds.get(number, ())}


def _outermost(changed: Sequence[Changed]) -> list[Changed]:
    """Of statements that lie in one another, the quoted, then the longest."""
    kept: list[Changed] = []
    told: dict[int, list[Changed]] = defaultdict(list)
    for each in sorted(changed, key=lambda each: (_rank(each[0]), -len(each[0].words))):
        near = (other for number in each[0].sentences for other in told[number])
        if not any(_overlap(each[0], one) and _overlap(each[1], two) for one, two, _ in near):
            kept.append(each)
            for number in each[0].sentences:
                told[number].append(each)
    return kept


def _rank(remarked: Remarked) -> int:
    return remarked.statement.kind not in QUOTED


def _overlap(one: Remarked, other: Remarked) -> bool:
    return any(a < d and c < b for a, b in _spans(one) for c, d in _spans(other))


def _form(remarked: Remarked) -> str:
    return f"{remarked.statement.kind} statement"


def _shift(kind: ShiftKind, old: Side | None, new: Side | None, reason: str) -> Shift:
    fields = [side.evidence.field for side in (old, new) if side]
    weight = weigh(_BASES[kind], fields, [(reason, _NEGATED if reason == NEGATION else 0.0)])
    return Shift(kind, Topic.STATEMENT, old, new, None, weight.value, weight.reasons, weight.parts)


def _spans(remarked: Remarked) -> tuple[Span, ...]:
    return remarked.statement.spans


def _all_spans(remarks: Sequence[Remarked]) -> list[Span]:
    return [span for remarked in remarks for span in _spans(remarked)]


def _named(remarked: Remarked, version: Version) -> int:
    """The sentence that names the speaker, or the first of the statement."""
    span = remarked.statement.speaker_span
    return version.sentences.at(span[0]) if span else min(remarked.sentences)
