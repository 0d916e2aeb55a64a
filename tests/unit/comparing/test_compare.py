"""Two readings compared: edits, links and noise."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.comparing.growth import growth
from tracker.article.reading import Block, BlockKind, Reading, lay_out
from tracker.comparing.compare import compare_readings
from tracker.comparing.model import Edit, EditKind, LinkKind

LEAD = "The ferry Aurora ran aground off Lund Island on Monday evening with 212 people on board."
RESCUE = "Fishing boats brought all passengers ashore. Nobody was hurt, the coast guard said."
REFUND = "The company will refund all tickets, it said in a short statement on its website."
CAPTAIN = "Captain Mirko Falk has sailed the route between Lund and the mainland for years."
DIVERS = "Divers will look at the hull on Wednesday."
AT = datetime(2025, 3, 3, 18, 0, tzinfo=UTC)


def article(*texts: str, headline: str | None = "Ferry runs aground off Lund") -> Reading:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    return Reading(headline=headline, blocks=blocks)


def edits(old: Reading, new: Reading) -> list[tuple[EditKind, str, str | None, str | None]]:
    found = compare_readings(old, new).edits
    return [(edit.kind, edit.field, edit.old, edit.new) for edit in found]


def test_equal_readings_differ_in_nothing() -> None:
    reading = article(LEAD, RESCUE)
    comparison = compare_readings(reading, reading)
    assert (comparison.edits, comparison.noise) == ((), ())
    assert {link.kind for link in comparison.links} == {LinkKind.SAME}


def test_a_revised_block_tells_the_words_that_changed() -> None:
    new = LEAD.replace("212", "at least 212")
    (edit,) = compare_readings(article(LEAD, RESCUE), article(new, RESCUE)).edits
    assert (edit.kind, edit.old_blocks, edit.new_blocks) == (EditKind.REVISED, (0,), (0,))
    (word,) = edit.words
    assert (word.old, word.new.strip()) == ("", "at least")
    assert new[slice(*word.new_span)] == word.new


def test_added_removed_and_moved_blocks_are_told_in_order() -> None:
    old = article(LEAD, RESCUE, CAPTAIN, REFUND)
    new = article(DIVERS, REFUND, LEAD, CAPTAIN)
    assert edits(old, new) == [
        (EditKind.ADDED, "block", None, DIVERS),
        (EditKind.MOVED, "block", REFUND, REFUND),
        (EditKind.REMOVED, "block", RESCUE, None),
    ]


def test_a_split_block_is_one_edit() -> None:
    first, second = RESCUE.split(". ")
    (edit,) = compare_readings(article(LEAD, RESCUE), article(LEAD, f"{first}.", second)).edits
    assert (edit.kind, edit.new_blocks) == (EditKind.SPLIT, (1, 2))
    assert edit.new == f"{first}.\n\n{second}"


def test_fields_are_compared_each_by_its_kind() -> None:
    old = Reading(headline="Ferry sinks", bylines=("Ana Ruiz",), published=AT, language="en")
    new = Reading(headline="Ferry runs aground", bylines=("Ana Ruiz", "Bo Falk"), modified=AT)
    assert edits(old, new) == [
        (EditKind.REVISED, "headline", "Ferry sinks", "Ferry runs aground"),
        (EditKind.REVISED, "bylines", "Ana Ruiz", "Ana Ruiz; Bo Falk"),
        (EditKind.REMOVED, "published", "2025-03-03T18:00:00+00:00", None),
        (EditKind.ADDED, "modified", None, "2025-03-03T18:00:00+00:00"),
        (EditKind.REMOVED, "language", "en", None),
    ]


def test_one_moment_in_two_zones_is_no_edit() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=-5)))
    assert edits(Reading(published=AT), Reading(published=elsewhere)) == []


def test_typography_alone_is_noise_and_no_edit() -> None:
    old, new = article("“It’s over,” Falk said."), article('"It\'s over," Falk said.')
    comparison = compare_readings(old, new)
    assert comparison.edits == ()
    assert [(each.old, each.new) for each in comparison.noise] == [
        ("“It’s over,” Falk said.", '"It\'s over," Falk said.')
    ]
    assert [link.kind for link in comparison.links] == [LinkKind.SAME] * 2


def test_a_headline_links_to_a_headline_however_it_was_rewritten() -> None:
    old = article(LEAD, headline="Ferry runs aground off Lund")
    new = article(LEAD, headline="Hundreds rescued at sea")
    (first, *_) = compare_readings(old, new).links
    assert (first.old, first.new) == (0, 0)


def test_sentences_of_a_moved_block_stay_linked() -> None:
    comparison = compare_readings(article(LEAD, RESCUE, REFUND), article(REFUND, LEAD, RESCUE))
    linked = {
        (comparison.old_sentences[link.old].text, comparison.new_sentences[link.new].text)
        for link in comparison.links
    }
    assert all(old == new for old, new in linked)
    assert len(comparison.links) == len(comparison.old_sentences) == len(comparison.new_sentences)


def test_a_standing_notice_is_compared_like_any_block() -> None:
    notice = Block(BlockKind.NOTICE, "Correction: An earlier version misstated the toll.")
    old = article(LEAD)
    new = Reading(headline=old.headline, blocks=(*old.blocks, notice))
    assert edits(old, new) == [(EditKind.ADDED, "block", None, notice.text)]


TEXTS = st.lists(st.sampled_from([LEAD, RESCUE, REFUND, LEAD[:60], "“No.”"]), max_size=6)


@given(TEXTS, TEXTS)
def test_offsets_of_sentences_are_those_of_the_laid_out_reading(
    old: list[str], new: list[str]
) -> None:
    before, after = article(*old), article(*new)
    comparison = compare_readings(before, after)
    for reading, sentences in (
        (before, comparison.old_sentences),
        (after, comparison.new_sentences),
    ):
        text = lay_out(reading).text
        assert all(text[s.start : s.end] == s.text for s in sentences)
        assert "".join(text.split()) == "".join("".join(s.text.split()) for s in sentences)


@given(TEXTS, TEXTS)
def test_edits_of_blocks_tell_all_that_changed(old: list[str], new: list[str]) -> None:
    """Blocks that no edit names are equal on both sides, and stand in the same order."""
    found = compare_readings(article(*old), article(*new)).edits
    assert _untouched(old, found, "old_blocks") == _untouched(new, found, "new_blocks")


def _untouched(texts: list[str], found: tuple[Edit, ...], side: str) -> list[str]:
    touched = {number for edit in found for number in getattr(edit, side)}
    return [text for number, text in enumerate(texts) if number not in touched]


@pytest.mark.parametrize("module", ["compare", "align", "sentences", "words"])
def test_importing_loads_neither_pydantic_nor_deepdiff(module: str) -> None:
    program = (
        f"import sys, tracker.comparing.{module};"
        "print([m for m in ('pydantic', 'deepdiff', 'trafilatura') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


@pytest.mark.parametrize("unit", ["A ", "a,", "No. ", "U.S. ", "Aa Bb. ", "? ", "It goes on. "])
def test_a_hostile_paragraph_takes_no_longer_than_its_length(unit: str) -> None:
    """Eight times the text takes far less than 64 times as long."""

    def work(size: int) -> Callable[[], object]:
        half = unit * (size // len(unit) // 2)
        old, new = article(half * 2), article(f"{half} x {half}")
        return lambda: compare_readings(old, new)

    assert growth(work, 20_000, 8) < 16


def test_one_changed_word_of_an_endless_paragraph_is_told() -> None:
    """Where sentences are no longer looked for, words still are."""
    paragraph = "The tide rose. " * 20_000
    (edit,) = compare_readings(article(paragraph), article(paragraph + "Boats sank.")).edits
    assert [word.new.strip() for word in edit.words] == ["Boats sank."]
