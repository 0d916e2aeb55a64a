"""What changed in what is asserted between two versions."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace

from tracker.comparing.model import Comparison
from tracker.understanding.measures.values import agree_converted, base_value, dimension_of
from tracker.understanding.model import Fact, Shift, ShiftKind, Side, StatementKind
from tracker.understanding.shifts.fact_shifts import Told, fact_shifts, match_facts
from tracker.understanding.shifts.matching import Remarked, words_of
from tracker.understanding.shifts.moves import move_shifts
from tracker.understanding.shifts.notice_shifts import notice_shifts
from tracker.understanding.shifts.passages import Passage, Spans, changed_passages
from tracker.understanding.shifts.sides import Version
from tracker.understanding.shifts.statement_changes import match_statements
from tracker.understanding.shifts.statement_shifts import statement_shifts
from tracker.understanding.shifts.wording_shifts import wording_shifts
from tracker.understanding.understood import Understood

_FIELDS = ("headline", "dek")


def find_shifts(comparison: Comparison, old: Understood, new: Understood) -> tuple[Shift, ...]:
    """The shifts from `old` to `new`, heaviest first; what is told in several places is one."""
    one = Version(old, comparison.old_sentences)
    other = Version(new, comparison.new_sentences)
    passages = [
        Passage(one.told(each.old), other.told(each.new), each.kinds)
        for each in changed_passages(comparison, _same_field(one, other))
    ]
    linked: dict[int, set[int]] = defaultdict(set)
    for link in comparison.links:
        linked[link.old].add(link.new)
    facts = match_facts(one, other, passages)
    remarks = match_statements(
        one, other, passages, {i: frozenset(news) for i, news in linked.items()}
    )
    by_facts, by_remarks = facts.covered(one.text, other.text), remarks.covered(one, other)
    covered = (
        Spans([*by_facts[0], *by_remarks[0], *one.notices]),
        Spans([*by_facts[1], *by_remarks[1], *other.notices]),
    )
    found = [
        *fact_shifts(
            one,
            other,
            facts,
            (
                _told_by(one, remarks.withdrawn(), remarks.given()[0]),
                _told_by(other, remarks.appeared(), remarks.given()[1]),
            ),
        ),
        *statement_shifts(one, other, remarks),
        *notice_shifts(one, other),
        *wording_shifts(one, other, passages, covered),
        *move_shifts(one, other, comparison.links),
    ]
    return tuple(sorted(_merged(found), key=lambda shift: -shift.weight))


def mark_restored(shifts: Iterable[Shift], earlier: Iterable[Shift]) -> tuple[Shift, ...]:
    """`shifts`, where what appeared and had been withdrawn in `earlier` ones is restored."""
    withdrawn = {_identity(shift.old) for shift in earlier if shift.kind is ShiftKind.WITHDRAWN}
    return tuple(
        replace(shift, kind=ShiftKind.RESTORED, reasons=(*shift.reasons, "had been withdrawn"))
        if shift.kind is ShiftKind.APPEARED and _identity(shift.new) in withdrawn
        else shift
        for shift in shifts
    )


def _same_field(old: Version, new: Version) -> Iterator[tuple[int, int]]:
    """Headline with headline, dek with dek, and the sentences that the stories open with."""
    for field in _FIELDS:
        yield from zip(old.in_field(field), new.in_field(field), strict=False)
    yield from zip(old.lead(), new.lead(), strict=False)


def _told_by(version: Version, remarks: Sequence[Remarked], given: Sequence[Remarked]) -> Told:
    """What came or went with statements: dates, and the figures that are somebody's own words."""
    quoted = [each for each in remarks if each.statement.kind is StatementKind.DIRECT]
    named = (each.statement.speaker_span for each in given)
    return Told(
        _sentences(version, quoted), _sentences(version, remarks), Spans(filter(None, named))
    )


def _sentences(version: Version, remarks: Iterable[Remarked]) -> Spans:
    return Spans(span for each in remarks for span in version.spans_of(each.sentences))


def _merged(shifts: Iterable[Shift]) -> list[Shift]:
    """One shift for what changed the same way in several places, with the strongest evidence.

    "500 km (310 miles)" that became "300 km (186 miles)" changed once, too.
    """
    strongest: dict[Hashable, Shift] = {}
    for shift in shifts:
        key = shift.topic, shift.kind, _identity(shift.old), _identity(shift.new)
        if key not in strongest or strongest[key].weight < shift.weight:
            strongest[key] = shift
    kept: dict[Hashable, list[Shift]] = defaultdict(list)
    for shift in strongest.values():
        beside = kept[shift.topic, shift.kind, _sentence(shift.old), _sentence(shift.new)]
        if not any(_is_converted(shift, other) for other in beside):
            beside.append(shift)
    return [shift for those in kept.values() for shift in those]


def _sentence(side: Side | None) -> str | None:
    return side.sentence if side else None


def _is_converted(one: Shift, other: Shift) -> bool:
    """Whether two facts of one sentence state the same in two units, before and after."""
    return all(map(_agree, (one.old, one.new), (other.old, other.new)))


def _agree(one: Side | None, other: Side | None) -> bool:
    if one is None or other is None:
        return one is other
    if not isinstance(one.item, Fact) or not isinstance(other.item, Fact):
        return False
    return one.item.unit != other.item.unit and agree_converted(one.item, other.item)


def _identity(side: Side | None) -> Hashable:
    """What is asserted, apart from where: a value in its dimension, or the words."""
    if side is None:
        return None
    if isinstance(side.item, Fact):
        fact = side.item
        return dimension_of(fact), fact.timex or base_value(fact), fact.unit
    return words_of(side.text)
