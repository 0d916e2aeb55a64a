"""The body of a pasted article: what kind each paragraph is."""

import re
from collections.abc import Iterator, Sequence

from tracker.article.reading import Block, BlockKind
from tracker.reading.bylines import is_name, spelled
from tracker.reading.credits import split_caption
from tracker.reading.pasted.lines import Paragraph

_OPENING = re.compile(r"(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){1,4}): (?=\S)")
_NO_NAMES = re.compile(
    r"\b(?:NEWS|BREAKING|LIVE|UPDATE|EXCLUSIVE|WATCH|OPINION|ANALYSIS|NEW|SAN|SANTA|LOS|TEL|HONG"
    r"|KUALA|SAO|RIO|BUENOS|PORT|CAPE|ADDIS|UNITED|ABU|PHNOM|CITY|NATIONS|FORT|EAST|WEST|NORTH"
    r"|SOUTH|THE)\b"
)
_OFFICE = (
    r"(?:writer|reporter|correspondent|editor|columnist|journalist|contributor|author|fellow"
    r"|professor|producer|intern|freelancer|bureau chief)"
)
_BIO = re.compile(
    r"(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,4})(?:,? who [^.]{1,80},)? (?:is|was) "
    rf"(?:(?:an?|the|our) )?(?:[\w'’&,-]+ ){{0,8}}?{_OFFICE}\b|"
    r"(?P<beat>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,4}) (?:covers|reports on|writes about) "
)
_TAIL = 3  # an author's line stands among the last paragraphs
_LONGEST_HEADING = 12  # words
_SHORTEST_BODY = 10
_ENDED = re.compile(r"[.!?:;,…][\"'”’)\]]*$")


def body_blocks(
    paragraphs: Sequence[Paragraph], bylines: tuple[str, ...]
) -> tuple[list[Block], tuple[str, ...]]:
    """The blocks of the body, and the writer whom its opening or its end names."""
    opening = _OPENING.match(paragraphs[0].text) if paragraphs else None
    writer: tuple[str, ...] = ()
    if opening and not _NO_NAMES.search(opening["name"]) and is_name(spelled(opening["name"])):
        writer = (spelled(opening["name"]),)
        first = Paragraph(paragraphs[0].text[opening.end() :])
        paragraphs = [first, *paragraphs[1:]]
    known = bylines or writer
    blocks: list[Block] = []
    for number, paragraph in enumerate(paragraphs):
        if len(paragraphs) - number <= _TAIL and _is_bio(paragraph.text, known):
            blocks.append(Block(BlockKind.CREDIT, paragraph.text))
            continue
        blocks += _blocks(paragraph, paragraphs[number + 1 : number + 2])
    return blocks, writer


def _is_bio(text: str, bylines: tuple[str, ...]) -> bool:
    found = _BIO.match(text)
    if not found:
        return False
    name = found["name"] or found["beat"]
    own = name.casefold() in {each.casefold() for each in bylines}
    return own or (not bylines and found["beat"] is None and " for " in text[:160])


def _blocks(paragraph: Paragraph, following: Sequence[Paragraph]) -> Iterator[Block]:
    caption = split_caption(paragraph.text)
    if paragraph.mark:
        yield Block(paragraph.mark, paragraph.text)
    elif caption.credit:
        if caption.text:
            yield Block(BlockKind.CAPTION, caption.text)
        yield Block(BlockKind.CREDIT, caption.credit)
    elif following and _is_heading(paragraph.text, following[0]):
        yield Block(BlockKind.HEADING, paragraph.text)
    else:
        yield Block(BlockKind.PARAGRAPH, paragraph.text)


def _is_heading(text: str, following: Paragraph) -> bool:
    if _ENDED.search(text) or len(text.split()) > _LONGEST_HEADING or text[0].islower():
        return False
    return text[0] not in "\"“'‘" and len(following.text.split()) >= _SHORTEST_BODY
