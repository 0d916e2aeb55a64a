"""A folder that holds versions of one page, a file each."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from tracker.capture.imports.stamps import named_time
from tracker.capture.imports.steps import Recorded, Skipped, Step
from tracker.errors import InputError

SUFFIXES = (".html", ".htm", ".xhtml", ".txt", ".md")
"""Files of these kinds are versions; others are left alone."""

_PLAIN = (".txt", ".md")
_TICK = timedelta(microseconds=1)


class Folder:
    """The files in `folder` and below, as versions of the page at `address`.

    Each was seen at the time in its name (`stamps.named_time`), else when it was last written.
    Raises InputError where there is no folder, or nothing in it.
    """

    def __init__(self, folder: Path, address: str, zone: tzinfo, *, max_bytes: int) -> None:
        self._folder = folder
        self._address = address
        self._max_bytes = max_bytes
        self._files = _dated(folder, zone)
        self.total = len(self._files)
        self.name = f"folder {folder.resolve()} {address}"

    def steps(self, cursor: str | None) -> Iterator[Step]:
        """A step a file, the oldest first; the cursor is its time and name."""
        for number, (seen, name) in enumerate(self._files, start=1):
            key = f"{seen.isoformat(timespec='microseconds')} {name}"
            if cursor is None or key > cursor:
                yield Step(self._item(seen, name), key, number)

    def _item(self, seen: datetime, name: str) -> Recorded | Skipped:
        path = self._folder / name
        try:
            if path.stat().st_size > self._max_bytes:
                return Skipped("too large", f"{path}: larger than {self._max_bytes:,} bytes.")
            body = path.read_bytes()
        except OSError as error:
            return Skipped("cannot be read", f"{path}: {error.strerror}.")
        plain = path.suffix.lower() in _PLAIN
        return Recorded(self._address, seen, body, "text/plain" if plain else None)


def _dated(folder: Path, zone: tzinfo) -> list[tuple[datetime, str]]:
    """The names of the versions with the times they were seen, in order and all different."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder: check the path.")
    found = []
    for path in folder.rglob("*"):
        if path.suffix.lower() in SUFFIXES and stat.S_ISREG(path.lstat().st_mode):
            name = path.relative_to(folder).as_posix()
            written = datetime.fromtimestamp(path.lstat().st_mtime, UTC)
            found.append((named_time(name, zone) or written, name))
    if not found:
        raise InputError(f"the folder {folder} holds no {', '.join(SUFFIXES)} file.")
    return list(told_apart(sorted((seen.astimezone(UTC), name) for seen, name in found)))


def told_apart(dated: list[tuple[datetime, str]]) -> Iterator[tuple[datetime, str]]:
    """The same in their order, those of one moment a microsecond apart, so that it is kept."""
    last = None
    for given, name in dated:
        seen = given if last is None or given > last else last + _TICK
        yield seen, name
        last = seen
