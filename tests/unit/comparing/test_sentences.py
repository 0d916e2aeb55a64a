"""Where sentences end: a table of hard cases of our own writing, and laws for any text."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.comparing.growth import growth
from tracker.comparing.sentences import split_sentences

# " | " stands where a sentence ends; nothing else in the line ends one.
HARD_CASES = [
    # plain
    "The dam held. | Nobody was hurt. | Why not? | Luck!",
    "It cost 3.5 million kroner. | That is 1,204.75 a head.",
    # titles and initials
    "Mr. Okafor met Sen. L. M. Vance and Lt. Gen. Ruiz. | They shook hands.",
    "Gov. Nakamura sat. | Then she stood.",
    "The prize went to J. K. Adeyemi. | He wept.",
    "They chose Plan B. | The rest followed.",
    "World War II. | Then peace came.",
    "The ship docked at St. John's. | It left at noon.",
    "State Del. Ama Boateng spoke, and so did Messrs. Lund and Falk.",
    "He works for RT. | The network denied it.",
    # places and dates
    "She flew to Salem, Ore. | Police met her there.",
    "Ore. Gov. Lund signed. | On Jan. 5 it became law.",
    "It began on Sept. 11 and ended by Dec. | The cost doubled.",
    "It opened in Sept. 2019 and closed in Oct. | Rents rose.",
    "The rally on Sun. Nov. 17 drew few. | The sun. | A day to sleep.",
    "HELENA, Mont. — The river rose. | It fell again.",
    "She lives in Macon, Ga. 31201 is her code.",
    # countries, agencies, degrees
    "He left the U.S. | The visit was short.",
    "The U.S. Navy sailed. | U.N. Secretary-General Falk spoke.",
    "Exports to the U.S. | Officials said nothing.",
    "Dr. Lund, Ph.D., and Ana Ruiz, M.D., agreed.",
    # clock times
    "It opens at 9 a.m. Monday and closes at 5 p.m. | Bring water.",
    "The vote is at 9:01 p.m. Pacific time. | Results follow at 10 p.m. E.T. on television.",
    # companies
    "Lund Inc. Chairman Falk quit. | He went to Ruiz Corp. | The rest stayed.",
    "The buyer is Harbour Lines Inc. | Harbour, which has nine ships, declined.",
    "The broker was Ruiz & Co. | Mr. Ruiz retired.",
    # figures
    "The No. 5 car won. | No. | He refused.",
    "See p. 12 and Fig. 3 for the rest. | Vol. 2 is out.",
    # quotations
    "“We lost,” she said. | “We will rebuild.” | The crowd cheered.",
    "“Who knew?” Ms. Ito asked. | Nobody did.",
    '"Stop!" he shouted. | "Now." | They ran.',
    "“Is it over?” | The hall was silent.",
    "He read ‘Home.’ | Then he slept.",
    "(The power failed.) | Then it came back.",
    "She said it was over.” | He disagreed.",
    "He asked, “Why me?” | Nobody answered.",
    # ellipses
    "“I was . . . not ready. . . . | We all ran.”",
    "“I was... not ready,” she said. | “But... | The rest is known.”",
    "... And then it rained. | It poured.",
    # lists, names, lower case
    "1. Wash the rice. | 2. Boil it.",
    "Yahoo! Finance said so. | The iPhone sold well. | iPhone sales rose.",
    "It was e.g. cheap, i.e. poor, cf. Lund et al. | The rest was dear.",
    "Lund vs. Falk was heard. | Falk v. Lund is next.",
    # tokenised text, as corpora have it
    "He left . | She stayed . ” | They met .",
    "`` It is over , '' he said . | `` We lost . '' | He left .",
    # other scripts
    "Она ушла. | Он остался.",
]


@pytest.mark.parametrize("marked", HARD_CASES)
def test_sentences_end_where_a_reader_would_end_them(marked: str) -> None:
    text = marked.replace(" | ", " ")
    assert [s.text for s in split_sentences(text)] == marked.split(" | ")


def test_a_line_end_always_ends_a_sentence() -> None:
    text = "Harbour reopens\nBy Ana Ruiz\r\n\r\nThe harbour of St.\nJohn's reopened."
    assert [s.text for s in split_sentences(text)] == [
        "Harbour reopens",
        "By Ana Ruiz",
        "The harbour of St.",
        "John's reopened.",
    ]


def test_offsets_are_those_of_the_text() -> None:
    text = "  One here. Two there.\n\n Three. "
    assert [(s.start, s.end) for s in split_sentences(text)] == [(2, 11), (12, 22), (25, 31)]


NEWS = st.lists(
    st.sampled_from(
        [*"ab AZ19.!?…”“\"'’()\n\t", "Mr. ", "U.S. ", "p.m. ", ". . .", "said ", "The ", "Jan. "]
    ),
    max_size=60,
).map("".join)


@given(st.one_of(st.text(max_size=200), NEWS))
def test_sentences_are_in_order_disjoint_and_cover_all_but_space(text: str) -> None:
    """Holds for any text whatever, so splitting never raises."""
    at = 0
    for sentence in split_sentences(text):
        assert text[at : sentence.start].strip() == ""
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        at = sentence.end
    assert text[at:].strip() == ""


@given(NEWS, NEWS)
def test_paragraphs_are_split_by_themselves(one: str, other: str) -> None:
    """So an unchanged paragraph has the same sentences in every version."""
    together = [s.text for s in split_sentences(f"{one}\n\n{other}")]
    apart = [s.text for part in (one, other) for s in split_sentences(part)]
    assert together == apart


@pytest.mark.parametrize("unit", ["a", ".", '"', "“", "?” ", "A. ", "Mr. ", ". . ", "…", " ", "\n"])
def test_hostile_text_takes_no_longer_than_its_length(unit: str) -> None:
    """Sixteen times the text takes far less than 256 times as long."""

    def work(size: int) -> Callable[[], object]:
        text = unit * (size // len(unit))
        return lambda: split_sentences(text)

    assert growth(work, 10_000, 16) < 60


def test_what_follows_the_ten_thousandth_stop_of_a_line_is_left_whole() -> None:
    """No paragraph is as long; the next line is split again."""
    found = split_sentences("The dam held. " * 10_005 + "\nIt rained. It snowed.")
    assert len(found) == 10_003
    assert found[-3].text == ("The dam held. " * 5).strip()
