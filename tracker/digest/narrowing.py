"""Leaving out of a digest the changes that its reader does not want to hear of."""

from dataclasses import replace

from tracker.digest.material import Material
from tracker.digest.model import Digest
from tracker.digest.phrases import HEADLINE
from tracker.newsroom.selection import TOPICS, Selection
from tracker.projections.records import NoticeRecord, ShiftRecord
from tracker.understanding.model import ShiftKind, Topic


def narrowed(material: Material, wanted: Selection) -> Material:
    """The material with wanted shifts alone, and of the rest what belongs to them.

    A notice stays with the shift it came by. What outlets make of one fact stays where facts are
    wanted, of one remark where statements are. Take-downs and returns always stay: they take back,
    or assert again, all there is.
    """
    shifts = tuple(record for record in material.shifts if _wants(wanted, record))
    return replace(
        material,
        shifts=shifts,
        notices=_notices(material, shifts, wanted),
        threads=material.threads if _tells(wanted, Topic.FACT) else (),
        remarks=material.remarks if _tells(wanted, Topic.STATEMENT) else (),
    )


def _wants(wanted: Selection, record: ShiftRecord) -> bool:
    shift = record.shift
    return wanted.wants(shift.topic, shift.kind, shift.weight)


def _tells(wanted: Selection, topic: Topic) -> bool:
    return topic in wanted.kinds or TOPICS.isdisjoint(wanted.kinds)


def _notices(
    material: Material, shifts: tuple[ShiftRecord, ...], wanted: Selection
) -> tuple[NoticeRecord, ...]:
    """Notices that came by a wanted shift, in all the versions that carry them.

    One that a first version carries came by no shift; it is wanted where appearing notices are.
    """
    came = {
        (record.article, record.new_version)
        for record in shifts
        if record.shift.topic is Topic.NOTICE
    }
    of_first = wanted.wants(Topic.NOTICE, ShiftKind.APPEARED, 1.0)
    kept: dict[tuple[str, str, str], bool] = {}
    for record in sorted(material.notices, key=lambda record: (record.article, record.version)):
        is_wanted = (record.article, record.version) in came or (of_first and record.version == 1)
        kept.setdefault(_named(record), is_wanted)
    return tuple(record for record in material.notices if kept[_named(record)])


def _named(record: NoticeRecord) -> tuple[str, str, str]:
    return record.article, record.notice.kind, " ".join(record.notice.text.split())


def without_other_headlines(digest: Digest, material: Material) -> Digest:
    """A digest of narrowed material without lead images, and headlines that no shift in it brought.

    Where one was brought the whole history stays: half of it would tell what never was.
    """
    brought = {
        (record.article, record.new_version)
        for record in material.shifts
        for side in (record.shift.old, record.shift.new)
        if side is not None and side.evidence.field == HEADLINE
    }
    headlines = tuple(
        history
        for history in digest.headlines
        if any((history.article, entry.version) in brought for entry in history.entries)
    )
    return digest.model_copy(update={"headlines": headlines, "images": ()})
