"""The server that plays the sample story, looked at the way the demo looks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.capture.fetch import Fetcher
from tracker.capture.model import Validators
from tracker.network.client import open_client
from tracker.network.guard import Guard
from tracker.services.sample import SampleLook, SampleSite, load_sample

STORY = load_sample()


@dataclass
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def playing(at: datetime) -> Iterator[tuple[Clock, Fetcher]]:
    clock = Clock(at)
    with (
        SampleSite(STORY, clock) as site,
        open_client(Guard(resolve=site.resolve), user_agent="tracker-test/1") as client,
    ):
        yield clock, Fetcher(client, clock=clock)


def looks(key: str) -> list[SampleLook]:
    address = next(article.address for article in STORY.articles if article.key == key)
    return [look for look in STORY.looks if look.address == address]


def test_every_look_finds_what_the_manifest_says() -> None:
    """The whole evening over HTTP: bytes, statuses and times."""
    with playing(STORY.looks[0].at) as (clock, fetcher):
        for look in STORY.looks:
            clock.now = look.at
            capture = fetcher.look(look.address)
            assert (capture.status, capture.body) == (look.status, look.page)
            assert capture.observed_at == look.at


def test_a_page_that_has_not_changed_answers_304() -> None:
    """Asked with the validators of an earlier look, however long ago."""
    first, corrected, again, later = looks("wire")
    with playing(first.at) as (clock, fetcher):
        known: Validators | None = None
        statuses = []
        for look in (first, corrected, again, later):
            clock.now = look.at
            capture = fetcher.look(look.address, known)
            known = capture.validators
            statuses.append(capture.status)
    assert statuses == [200, 200, 304, 200]


def test_a_page_stands_until_its_next_look() -> None:
    """Between two entries of the timeline the earlier one holds; before the first, nothing does."""
    first, second, *_ = looks("ledger")
    moment = timedelta(seconds=1)
    with playing(first.at - moment) as (clock, fetcher):
        assert fetcher.look(first.address).status == 404
        clock.now = second.at - moment
        assert fetcher.look(first.address).body == first.page
        clock.now = second.at
        assert fetcher.look(first.address).body == second.page


def test_only_the_storys_own_addresses_are_served() -> None:
    """Another path is not there, and neither is one outlet's path at another's host."""
    wire, ledger = looks("wire")[0].address, looks("ledger")[0].address
    with playing(STORY.looks[-1].at) as (_, fetcher):
        assert fetcher.look(wire + "elsewhere").status == 404
        host = wire.split("/")[2]
        path = ledger.split("/", 3)[3]
        assert fetcher.look(f"http://{host}/{path}").status == 404


def test_it_listens_on_loopback_only() -> None:
    """Nobody else on the network can read over the demo's shoulder."""
    with SampleSite(STORY, Clock(STORY.looks[0].at)) as site:
        assert set(site.resolve.values()) == {f"127.0.0.1:{site.port}"}
        assert set(site.resolve) == {outlet.domain for outlet in STORY.outlets}
