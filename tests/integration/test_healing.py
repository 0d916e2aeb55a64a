"""What an outlet's pages have taught about reading them, from look to look."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tracker.article.reading import Block
from tracker.bootstrap import open_context
from tracker.capture.archive import Outcome
from tracker.capture.tables import recipes
from tracker.config import Settings
from tracker.projections.streams import load_article
from tracker.reading.pages.body import body_blocks
from tracker.reading.pages.recipes import Usual, Way
from tracker.services.context import Context
from tracker.services.taking.healing import expected_of
from tracker.services.taking.holding import Verdict, take_or_hold
from tracker.services.taking.look import Look

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
TOWNS = ("Kelby", "Velden", "Tarnwick", "Skarn")


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with open_context(Settings(database_url=str(tmp_path / "log.db"), zone="UTC")) as context:
        yield context


def address(number: int) -> str:
    return f"https://paper.example/news/{number}"


def markup(number: int, boats: int = 17) -> bytes:
    town = TOWNS[number]
    texts = [
        f"In part {part} of its plan {town} asks for {part + 3} more years to rebuild the quay, "
        f"although the {part + 20} owners beside it had been told that all would be done by spring."
        for part in range(12)
    ]
    shown = "".join(f"<p>{text}</p>" for text in (*texts, f"There are {boats} boats in {town}."))
    return f"<html><title>{town}</title><body><h1>{town} waits</h1>{shown}</body></html>".encode()


def take(context: Context, number: int, turn: int, boats: int = 17) -> Verdict:
    seen = NOON + timedelta(minutes=10 * turn)
    return take_or_hold(context, Look(address(number), markup(number, boats), seen, dated=True))


def break_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the extractor finds no more than the first paragraphs of a page."""

    def first(tree: Any) -> list[Block]:
        return body_blocks(tree)[:4]

    monkeypatch.setattr("tracker.reading.pages.html.body_blocks", first)


def test_what_an_outlets_pages_gave_is_remembered_of_accepted_looks(context: Context) -> None:
    """Other outlets know nothing of it, and a look that is held teaches nothing."""
    for number in range(3):
        take(context, number, number)
    usual = expected_of(context, address(9))
    assert usual.way is Way.EXTRACTOR
    assert usual.length > 1500
    assert expected_of(context, "https://other.example/1") == Usual()
    before = _recipes(context)
    wall = b"<html><title>Please wait</title><body><p>Verify you are human.</p></body></html>"
    held = take_or_hold(context, Look(address(0), wall, NOON + timedelta(hours=1), dated=True))
    assert held.taken is None
    assert _recipes(context) == before


def test_an_extractor_that_fails_with_an_outlet_is_no_news(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its articles keep their length, and what is edited in the rest of them is found."""
    for number in range(3):
        take(context, number, number)
    break_extractor(monkeypatch)
    same = take(context, 0, 5).taken
    assert same
    assert same.outcome is not Outcome.VERSION
    edited = take(context, 0, 6, boats=18).taken
    assert edited
    assert edited.outcome is Outcome.VERSION
    article = load_article(context.store, edited.article)
    assert [len(each.reading.blocks) for each in article.versions.values()] == [13, 13]


def test_what_was_missed_before_the_memory_is_put_right_first(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version that was cut short is corrected; the next look tells of its edit alone."""
    with monkeypatch.context() as broken:
        break_extractor(broken)
        cut = take(context, 3, 0).taken
    for number in range(3):
        take(context, number, number + 1)
    break_extractor(monkeypatch)
    edited = take(context, 3, 6, boats=18).taken
    assert cut
    assert edited
    assert edited.outcome is Outcome.VERSION
    article = load_article(context.store, cut.article)
    first, second = (each.reading.text for each in article.versions.values())
    assert second == first.replace("17 boats", "18 boats")


def _recipes(context: Context) -> list[Any]:
    with context.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(recipes)) == 1
        return list(connection.execute(select(recipes)))
