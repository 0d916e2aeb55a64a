"""Plain text, as people paste it, to a reading."""

from datetime import datetime

from tracker.article.reading import Block, BlockKind, Reading


def read_plain(text: str, *, url: str | None, published: datetime | None) -> Reading:
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in lines if line)
    return Reading(blocks=blocks, published=published, address=url)
