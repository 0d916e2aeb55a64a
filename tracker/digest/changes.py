"""Shifts of one fact or statement, put together: what is left of them, and what went back."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import groupby

from tracker.digest.model import Change, Matter, Net, Step, Unannounced, Window, is_silent
from tracker.digest.phrases import about, side_words
from tracker.digest.quoting import quotes
from tracker.digest.walk import flips
from tracker.projections.records import ShiftRecord
from tracker.understanding.model import Fact, FactKind, ShiftKind, Side, Statement, Topic


def changes(
    records: Iterable[ShiftRecord], outlets: Mapping[str, str], window: Window
) -> tuple[Change, ...]:
    """One change per chain; the weightiest first, then the earliest. Notices are told elsewhere."""
    inside = [
        record
        for record in records
        if record.shift.topic is not Topic.NOTICE
        and window.holds(record.observed_at, record.position)
    ]
    inside.sort(key=_place)
    found = [
        _change(list(chain), outlets.get(article, ""))
        for (article, _), chain in groupby(
            inside, key=lambda record: (record.article, record.chain)
        )
    ]
    return tuple(sorted(found, key=lambda change: (-change.weight, change.steps[0].seen_at)))


def unannounced(found: Iterable[Change]) -> tuple[Unannounced, ...]:
    """Every step of substance that its outlet did not declare; weightiest first, then earliest."""
    lines = [
        Unannounced(
            chain=change.chain,
            matter=change.matter,
            article=change.article,
            outlet=change.outlet,
            subject=change.subject,
            step=step,
        )
        for change in found
        for step in change.steps
        if is_silent(step)
    ]
    return tuple(sorted(lines, key=lambda line: (-line.step.weight, line.step.seen_at)))


def _place(record: ShiftRecord) -> tuple[str, str, Hashable, int, str]:
    moment = record.observed_at
    return (record.article, record.chain, moment, record.new_version, record.id)


def _change(chain: Sequence[ShiftRecord], outlet: str) -> Change:
    first, last = chain[0].shift, chain[-1].shift
    sides = [first.old, *(record.shift.new for record in chain)]
    steps = tuple(_step(record) for record in chain)
    return Change(
        chain=chain[0].chain,
        matter=_matter(chain[0]),
        article=chain[0].article,
        outlet=outlet,
        subject=_subject([side for side in sides if side is not None]),
        net=_net(sides, {step.kind for step in steps}),
        before=side_words(first.old),
        after=side_words(last.new),
        flips=flips([_value(side) for side in sides]),
        weight=max(step.weight for step in steps),
        steps=steps,
    )


def _subject(sides: Sequence[Side]) -> str | None:
    """What a chain is about; where a remark is given to someone else, both who had and has it."""
    subjects = [words for side in sides if (words := about(side))]
    if not subjects:
        return None
    if isinstance(sides[-1].item, Statement) and subjects[0] != subjects[-1]:
        return f"{subjects[0]} → {subjects[-1]}"
    return subjects[-1]


def _step(record: ShiftRecord) -> Step:
    shift = record.shift
    old, new = quotes(shift.old, shift.new)
    return Step(
        shift=record.id,
        kind=shift.kind,
        old_version=record.old_version,
        version=record.new_version,
        seen_at=record.observed_at,
        position=record.position,
        announced=record.announced,
        direction=shift.direction,
        weight=shift.weight,
        reasons=shift.reasons,
        before=side_words(shift.old),
        after=side_words(shift.new),
        old=old,
        new=new,
    )


def _matter(record: ShiftRecord) -> Matter:
    shift = record.shift
    if shift.topic is Topic.STATEMENT:
        return Matter.STATEMENT
    if shift.topic is Topic.WORDING:
        return Matter.WORDING
    side = shift.new or shift.old
    item = side.item if side else None
    return Matter.DATE if isinstance(item, Fact) and item.kind is FactKind.DATE else Matter.FIGURE


def _net(sides: Sequence[Side | None], kinds: set[ShiftKind]) -> Net:
    first, last = sides[0], sides[-1]
    if kinds == {ShiftKind.MOVED}:
        return Net.MOVED
    if _value(first) == _value(last) and flips([_value(side) for side in sides]):
        return Net.NOTHING
    if first is None:
        return Net.CAME
    return Net.WENT if last is None else Net.CHANGED


def _value(side: Side | None) -> Hashable:
    """What a side asserts, apart from how it is written."""
    if side is None:
        return None
    item = side.item
    if isinstance(item, Fact):
        figure = (item.value, item.low, item.high, item.unit, item.change)
        return (item.kind, item.qualifier, item.timex, *figure)
    words = " ".join(side.text.casefold().split())
    return (words, item.speaker if isinstance(item, Statement) else None)
