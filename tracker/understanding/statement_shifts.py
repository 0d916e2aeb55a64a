"""Statements that appeared, went, were reworded, shortened, given to another speaker, hedged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from tracker.understanding.hedges import hedges_in, negations_in
from tracker.understanding.matching import Pairing, Remarked, pair_statements
from tracker.understanding.model import Shift, ShiftKind, Side, Span, StatementKind, Topic
from tracker.understanding.passages import Passage
from tracker.understanding.sides import Version
from tracker.understanding.weights import weigh

_QUOTED: Final = frozenset({StatementKind.DIRECT, StatementKind.MIXED})
_BASES: Final = {
    ShiftKind.APPEARED: 0.25,
    ShiftKind.WITHDRAWN: 0.4,
    ShiftKind.REWORDED: 0.4,
    ShiftKind.SHORTENED: 0.3,
    ShiftKind.REATTRIBUTED: 0.55,
    ShiftKind.HEDGED: 0.4,
    ShiftKind.FIRMED: 0.4,
}


@dataclass(frozen=True, slots=True)
class StatementChanges:
    """How the statements of the changed passages went over, equal ones too."""

    pairing: Pairing[Remarked]

    def covered(self) -> tuple[list[Span], list[Span]]:
        """The words these statements account for in the old and the new text."""
        old = [span for one, _ in self.pairing.pairs for span in _spans(one)]
        new = [span for _, other in self.pairing.pairs for span in _spans(other)]
        old += [span for one in self.pairing.gone for span in _spans(one)]
        new += [span for other in self.pairing.come for span in _spans(other)]
        return old, new


def match_statements(
    old: Version, new: Version, passages: Sequence[Passage], linked: Mapping[int, frozenset[int]]
) -> StatementChanges:
    """Statements that touch a changed sentence, and what they may have become.

    `linked` gives the new sentences of an old one, unchanged ones too: a quotation may grow or
    shrink by a sentence while its first one stays.
    """
    changed_old = {number for passage in passages for number in passage.old}
    changed_new = {number for passage in passages for number in passage.new}
    olds = [each for each in old.statements if each.sentences & changed_old]
    news = [each for each in new.statements if each.sentences & changed_new]
    back: dict[int, set[int]] = {}
    for one, others in linked.items():
        for other in others:
            back.setdefault(other, set()).add(one)
    beside_old = {n for each in news for number in each.sentences for n in back.get(number, ())}
    beside_new = {n for each in olds for number in each.sentences for n in linked.get(number, ())}
    olds = [each for each in old.statements if each in olds or each.sentences & beside_old]
    news = [each for each in new.statements if each in news or each.sentences & beside_new]
    found = pair_statements(olds, news, linked)
    gone = tuple(each for each in found.gone if not _still_said(each, new))
    come = tuple(each for each in found.come if not _still_said(each, old))
    return StatementChanges(Pairing(found.pairs, gone, come))


def statement_shifts(old: Version, new: Version, changes: StatementChanges) -> Iterator[Shift]:
    """The shifts of the statements that were matched, then of those that were not."""
    for before, after in changes.pairing.pairs:
        kind, reason = _change(before, after)
        if kind:
            yield _shift(kind, old.statement_side(before), new.statement_side(after), reason)
    for before in changes.pairing.gone:
        yield _shift(ShiftKind.WITHDRAWN, old.statement_side(before), None, _form(before))
    for after in changes.pairing.come:
        yield _shift(ShiftKind.APPEARED, None, new.statement_side(after), _form(after))


def _still_said(remarked: Remarked, other: Version) -> bool:
    """Whether the other version has the same words: it moved, or is told without its speaker."""
    return f" {' '.join(remarked.words)} " in other.words


def _change(before: Remarked, after: Remarked) -> tuple[ShiftKind | None, str]:
    if _other_speaker(before, after):
        return ShiftKind.REATTRIBUTED, "another speaker"
    if before.words == after.words:
        return None, ""
    hedges = hedges_in(" ".join(after.words)) - hedges_in(" ".join(before.words))
    if hedges and not _replaced(before, after, 6):
        return (ShiftKind.HEDGED if hedges > 0 else ShiftKind.FIRMED), "hedging words"
    if _is_part(after.words, before.words):
        return ShiftKind.SHORTENED, "words were cut"
    if negations_in(" ".join(after.words)) != negations_in(" ".join(before.words)):
        return ShiftKind.REWORDED, "negation"
    if before.statement.kind in _QUOTED or after.statement.kind in _QUOTED:
        return ShiftKind.REWORDED, "quoted words changed"
    return ShiftKind.REWORDED, "reported words changed"


def _other_speaker(before: Remarked, after: Remarked) -> bool:
    one, other = before.statement.speaker, after.statement.speaker
    return bool(one and other) and one != other


def _replaced(before: Remarked, after: Remarked, most: int) -> bool:
    matcher = SequenceMatcher(None, before.words, after.words, autojunk=False)
    touched = sum(max(k - i, m - j) for tag, i, k, j, m in matcher.get_opcodes() if tag != "equal")
    return touched > most


def _is_part(part: Sequence[str], whole: Sequence[str]) -> bool:
    rest = iter(whole)
    return all(word in rest for word in part)


def _form(remarked: Remarked) -> str:
    return f"{remarked.statement.kind} statement"


def _shift(kind: ShiftKind, old: Side | None, new: Side | None, reason: str) -> Shift:
    fields = [side.evidence.field for side in (old, new) if side]
    weight = weigh(_BASES[kind], fields, [(reason, 0.3 if reason == "negation" else 0.0)])
    return Shift(kind, Topic.STATEMENT, old, new, None, weight.value, weight.reasons)


def _spans(remarked: Remarked) -> tuple[Span, ...]:
    return remarked.statement.spans
