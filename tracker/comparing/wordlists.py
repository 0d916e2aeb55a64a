"""Word lists kept as text beside the code.

`#` begins a comment line, `[name]` a list; words stand apart by spaces, entries of a list of
phrases by line ends.
"""

from functools import cache
from pkgutil import get_data


@cache
def word_list(file: str, name: str) -> frozenset[str]:
    """The words of list `name` in lists/`file`.txt."""
    return frozenset(word for line in lines_of(file, name) for word in line.split())


def lines_of(file: str, name: str) -> tuple[str, ...]:
    """The lines of list `name` in lists/`file`.txt."""
    return _lists(file)[name]


@cache
def _lists(file: str) -> dict[str, tuple[str, ...]]:
    data = get_data("tracker.comparing", f"lists/{file}.txt")
    assert data is not None, "the loader of this package reads its files"
    lists: dict[str, tuple[str, ...]] = {}
    name = ""
    for line in data.decode().splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            lists[name] = ()
        elif line and not line.startswith("#"):
            lists[name] += (line,)
    return lists
