"""Where outlets agree and differ."""

from dataclasses import replace

import pytest

from tests.unit.digest.builders import figure, quoted, voice
from tracker.digest.model import Agreement, ThreadLine
from tracker.digest.outlets import remark_lines, thread_lines
from tracker.projections.records import FactThread, FactVoice, RemarkThread
from tracker.understanding.model import Fact

MILES = figure("190", 190, unit="mile", dimension="length")
KILOMETRES = figure("300", 300, unit="kilometre", dimension="length")


def line(*voices: FactVoice) -> ThreadLine:
    (made,) = thread_lines([FactThread("range", None, "mile", voices)])
    return made


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        (figure("40", 40), figure("40", 40), Agreement.AGREE),
        (figure("40", 40), figure("61", 61), Agreement.DIFFER),
        (figure("30", 30, qualifier=">="), figure("34", 34), Agreement.COMPATIBLE),
        (MILES, KILOMETRES, Agreement.AGREE),
    ],
)
def test_two_outlets_on_one_fact(one: Fact, other: Fact, agreement: Agreement) -> None:
    """ "At least 30" and "34" can both be true; 190 miles and 300 km are the same."""
    assert line(voice("a.example", one), voice("b.example", other)).agreement is agreement


def test_an_outlet_that_updates_does_not_contradict_itself() -> None:
    """Its latest word is what is held against the others'."""
    made = line(
        voice("a.example", figure("40", 40), number=1),
        voice("a.example", figure("52", 52), number=2, hours=1),
    )
    assert made.agreement is Agreement.SINGLE
    updated = line(
        voice("a.example", figure("40", 40), number=1),
        voice("a.example", figure("52", 52), number=2, hours=1),
        voice("b.example", figure("52", 52)),
    )
    assert updated.agreement is Agreement.AGREE
    assert [claim.value for claim in updated.claims] == ["40 people", "52 people", "52 people"]


def test_a_version_that_repeats_its_article_makes_no_new_claim() -> None:
    made = line(
        voice("a.example", figure("40", 40), number=1),
        voice("a.example", figure("40", 40), number=2, hours=1),
    )
    assert [claim.version for claim in made.claims] == [1]


def test_a_version_that_gives_two_values_makes_each_claim_once() -> None:
    """ "300 km (190 miles)" in every version is said once each, not again and again."""
    made = line(
        *(
            voice("a.example", fact, number=number, hours=number)
            for number in (1, 2, 3)
            for fact in (KILOMETRES, MILES)
        ),
        voice("b.example", MILES),
    )
    assert [claim.value for claim in made.claims if claim.outlet == "a.example"] == [
        "300 kilometres",
        "190 miles",
    ]
    assert made.agreement is Agreement.AGREE


def test_outlets_differ_where_one_value_stands_against_all_of_the_other() -> None:
    """A second figure, told beside one that both have, hides no contradiction."""
    both = voice("a.example", figure("40", 40)), voice("a.example", figure("52", 52))
    assert line(*both, voice("b.example", figure("40", 40))).agreement is Agreement.DIFFER
    assert line(*both, *(replace(one, outlet="b.example") for one in both)).agreement is (
        Agreement.AGREE
    )


def test_a_value_given_up_and_taken_up_again_is_told_again() -> None:
    values = ["40", "52", "40"]
    made = line(
        *(
            voice("a.example", figure(value, int(value)), number=number, hours=number)
            for number, value in enumerate(values, start=1)
        )
    )
    assert [claim.version for claim in made.claims] == [1, 2, 3]


def test_a_claim_names_its_outlet_version_time_and_marks_its_figure() -> None:
    (claim,) = line(voice("a.example", figure("40", 40), number=3, hours=2)).claims
    assert (claim.outlet, claim.version) == ("a.example", 3)
    (mark,) = claim.quote.marks
    assert claim.quote.text[slice(*mark)] == "40"


@pytest.mark.parametrize(
    ("words", "agreement"),
    [
        ("We saw the light", Agreement.AGREE),
        ("saw the light", Agreement.COMPATIBLE),
        ("The light was seen by us", Agreement.DIFFER),
    ],
)
def test_one_remark_in_two_outlets(words: str, agreement: Agreement) -> None:
    """The same words agree, an excerpt is compatible, a translation of its own differs."""
    voices = (quoted("a.example", "We saw the light"), quoted("b.example", words))
    (made,) = remark_lines([RemarkThread("Ida Brandt", voices)])
    assert made.agreement is agreement
    assert len(made.claims) == 2


def test_one_outlet_alone_neither_agrees_nor_differs() -> None:
    (made,) = remark_lines([RemarkThread(None, (quoted("a.example", "We saw it"),))])
    assert made.agreement is Agreement.SINGLE
