"""One daemon on one SQLite file: two would only wait for each other.

The lock is the operating system's, on a file beside the database; it ends with the process that
holds it, however that ends. A server takes several daemons.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.errors import ConflictError, DatabaseError
from tracker.services.context import Context
from tracker.services.operating.heartbeat import list_daemons


def lock_file(database: Path) -> Path:
    """Where the lock on a database file is: beside the file itself, whatever link led there."""
    real = database.resolve()
    return real.with_name(f"{real.name}.daemon")


@contextmanager
def only_one(context: Context) -> Iterator[None]:
    """Be the one daemon on an SQLite file, or one of several on a server.

    Raises ConflictError where another is, DatabaseError where the file system has no locks.
    """
    if context.engine.dialect.name != "sqlite":
        yield
        return
    from filelock import FileLock, Timeout

    path = lock_file(Path(str(context.engine.url.database)))
    lock = FileLock(path, mode=0o600)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise ConflictError(_held(context)) from None
    except (OSError, NotImplementedError) as error:
        raise DatabaseError(
            f"{path} cannot be locked ({error}): keep the database in a folder that the daemon may"
            " write to, on a disk of this machine."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _held(context: Context) -> str:
    """Who holds the lock, as far as the database tells."""
    others = list_daemons(context)
    who = ""
    if others:
        latest = others[0]
        since = latest.started_at.astimezone(context.zone).isoformat(" ", "seconds")
        who = f" (process {latest.pid} on {latest.host}, since {since})"
    return (
        f"another daemon{who} is at work on {context.database}. An SQLite file takes one: stop that"
        " one first, or use PostgreSQL, which takes several."
    )
