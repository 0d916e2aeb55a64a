"""Between moments and the clock on the wall of a zone, through every change of clocks.

The wall is read so that it never goes back: where clocks are put back it stands still until it has
caught up, and where they are put forward it jumps. So every time on the wall is passed exactly
once, and the order of those times is that of the moments at which they are passed.
"""

from datetime import UTC, datetime, timedelta, tzinfo

_TICK = timedelta(microseconds=1)
_SECOND = timedelta(seconds=1)


def wall(moment: datetime, zone: tzinfo) -> datetime:
    """How far the clock on the wall had come by `moment`: a time without a zone."""
    shown = moment.astimezone(zone)
    bare = shown.replace(tzinfo=None)
    if not shown.fold:
        return bare
    # It shows this time for the second time: it has been further than that before.
    first = bare.replace(tzinfo=zone, fold=0).astimezone(UTC)
    change = _change(zone, first, moment.astimezone(UTC))
    return _shown(change - _TICK, zone)


def passed(local: datetime, zone: tzinfo) -> datetime:
    """The moment (UTC) at which the wall reaches `local`; a time it skips, by the jump.

    In UTC because Python takes a repeated time of a zone to be equal to no moment at all.
    """
    early = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if _shown(early, zone) == local:
        return early
    late = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _change(zone, *sorted((early, late)))


def is_skipped(local: datetime, zone: tzinfo) -> bool:
    """Whether a change of clocks jumps over this time."""
    return _shown(local.replace(tzinfo=zone).astimezone(UTC), zone) != local


def is_repeated(local: datetime, zone: tzinfo) -> bool:
    """Whether the clocks show this time twice."""
    first, again = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first != again and not is_skipped(local, zone)


def _shown(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _change(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """The whole second after `before`, up to `after`, from which the zone has `after`'s offset."""
    offset = after.astimezone(zone).utcoffset()
    before, after = before.replace(microsecond=0), after.replace(microsecond=0)
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after
