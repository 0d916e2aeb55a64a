"""Which sentence became which."""

from collections.abc import Callable
from itertools import combinations, count
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.comparing.growth import growth
from tracker.comparing.align import align_sentences
from tracker.comparing.model import Link, LinkKind

FERRY = [
    "The ferry Aurora ran aground off Lund Island on Monday with 212 people on board.",
    "All passengers were brought ashore by fishing boats within two hours.",
    "The coast guard said the ship had lost power in both engines.",
    "Its captain, Mirko Falk, has sailed the route for twenty years.",
    "Tickets will be refunded, the company said in a short statement.",
]


def pairs(links: list[Link]) -> list[tuple[int, int]]:
    return [(link.old, link.new) for link in links]


def test_equal_sentences_link_in_order() -> None:
    assert align_sentences(FERRY, FERRY) == [Link(n, n, LinkKind.SAME) for n in range(5)]


def test_an_edited_sentence_links_to_what_it_became() -> None:
    new = [*FERRY]
    new[2] = "A spokeswoman for the coast guard said the ship lost power in one engine."
    assert pairs(align_sentences(FERRY, new)) == [(n, n) for n in range(5)]


def test_added_and_removed_sentences_have_no_link() -> None:
    new = [*FERRY[:1], "Divers will look at the hull on Wednesday.", *FERRY[2:]]
    assert pairs(align_sentences(FERRY, new)) == [(0, 0), (2, 2), (3, 3), (4, 4)]


def test_a_split_sentence_links_to_both_halves() -> None:
    new = [
        "The ferry Aurora ran aground off Lund Island on Monday.",
        "There were 212 people on board the Aurora.",
        *FERRY[1:],
    ]
    assert pairs(align_sentences(FERRY, new))[:2] == [(0, 0), (0, 1)]


def test_a_merged_sentence_links_to_both_parts() -> None:
    merged = (
        "Captain Mirko Falk has sailed the route for twenty years, "
        "and the coast guard said his ship had lost power in both engines."
    )
    new = [*FERRY[:2], merged, FERRY[4]]
    assert {(2, 2), (3, 2)} <= set(pairs(align_sentences(FERRY, new)))


def test_a_moved_sentence_links_across_the_others() -> None:
    links = align_sentences(FERRY, [FERRY[4], *FERRY[:4]])
    assert pairs(links) == [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)]
    assert [link.old for link in links if link.moved] == [4]


def test_what_was_split_or_merged_where_it_stood_did_not_move() -> None:
    merged = f"{FERRY[2][:-1]}, and its captain, Mirko Falk, has sailed the route for twenty years."
    links = align_sentences(FERRY, [*FERRY[:2], merged, FERRY[4]])
    assert not any(link.moved for link in links)


def test_near_duplicates_are_told_apart_by_their_rare_words() -> None:
    old = [
        "The harbour index rose 12 points to 4,210.",
        "The valley index rose 31 points to 2,002.",
        "The mountain index rose 7 points to 991.",
    ]
    new = [
        "The mountain index rose 8 points to 992.",
        "The harbour index rose 14 points to 4,212.",
        "The valley index rose 30 points to 2,001.",
    ]
    assert pairs(align_sentences(old, new)) == [(0, 1), (1, 2), (2, 0)]


def test_of_two_copies_the_one_in_place_is_linked() -> None:
    old = ["Nobody was hurt.", *FERRY[:2], "Nobody was hurt."]
    new = [*FERRY[:2], "Nobody was hurt."]
    assert pairs(align_sentences(old, new)) == [(1, 0), (2, 1), (3, 2)]


def test_quotation_glyphs_make_no_change() -> None:
    links = align_sentences(["“It’s over,” she said."], ['"It\'s over," she said.'])
    assert links == [Link(0, 0, LinkKind.SAME)]


def test_a_sentence_rewritten_between_linked_neighbours_is_linked() -> None:
    new = [*FERRY]
    new[3] = "The captain, whose name was not given, is an old hand on the route."
    assert (3, 3) in pairs(align_sentences(FERRY, new))


@pytest.mark.parametrize(("old", "new"), [([], []), (FERRY, []), ([], FERRY), ([""], [" "])])
def test_empty_sides_are_no_trouble(old: list[str], new: list[str]) -> None:
    assert all(link.kind is LinkKind.SAME for link in align_sentences(old, new))


