"""Notices, the outlet's own words on its changes: found in a text, placed on a reading's blocks."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import zip_longest

from tracker.article.reading import Block, BlockKind, Notice, NoticeKind
from tracker.reading.notices.corrections import Amends, find_amends
from tracker.reading.notices.forms import Find, find_in, is_bare_label
from tracker.reading.notices.stated import stated_time

_PARAGRAPH = re.compile(r"[^\n]+")
_LOOKED_AT = 20_000  # characters of a paragraph; what runs on for longer is no prose
_AMENDING = frozenset({NoticeKind.CORRECTION, NoticeKind.CLARIFICATION, NoticeKind.EDITORS_NOTE})


def find_notices(
    text: str, *, published: datetime | None = None, zone: str | None = None
) -> tuple[Notice, ...]:
    """The notices of `text`, in order; offsets count its characters, a line is a paragraph.

    `published` and `zone` (an IANA name) date the clock times that notices state: "Updated 9 p.m.
    ET" is that hour on the day of publication.
    """
    notices = []
    for paragraph in _PARAGRAPH.finditer(text):
        find = find_in(paragraph[0][:_LOOKED_AT])
        if find:
            notices.append(_notice(find, paragraph[0], paragraph.start(), published, zone))
    return tuple(notices)


def place_notices(
    blocks: Sequence[Block], *, dek: str | None = None, published: datetime | None = None
) -> tuple[tuple[Block, ...], tuple[Notice, ...]]:
    """Blocks and notices of an article: a block that is a notice wholly becomes a NOTICE block."""
    notices = list(_in_field("dek", dek or "", published))
    placed: list[Block] = []
    for number, block in enumerate(blocks):
        found = _in_field(f"block:{number}", block.text, published)
        notices += found
        whole = any(len(notice.text) == len(block.text) for notice in found)
        placed.append(replace(block, kind=BlockKind.NOTICE) if whole else block)
    return tuple(_headed(placed)), tuple(notices)


def _in_field(field: str, text: str, published: datetime | None) -> list[Notice]:
    return [replace(notice, field=field) for notice in find_notices(text, published=published)]


def _headed(blocks: Sequence[Block]) -> list[Block]:
    """A heading "Correction" over a notice belongs to it."""
    return [
        replace(block, kind=BlockKind.NOTICE)
        if after and after.kind is BlockKind.NOTICE and is_bare_label(block.text)
        else block
        for block, after in zip_longest(blocks, blocks[1:])
    ]


def _notice(
    find: Find, paragraph: str, offset: int, published: datetime | None, zone: str | None
) -> Notice:
    words = paragraph[find.start : find.end]
    stated = stated_time(find.stamp, published=published, zone=zone) if find.stamp else None
    amends = find_amends(words) if find.kind in _AMENDING else Amends(None, None)
    return Notice(
        find.kind,
        words,
        stated,
        start=offset + find.start,
        end=offset + find.end,
        wrong=amends.wrong,
        right=amends.right,
    )
