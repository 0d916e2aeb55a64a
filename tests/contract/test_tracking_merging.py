"""Two addresses found to be one article: merged by event, with the whole history kept."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.contract.desk import ADDRESS, NOON, desk, dump, page
from tests.contract.test_tracking_addresses import calling_itself
from tracker.projections.queries import Among, Span, article_records, version_records
from tracker.projections.shifted import shift_records
from tracker.services.context import Context
from tracker.services.keeping.verifying import verify_all
from tracker.services.taking.look import Look
from tracker.services.taking.merging import merge_into
from tracker.services.taking.tracking import Taken, take

PRINT = "https://www.harbour-post.example/print?id=77"
OTHER = "https://www.harbour-post.example/weather/storm-warning"
FERRIES = "https://www.harbour-post.example/ferries"
STORM = b"""<!DOCTYPE html><html lang="en"><head><title>Storm warning</title></head><body><article>
<h1>Storm warning for the outer islands</h1>
<p>The weather office expects gusts of 30 metres a second on the outer islands from Monday evening,
and advises those who have boats in the western harbours to move them before noon.</p>
<p>Schools will decide in the morning whether to open, the island council said on Sunday, and asked
parents to listen to the radio before they send their children on the way.</p>
</article></body></html>"""


@pytest.fixture
def context(database: str) -> Iterator[Context]:
    with desk(database) as opened:
        yield opened


def see(
    context: Context, address: str, body: bytes, minute: int, moved: tuple[str, ...] = ()
) -> Taken:
    at = NOON + timedelta(minutes=minute)
    return take(context, Look(address, body, at, dated=True, moved=moved))


def told(context: Context) -> list[tuple[int | None, int]]:
    """Every version's number and the minute it was observed in."""
    with context.engine.connect() as connection:
        found = version_records(connection, Among())
    return [(v.number, int((v.observed_at - NOON).total_seconds() // 60)) for v in found]


def test_a_page_that_names_another_article_as_its_own_is_merged_into_it(context: Context) -> None:
    """Both were watched for a while; then the print page tells which article it is of."""
    home = see(context, ADDRESS, page(10_000), 0).article
    printed = see(context, PRINT, page(11_000), 10).article
    assert printed != home
    merged = see(context, PRINT, calling_itself(ADDRESS, 11_000), 20)
    assert (merged.article, merged.is_new_article) == (home, False)
    with context.engine.connect() as connection:
        (record,) = article_records(connection, Among())
        shifts = shift_records(connection, Among(), Span())
    assert record.id == home
    assert told(context) == [(1, 0), (2, 10)]
    assert [shift.shift.new.text for shift in shifts if shift.shift.new] == ["11,000"]
    assert see(context, PRINT, page(12_000), 30).article == home
    assert verify_all(context).ok


def test_a_permanent_redirect_to_a_known_article_merges_too(context: Context) -> None:
    home = see(context, ADDRESS, page(10_000), 0).article
    see(context, PRINT, page(11_000), 10)
    merged = see(context, PRINT, page(12_000), 20, moved=(ADDRESS,))
    assert merged.article == home
    assert told(context) == [(1, 0), (2, 10), (3, 20)]


def test_a_merger_broken_off_is_finished_by_the_next_look(context: Context) -> None:
    """Its looks were handed over, but the merger was not recorded."""
    home = see(context, ADDRESS, page(10_000), 0).article
    printed = see(context, PRINT, page(11_000), 10).article
    store, context.store.append = context.store, None  # type: ignore[assignment, method-assign]
    with pytest.raises(TypeError):
        merge_into(context, printed, home)
    del store.append
    assert see(context, PRINT, calling_itself(ADDRESS, 11_000), 20).article == home
    assert told(context) == [(1, 0), (2, 10)]


def test_the_merged_history_is_the_same_after_a_rebuild(context: Context) -> None:
    see(context, ADDRESS, page(10_000), 0)
    see(context, PRINT, page(11_000), 10)
    see(context, PRINT, calling_itself(ADDRESS, 12_000), 20)
    before = dump(context)
    context.projector.rebuild()
    assert dump(context) == before


@pytest.mark.parametrize("named", [OTHER, FERRIES, "https://www.harbour-post.example/"])
def test_a_page_is_not_believed_to_be_what_it_does_not_resemble(
    context: Context, named: str
) -> None:
    """A template that names the home page, the section or another article everywhere."""
    storm = see(context, OTHER, STORM, 0).article
    boat = see(context, ADDRESS, calling_itself(named), 10).article
    again = see(context, f"{FERRIES}/day-boat", calling_itself(named, 77), 20).article
    assert len({storm, boat, again}) == 3
