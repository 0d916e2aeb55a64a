"""Statements that appeared, went, were reworded, shortened, given to another speaker, hedged."""

from collections.abc import Iterator
from typing import Final

from tracker.understanding.model import Shift, ShiftKind, Side, Topic
from tracker.understanding.shifts.matching import Remarked
from tracker.understanding.shifts.opposites import NEGATION
from tracker.understanding.shifts.passages import Spans
from tracker.understanding.shifts.remnants import Left
from tracker.understanding.shifts.sides import Version
from tracker.understanding.shifts.statement_changes import StatementChanges
from tracker.understanding.shifts.verdicts import LENGTHENED, SHORTENED, is_quoted
from tracker.understanding.shifts.weights import weigh

_OTHER: Final = (ShiftKind.REWORDED, "something else of the speaker")
_LOST: Final = {
    Left.WORDS: (ShiftKind.FIRMED, "no longer attributed"),
    Left.PART: SHORTENED,
    Left.OTHER: _OTHER,
}
_GAINED: Final = {
    Left.WORDS: (ShiftKind.HEDGED, "attributed now"),
    Left.PART: LENGTHENED,
    Left.OTHER: _OTHER,
}
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


def statement_shifts(old: Version, new: Version, changes: StatementChanges) -> Iterator[Shift]:
    """One shift for each edit: of statements that lie in one another, the quoted one counts."""
    for before, after, (kind, reason) in changes.changed:
        yield _shift(kind, old.statement_side(before), new.statement_side(after), reason)
    for before, kept in changes.gone:
        side = old.statement_side(before)
        if kept.left is Left.NOTHING:
            yield _shift(ShiftKind.WITHDRAWN, side, None, _form(before))
        else:
            kind, reason = _LOST[kept.left]
            yield _shift(kind, side, new.words_side(kept.span), reason)
    answered = Spans(kept.span for _, kept in changes.gone if kept.left is Left.OTHER)
    for after, kept in changes.come:
        side = new.statement_side(after)
        if kept.left is Left.NOTHING:
            yield _shift(ShiftKind.APPEARED, None, side, _form(after))
        elif kept.left is not Left.OTHER or not answered.touch(after.statement.spans[0]):
            kind, reason = _gained(after, kept.left)
            yield _shift(kind, old.words_side(kept.span), side, reason)


def _gained(after: Remarked, left: Left) -> tuple[ShiftKind, str]:
    """What was told plainly, and more, is somebody's word now, if it is not quoted."""
    if left is Left.PART and not is_quoted(after):
        return _GAINED[Left.WORDS]
    return _GAINED[left]


def _form(remarked: Remarked) -> str:
    return f"{remarked.statement.kind} statement"


def _shift(kind: ShiftKind, old: Side | None, new: Side | None, reason: str) -> Shift:
    fields = [side.evidence.field for side in (old, new) if side]
    weight = weigh(_BASES[kind], fields, [(reason, _NEGATED if reason == NEGATION else 0.0)])
    return Shift(kind, Topic.STATEMENT, old, new, None, weight.value, weight.reasons, weight.parts)
