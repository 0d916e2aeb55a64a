"""Taking in an article that lies in a file."""

from datetime import datetime
from pathlib import Path

from tracker.errors import InputError
from tracker.reading.sniff import MAX_SOURCE_SIZE
from tracker.services.context import Context
from tracker.services.taking.look import Look
from tracker.services.taking.tracking import Taken, take


def take_file(
    context: Context,
    file: Path,
    *,
    url: str | None = None,
    outlet: str | None = None,
    seen: datetime | None = None,
    tags: tuple[str, ...] = (),
    article: str | None = None,
) -> Taken:
    """Take in `file` as a look at `url` (else at the file itself) at `seen` (else now).

    Raises InputError where the file cannot be read or holds no article; then nothing is kept.
    """
    look = Look(
        address=url or file.absolute().as_uri(),
        body=file_bytes(file),
        observed_at=seen or context.clock(),
        dated=seen is not None,
        outlet=outlet,
        tags=tags,
        article=article,
    )
    return take(context, look)


def file_bytes(file: Path) -> bytes:
    """The bytes of a file. Raises InputError where it cannot be read or is too large."""
    try:
        with file.open("rb") as opened:
            body = opened.read(MAX_SOURCE_SIZE + 1)
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        raise InputError(f"{reason}: check the path.") from error
    if len(body) > MAX_SOURCE_SIZE:
        megabytes = MAX_SOURCE_SIZE // 1_000_000
        raise InputError(f"larger than {megabytes} MB: give the page of one article alone.")
    return body
