"""Two versions, or two bare texts, compared in one call."""

import pytest

import tracker
from tracker.article.reading import Block, BlockKind, Reading
from tracker.comparing.model import LinkKind
from tracker.understanding.model import ShiftKind, Topic
from tracker.understanding.revision import compare, revise
from tracker.understanding.understood import understand_reading

OLD = "The levee broke at 15 places.\nNobody was hurt."
NEW = "The levee broke at 17 places.\nNobody was hurt."


def reading(text: str) -> Reading:
    return Reading(blocks=tuple(Block(BlockKind.PARAGRAPH, line) for line in text.splitlines()))


def test_compare_is_part_of_the_public_interface() -> None:
    """`tracker.compare` gives edits, shifts, noise and links."""
    revision = tracker.compare(OLD, NEW)
    (shift,) = revision.shifts
    assert (shift.topic, shift.kind, shift.direction) == (Topic.FACT, ShiftKind.REVISED, "up")
    assert [(link.old, link.new) for link in revision.links] == [(0, 0), (1, 1)]
    assert revision.links[1].kind is LinkKind.SAME
    assert [edit.field for edit in revision.edits] == ["block"]
    assert revision.noise == ()


def test_a_string_is_body_text_and_a_line_is_a_block() -> None:
    """A string compares as the reading of its lines does; blank lines are no blocks."""
    assert compare(OLD, NEW) == compare(reading(OLD), reading(NEW))
    assert compare(OLD.replace("\n", "\n\n \n"), NEW) == compare(OLD, NEW)


def test_a_string_is_never_a_path() -> None:
    """What looks like a file name is the text of a body."""
    revision = compare("/etc/hostname", "/etc/hosts")
    assert revision.old_sentences[0].text == "/etc/hostname"


def test_evidence_is_in_the_field_and_the_links_in_the_layout() -> None:
    """Shifts name a field and offsets in it; sentences have offsets of the laid-out reading."""
    old = Reading(headline="Levee breaks", blocks=reading(OLD).blocks)
    new = Reading(headline="Levee breaks", blocks=reading(NEW).blocks)
    revision = compare(old, new)
    (shift,) = revision.shifts
    assert shift.new
    evidence = shift.new.evidence
    assert evidence.field == "block:0"
    assert new.blocks[0].text[evidence.start : evidence.end] == "17"
    assert revision.new_sentences[1].text == "The levee broke at 17 places."
    assert revision.new_sentences[1].start == len("Levee breaks\n\n")


def test_versions_understood_once_compare_alike() -> None:
    """The projections understand each version once and revise pairs of them."""
    old, new = understand_reading(reading(OLD)), understand_reading(reading(NEW))
    assert revise(old, new) == compare(OLD, NEW)


@pytest.mark.parametrize(("old", "new"), [("", ""), ("", NEW), (OLD, ""), ("\n \n", " ")])
def test_empty_texts_compare(old: str, new: str) -> None:
    """Everything appears, everything is withdrawn, or nothing happens."""
    kinds = {shift.kind for shift in compare(old, new).shifts}
    assert kinds <= {ShiftKind.APPEARED, ShiftKind.WITHDRAWN}
    assert bool(kinds) == (bool(old.strip()) or bool(new.strip()))


def test_reversing_a_revision_reverses_its_shifts() -> None:
    """What appeared one way is withdrawn the other way; up is down."""
    there, back = compare(OLD, NEW).shifts, compare(NEW, OLD).shifts
    assert [(s.old and s.old.text, s.new and s.new.text) for s in there] == [
        (s.new and s.new.text, s.old and s.old.text) for s in back
    ]
    assert [shift.direction for shift in back] == ["down"]
