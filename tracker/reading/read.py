"""From one capture's bytes, or pasted text, to a structured article."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tracker.article.reading import Reading
from tracker.reading.decode import decode
from tracker.reading.sniff import Form, form_of, refuse_binary, refuse_unreadable

if TYPE_CHECKING:
    from tracker.reading.pages.overrides import Override
    from tracker.reading.pages.recipes import Usual


def read(
    source: str | bytes,
    *,
    url: str | None = None,
    published: datetime | None = None,
    media_type: str | None = None,
    override: "Override | None" = None,
    expected: "Usual | None" = None,
) -> Reading:
    """The article in `source`, HTML or plain text, told apart by `media_type` or by looking.

    `url` is where it was found. `published` is what is known from outside: it counts where the
    source names no time of its own, and dates the clock times of notices; without a zone it is
    taken as UTC. `override` is for the pages of one outlet, `expected` what those read before have
    given. Raises InputError for what is no article: empty, binary, larger than
    `sniff.MAX_SOURCE_SIZE`, or HTML without body text.
    """
    refuse_unreadable(source, media_type)
    text = decode(source, media_type=media_type) if isinstance(source, bytes) else source
    refuse_binary(text)
    known = published.replace(tzinfo=UTC) if published and published.tzinfo is None else published
    if form_of(text, media_type) is Form.HTML:
        from tracker.reading.pages.html import read_html
        from tracker.reading.pages.recipes import NOTHING

        hint = expected or NOTHING
        return read_html(text, url=url, published=known, override=override, expected=hint)
    from tracker.reading.pasted.plain import read_plain

    return read_plain(text, url=url, published=known)
