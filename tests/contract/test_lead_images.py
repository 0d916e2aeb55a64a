"""The lead image over an article's versions: an event, a version, and no shift of facts."""

from collections.abc import Iterator

import pytest

from tests.contract.desk import desk, look, page, take_all
from tracker.capture.archive import Outcome
from tracker.projections.queries import Among, Span, version_records
from tracker.projections.shifted import shift_records
from tracker.services.context import Context
from tracker.services.keeping.verifying import verify_all
from tracker.services.taking.noise import noise_looks

BRIDGE = "https://img.harbour-post.example/bridge.jpg"
TUNNEL = "https://img.harbour-post.example/tunnel.jpg"
DAYS = ("Sunday", "Monday")


@pytest.fixture
def context(database: str) -> Iterator[Context]:
    with desk(database) as opened:
        yield opened


def showing(image: str, caption: str = "") -> bytes:
    declared = f'<meta property="og:image" content="{image}"></head>'.encode()
    figure = f'<figure><img src="{image}"><figcaption>{caption}</figcaption></figure>'
    body = page(extra=figure if caption else "")
    return body.replace(b"</head>", declared, 1)


def test_another_lead_image_is_a_version_and_no_shift(context: Context) -> None:
    first, second = take_all(context, [look(showing(BRIDGE), 0), look(showing(TUNNEL), 5)])
    assert (first.outcome, second.outcome) == (Outcome.VERSION, Outcome.VERSION)
    types = [event.type for event in context.store.read_all()]
    assert types[-2:] == ["version.captured", "image.revised"]
    with context.engine.connect() as connection:
        versions = version_records(connection, Among())
        assert shift_records(connection, Among(), Span()) == []
    assert [version.image for version in versions] == [BRIDGE, TUNNEL]
    assert verify_all(context).ok


def test_another_size_of_it_is_noise(context: Context) -> None:
    sizes = [look(showing(f"{BRIDGE}?w={width}&s={width}a"), width) for width in (320, 640)]
    first, second = take_all(context, sizes)
    assert (second.outcome, second.reasons) == (Outcome.NOISE, ("image delivery",))
    ((_, (noise,)),) = noise_looks(context, first.article)
    assert (noise.old, noise.new) == (f"{BRIDGE}?w=320&s=320a", f"{BRIDGE}?w=640&s=640a")


def test_another_caption_is_a_version(context: Context) -> None:
    captions = [f"The night boat at its berth in the old harbour on {day}." for day in DAYS]
    looks = [look(showing(BRIDGE, words), at) for at, words in enumerate(captions)]
    _, second = take_all(context, looks)
    assert second.outcome is Outcome.VERSION
    assert [event.type for event in context.store.read_all()][-1] == "block.revised"
