"""A feed written anew, with the little of it that is wanted: well formed, bounded and harmless."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from tracker.discovery.text import start_of, with_characters
from tracker.discovery.xml import LONGEST_TEXT, local, walk

_ENTRIES = frozenset({"item", "entry"})
_FRAMES = frozenset({"rss", "rdf", "feed", "channel"})
_NAMES = {"link", "guid", "id", "origlink"}
_TIMES = {"pubdate", "published", "updated", "modified", "date", "issued", "created"}
_OF_ENTRY = frozenset(_NAMES | _TIMES)
_OF_FEED = frozenset({"title", "link", "ttl"})
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ATTRIBUTES = frozenset({"href", "rel", "type", "isPermaLink", "version", _BASE})
_MOST_OF_FEED = 100
_PIECE = 65_536


class Pruned:
    """The first `at_most` entries of a feed, with their addresses, ids and times.

    `total` counts all of them; `broken` says that the XML is.
    """

    def __init__(self, text: str, at_most: int) -> None:
        self.total = 0
        self._at_most = at_most
        self._out: list[str] = []
        self._open: list[bool] = []
        self._in_entry = 0
        self._apart = 0
        self._of_feed = 0
        self._room = 0
        source = with_characters(text[start_of(text) :])
        pieces = (
            source[start : start + _PIECE].encode("utf-8", "replace")
            for start in range(0, len(source), _PIECE)
        )
        self.broken = not walk(pieces, self, encoding="utf-8")

    @property
    def xml(self) -> bytes:
        return "".join(self._out).encode()

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        """Write an element if it is wanted and none around it is unwanted."""
        name = local(tag)
        wanted = not self._apart and self._is_wanted(name)
        self._open.append(wanted)
        if name in _ENTRIES:
            self._in_entry += 1
        if not wanted:
            self._apart += 1
            return
        self._room = LONGEST_TEXT
        self._out.append(f"<{_opening(tag, attrib)}>")

    def data(self, data: str) -> None:
        """Write text inside a wanted element."""
        if not self._apart and self._room > 0:
            self._out.append(escape(_sayable(data[: self._room])))
            self._room -= len(data)

    def end(self, tag: str) -> None:
        """Close an element that was written."""
        self._in_entry -= local(tag) in _ENTRIES
        if self._open.pop():
            self._room = 0
            self._out.append(f"</{_name(tag)}>")
        else:
            self._apart -= 1

    def close(self) -> bool:
        """Nothing is left to do."""
        return True

    def _is_wanted(self, name: str) -> bool:
        if name in _ENTRIES:
            self.total += 1
            return not self._in_entry and self.total <= self._at_most
        if self._in_entry:
            return name in _OF_ENTRY
        if name in _FRAMES:
            return len(self._open) <= 1
        self._of_feed += 1
        return name in _OF_FEED and self._of_feed <= _MOST_OF_FEED


def _opening(tag: str, attrib: Mapping[str, str]) -> str:
    namespace = tag[1:].rpartition("}")[0] if tag.startswith("{") else ""
    kept = [
        f"{'xml:base' if name == _BASE else name}={quoteattr(_sayable(value[:LONGEST_TEXT]))}"
        for name, value in attrib.items()
        if name in _ATTRIBUTES
    ]
    if tag.startswith("{"):
        kept.insert(0, f"xmlns:n={quoteattr(namespace)}")
    return " ".join([_name(tag), *kept])


def _name(tag: str) -> str:
    """The element's name as written anew: under a prefix of ours, if it has a namespace."""
    name = tag.rpartition("}")[2].rpartition(":")[2]
    return f"n:{name}" if tag.startswith("{") else name


def _sayable(text: str) -> str:
    """The text without what XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n\r") if not text.isprintable() else text
