"""Recording a version and folding it back are inverse to each other."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.article.events import (
    ArticleEvent,
    ArticleGone,
    ArticleReturned,
    ArticleTagged,
    ArticleTracked,
    BlockMoved,
    BlockRevised,
    VersionCaptured,
    decode,
)
from tracker.article.fold import Article, Recorded, fold, reading_sha256
from tracker.article.reading import Block, BlockKind, Notice, NoticeKind, Reading
from tracker.article.recording import Captured, Survivor, corrected_events, version_events
from tracker.errors import IntegrityError

START = datetime(2024, 11, 17, 18, 0, tzinfo=UTC)

texts = st.text(st.characters(), max_size=12)
blocks = st.lists(st.builds(Block, st.sampled_from(BlockKind), texts), max_size=8)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    body = tuple(draw(blocks))
    places = ["headline", "dek", *(f"block:{number}" for number in range(len(body)))]
    notices = st.builds(
        Notice,
        st.sampled_from(NoticeKind),
        texts,
        st.none() | st.datetimes(timezones=st.just(UTC)),
        st.sampled_from(places),
        st.integers(0, 5),
    )
    return Reading(
        headline=draw(st.none() | texts),
        dek=draw(st.none() | texts),
        bylines=tuple(draw(st.lists(texts, max_size=2))),
        modified=draw(st.none() | st.datetimes(timezones=st.just(UTC))),
        notices=tuple(draw(st.lists(notices, max_size=3))),
        blocks=body,
        language=draw(st.none() | st.just("en")),
        image=draw(st.none() | st.just("https://a.example/bridge.jpg")),
    )


def commit(number: int, events: Sequence[ArticleEvent]) -> Recorded:
    stored = [decode(event.event, event.payload()) for event in events]
    return Recorded(f"c{number}", START, number, stored)


def record(article: Article, reading: Reading, parent: str | None, kept: dict[int, int]) -> None:
    number = len(article.versions)
    captured = Captured(reading, START + timedelta(hours=number), "https://a.example/", "s", "r")
    base = article.versions[parent] if parent else None
    events = version_events(captured, base, survivors(kept), article.blocks_named)
    article.apply(commit(number, events))


def survivors(kept: dict[int, int]) -> list[Survivor]:
    """`kept` (new -> old) with those that fall behind one before them marked as moved."""
    furthest, found = -1, []
    for new, old in sorted(kept.items()):
        found.append(Survivor(old, new, moved=old < furthest))
        furthest = max(furthest, old)
    return found


def tracked() -> Article:
    return fold(
        "a1", [commit(0, [ArticleTracked(outlet="a.example", address="https://a.example/")])]
    )


@given(readings(), readings(), readings())
def test_a_corrected_reading_takes_the_place_of_the_one_before(
    first: Reading, second: Reading, better: Reading
) -> None:
    """It keeps its place and time; what was recorded on it before stands, what comes next folds."""
    article = tracked()
    record(article, first, None, {})
    record(article, second, "c0", {})
    before = article.versions["c0"]
    events = corrected_events(better, "better", before, (), article.blocks_named)
    article.apply(commit(2, events))
    after = article.versions["c0"]
    assert after.reading_sha256 == reading_sha256(better) == reading_sha256(after.reading)
    assert (after.substance, after.position) == ("better", before.position)
    assert reading_sha256(article.versions["c1"].reading) == reading_sha256(second)
    record(article, second, "c0", {})
    assert reading_sha256(article.versions["c2"].reading) == reading_sha256(second)


@given(st.lists(readings(), min_size=1, max_size=5), st.randoms())
def test_folding_gives_every_version_back_exactly(
    steps: list[Reading], chance: random.Random
) -> None:
    """Whatever the parent and whichever blocks are said to live on, the reading comes back."""
    article = tracked()
    for reading in steps:
        parent = chance.choice([None, *article.versions])
        before = article.versions[parent].reading.blocks if parent else ()
        common = min(len(before), len(reading.blocks))
        pairs = zip(
            chance.sample(range(len(reading.blocks)), common),
            chance.sample(range(len(before)), common),
            strict=True,
        )
        kept = {new: old for new, old in pairs if chance.random() < 0.7}
        record(article, reading, parent, kept)
        latest = list(article.versions.values())[-1].reading
        assert reading_sha256(latest) == reading_sha256(reading)
        assert [block.text for block in latest.blocks] == [block.text for block in reading.blocks]


def test_a_block_keeps_its_id_while_it_lives() -> None:
    """Edited and moved, it is the same block; a new one gets an id that was never used."""
    article = tracked()
    first = Reading(blocks=tuple(Block(BlockKind.PARAGRAPH, text) for text in "abc"))
    then = Reading(blocks=tuple(Block(BlockKind.PARAGRAPH, text) for text in ("c", "x", "a!")))
    record(article, first, None, {})
    record(article, then, "c0", {0: 2, 2: 0})
    ids = [block.id for block in article.versions["c1"].reading.blocks]
    assert ids == ["b3", "b4", "b1"]


def test_only_what_changed_is_recorded() -> None:
    """One moved block is one event, though all the others changed their index."""
    article = tracked()
    body = [Block(BlockKind.PARAGRAPH, f"paragraph {number}") for number in range(30)]
    record(article, Reading(blocks=tuple(body)), None, {})
    moved = [*body[1:], body[0]]
    kept = {number: (number + 1) % 30 for number in range(30)}
    captured = Captured(Reading(blocks=tuple(moved)), START, "https://a.example/", "s", "r")
    events = version_events(captured, article.versions["c0"], survivors(kept), article.blocks_named)
    assert [type(event) for event in events] == [VersionCaptured, BlockMoved]


def test_a_version_that_does_not_fold_to_its_hash_is_refused() -> None:
    article = tracked()
    reading = Reading(blocks=(Block(BlockKind.PARAGRAPH, "10,000 troops"),))
    record(article, reading, None, {})
    captured = Captured(reading, START, "https://a.example/", "s", "r")
    events = version_events(captured, article.versions["c0"], [Survivor(0, 0)], 1)
    forged = [*events, BlockRevised(id="b1", text="12,000 troops")]
    with pytest.raises(IntegrityError, match="does not fold"):
        article.apply(commit(1, forged))


def test_the_timeline_is_ordered_by_observation_and_leaves_repeats_out() -> None:
    article = tracked()
    for hour, substance in ((3, "B"), (1, "A"), (2, "A"), (4, "A")):
        when = START + timedelta(hours=hour)
        captured = Captured(Reading(), when, "https://a.example/", substance, "r")
        article.apply(commit(hour, version_events(captured, None, (), 0)))
    assert [version.id for version in article.timeline()] == ["c1", "c3", "c4"]


def test_tags_addresses_and_presence_fold_too() -> None:
    article = tracked()
    article.apply(
        commit(1, [ArticleTagged(tags=("war", "missiles")), ArticleTagged(tags=("war",))])
    )
    article.apply(commit(2, [ArticleGone(status=410, observed_at=START)]))
    assert (article.outlet, article.tags, article.gone) == ("a.example", ["war", "missiles"], True)
    article.apply(commit(3, [ArticleReturned(observed_at=START)]))
    assert not article.gone


def test_an_event_of_a_newer_tracker_is_named() -> None:
    with pytest.raises(IntegrityError, match=r"article\.sung.*newer"):
        decode("article.sung", {})
    with pytest.raises(IntegrityError, match=r"article\.gone.*cannot be read"):
        decode("article.gone", {"status": "x"})
