"""The sentences of two readings and the links between them."""

from collections.abc import Iterator, Sequence
from itertools import chain

from tracker.article.reading import Block, Reading, lay_out
from tracker.comparing.align import link_sentences
from tracker.comparing.anchors import Pair
from tracker.comparing.blocks import BlockAlignment
from tracker.comparing.model import Link, Sentence
from tracker.comparing.sentences import Span, spans_of

_TITLES = ("headline", "dek")


class LinkedSentences:
    """The sentences of both readings as they are laid out, and their links.

    A headline links to a headline and a dek to a dek, however they were rewritten; the sentences
    of the blocks link among themselves.
    """

    def __init__(self, old: Reading, new: Reading, alignment: BlockAlignment) -> None:
        pieces: dict[str, list[Span]] = {}
        self._old, self._new = _Sentences(old, pieces), _Sentences(new, pieces)
        self.old, self.new = tuple(self._old.found), tuple(self._new.found)
        body = self._body_links(_unchanged(old.blocks, new.blocks, alignment))
        self.links = tuple(chain(*map(self._title_links, _TITLES), body))

    def _title_links(self, field: str) -> Iterator[Link]:
        olds, news = self._old.fields.get(field), self._new.fields.get(field)
        if olds and news:
            in_place = [(0, 0)] if len(olds) == len(news) == 1 else []
            yield from self._linked(olds, news, in_place)

    def _body_links(self, unchanged: list[Pair]) -> list[Link]:
        olds, news = self._old.body, self._new.body
        known = [
            (i - olds.start, j - news.start)
            for a, b in unchanged
            for i, j in zip(self._old.block(a), self._new.block(b), strict=True)
        ]
        return self._linked(olds, news, known)

    def _linked(self, olds: range, news: range, known: Sequence[Pair]) -> list[Link]:
        old = [sentence.text for sentence in self.old[olds.start : olds.stop]]
        new = [sentence.text for sentence in self.new[news.start : news.stop]]
        return link_sentences(old, new, known, (olds.start, news.start))


class _Sentences:
    """The sentences of one reading, and the numbers of those that each field holds."""

    def __init__(self, reading: Reading, pieces: dict[str, list[Span]]) -> None:
        """`pieces` keeps how a text was split: most blocks stand in both readings."""
        layout = lay_out(reading)
        self.found: list[Sentence] = []
        self.fields: dict[str, range] = {}
        for segment in layout.segments:
            text = layout.text[segment.start : segment.end]
            if text not in pieces:
                pieces[text] = spans_of(text)
            begin, at = len(self.found), segment.start
            self.found += [Sentence(words, a + at, b + at) for words, a, b in pieces[text]]
            self.fields[segment.field] = range(begin, len(self.found))

    @property
    def body(self) -> range:
        titles = sum(len(self.fields.get(field, ())) for field in _TITLES)
        return range(titles, len(self.found))

    def block(self, number: int) -> range:
        """The numbers of a block's sentences; a standing notice has none."""
        return self.fields.get(f"block:{number}", range(0))


def _unchanged(old: Sequence[Block], new: Sequence[Block], alignment: BlockAlignment) -> list[Pair]:
    return [
        (pair.old, pair.new)
        for pair in alignment.pairs
        if old[pair.old].text == new[pair.new].text and old[pair.old].kind == new[pair.new].kind
    ]
