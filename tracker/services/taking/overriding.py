"""Where the overrides of outlets are kept: beside the code, and in the user's own folder."""

from functools import lru_cache
from pathlib import Path

from tracker.article.identity import outlet_of
from tracker.bundled import bundled
from tracker.config import user_file
from tracker.errors import InputError
from tracker.reading.pages.overrides import Override, parse_override

_OUTLETS = "outlets"


def override_for(address: str) -> Override | None:
    """How pages of an address's outlet are to be read; None where nothing is said of it.

    The user's own file counts before the one beside the code. Raises InputError for a bad one.
    """
    outlet = outlet_of(address) if address.startswith("http") else None
    return _override(outlet) if outlet else None


@lru_cache(maxsize=10_000)
def _override(outlet: str) -> Override | None:
    name = f"{outlet}.toml"
    for folder in (user_file().parent / _OUTLETS, bundled("config") / _OUTLETS):
        path = folder / name
        if Path(name).name == name and path.is_file():
            return load_override(path)
    return None


def load_override(path: Path) -> Override:
    """The override in a file. Raises InputError where it cannot be used, saying why."""
    try:
        return parse_override(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise InputError(f"the outlet file {path} cannot be used: {error}.") from error
