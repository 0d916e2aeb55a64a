"""Every error the tracker raises on purpose.

A message says what happened, to what, and what to do next. The class decides the exit code of the
command line; libraries' own exceptions are turned into one of these at the edge where they occur.
"""

from typing import ClassVar


class TrackerError(Exception):
    """Something the user can be told in one line."""

    exit_code: ClassVar[int] = 1


class InputError(TrackerError):
    """What was given cannot be used: a file, an option, a time, an address."""

    exit_code: ClassVar[int] = 2


class NotFoundError(TrackerError):
    """What was asked for is not in this database."""

    exit_code: ClassVar[int] = 3


class ConflictError(TrackerError):
    """Another writer got there first; reading again and retrying is safe."""

    exit_code: ClassVar[int] = 4


class DatabaseError(TrackerError):
    """The database cannot be used: foreign, newer, busy, unreachable."""

    exit_code: ClassVar[int] = 5


class IntegrityError(TrackerError):
    """The log contradicts itself: someone or something changed what was recorded."""

    exit_code: ClassVar[int] = 6


class NetworkError(TrackerError):
    """An address could not be fetched, or a delivery was not taken."""

    exit_code: ClassVar[int] = 7
