"""XML out of the wild, read without building a tree: broken, huge or hostile, it costs little.

No entity is expanded, nothing is fetched, and what is broken is read as far as sense can be made.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from tracker.errors import InputError

LONGEST_TEXT = 4_000
"""Characters of one element's text that are kept."""


class Target(Protocol):
    """Is told of elements as they come."""

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        """An element begins; its name may be in Clark notation, `{namespace}name`."""

    def data(self, data: str) -> None:
        """A piece of text."""

    def end(self, tag: str) -> None:
        """An element is over."""

    def close(self) -> bool:
        """The document is over. Whether it came to its proper end."""


def walk(chunks: Iterable[bytes], target: Target, *, encoding: str | None = None) -> bool:
    """Tell `target` what the document holds; False where it is broken somewhere.

    Raises InputError where it is no XML at all.
    """
    from lxml import etree

    parser = etree.XMLParser(
        target=target,
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        encoding=encoding,
    )
    try:
        for chunk in chunks:
            parser.feed(chunk)
        parser.close()
    except etree.LxmlError as error:
        raise InputError(f"it cannot be read as XML ({error})") from error
    return len(parser.feed_error_log) == 0


def local(tag: str) -> str:
    """The name of an element without its namespace, in lower case."""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


class Text:
    """Gathers the text of one element, up to `LONGEST_TEXT`."""

    __slots__ = ("_length", "_parts")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def add(self, data: str) -> None:
        if self._length < LONGEST_TEXT:
            self._parts.append(data[: LONGEST_TEXT - self._length])
            self._length += len(data)

    def take(self) -> str:
        """What was gathered; the next text begins."""
        text = "".join(self._parts).strip()
        self._parts, self._length = [], 0
        return text
