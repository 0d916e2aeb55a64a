"""Where in its page a segment stands, in words that hold for other pages of the outlet too."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from tracker.reading.regions.segments import Scan

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
_MARK = re.compile(r"""\b(class|id)\s{0,9}=\s{0,9}["']?([^"'<>]*)""", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_HOLDS = frozenset(
    {
        *("article", "aside", "body", "div", "footer", "form", "header", "main", "nav", "ol"),
        *("section", "table", "ul"),
    }
)
_FURTHEST = 20_000  # characters; a container that begins or ends further away is not looked for
_FIXED = frozenset({"h1", "title", "figcaption"})


@dataclass(frozen=True, slots=True)
class Place:
    """A segment's own tag, the container it stands in, and its rank there among its like.

    `rank` counts from 0, `rank_from_end` back from the last. Tags come with class and id, figures
    folded.
    """

    tag: str
    container: str
    rank: int
    rank_from_end: int

    @property
    def keys(self) -> tuple[str, str]:
        """Under which it is known again on other pages, counted from the start and from the end.

        Hashes of 32 hex digits.
        """
        kind = f"{self.container}>{self.tag}"
        return _hash(f"{kind}+{self.rank}"), _hash(f"{kind}-{self.rank_from_end}")


def _hash(key: str) -> str:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def tag_before(page: Scan, number: int) -> str:
    """The name of the tag that a shown segment stands behind ("p", "/ul"), in lower case."""
    start = page.markup.rfind("<", 0, page.starts[number - page.declared])
    found = _TAG.match(page.markup, start)
    return f"{found[1]}{found[2]}".lower() if found else ""


def is_fixed(page: Scan, number: int) -> bool:
    """Whether a segment is one that never changes on its own: declared, headline or caption."""
    return number < page.declared or tag_before(page, number) in _FIXED


def place_of(page: Scan, number: int) -> Place:
    """The place of a shown segment."""
    start = page.starts[number - page.declared]
    opening = page.markup.rfind("<", 0, start)
    found = _TAG.match(page.markup, opening)
    tag = _marked(found) if found else ""
    begin, container = _container(page.markup, opening)
    end = _end(page.markup, start)
    like = [at for at in _shown(page, begin, end) if _tag_at(page.markup, at) == tag]
    rank = bisect_left(like, start)
    return Place(tag, container, rank, len(like) - 1 - rank)


def enclosing(page: Scan, number: int) -> range:
    """The segments of the innermost container that a shown segment stands in."""
    start = page.starts[number - page.declared]
    begin, _ = _container(page.markup, start)
    end = _end(page.markup, start)
    first, last = bisect_left(page.starts, begin), bisect_left(page.starts, end)
    return range(page.declared + first, page.declared + last)


def _shown(page: Scan, begin: int, end: int) -> list[int]:
    return page.starts[bisect_left(page.starts, begin) : bisect_left(page.starts, end)]


def _tag_at(markup: str, start: int) -> str:
    found = _TAG.match(markup, markup.rfind("<", 0, start))
    return _marked(found) if found else ""


def _marked(found: re.Match[str]) -> str:
    marks = sorted((name.lower(), value) for name, value in _MARK.findall(found[3]))
    said = "".join(f" {name}={' '.join(sorted(value.split()))}" for name, value in marks)
    return _DIGITS.sub("0", f"{found[1]}{found[2].lower()}{said}")


def _container(markup: str, position: int) -> tuple[int, str]:
    """Where the container opens that is open at `position`, and its tag."""
    depth = 0
    for found in _backwards(markup, position):
        if found[2].lower() not in _HOLDS:
            continue
        if found[1]:
            depth += 1
        elif depth:
            depth -= 1
        else:
            return found.end(), _marked(found)
    return max(0, position - _FURTHEST), ""


def _backwards(markup: str, position: int) -> Iterator[re.Match[str]]:
    furthest = max(0, position - _FURTHEST)
    while (position := markup.rfind("<", furthest, position)) >= 0:
        if found := _TAG.match(markup, position):
            yield found


def _end(markup: str, position: int) -> int:
    """Where the container ends that is open at `position`."""
    depth = 0
    for found in _TAG.finditer(markup, position, position + _FURTHEST):
        if found[2].lower() not in _HOLDS:
            continue
        if not found[1]:
            depth += 1
        elif depth:
            depth -= 1
        else:
            return found.start()
    return position + _FURTHEST
