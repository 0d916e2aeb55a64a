"""Choosing one of several names, with a hint where the name is nearly right."""

import difflib
from collections.abc import Sequence

from tracker.errors import InputError


def one_of(option: str, given: str, known: Sequence[str]) -> str:
    """`given` if it is one of `known`. Raises InputError, naming what comes near."""
    if given.casefold() in known:
        return given.casefold()
    near = difflib.get_close_matches(given.casefold(), known, n=1)
    hint = f"did you mean {str(near[0])!r}?" if near else f"choose {', '.join(known)}."
    raise InputError(f"{option} {given!r} is unknown: {hint}")
