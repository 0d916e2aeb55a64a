"""Pages to be suspicious of, and an article to hold them against."""

from tracker.article.reading import Reading
from tracker.errors import InputError
from tracker.reading.read import read
from tracker.reading.suspicion.model import Kind, Page
from tracker.reading.suspicion.signs import signs

ADDRESS = "https://www.valley-record.example/valley/dam-above-ober"


def paragraphs(text: str) -> tuple[str, ...]:
    """What stands apart by blank lines, each in one line."""
    return tuple(" ".join(part.split()) for part in text.split("\n\n"))


HEADLINE = "Dam above Ober holds"
STORY = paragraphs("""
The dam above Ober held through a third night of rain, the governor said on Sunday, and the
engineers who watch it have found no crack that was not there before the storm.

Some 1,200 people slept in schools while crews carried sandbags to the lower town, where the water
stood a hand below the sills of the houses nearest to the river.

Two bridges stayed closed, and the county asked drivers to keep away from the river road, on which
a lorry had to be pulled out of the mud twice in one afternoon.

The rain should end on Tuesday, forecasters said, and the water should fall after that, though the
ground is so wet that little of what falls until then will drain away.

The dam was built 61 years ago for a village of 900, and the county has argued ever since over who
is to pay for a second spillway, which an expert called for in 1998.

Schools in the lower town open again on Thursday at the earliest, the county said, and buses will
take children to the upper valley until the road has been cleared.
""")


def markup(
    *paragraphs: str,
    title: str = HEADLINE,
    head: str = "",
    extra: str = "",
    language: str = "en",
) -> str:
    """A page as an outlet sends it."""
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><title>{title} | Valley Record</title>{head}'
        '</head><body><nav><a href="/">Home</a> <a href="/valley">Valley</a></nav>'
        f"<main><article><h1>{title}</h1>\n{body}</article>{extra}</main>"
        "<footer><p>© Valley Record</p></footer></body></html>"
    )


def bare(title: str, *lines: str, extra: str = "", language: str = "en") -> str:
    """A page that is no outlet's own, as walls and errors are."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><title>{title}</title></head>'
        f"<body><div><h1>{title}</h1>{body}{extra}</div></body></html>"
    )


def reading_of(page: str) -> Reading | None:
    """What is read of a page; None where it holds no article."""
    try:
        return read(page, url=ADDRESS, media_type="text/html")
    except InputError:
        return None


def kinds(
    page: str,
    known: str | None = None,
    *,
    address: str = ADDRESS,
    answered: str | None = None,
) -> set[Kind]:
    """What the page seems to be, held against `known`, or without an earlier look."""
    sent = Page(address, answered or address, page)
    if known is None:
        return {sign.kind for sign in signs(sent, reading_of(page))}
    before = Page(ADDRESS, ADDRESS, known)
    return {sign.kind for sign in signs(sent, reading_of(page), reading_of(known), lambda: before)}
