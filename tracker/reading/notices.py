"""Notices: the outlet's own words on its changes."""

from datetime import datetime

from tracker.article.reading import Notice


def find_notices(
    text: str, *, published: datetime | None = None, zone: str | None = None
) -> tuple[Notice, ...]:
    """Notices in `text`."""
    return ()
