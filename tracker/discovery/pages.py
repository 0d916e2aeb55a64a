"""What a web page is: an article, or a section that links to articles; and the feeds it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from tracker.discovery.addresses import Outlet, absolute
from tracker.discovery.model import Entry, Kind, Listing
from tracker.discovery.scoring import Place, Score, score_link, score_path
from tracker.discovery.text import plain
from tracker.errors import InputError

MOST_LINKS = 300
"""Articles taken from one page."""

FEWEST_LINKS = 4
"""So many links to articles make a section of a page that does not say what it is."""

_MOST_SEEN = 5_000
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_NAVIGATION = frozenset({"nav", "footer", "aside", "header"})
_TEASER = frozenset({"article", "h1", "h2", "h3", "h4", "h5"})
_SAYS_ARTICLE = re.compile(
    r'"@type"\s{0,9}:\s{0,9}\[?\s{0,9}"'
    r"(?:News|Reportage|Opinion|Analysis|Background|Review|LiveBlog)?(?:Article|Posting)"
)
_UP = 12


@dataclass(frozen=True, slots=True)
class Link:
    """A link to what looks like an article, and why it does."""

    address: str
    text: str
    score: Score


@dataclass(frozen=True, slots=True)
class Page:
    """A web page. `feeds` are the addresses of feeds that it names, with their titles."""

    title: str | None
    is_article: bool
    links: tuple[Link, ...]
    feeds: tuple[tuple[str, str], ...]

    @property
    def listing(self) -> Listing:
        """The page as a list of articles."""
        entries = tuple(Entry(link.address) for link in self.links)
        remarks = () if entries else ("it links to nothing that looks like an article",)
        return Listing(Kind.SECTION, self.title, entries, len(entries), remarks=remarks)


def read_page(text: str, address: str) -> Page:
    """What the page at `address` is. Raises InputError where it is no HTML."""
    tree = _tree(text)
    base = _base(tree, address)
    links = _links(tree, base, address)
    return Page(
        title=plain(tree.findtext(".//title")),
        is_article=_is_article(tree, address, len(links)),
        links=links,
        feeds=tuple(_feeds(tree, base)),
    )


def fitting_feed(page: Page, address: str) -> str | None:
    """The feed that lists what the section at `address` does: any one for a home page.

    Pages of sections often name the feed of the whole outlet; that would bring more than was
    asked for. Feeds of comments never fit.
    """
    words = [word for word in urlsplit(address).path.lower().split("/") if word]
    for feed, title in page.feeds:
        told = f"{urlsplit(feed).path} {title}".lower()
        if "comment" not in told and (not words or words[-1] in told):
            return feed
    return None


def _tree(text: str) -> Any:
    from lxml import etree, html

    parser = html.HTMLParser(  # type: ignore[no-untyped-call]  # lxml carries no types
        recover=True, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        source = text.encode("utf-8", "replace")
        tree = html.document_fromstring(source, parser=parser)  # type: ignore[no-untyped-call]
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise InputError(f"it cannot be read as a web page ({error})") from error
    return tree


def _base(tree: Any, address: str) -> str:
    named = next((each.get("href") for each in tree.iter("base") if each.get("href")), None)
    try:
        return urljoin(address, named) if named else address
    except ValueError:
        return address


def _is_article(tree: Any, address: str, links: int) -> bool:
    """By what the page says of itself, else by its address and its links."""
    if not urlsplit(address).path.strip("/"):
        return False
    for meta in tree.iter("meta"):
        if (meta.get("property") or "").lower() == "og:type":
            return str(meta.get("content") or "").lower().startswith("article")
    told = (
        each.text or "" for each in tree.iter("script") if "ld+json" in (each.get("type") or "")
    )
    if any(_SAYS_ARTICLE.search(text) for text in told):
        return True
    return score_path(address).is_enough or links < FEWEST_LINKS


def _links(tree: Any, base: str, own: str) -> tuple[Link, ...]:
    """The best link to each address, in the order of the page."""
    outlet, best = Outlet(own), dict[str, Link]()
    itself = absolute(own, own)
    for number, anchor in enumerate(tree.iter("a")):
        address = absolute(anchor.get("href"), base)
        if number >= _MOST_SEEN or len(best) >= MOST_LINKS:
            break
        if address is None or address == itself or not outlet.has(address):
            continue
        text = " ".join("".join(anchor.itertext()).split())[:300]
        score = score_link(address, text, _place(anchor))
        if score.is_enough and (address not in best or best[address].score.points < score.points):
            best[address] = Link(address, text, score)
    return tuple(best.values())


def _place(anchor: Any) -> Place:
    around = [each.tag for each in _ancestors(anchor)]
    inside = [each.tag for each in anchor.iter("h1", "h2", "h3", "h4", "h5")]
    teaser = any(tag in _TEASER for tag in around) or bool(inside)
    return Place(
        navigation=any(tag in _NAVIGATION for tag in around) and not teaser, heading=teaser
    )


def _ancestors(anchor: Any) -> Iterator[Any]:
    for number, each in enumerate(anchor.iterancestors()):
        if number >= _UP:
            return
        yield each


def _feeds(tree: Any, base: str) -> Iterator[tuple[str, str]]:
    for number, link in enumerate(tree.iter("link")):
        if number >= _MOST_SEEN:
            return
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        if "alternate" in (link.get("rel") or "").lower().split() and kind in _FEED_TYPES:
            address = absolute(link.get("href"), base)
            if address:
                yield address, plain(link.get("title")) or ""
