"""The word lists in `words/`: read once, when first asked for."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).parent.parent / "words"  # importlib.resources costs 8 ms at start


def rows(name: str) -> Iterator[list[str]]:
    """The rows of `words/NAME.txt`: fields between bars, comment lines and blank lines left out."""
    for line in _source(name).splitlines():
        if line.strip() and not line.startswith("# "):
            yield [field.strip() for field in line.split("|")]


@cache
def words(name: str) -> frozenset[str]:
    """Every word of `words/NAME.txt`; blanks part the words, `_` is a blank inside one."""
    lines = (line for line in _source(name).splitlines() if not line.startswith("# "))
    return frozenset(word.replace("_", " ") for line in lines for word in line.split())


def _source(name: str) -> str:
    return (_WORDS / f"{name}.txt").read_text("utf-8")
