"""An edited article gives exactly the shifts that were made: no more, no less."""

from datetime import UTC, datetime

import pytest

from tracker.article.reading import Block, BlockKind, Reading
from tracker.understanding.model import Shift, ShiftKind, Topic
from tracker.understanding.revision import revise
from tracker.understanding.shifts.find import mark_restored
from tracker.understanding.understood import Understood, understand_reading

HEADLINE = "Warehouse blaze in Ostermouth kills at least 30 workers"
DEK = "Inspectors had warned the owner twice about blocked exits."
BODY = """\
A fire at a textile warehouse in Ostermouth killed at least 30 workers on Tuesday, officials said.
The building had been inspected in March and was found to lack 4 of its 9 emergency exits.
Another 120 people were taken to hospitals across the county.
The owner, Brandt Logistics, has not commented on the inspection report.
“We heard them shouting from the roof, and then we heard nothing at all,” said Ines Okafor, a nurse.
Police arrested the night manager early on Wednesday.
The council plans to close two similar warehouses by the end of the month.
Rescue crews were still searching the east wing when the roof collapsed.
“Nobody should die for a cheap coat,” the mayor, Lena Fuchs, told reporters. “We will rebuild.”
The flames spread within 20 minutes, according to a fire brigade spokesman.
Residents laid flowers along the canal that runs behind the site."""

PUBLISHED = datetime(2025, 5, 14, 9, tzinfo=UTC)

Told = tuple[Topic, ShiftKind, str | None, str | None]


def article(headline: str = HEADLINE, dek: str = DEK, body: str = BODY) -> Understood:
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in body.splitlines())
    return understand_reading(
        Reading(headline=headline, dek=dek, published=PUBLISHED, blocks=blocks)
    )


def edited(*changes: tuple[str, str]) -> tuple[Shift, ...]:
    headline, dek, body = HEADLINE, DEK, BODY
    for old, new in changes:
        assert old in f"{headline}\n{dek}\n{body}"
        headline, dek, body = (part.replace(old, new) for part in (headline, dek, body))
    return revise(article(), article(headline, dek, body)).shifts


def told(shifts: tuple[Shift, ...]) -> list[Told]:
    return [
        (
            shift.topic,
            shift.kind,
            shift.old.text if shift.old else None,
            shift.new.text if shift.new else None,
        )
        for shift in shifts
    ]


def test_an_unchanged_article_has_no_shifts() -> None:
    """The same text twice asserts the same."""
    assert edited() == ()


@pytest.mark.parametrize(
    ("old", "new", "before", "after", "direction"),
    [
        ("120 people were", "150 people were", "120", "150", "up"),
        ("within 20 minutes", "within 12 minutes", "20 minutes", "12 minutes", "down"),
        ("Another 120", "Another nearly 120", "120", "120", "widened"),
        ("close two similar", "close three similar", "two", "three", "up"),
        ("inspected in March", "inspected in April", "March", "April", "up"),
    ],
)
def test_a_changed_figure_or_date_is_one_revision(
    old: str, new: str, before: str, after: str, direction: str
) -> None:
    """Value, qualifier and date are facts; the shift names both and the way it went."""
    (shift,) = edited((old, new))
    assert told((shift,)) == [(Topic.FACT, ShiftKind.REVISED, before, after)]
    assert shift.direction == direction
    assert shift.old
    assert shift.new
    assert before in shift.old.sentence
    assert after in shift.new.sentence


def test_a_fact_told_in_headline_and_body_is_revised_once() -> None:
    """The strongest evidence stands for all mentions: the headline's."""
    (shift,) = edited(("at least 30 workers", "at least 34 workers"))
    assert (shift.kind, shift.topic, shift.direction) == (ShiftKind.REVISED, Topic.FACT, "up")
    assert shift.new
    assert shift.new.evidence.field == "headline"


def test_another_unit_for_the_same_length_is_no_revision() -> None:
    """300 kilometres are 186 miles: said otherwise, asserted the same."""
    old = understand_reading(
        Reading(blocks=(Block(BlockKind.PARAGRAPH, "The pipe is 300 kilometres long."),))
    )
    new = understand_reading(
        Reading(blocks=(Block(BlockKind.PARAGRAPH, "The pipe is 186 miles long."),))
    )
    assert revise(old, new).shifts == ()


