"""Who was first with a fact, who corrected it last, who says nothing on it."""

from datetime import UTC, datetime, timedelta

from tracker.understanding.ledger import ledger
from tracker.understanding.model import Source, Thread

START = datetime(2025, 3, 2, 6, tzinfo=UTC)


def toll(*tellings: tuple[str, str]) -> Thread:
    """The first thread of reports, each (outlet, sentence), an hour apart."""
    return ledger(
        Source(str(n), outlet, START + timedelta(hours=n), sentence)
        for n, (outlet, sentence) in enumerate(tellings)
    ).threads[0]


def test_at_least_thirty_and_thirty_four_are_compatible() -> None:
    """Both can be true; 34 and 41 cannot."""
    thirty = ("post", "At least 30 people died in the fire.")
    four = ("wire", "The fire killed 34 people.")
    assert toll(thirty, four).standing == "compatible"
    assert toll(thirty, four, ("post", "The death toll rose to 34.")).standing == "agree"
    assert toll(four, ("mail", "The toll is 41.")).standing == "differ"


def test_an_outlet_alone_stands_to_nobody() -> None:
    """However often it speaks."""
    assert toll(("post", "Nine people died."), ("post", "Ten people died.")).standing is None


def test_who_was_first_who_corrected_last_and_who_says_nothing() -> None:
    """The post follows the wire's correction; the mail writes of the fire, not of the dead."""
    found = toll(
        ("wire", "Nine people died in the fire."),
        ("post", "The fire killed nine people."),
        ("mail", "The fire closed the road to the harbour."),
        ("wire", "Police lowered the number of dead to eight."),
        ("post", "Eight people died, not nine, police said."),
    )
    assert found.first_to_report == "wire"
    assert found.last_to_correct == "post"
    assert found.not_mentioned_by == ("mail",)
    assert [fact.value for _, fact in found.entries][-1] == 8


def test_a_new_value_that_nobody_had_is_no_correction_after_another() -> None:
    """Whoever raises a toll first follows nobody."""
    found = toll(
        ("wire", "Nine people died in the fire."),
        ("post", "The fire killed nine people."),
        ("wire", "The death toll rose to 12."),
    )
    assert found.last_to_correct is None


def test_two_outlets_at_one_moment_are_not_first() -> None:
    """Nobody can say which of them was."""
    one, two = (
        Source(name, name, START, "Nine people died in the fire.") for name in ("post", "wire")
    )
    assert ledger([one, two]).threads[0].first_to_report is None


def test_a_printed_wire_text_is_no_voice_of_its_own() -> None:
    """Copies are named, and one text in two papers is not two papers that agree."""
    text = "A fire killed 12 people in Belor. Another 40 were injured."
    wire = Source("wire", "wire", START, text)
    paper = Source("paper", "paper", START + timedelta(hours=2), text)
    found = ledger([wire, paper])
    assert found.copies == (("paper", "wire"),)
    assert {thread.standing for thread in found.threads} == {None}
    assert {len(thread.entries) for thread in found.threads} == {2}


def test_a_copy_that_was_left_behind_is_heard() -> None:
    """The wire has raised its toll; whoever printed the first report still says nine."""
    wire = "Nine people died in the fire. Three boats sank in the harbour."
    tellings = ("wire", wire), ("post", wire), ("wire", wire.replace("Nine", "Eleven"))
    assert toll(*tellings).standing == "differ"
    assert toll(*tellings, ("post", wire.replace("Nine", "Eleven"))).standing != "differ"


def test_what_went_from_one_value_to_another_had_two() -> None:
    """ "From 64 to 61" is no range where a toll was revised: 61 is the latest."""
    found = toll(
        ("wire", "At least 64 people died."),
        ("post", "Police revised the death toll from 64 to 61."),
    )
    assert [fact.value for _, fact in found.entries] == [64, 64, 61]
