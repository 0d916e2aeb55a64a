"""`watch`, `unwatch`, `sources`: what the tracker looks at."""

import inspect
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.call import Call, command
from tracker.cli.commands.articles import JsonOption
from tracker.cli.output import console, errors, print_json
from tracker.errors import InputError, NetworkError

if TYPE_CHECKING:
    from tracker.services.context import Context
    from tracker.services.lists.scouting import Found
    from tracker.services.lists.sources import Wish
    from tracker.services.lists.subscribing import Subscribed


class As(StrEnum):
    """What an address may be said to be."""

    ARTICLE = "article"
    FEED = "feed"
    SITEMAP = "sitemap"
    SECTION = "section"


def register(app: typer.Typer) -> None:
    """Put the commands on the application."""
    for function in (watch, unwatch, sources):
        command(app)(function)


def watch(
    call: Call,
    addresses: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ADDRESS...]",
            help="Articles, feeds, sitemaps, section pages, OPML files; else list all articles.",
        ),
    ] = None,
    every: Annotated[
        int | None,
        typer.Option(
            min=1, help="Seconds between two looks; else the pace is learned.", show_default=False
        ),
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option(metavar="GLOB", help="Only articles with such a path, like '/politics/*'."),
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(metavar="GLOB", help="No articles with such a path.")
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option(help="Tag the articles; may be repeated.")
    ] = None,
    kind: Annotated[
        As | None, typer.Option("--as", help="What it is; else it is looked at to find out.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Watch addresses: `tracker run` looks at them, and at the articles they list, again and again.

    What an address is (a feed, a sitemap, a section page, a list of feeds, one article) is found
    out by looking at it once. A section page that names its feed is watched by that feed. GLOB is
    as in a shell and fits the whole path; `*` stands for anything, slashes too.
    """
    from tracker.discovery.patterns import checked
    from tracker.services.lists.sources import Wish

    if not addresses:
        _list_watched(call, as_json=as_json)
        return
    if as_json:
        raise InputError("--json is for the list of what is watched: leave the addresses out.")
    tags = tuple(dict.fromkeys(tag or ()))
    wish = Wish(checked(include or ()), checked(exclude or ()), tags, every)
    with call.open(may_make=True) as context:
        with _finder(call, context, kind) as find:
            _watch_all(call, context, addresses, find, wish)
        console().print(f"Database: {context.database}", style="dim")


def unwatch(
    call: Call,
    addresses: Annotated[
        list[str], typer.Argument(metavar="ADDRESS...", help="Articles or sources.")
    ],
    articles: Annotated[
        bool, typer.Option("--articles", help="The articles of a source, too.")
    ] = False,
) -> None:
    """Look at addresses no more. What was recorded stays; so do the articles a source brought.

    An article is not taken up again while a source still lists it.
    """
    from tracker.services.lists.sources import drop

    with call.open() as context:
        out = console()
        for address in addresses:
            dropped = drop(context, address, articles=articles)
            told = f"{dropped.address} is not watched any more"
            if dropped.articles:
                told += f", nor are {_articles(dropped.articles)} of it"
            elif dropped.stay:
                told += f"; {_articles(dropped.stay)} of it still are (--articles drops them too)"
            out.print(f"{told}.", soft_wrap=True)
        out.print(f"Database: {context.database}", style="dim")


def sources(call: Call, as_json: JsonOption = False) -> None:
    """List the sources: how many articles each has brought, its next look, its trouble."""
    from tracker.cli.answers import Sources
    from tracker.cli.faces.watching import render_sources
    from tracker.services.lists.sources import list_sources

    with call.open() as context:
        found = list_sources(context)
    if as_json:
        print_json(Sources, Sources(found))
    else:
        render_sources(console(), found, call.zone)


Find = Callable[[str], "Found"]
"""Finds out what an address is."""


@contextmanager
def _finder(call: Call, context: "Context", kind: As | None) -> Iterator[Find]:
    """A way to find out; without asking anybody where it has been said."""
    from tracker.capture.fetch import open_fetcher
    from tracker.discovery.model import Kind
    from tracker.services.lists.scouting import Found, Scout

    if kind is not None:
        said = Kind(kind)
        yield lambda address: Found(address, said)
        return
    settings = call.settings.capture
    with open_fetcher(settings, context.clock) as fetcher:
        yield Scout(context, settings, fetcher).find_out


def _watch_all(
    call: Call, context: "Context", addresses: Sequence[str], find: Find, wish: "Wish"
) -> None:
    """Watch one address after another; one that cannot be watched keeps none from it."""
    from tracker.services.lists.subscribing import subscribe

    out, failed = console(), list[InputError]()
    usual = call.settings.capture.every or None
    for address in addresses:
        try:
            subscribed = subscribe(context, _found(address, find), wish, usual)
        except InputError as error:
            failed.append(error)
            continue
        for line in _told(subscribed, wish.every or usual):
            out.print(line, soft_wrap=True)
    if len(failed) < len(addresses):
        out.print("Next: tracker run")
    for each in failed[:-1]:
        errors().print(f"error: {each}")
    if failed:
        raise failed[-1]


def _found(address: str, find: Find) -> "Found":
    """What the address is; one that does not answer now is taken for an article."""
    from tracker.discovery.model import Kind
    from tracker.services.lists.scouting import Found

    try:
        return find(address)
    except NetworkError as error:
        note = f"taken for an article (else give --as), for it cannot be looked at now: {error}"
        return Found(address, Kind.ARTICLE, notes=(note,))


def _told(subscribed: "Subscribed", every: int | None) -> Iterator[str]:
    from tracker.digest.escaping import inert
    from tracker.discovery.model import Kind

    pace = f"every {every} s" if every else "as often as it changes"
    if subscribed.kind is Kind.ARTICLE:
        yield f"{subscribed.address} is looked at {pace}."
    else:
        title = f" “{subscribed.title}”" if subscribed.title else ""
        yield inert(f"{subscribed.address}: {subscribed.kind}{title}, {_count(subscribed)}.")
    for note in subscribed.notes:
        yield inert(f"  {note}")


def _count(subscribed: "Subscribed") -> str:
    from tracker.discovery.model import Kind

    if subscribed.kind is Kind.OPML:
        return f"{subscribed.lists:,} {'feed' if subscribed.lists == 1 else 'feeds'}"
    if subscribed.kind is Kind.INDEX:
        return f"{subscribed.lists:,} of its sitemaps are looked at"
    return _articles(subscribed.articles)


def _articles(count: int) -> str:
    return f"{count:,} {'article' if count == 1 else 'articles'}"


def _list_watched(call: Call, *, as_json: bool) -> None:
    from tracker.cli.answers import WatchedAddress, Watches
    from tracker.cli.faces.watching import render_watched
    from tracker.services.looks.watching import watched

    with call.open() as context:
        rows = watched(context)
    if as_json:
        names = inspect.signature(WatchedAddress).parameters
        told = [
            WatchedAddress(
                **{name: row[name] for name in names}
                | {"held_for": tuple(json.loads(row["held_for"] or "[]"))}
            )
            for row in rows
        ]
        print_json(Watches, Watches(told))
    else:
        render_watched(console(), rows, call.zone)