def test_a_figure_given_in_two_units_is_revised_once() -> None:
    """500 km (310 miles) that became 300 km (186 miles) is one change, not two."""
    old, new = (
        understand_reading(
            Reading(blocks=(Block(BlockKind.PARAGRAPH, f"The rocket can fly {range_}."),))
        )
        for range_ in ("500 kilometers (310 miles)", "300 kilometers (186 miles)")
    )
    (shift,) = revise(old, new).shifts
    assert (shift.kind, shift.direction) == (ShiftKind.REVISED, "down")


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (
            "shouting from the roof, and then we heard nothing",
            "singing from the roof, and then we heard nothing",
            ShiftKind.REWORDED,
        ),
        (", and then we heard nothing at all", "", ShiftKind.SHORTENED),
        ("said Ines Okafor, a nurse", "said Paul Reyes, a porter", ShiftKind.REATTRIBUTED),
        ("“Nobody should die", "“Somebody should not die", ShiftKind.REWORDED),
    ],
)
def test_a_quotation_changed_is_one_shift(old: str, new: str, kind: ShiftKind) -> None:
    """Other words, fewer words, another speaker."""
    (shift,) = edited((old, new))
    assert (shift.topic, shift.kind) == (Topic.STATEMENT, kind)
    assert shift.old
    assert shift.new


@pytest.mark.parametrize(
    ("old", "new", "kind", "reason"),
    [
        (", according to a fire brigade spokesman.", ".", ShiftKind.FIRMED, "no longer attributed"),
        (
            "The council plans to close",
            "The council will close",
            ShiftKind.FIRMED,
            "no longer attributed",
        ),
        (
            "the roof collapsed.",
            "the roof collapsed, a witness said.",
            ShiftKind.HEDGED,
            "attributed now",
        ),
        (" “We will rebuild.”", "", ShiftKind.SHORTENED, "words were cut"),
        (
            "has not commented on the inspection report",
            "blamed the fire on a faulty heater",
            ShiftKind.REWORDED,
            "something else of the speaker",
        ),
        ("We will rebuild.”", "We will not go. We will rebuild.”", ShiftKind.REWORDED, "negation"),
        (
            "will rebuild.”",
            "will rebuild. We will not go.”",
            ShiftKind.REWORDED,
            "words were added",
        ),
    ],
)
def test_an_attribution_or_a_part_that_went(
    old: str, new: str, kind: ShiftKind, reason: str
) -> None:
    """Told as fact what was somebody's word, the other way round, or cut short."""
    (shift,) = edited((old, new))
    assert (shift.topic, shift.kind) == (Topic.STATEMENT, kind)
    assert reason in shift.reasons


def test_a_quotation_taken_out_is_withdrawn() -> None:
    """Its sentence and the facts in it go with it."""
    (shift,) = edited(
        (
            BODY.splitlines(keepends=True)[4],
            "",
        )
    )
    assert (shift.topic, shift.kind, shift.new) == (Topic.STATEMENT, ShiftKind.WITHDRAWN, None)


@pytest.mark.parametrize(
    ("old", "new", "kind", "before", "after"),
    [
        (
            "was found to lack",
            "was not found to lack",
            ShiftKind.REVISED,
            "was found",
            "was not found",
        ),
        (
            "Police arrested the night manager",
            "Police released the night manager",
            ShiftKind.REVISED,
            "arrested",
            "released",
        ),
        (
            "Police arrested",
            "Police reportedly arrested",
            ShiftKind.HEDGED,
            "Police arrested",
            "Police reportedly arrested",
        ),
        ("searching the east wing", "searching the west wing", ShiftKind.REVISED, "east", "west"),
    ],
)
def test_words_that_are_no_figure_and_no_remark(
    old: str, new: str, kind: ShiftKind, before: str, after: str
) -> None:
    """Negation, status, place and hedge are told with the words before and after."""
    shifts = edited((old, new))
    assert told(shifts) == [(Topic.WORDING, kind, before, after)]


def test_a_sentence_dropped_is_withdrawn() -> None:
    """What it asserted is gone, though it held neither figure nor remark."""
    sentence = "Residents laid flowers along the canal that runs behind the site."
    shifts = edited(("\n" + sentence, ""))
    assert told(shifts) == [(Topic.WORDING, ShiftKind.WITHDRAWN, sentence, None)]


def test_a_figure_added_appears_and_one_dropped_is_withdrawn() -> None:
    """The sentence that came with a figure is told by its figure alone."""
    sentence = "The firm employs 640 people in the county."
    assert told(edited(("Police arrested", sentence + "\nPolice arrested"))) == [
        (Topic.FACT, ShiftKind.APPEARED, None, "640")
    ]
    gone = edited(("Another 120 people were taken to hospitals across the county.\n", ""))
    assert told(gone) == [(Topic.FACT, ShiftKind.WITHDRAWN, "120", None)]


def test_a_headline_is_a_field_like_the_others() -> None:
    """One shift for the headline as a whole, heavier than one in the last paragraph."""
    (shift,) = edited(
        (HEADLINE, "Blocked exits blamed as warehouse blaze kills at least 30 workers")
    )
    assert (shift.topic, shift.kind) == (Topic.WORDING, ShiftKind.REVISED)
    assert shift.old
    assert shift.old.text == HEADLINE
    assert shift.weight > 0.5