SENTENCES = st.lists(
    st.lists(
        st.sampled_from(["Rain", "fell", "on", "12", "boats", "“no”", "Oslo"]), max_size=6
    ).map(" ".join),
    max_size=8,
)


@given(SENTENCES, SENTENCES)
def test_links_are_sorted_unique_and_within_bounds(old: list[str], new: list[str]) -> None:
    found = pairs(align_sentences(old, new))
    assert found == sorted(set(found))
    assert all(0 <= i < len(old) and 0 <= j < len(new) for i, j in found)


@given(SENTENCES, SENTENCES)
def test_a_sentence_that_stands_on_both_sides_is_never_lost(old: list[str], new: list[str]) -> None:
    kept = {link.old for link in align_sentences(old, new) if link.kind is LinkKind.SAME}
    for sentence in set(old) & set(new):
        if old.count(sentence) <= new.count(sentence):
            assert {i for i, each in enumerate(old) if each == sentence} <= kept


@pytest.mark.parametrize("shape", ["all equal", "all unlike", "all edited"])
def test_the_time_grows_with_the_text_and_not_with_its_square(shape: str) -> None:
    """Eight times the sentences take far less than 64 times as long."""
    assert growth(lambda count: _work(shape, count), 200, 8) < 25


def _work(shape: str, count: int) -> Callable[[], object]:
    random = Random(count)
    words = [f"w{number}" for number in range(count)]
    old = [" ".join(random.choices(words, k=12)) for _ in range(count)]
    new = [" ".join(random.choices(words, k=12)) for _ in range(count)]
    if shape == "all equal":
        old, new = ["The same again."] * count, ["The same again, twice."] * count
    elif shape == "all edited":
        new = [f"{sentence} and more" for sentence in old]
    return lambda: align_sentences(old, new)


@pytest.mark.parametrize("unit", ["a", "word ", "said “a” ", "in custody ", "1,", "No. "])
def test_one_giant_sentence_takes_time_in_proportion(unit: str) -> None:
    """Sixteen times the text takes far less than 256 times as long.

    Every text is another: short ones are remembered, and remembering is not the work.
    """
    turn = count()

    def work(size: int) -> Callable[[], object]:
        text = unit * (size // len(unit))
        half = len(text) // 2

        def align() -> object:
            number = next(turn)
            return align_sentences([f"{text}{number}"], [f"{text[:half]} x{number} {text[half:]}"])

        return align

    assert growth(work, 5_000, 16) < 60


def test_a_quotation_is_linked_to_the_one_that_took_its_place() -> None:
    """They share no word but the speaker's; with another speaker they are two remarks."""
    old = ["The lake froze.", "“A bridge is like a book,” Falk said.", "Nobody was hurt."]
    new = ["The lake froze.", "“Ferries matter more to us,” Falk said.", "Nobody was hurt."]
    links = align_sentences(old, new)
    assert [(link.old, link.new, link.kind) for link in links][1] == (1, 1, LinkKind.QUOTE)
    new[1] = new[1].replace("Falk", "Ruiz")
    assert (1, 1) not in [(link.old, link.new) for link in align_sentences(old, new)]


def test_sentences_that_share_only_what_tells_nothing_are_not_linked() -> None:
    """The words "she", "is" and "not" stand in many a sentence."""
    old = [*FERRY, "Not having sails is what she misses most."]
    new = [*FERRY, "But then, she is not alone."]
    assert (5, 5) not in pairs(align_sentences(old, new))


@given(st.permutations(range(7)))
def test_as_few_sentences_moved_as_can_be(order: list[int]) -> None:
    """Those that did not move stand in one order in both versions, and no larger group does."""
    names = ("Ada", "Bo", "Cy", "Di", "Eve", "Flo", "Gus")
    old = [f"Ship {name} left the harbour of {name}." for name in names]
    links = align_sentences(old, [old[number] for number in order])
    still = [link.new for link in links if not link.moved]
    assert still == sorted(still)
    groups = (group for size in range(8) for group in combinations(order, size))
    assert len(still) == max(len(group) for group in groups if list(group) == sorted(group))
