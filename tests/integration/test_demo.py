"""The demo: the sample evening over real HTTP, seen as its manifest says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.bootstrap import open_context
from tracker.config import load_settings
from tracker.projections.queries import (
    Among,
    Span,
    article_records,
    presence_records,
    story_records,
    version_records,
)
from tracker.projections.shifted import shift_records
from tracker.services.context import Context
from tracker.services.demo import Scene, SimulatedClock, play
from tracker.services.keeping.verifying import verify_all
from tracker.services.looks.seen import Sight
from tracker.services.looks.watching import watched
from tracker.services.sample import load_sample
from tracker.understanding.model import ShiftKind

STORY = load_sample()


@pytest.fixture(scope="module")
def played(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Context, list[Scene]]]:
    """The evening, played once."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    path.write_bytes(sqlite_template.read_bytes())
    clock = SimulatedClock(STORY.looks[0].at)
    settings = load_settings(flags={"database_url": str(path), "zone": STORY.zone})
    with open_context(settings, clock=clock) as context:
        yield context, list(play(context, STORY, clock))


def test_every_look_is_taken_at_its_time(played: tuple[Context, list[Scene]]) -> None:
    _, scenes = played
    assert [scene.look for scene in scenes] == list(STORY.looks)
    assert all(scene.seen.sight is not Sight.FAILED for scene in scenes)
    taken = [scene for scene in scenes if scene.seen.sight is Sight.TAKEN]
    assert all(scene.look.page is not None for scene in taken)


def test_the_story_holds_all_outlets_in_several_versions(
    played: tuple[Context, list[Scene]],
) -> None:
    context, _ = played
    with context.engine.connect() as connection:
        records = article_records(connection, Among(story=STORY.name))
        (story,) = story_records(connection)
    assert {record.outlet for record in records} == {o.domain for o in STORY.outlets}
    assert all(2 <= record.versions <= 4 for record in records)
    assert len(story.articles) == len(STORY.articles)


def test_what_the_sample_is_there_to_show_is_seen(played: tuple[Context, list[Scene]]) -> None:
    """A take-down and a return, noise without a version, a headline there and back, silence and
    notices."""
    context, scenes = played
    with context.engine.connect() as connection:
        presence = presence_records(connection, Among(), Span())
        shifts = shift_records(connection, Among(), Span())
        versions = version_records(connection, Among())
    assert [record.kind for record in presence] == ["gone", "returned"]
    assert any(scene.seen.taken and scene.seen.taken.reasons for scene in scenes)
    headlines: dict[str, list[str | None]] = {}
    for version in versions:
        headlines.setdefault(version.article, []).append(version.headline)
    assert any(1 < len(set(said)) < len(said) for said in headlines.values())
    assert {shift.announced for shift in shifts} == {True, False}
    assert {ShiftKind.REVISED, ShiftKind.WITHDRAWN} <= {record.shift.kind for record in shifts}


def test_nothing_is_left_watched_and_the_log_holds(played: tuple[Context, list[Scene]]) -> None:
    context, _ = played
    assert watched(context) == []
    assert verify_all(context).ok
