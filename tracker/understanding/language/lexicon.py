"""The word lists in `words/`: read once, when first asked for."""

import os.path
from collections.abc import Iterator
from functools import cache

# os.path, as importlib.resources costs 8 ms at start and pathlib 4
_WORDS = os.path.join(os.path.dirname(os.path.dirname(__file__)), "words")  # noqa: PTH118, PTH120


def rows(name: str) -> Iterator[list[str]]:
    """The rows of `words/NAME.txt`: fields between bars, comment lines and blank lines left out."""
    for line in _source(name).splitlines():
        if line.strip() and not line.startswith("# "):
            yield [field.strip() for field in line.split("|")]


@cache
def words(*names: str) -> frozenset[str]:
    """Every word of these `words/NAME.txt`; blanks part the words, `_` is a blank inside one."""
    lines = (
        line for name in names for line in _source(name).splitlines() if not line.startswith("# ")
    )
    return frozenset(word.replace("_", " ") for line in lines for word in line.split())


def _source(name: str) -> str:
    with open(os.path.join(_WORDS, f"{name}.txt"), encoding="utf-8") as file:  # noqa: PTH118, PTH123
        return file.read()
