"""Which article a look is of: by its addresses, by what a text shares with one, or a new one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from sqlalchemy import Connection

from tracker.article.identity import address_key, article_id, canonical_address, outlet_of
from tracker.article.reading import Reading
from tracker.errors import InputError
from tracker.projections.lookup import article_at
from tracker.projections.passages import article_holding
from tracker.projections.queries import Among, article_records
from tracker.services.context import Context
from tracker.services.taking.look import Look
from tracker.services.taking.merging import is_same


@dataclass(frozen=True, slots=True)
class Found:
    """The article a look is of; `twin` is another that turns out to be the same."""

    article: str
    is_new: bool
    addresses: tuple[str, ...]
    matched: float | None = None
    twin: str | None = None


def find(context: Context, look: Look, reading: Reading) -> Found:
    """The article a look is of. InputError where a file's path is known as another outlet's."""
    addresses = _addresses(look, reading)
    if look.article:
        return Found(look.article, is_new=False, addresses=addresses)
    with context.engine.connect() as connection:
        known = article_at(connection, addresses[:1])
        if known and not addresses[0].startswith("http"):
            _refuse_other_outlet(connection, known, look)
        told = _told_article(connection, reading, addresses[1:], known)
        if known or told:
            found = Found(known or told or "", is_new=False, addresses=addresses)
            return replace(found, twin=told) if known else found
        if not addresses[0].startswith("http"):
            held = article_holding(connection, reading, look.outlet)
            if held:
                return Found(held[0], is_new=False, addresses=addresses, matched=held[1])
    return Found(article_id(addresses[0]), is_new=True, addresses=addresses)


def _told_article(
    connection: Connection, reading: Reading, told: Sequence[str], known: str | None
) -> str | None:
    """Another article at an address that the page or its server names, if it is really the same."""
    for address in told:
        article = article_at(connection, [address])
        if article and article != known and is_same(connection, reading, article):
            return article
    return None


def _refuse_other_outlet(connection: Connection, known: str, look: Look) -> None:
    """A file's path tells whose article it is; it cannot be of two outlets."""
    (record,) = article_records(connection, Among(ids=(known,)))
    if look.outlet not in (None, record.outlet):
        raise InputError(
            f"this path is of an article of {record.outlet!r}, not of {look.outlet!r}: give the "
            "address with --url, the article with --article, or the text under another name."
        )


def _addresses(look: Look, reading: Reading) -> tuple[str, ...]:
    """The address asked, where it has moved for good, and what the page of an outlet calls its own.

    The last only where it may be an article's: some pages name the home page or their section.
    """
    own = canonical_address(look.address)
    told = _told_address(reading)
    if not own.startswith("http"):
        return (told or own,)
    found = [own, *map(canonical_address, look.moved)]
    if told and outlet_of(told) in map(outlet_of, found) and not _is_above(told, found[-1]):
        found.append(told)
    unique: dict[str, str] = {}
    for address in found:
        unique.setdefault(address_key(address), address)
    return tuple(unique.values())


def _is_above(told: str, own: str) -> bool:
    """Whether an address is that of a page which lists others, the asked one among them."""
    path, under = urlsplit(told).path.rstrip("/"), urlsplit(own).path.rstrip("/")
    return not path or (path != under and under.startswith(f"{path}/"))


def _told_address(reading: Reading) -> str | None:
    """The address the page calls its own; None where that is no web address."""
    if reading.address is None:
        return None
    try:
        told = canonical_address(reading.address)
    except InputError:
        return None
    return told if told.startswith("http") else None
