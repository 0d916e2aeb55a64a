"""The notices that outlets put up, or took down again, inside the window."""

from collections.abc import Iterable

from tracker.article.reading import Notice, NoticeKind
from tracker.digest.material import Material
from tracker.digest.model import NoticeLine, Window
from tracker.projections.records import NoticeRecord, ShiftRecord
from tracker.understanding.model import ShiftKind, Side, Topic


def notice_lines(material: Material, window: Window) -> tuple[NoticeLine, ...]:
    """Each notice once, at the version that first carried it; withdrawals too; oldest first.

    A line of contributors declares no change and is left out, unless it went or came with a
    revision.
    """
    outlets = {article.id: article.outlet for article in material.articles}
    positions = {(v.article, v.number): v.position for v in material.versions}
    lines = [
        _line(record.article, outlets, record.version, record, record.notice)
        for record in _first_carried(material.notices, material.shifts)
        if window.holds(record.observed_at, positions[record.article, record.version])
    ]
    lines += [
        _line(record.article, outlets, record.new_version, record, side.item, withdrawn=True)
        for record, side in _withdrawn(material.shifts)
        if window.holds(record.observed_at, record.position) and isinstance(side.item, Notice)
    ]
    return tuple(sorted(lines, key=lambda line: (line.seen_at, line.article, line.withdrawn)))


def _first_carried(
    records: Iterable[NoticeRecord], shifts: Iterable[ShiftRecord]
) -> Iterable[NoticeRecord]:
    came = {
        (record.article, record.new_version)
        for record in shifts
        if record.shift.topic is Topic.NOTICE
    }
    seen: set[tuple[str, NoticeKind, str]] = set()
    for record in sorted(records, key=lambda record: (record.article, record.version)):
        notice = record.notice
        key = (record.article, notice.kind, " ".join(notice.text.split()))
        first, is_change = key not in seen, (record.article, record.version) in came
        seen.add(key)
        if first and (notice.kind is not NoticeKind.CONTRIBUTORS or is_change):
            yield record


def _withdrawn(records: Iterable[ShiftRecord]) -> Iterable[tuple[ShiftRecord, Side]]:
    for record in records:
        shift = record.shift
        if shift.topic is Topic.NOTICE and shift.kind is ShiftKind.WITHDRAWN and shift.old:
            yield record, shift.old


def _line(
    article: str,
    outlets: dict[str, str],
    version: int,
    record: NoticeRecord | ShiftRecord,
    notice: Notice,
    *,
    withdrawn: bool = False,
) -> NoticeLine:
    return NoticeLine(
        article=article,
        outlet=outlets.get(article, ""),
        version=version,
        seen_at=record.observed_at,
        kind=notice.kind,
        text=notice.text,
        stated_at=notice.stated_at,
        wrong=notice.wrong,
        right=notice.right,
        withdrawn=withdrawn,
    )
