"""SQLite files before SQLite opens them: opening can already change a file that is not ours."""

from pathlib import Path

from sqlalchemy.engine import URL

from tracker.errors import DatabaseError

_MAGIC = b"SQLite format 3\0"


def sqlite_file(url: URL) -> Path | None:
    """The file behind `url`; None for a database server."""
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def is_new_file(url: URL) -> bool:
    """Whether the SQLite file is yet to be made: absent, or empty as a crash may leave it."""
    path = sqlite_file(url)
    return path is not None and (not path.exists() or (path.is_file() and not path.stat().st_size))


def make_folder(url: URL) -> None:
    """Make the folder that a new SQLite file goes into."""
    if path := sqlite_file(url):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseError(f"{path.parent} cannot be made: {error.strerror}.") from error


def refuse_other_files(url: URL) -> None:
    """DatabaseError if `url` names a file that is no SQLite database, or that cannot be read."""
    path = sqlite_file(url)
    if path is None:
        return
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as error:
        raise DatabaseError(f"{path} cannot be opened: {error.strerror}.") from error
    if magic != _MAGIC:
        raise DatabaseError(f"{path} is not an SQLite database; name another file.")
