"""How the blocks of two readings line up."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.comparing.growth import growth
from tracker.article.reading import Block, BlockKind
from tracker.comparing.blocks import BlockAlignment, BlockPair, align_blocks

LEAD = "The ferry Aurora ran aground off Lund Island on Monday evening with 212 people on board."
RESCUE = "Fishing boats brought all passengers ashore within two hours, the coast guard said."
CAPTAIN = "Captain Mirko Falk has sailed the route between Lund and the mainland for twenty years."
REFUND = "The company will refund all tickets, it said in a short statement on its website."


def paragraphs(*texts: str) -> list[Block]:
    return [Block(BlockKind.PARAGRAPH, text) for text in texts]


def align(old: list[str], new: list[str]) -> BlockAlignment:
    return align_blocks(paragraphs(*old), paragraphs(*new))


def test_equal_blocks_pair_and_nothing_else_happens() -> None:
    alignment = align([LEAD, RESCUE], [LEAD, RESCUE])
    assert alignment == BlockAlignment((BlockPair(0, 0), BlockPair(1, 1)), (), (), (), ())


def test_a_revised_block_keeps_its_identity() -> None:
    revised = RESCUE.replace("two hours", "three hours")
    alignment = align([LEAD, RESCUE, REFUND], [LEAD, CAPTAIN, revised])
    assert alignment.pairs == (BlockPair(0, 0), BlockPair(1, 2))
    assert (alignment.added, alignment.removed) == ((1,), (2,))


def test_only_the_block_that_left_its_place_is_moved() -> None:
    alignment = align([LEAD, RESCUE, CAPTAIN, REFUND], [LEAD, REFUND, RESCUE, CAPTAIN])
    assert [(p.old, p.new) for p in alignment.pairs if p.moved] == [(3, 1)]


def test_a_split_block_names_its_pieces() -> None:
    alignment = align([LEAD, f"{RESCUE} {CAPTAIN}"], [LEAD, RESCUE, CAPTAIN])
    assert alignment.splits == ((1, (1, 2)),)
    assert {pair.old for pair in alignment.pairs} == {0, 1}


def test_a_merged_block_names_its_parts() -> None:
    alignment = align([LEAD, RESCUE, CAPTAIN], [LEAD, f"{RESCUE} {CAPTAIN}"])
    assert alignment.merges == (((1, 2), 1),)


def test_a_caption_never_becomes_a_paragraph() -> None:
    old = [Block(BlockKind.CAPTION, RESCUE)]
    alignment = align_blocks(old, paragraphs(RESCUE + " Nobody was hurt."))
    assert alignment.pairs == ()


def test_a_paragraph_may_become_a_heading_or_a_quote() -> None:
    new = [Block(BlockKind.QUOTE, RESCUE + " Nobody was hurt.")]
    assert align_blocks(paragraphs(RESCUE), new).pairs == (BlockPair(0, 0),)


TEXTS = st.lists(st.sampled_from([LEAD, RESCUE, CAPTAIN, LEAD[:50], "Ads", ""]), max_size=8)


@given(TEXTS, TEXTS)
def test_every_block_is_accounted_for_once(old: list[str], new: list[str]) -> None:
    alignment = align(old, new)
    olds = [pair.old for pair in alignment.pairs]
    news = [pair.new for pair in alignment.pairs]
    assert sorted([*olds, *alignment.removed]) == list(range(len(old)))
    assert sorted([*news, *alignment.added]) == list(range(len(new)))


@given(TEXTS, TEXTS)
def test_what_is_not_moved_keeps_its_order(old: list[str], new: list[str]) -> None:
    still = [pair for pair in align(old, new).pairs if not pair.moved]
    assert [pair.old for pair in still] == sorted(pair.old for pair in still)


@pytest.mark.parametrize("text", ["Same words.", ""])
def test_many_equal_blocks_take_time_in_proportion(text: str) -> None:
    """Eight times the blocks take far less than 64 times as long."""

    def work(count: int) -> Callable[[], object]:
        old = paragraphs(*[text] * count)
        new = paragraphs(*[text] * (count // 2), "Other words.", *[text] * (count // 3))
        return lambda: align_blocks(old, new)

    assert growth(work, 1_000, 8) < 25