def test_a_moved_paragraph_is_moved_and_nothing_else() -> None:
    """What is asserted stays asserted; the light shift says which way it went."""
    lines = BODY.splitlines()
    lines.insert(8, lines.pop(2))
    (shift,) = revise(article(), article(body="\n".join(lines))).shifts
    assert (shift.kind, shift.topic) == (ShiftKind.MOVED, Topic.FACT)
    assert shift.reasons == ("moved down",)
    assert shift.weight < 0.2


def test_a_fact_that_moved_into_another_sentence_is_revised_not_withdrawn() -> None:
    """It is matched by what it measures where no sentence is linked."""
    shifts = edited(
        ("Another 120 people were taken to hospitals across the county.\n", ""),
        (
            "Residents laid flowers",
            "By nightfall 150 patients lay in hospital.\nResidents laid flowers",
        ),
    )
    assert [(s.kind, s.topic, s.direction) for s in shifts] == [
        (ShiftKind.REVISED, Topic.FACT, "up")
    ]


def test_typography_asserts_nothing() -> None:
    """Straight quotes for curly ones, spaces, spelling."""
    assert edited(("“", '"'), ("”", '"'), ("county.", "county .")) == ()


def test_two_edits_are_two_shifts_and_the_heavier_comes_first() -> None:
    """Order is by weight: the toll in the headline before a place in the last lines."""
    shifts = edited(("at least 30", "at least 90"), ("east wing", "west wing"))
    assert [shift.topic for shift in shifts] == [Topic.FACT, Topic.WORDING]
    assert shifts[0].weight > shifts[1].weight
    assert all(0 <= shift.weight <= 1 for shift in shifts)
    assert "in the headline" in shifts[0].reasons


def test_a_notice_that_appears_goes_or_is_stamped_anew() -> None:
    """The outlet's own words are no facts: a stamp moved on is one notice revised."""
    plain = "Police arrested the night manager early on Wednesday."
    nine, eleven = f"Updated 9 p.m. ET: {plain}", f"Updated 11 p.m. ET: {plain}"
    assert [(s.topic, s.kind) for s in edited((plain, nine))] == [
        (Topic.NOTICE, ShiftKind.APPEARED)
    ]
    first, second = (article(body=BODY.replace(plain, line)) for line in (nine, eleven))
    assert [(s.topic, s.kind) for s in revise(first, second).shifts] == [
        (Topic.NOTICE, ShiftKind.REVISED)
    ]
    assert [(s.topic, s.kind) for s in revise(first, article()).shifts] == [
        (Topic.NOTICE, ShiftKind.WITHDRAWN)
    ]


def test_what_was_withdrawn_and_appears_again_is_restored() -> None:
    """A -> B -> A: the second step gives back what the first one took."""
    sentence = "Another 120 people were taken to hospitals across the county.\n"
    shorter = article(body=BODY.replace(sentence, ""))
    gone = revise(article(), shorter).shifts
    back = revise(shorter, article()).shifts
    assert [shift.kind for shift in back] == [ShiftKind.APPEARED]
    assert [shift.kind for shift in mark_restored(back, gone)] == [ShiftKind.RESTORED]
    assert mark_restored(back, ()) == back


def test_the_evidence_of_a_statement_shows_what_changed() -> None:
    """All its sentences stand in it, whichever was edited, and the words that name the speaker."""
    speech = "“It took them far too long,” said Max Adler, a guard. “Nobody came to help us.”"
    old = BODY.replace("Police arrested", speech + "\nPolice arrested")
    for before, after in (("Nobody came to", "A neighbour came to"), ("Max Adler", "Rosa Winter")):
        (shift,) = revise(article(body=old), article(body=old.replace(before, after))).shifts
        assert shift.old is not None
        assert shift.new is not None
        assert before in shift.old.sentence
        assert after in shift.new.sentence


@pytest.mark.parametrize(
    ("old", "new", "topic", "kind", "reason"),
    [
        (
            "about 90 guests had left, a porter said",
            "more than 120 guests had left, a porter said",
            Topic.FACT,
            ShiftKind.REVISED,
            "the same quantity",
        ),
        (
            "the doors were locked, one guard said",
            "the doors were locked, said Rosa Winter",
            Topic.STATEMENT,
            ShiftKind.REATTRIBUTED,
            "another speaker",
        ),
        (
            "“The doors were all locked,” a porter said",
            "A porter said that all the doors were locked",
            Topic.STATEMENT,
            ShiftKind.REWORDED,
            "reported, no longer quoted",
        ),
    ],
)
def test_one_edit_of_a_statement_is_one_shift(
    old: str, new: str, topic: Topic, kind: ShiftKind, reason: str
) -> None:
    """A figure with its qualifier, a speaker who is a number, a quotation that is reported."""
    before, after = (
        article(body=BODY.replace("Police arrested", f"{line}.\nPolice arrested"))
        for line in (old, new)
    )
    (shift,) = revise(before, after).shifts
    assert (shift.topic, shift.kind) == (topic, kind)
    assert reason in shift.reasons
