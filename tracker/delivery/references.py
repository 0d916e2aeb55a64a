"""Secrets by reference: env:NAME or file:PATH stands in the database in place of the secret."""

import os
from pathlib import Path

from tracker.errors import InputError

LARGEST_FILE = 10_000
"""Bytes of a file that holds one secret."""


def is_reference(text: str) -> bool:
    """Whether this names a place where a secret is kept."""
    return text.startswith(("env:", "file:"))


def resolved(text: str, field: str) -> str:
    """The secret itself, read anew at every use, so that it can be changed where it is kept.

    Raises InputError where there is none, naming `field` and the place, never what stands there.
    """
    kind, _, name = text.partition(":")
    if not is_reference(text):
        return text
    found = _variable(name, field) if kind == "env" else _file(Path(name), field)
    if not found:
        raise InputError(f"{field} {text}: nothing stands there.")
    return found


def _variable(name: str, field: str) -> str:
    value = os.environ.get(name)
    if value is None:
        raise InputError(f"{field} env:{name}: there is no such variable where this runs.")
    return value.strip()


def _file(path: Path, field: str) -> str:
    try:
        with path.expanduser().open(encoding="utf-8") as file:
            return file.read(LARGEST_FILE).strip()
    except (OSError, UnicodeDecodeError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise InputError(f"{field} file:{path} cannot be read: {reason}.") from error
