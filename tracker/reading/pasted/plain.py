"""Plain text, as people paste it, to a reading: head (headline, dek, byline), body, tail."""

from collections.abc import Sequence
from datetime import datetime

from tracker.article.reading import Block, Reading
from tracker.errors import InputError
from tracker.reading.language import guess_language
from tracker.reading.noise.furniture import furniture_kind
from tracker.reading.notices.find import place_notices
from tracker.reading.pasted.body import body_blocks
from tracker.reading.pasted.head import read_head
from tracker.reading.pasted.lines import Paragraph, paragraphs_of

MAX_PARAGRAPHS = 50_000
"""More lines than that are a table or a log; the longest articles have a few thousand."""


def read_plain(text: str, *, url: str | None, published: datetime | None) -> Reading:
    """The article of a pasted text; raises InputError where only furniture is left."""
    found = paragraphs_of(text)
    if len(found) > MAX_PARAGRAPHS:
        raise InputError(
            f"the text has {len(found):,} paragraphs where an article has at most"
            f" {MAX_PARAGRAPHS:,}; give one article's text"
        )
    paragraphs, furniture = _apart(found)
    if not any(map(_has_words, paragraphs)):
        raise InputError("the text holds no words to read; give the article's whole text")
    head = read_head(paragraphs, published)
    body, writer = body_blocks(paragraphs[head.length :], head.bylines)
    blocks, notices = place_notices(
        [*head.blocks, *body], dek=head.dek, published=head.published or published
    )
    return Reading(
        headline=head.headline,
        dek=head.dek,
        bylines=head.bylines or writer,
        published=head.published or published,
        modified=head.modified,
        notices=notices,
        blocks=blocks,
        language=guess_language(_sample(blocks)),
        section=head.section,
        address=url,
        furniture=furniture,
    )


def _apart(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], tuple[str, ...]]:
    article: list[Paragraph] = []
    furniture: list[str] = []
    for paragraph in paragraphs:
        if furniture_kind(paragraph.text):
            furniture.append(paragraph.text)
        else:
            article.append(paragraph)
    return article, tuple(furniture)


def _has_words(paragraph: Paragraph) -> bool:
    return any(map(str.isalnum, paragraph.text))


def _sample(blocks: Sequence[Block]) -> str:
    return " ".join(block.text for block in blocks[:40])
