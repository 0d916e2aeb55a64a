"""Finding out what an address is: looked at once, as politely as ever."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tracker.article.identity import canonical_address, outlet_of
from tracker.capture.fetch import MAX_REDIRECTS, Fetcher
from tracker.capture.model import Capture
from tracker.capture.politeness import end_turn, gap_of, take_turn
from tracker.capture.robots import RobotsCache
from tracker.config import CaptureSettings
from tracker.discovery.model import Kind, Listing
from tracker.discovery.pages import Page, fitting_feed
from tracker.discovery.recognise import recognise
from tracker.errors import InputError, NetworkError, TrackerError
from tracker.services.context import Context
from tracker.services.looks.following import Follower, NotNowError

LONGEST_WAIT = timedelta(seconds=60)
"""How long a domain is waited for that is busy with other looks."""

MOST_BYTES = 8_000_000
"""The largest OPML file."""

_STEP = 0.25


@dataclass(frozen=True, slots=True)
class Found:
    """What an address is. `address` is the one to watch: the feed of a section that has one.

    `listing` is what a list holds, `capture` the look that saw it, to be taken in at once. `notes`
    tell of choices that were made, and of ones that the reader may make.
    """

    address: str
    kind: Kind
    listing: Listing | None = None
    capture: Capture | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scout:
    """Finds out what addresses are; keeps to robots.txt and to the pauses that all looks keep."""

    context: Context
    settings: CaptureSettings
    fetcher: Fetcher
    wait: Callable[[float], object] = time.sleep

    def find_out(self, address: str) -> Found:
        """What an address, or a local OPML file, is.

        Raises InputError where it is nothing that can be watched, NetworkError where it does not
        answer, or must not be looked at.
        """
        if "://" not in address and Path(address).is_file():
            return _read_file(Path(address))
        asked = canonical_address(address)
        if not asked.startswith("http"):
            raise InputError(f"{address!r} cannot be watched: give an http or https address.")
        capture = self._look(asked)
        lives = capture.moved[-1] if capture.moved else capture.address
        found = self._recognised(capture)
        if isinstance(found, Listing):
            return Found(lives, found.kind, found, capture)
        return self._of_page(found, lives, capture)

    def _of_page(self, page: Page, address: str, capture: Capture) -> Found:
        offered = fitting_feed(page, address)
        is_home = not capture.final_address.split("/", 3)[3]
        if page.is_article or not (page.links or is_home):
            notes = tuple(f"it names a feed: {feed}" for feed, _ in page.feeds[:1])
            return Found(address, Kind.ARTICLE, notes=notes)
        section = Found(address, Kind.SECTION, page.listing, capture)
        if offered and (feed := self._feed(offered, section)):
            return feed
        if not page.links:
            raise InputError(
                f"{address} links to no articles (are they put in by a script?). Give the"
                " address of a feed or a sitemap."
            )
        return _with_offer(section, page)

    def _feed(self, feed: str, section: Found) -> Found | None:
        """The feed in place of its section, if there is one and it lists anything."""
        try:
            capture = self._look(feed)
            listing = self._recognised(capture)
        except TrackerError:
            return None
        if not isinstance(listing, Listing) or listing.kind is not Kind.FEED or not listing.entries:
            return None
        note = f"{section.address} names this feed, which is watched in its place"
        return Found(feed, Kind.FEED, listing, capture, (note,))

    def _recognised(self, capture: Capture) -> Listing | Page:
        if capture.body is None:
            raise NetworkError(f"{capture.address}: answered {capture.status}.")
        now = self.context.clock()
        try:
            return recognise(capture.body, capture.final_address, now, capture.media_type)
        except InputError as error:
            raise InputError(
                f"{capture.address} cannot be watched: {error}. Say what it is with --as, if it is"
                " something else most of the time."
            ) from error

    def _look(self, address: str) -> Capture:
        robots = RobotsCache(self.context.engine, self.settings.user_agent)
        for _ in range(MAX_REDIRECTS + 1):  # each may lead to a domain that is busy
            try:
                return self._look_once(address, robots)
            except NotNowError as busy:
                self.wait(busy.wait.total_seconds())
        raise NetworkError(f"{address} leads to where others are busy. Try again in a minute.")

    def _look_once(self, address: str, robots: RobotsCache) -> Capture:
        domain = outlet_of(address) or ""
        rules = robots.known(address, self.context.clock())
        if rules is None:
            self._take_turn(domain)
            rules = robots.ask(self.fetcher, address, self.context.clock())
            self._end_turn(domain, gap_of(self.settings.gap, rules.crawl_delay))
        if not rules.allows(address):
            raise NetworkError(rules.refusal(address))
        self._take_turn(domain)
        try:
            with self._follower(robots, domain) as follower:
                return self.fetcher.look(address, may_follow=follower.may_follow)
        finally:
            self._end_turn(domain, gap_of(self.settings.gap, rules.crawl_delay))

    def _follower(self, robots: RobotsCache, domain: str) -> Follower:
        context, gap = self.context, self.settings.gap
        engine, clock = context.engine, context.clock
        return Follower(engine, robots, self.fetcher, clock, gap, {domain}, self._lease)

    @property
    def _lease(self) -> timedelta:
        return timedelta(seconds=self.settings.lease)

    def _take_turn(self, domain: str) -> None:
        waited = 0.0
        while not take_turn(self.context.engine, domain, self.context.clock(), self._lease):
            if waited >= LONGEST_WAIT.total_seconds():
                raise NetworkError(f"{domain} is busy with other looks. Try again in a minute.")
            self.wait(_STEP)
            waited += _STEP

    def _end_turn(self, domain: str, gap: timedelta) -> None:
        end_turn(self.context.engine, domain, self.context.clock(), gap)


def _with_offer(section: Found, page: Page) -> Found:
    notes = tuple(f"it names a feed that may list more: {feed}" for feed, _ in page.feeds[:1])
    return Found(section.address, section.kind, section.listing, section.capture, notes)


def _read_file(path: Path) -> Found:
    from tracker.discovery.opml import read_opml
    from tracker.discovery.text import decode

    try:
        with path.open("rb") as file:
            body = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    if len(body) > MOST_BYTES:
        raise InputError(f"{path} is larger than {MOST_BYTES:,} bytes, and was not read.")
    try:
        listing = read_opml(decode(body), "")
    except InputError as error:
        raise InputError(
            f"{path} cannot be watched: {error}. Pages are taken in with 'tracker ingest'."
        ) from error
    return Found(str(path), Kind.OPML, listing)
