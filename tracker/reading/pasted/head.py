"""The head of a pasted article: what stands over the first paragraph of its body."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tracker.article.reading import Block, BlockKind
from tracker.reading.bylines import byline_of, is_name, split_names
from tracker.reading.credits import split_caption
from tracker.reading.notices.forms import find_in
from tracker.reading.notices.stated import is_stamp, stated_time
from tracker.reading.pasted.lines import Paragraph

_DEEPEST = 10  # paragraphs looked at
_MOST_TITLES = 3  # a section's name, a headline, a dek
_LONGEST_TITLE = 60  # words
_LONGEST_HEADLINE = 30
_LONGEST_LINE = 1200  # characters of a caption, a byline, a time
_STOPPED = re.compile(r"(?<!\b[A-Z])\.[\"”’)]*$")
_TWO_SENTENCES = re.compile(r"[a-z\d][.!?][\"”’]?\s+[A-Z“\"]")
_DATELINE = re.compile(
    r"[A-Z][A-Z .'’-]{2,40}(?:, [A-Z][\w. ]{1,25})?(?: \([A-Z][\w ]{1,20}\))? ?[–—-]{1,2} ?\S"
)
_NAMED_OPENING = re.compile(r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){1,4}: \S")
_PUBLISHED = re.compile(r"(?:first )?(?:published|posted|created)(?: at| on)?:?\s", re.IGNORECASE)
_UPDATED = re.compile(r"(?:last )?(?:updated|modified)(?: at| on)?:?\s", re.IGNORECASE)
_STAMPS = re.compile(r"\s*[|;•·]\s*|\s(?=(?:last )?updated\b)", re.IGNORECASE)


@dataclass(slots=True)
class Head:
    """What was read of the head; `length` is how many paragraphs it takes."""

    headline: str | None = None
    dek: str | None = None
    bylines: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    section: str | None = None
    blocks: list[Block] = field(default_factory=list)
    length: int = 0


def read_head(paragraphs: Sequence[Paragraph], published: datetime | None) -> Head:
    """The head of the article; `published` dates the clock times in it."""
    head = Head()
    titles: list[str] = []
    pending: list[tuple[int, str]] = []
    for number, paragraph in enumerate(paragraphs[:_DEEPEST]):
        text = paragraph.text
        if _opens_body(text):
            titles, pending = _settled(titles, pending, head, number)
            break
        if _take(head, text, published, following=paragraphs[number + 1 : number + 2]):
            titles, pending = _settled(titles, pending, head, number + 1)
        elif not _is_title(text) or len(titles) + len(pending) == _MOST_TITLES:
            break
        else:
            pending.append((number, text))
    if not titles:
        titles = _alone(paragraphs, head)
    _name(head, titles)
    return head


def _settled(
    titles: list[str], pending: list[tuple[int, str]], head: Head, length: int
) -> tuple[list[str], list[tuple[int, str]]]:
    """What stands over a byline, a stamp or a caption belongs to the head too."""
    head.length = length
    return [*titles, *(text for _, text in pending)], []


def _opens_body(text: str) -> bool:
    if _NAMED_OPENING.match(text) or _DATELINE.match(text):
        return True
    notice = find_in(text[:_LONGEST_LINE])
    return notice is not None and notice.end < len(text)


def _is_title(text: str) -> bool:
    if len(text) > _LONGEST_LINE:
        return False
    return len(text.split()) <= _LONGEST_TITLE and not _TWO_SENTENCES.search(text)


def _take(
    head: Head, text: str, published: datetime | None, following: Sequence[Paragraph]
) -> bool:
    """Whether the paragraph is a byline, a time or a caption; what it says goes into `head`."""
    if len(text) > _LONGEST_LINE:
        return False
    if _take_stamps(head, text, published):
        return True
    names = byline_of(_STAMPS.split(text, maxsplit=1)[0])
    if not names and following and _is_bare_name(text) and _is_stamped(following[0].text):
        names = split_names(text)
    if names:
        head.bylines += names
        for stamp in _STAMPS.split(text)[1:]:
            _take_stamps(head, stamp, published)
        return True
    if following and len(text) > 20 and following[0].text.startswith(text):  # noqa: PLR2004
        return bool(split_caption(following[0].text).credit)  # the picture's alternative text
    caption = split_caption(text)
    if caption.credit:
        kinds = (BlockKind.CAPTION, caption.text), (BlockKind.CREDIT, caption.credit)
        head.blocks += [Block(kind, words) for kind, words in kinds if words]
    return bool(caption.credit)


def _is_bare_name(text: str) -> bool:
    """A byline without "by": it needs a time under it to be told from a headline."""
    return 2 <= len(text.split()) <= 4 and is_name(text)  # noqa: PLR2004


def _is_stamped(text: str) -> bool:
    parts = [part for part in _STAMPS.split(text) if part]
    return all(is_stamp(_UPDATED.sub("", _PUBLISHED.sub("", part))) for part in parts)


def _take_stamps(head: Head, text: str, published: datetime | None) -> bool:
    parts = [part for part in _STAMPS.split(text) if part]
    if not _is_stamped(text):
        return False
    for part in parts:
        moment = stated_time(part, published=head.published or published)
        if _UPDATED.match(part):
            head.modified = moment
            head.blocks.append(Block(BlockKind.PARAGRAPH, part))
        else:
            head.published = head.published or moment
    return True


def _alone(paragraphs: Sequence[Paragraph], head: Head) -> list[str]:
    """A headline, and perhaps a dek, with nothing but their form to tell them by."""
    rest = [each.text for each in paragraphs[head.length : head.length + 3]]
    titles: list[str] = []
    while len(rest) > len(titles) + 1 and len(titles) < 2:  # noqa: PLR2004
        text, after = rest[len(titles)], rest[len(titles) + 1]
        if _STOPPED.search(text) or not _is_title(text) or len(after.split()) < 5:  # noqa: PLR2004
            break
        titles.append(text)
    head.length += len(titles)
    return titles


def _name(head: Head, titles: list[str]) -> None:
    """Section, headline and dek out of the lines of the head, by their order and form."""
    if len(titles) > 1 and len(titles[0].split()) <= 2 and not _STOPPED.search(titles[0]):  # noqa: PLR2004
        head.section = titles.pop(0)
    if titles and not _STOPPED.search(titles[0]) and len(titles[0].split()) <= _LONGEST_HEADLINE:
        head.headline = titles.pop(0)
    if titles:
        head.dek = titles.pop(0)
    head.blocks[:0] = [Block(BlockKind.PARAGRAPH, text) for text in titles]
