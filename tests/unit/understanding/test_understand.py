"""The whole understanding of one text: order, notices, what is left unread."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.understanding.understand import understand

SUNDAY = datetime(2024, 11, 17, 20, tzinfo=UTC)
GERMAN = (
    "Bei dem Brand am 2024-11-17 sind 12 Menschen verletzt worden, wie die Feuerwehr mitteilte. "
    "Der Schaden liegt bei 1,5 Mio. Euro, und 1.200 Haushalte sind ohne Strom. "
    "„Das ist ein schwerer Tag für uns alle“, sagte der Bürgermeister."
)


def test_facts_stand_in_the_order_of_the_text() -> None:
    facts = understand("On Friday 12 boats sank in two hours.", published=SUNDAY).facts
    assert [fact.text for fact in facts] == ["Friday", "12", "two hours"]


def test_what_a_notice_states_is_no_fact_of_the_story() -> None:
    text = "Updated 9 p.m. ET: The dam held on Sunday, engineers said.\n\nIt is 40 metres high."
    understanding = understand(text, published=SUNDAY)
    assert understanding.notices
    assert "9 p.m. ET" not in {fact.text for fact in understanding.facts}


def test_another_language_is_named_and_only_its_figures_are_read() -> None:
    """Scales are minded ("Mio."), points part thousands; nothing else is made up."""
    understanding = understand(GERMAN, published=SUNDAY)
    assert understanding.language == "de"
    assert understanding.unread
    figures = [fact.value for fact in understanding.facts if fact.kind == "quantity"]
    assert figures == [12, 1_500_000, 1_200]
    assert [fact.timex for fact in understanding.facts if fact.timex] == ["2024-11-17"]
    assert {fact.subject for fact in understanding.facts} == {None}


def test_english_leaves_nothing_unread() -> None:
    text = "The council said that the bridge to the island was closed for the rest of the week."
    understanding = understand(text, published=SUNDAY)
    assert (understanding.language, understanding.unread) == ("en", ())


def test_what_stands_too_far_down_is_named_and_not_read() -> None:
    """A text longer than any article is read as far as articles go, and says so."""
    understanding = understand("The dam held 3 boats.\n" * 6_000)
    assert understanding.unread == ("what stands behind the first 5,000 sentences",)
    assert len(understanding.sentences) == len(understanding.facts) == 5_000
    assert understand("The dam held 3 boats.\n" * 5_000).unread == ()


def test_a_sentence_too_long_to_be_one_is_named_and_not_read() -> None:
    understanding = understand("The dam held 3 boats.\n" + "and 4 more " * 2_000)
    assert understanding.unread == ("sentences of more than 20,000 characters",)
    assert [fact.value for fact in understanding.facts] == [3]


_SOUP = st.lists(
    st.sampled_from(
        [
            "a",
            "the",
            "one",
            "two",
            "twenty",
            "hundred",
            "thousand",
            "million",
            "dozen",
            "half",
            "third",
            "-",
            "–",
            ",",
            ".",
            "(",
            ")",
            "'",
            "%",
            "$",
            "/",
            ":",
            "5",
            "12",
            "1,200",
            "3.5",
            "2024",
            "mm",
            "km",
            "miles",
            "p.m.",
            "Friday",
            "May",
            "Nov",
            "in",
            "of",
            "to",
            "from",
            "between",
            "and",
            "at",
            "least",
            "up",
            "fell",
            "year",
            "years",
            "ago",
            "earlier",
            "last",
            "next",
            "this",
            "past",
            "every",
            "daily",
            "per",
            "old",
            "age",
            "€",
            "cents",
            "pounds",
            "minus",
            "th",
            "weekend",
            "20th",
            "century",
            "'80s",
            "second",
            "quarter",
            "GMT",
            "Section",
            "F",
            "that",
            "which",
            "it",
            "was",
            "range",
            "'s",
            "Easter",
            "Friday",
            "(",
            "31",
            "day",
            "before",
            "homes",
        ]
    ),
    max_size=25,
)


@given(_SOUP, st.sampled_from(["", " "]))
def test_no_text_breaks_it_and_every_span_holds_its_text(words: list[str], blank: str) -> None:
    text = blank.join(words)
    for fact in understand(text, published=SUNDAY).facts:
        assert fact.text
        assert text[fact.start : fact.end] == fact.text


@pytest.mark.parametrize("line", ["123", "$1,200", "-5%", "(12)", "1998"])
def test_a_figure_alone_in_its_line_asserts_nothing(line: str) -> None:
    """It is a cell of a table or the number of a page; by itself a text may be one figure."""
    assert understand(f"The mill is old.\n\n{line}\n\nThe mill is shut.").facts == ()
    assert understand(line).facts != ()


def test_understanding_needs_no_pydantic() -> None:
    """So it loads in a tenth of a second."""
    script = "import sys, tracker.understanding.understand; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
