"""One article has many addresses; which look is of which article."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from tests.contract.desk import ADDRESS, NOON, desk, page
from tracker.errors import InputError
from tracker.projections.queries import Among, article_records
from tracker.projections.tables import addresses
from tracker.services.context import Context
from tracker.services.taking.look import Look
from tracker.services.taking.tracking import Taken, take

AMP = "https://amp.harbour-post.example/ferries/night-boat?page=amp-view"


@pytest.fixture
def context(database: str) -> Iterator[Context]:
    with desk(database) as opened:
        yield opened


def calling_itself(address: str, boats: int = 10_000) -> bytes:
    """A page that names its own address."""
    link = f'<link rel="canonical" href="{address}"></head>'
    return page(boats).replace(b"</head>", link.encode())


def seen(context: Context, address: str, body: bytes, tags: tuple[str, ...] = ()) -> Taken:
    return take(context, Look(address, body, context.clock(), dated=True, tags=tags))


@pytest.mark.parametrize(
    "other",
    [
        f"{ADDRESS}?utm_source=letter&fbclid=x#comments",
        ADDRESS.replace("https", "http"),
        ADDRESS.replace("www.", "m."),
        ADDRESS.upper().replace("HTTPS", "https"),
        f"{ADDRESS}/",
    ],
)
def test_spellings_of_one_address_are_one_article(context: Context, other: str) -> None:
    assert seen(context, ADDRESS, page()).article == seen(context, other, page(9)).article


def test_a_page_tells_its_own_address(context: Context) -> None:
    """Met under another one first or last, it is one article, found under both."""
    met = seen(context, AMP, calling_itself(ADDRESS))
    assert seen(context, ADDRESS, page(9)).article == met.article
    again = seen(context, AMP, page(10))
    assert (again.article, again.version) == (met.article, 3)
    with context.engine.connect() as connection:
        assert len(connection.execute(select(addresses)).all()) == 2


def test_another_outlets_address_is_not_believed(context: Context) -> None:
    """A syndicated copy names the original; it is the copy's own article all the same."""
    original = seen(context, ADDRESS, page())
    copy = seen(context, "https://coast-radio.example/a", calling_itself(ADDRESS))
    assert copy.article != original.article
    with context.engine.connect() as connection:
        outlets = {record.outlet for record in article_records(connection, Among())}
    assert outlets == {"harbour-post.example", "coast-radio.example"}


def test_a_saved_page_is_of_the_address_it_names(context: Context) -> None:
    """Without --url: the file's own path tells nothing."""
    saved = seen(context, "file:///tmp/saved%20page.html", calling_itself(ADDRESS))
    assert seen(context, ADDRESS, page(9)).article == saved.article


NO_ADDRESS = (
    *("http://[::1", "file:///etc/passwd", "javascript:x", "http://a..example/x"),
    *("https://www.harbour-post.example:99999/x", "https://www.harbour-post.example:x/"),
)


@pytest.mark.parametrize("told", NO_ADDRESS)
def test_an_address_that_is_none_is_not_believed(context: Context, told: str) -> None:
    """The page is taken in under the address it was met at."""
    assert seen(context, ADDRESS, calling_itself(told)).version == 1
    with context.engine.connect() as connection:
        assert len(connection.execute(select(addresses)).all()) == 1


@pytest.mark.parametrize("told", NO_ADDRESS)
def test_a_saved_page_with_such_an_address_is_known_by_its_path(
    context: Context, told: str
) -> None:
    saved = "file:///tmp/saved.html"
    first = seen(context, saved, calling_itself(told))
    assert seen(context, saved, page(9)).article == first.article


def test_tags_add_up(context: Context) -> None:
    """Each once, whoever gives them again."""
    for tags in (("sea", "north"), ("sea",), ("islands", "sea"), ()):
        seen(context, ADDRESS, page(), tags)
    with context.engine.connect() as connection:
        (record,) = article_records(connection, Among(tag="sea"))
    assert record.tags == ("islands", "north", "sea")


@pytest.mark.parametrize("address", ["", "boat", "ftp://x.example/a", "http://", "http://[::1"])
def test_what_is_no_address_is_refused_and_leaves_nothing(context: Context, address: str) -> None:
    with pytest.raises(InputError):
        take(context, Look(address, page(), NOON, dated=True))
    assert context.store.head().position == 0
