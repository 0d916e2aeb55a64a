"""Text as people paste it comes out as an editor would set it."""

from datetime import UTC, datetime

import pytest

import tracker
from tracker.article.reading import BlockKind, NoticeKind
from tracker.errors import InputError

_LEDE = (
    "The dam above Ober held through a third night of rain, the governor said on Sunday, while"
    " crews carried sandbags to the lower town."
)
_NEXT = "Some 1,200 people slept in schools. Two bridges stayed closed, the county said."


def _kinds(reading: tracker.Reading) -> list[BlockKind]:
    return [block.kind for block in reading.blocks]


def test_headline_dek_byline_and_time() -> None:
    """The lines over the body are told apart by form and order."""
    reading = tracker.read(
        "Dam above Ober holds\n\nA third night of rain tests the valley\n\n"
        "By ANN LOW, BO CHEN-SMITH and CY O’DAY\nNov. 17, 2024, 6:30 p.m. ET\n"
        f"Updated Nov. 17, 2024, 9:00 p.m. ET\n\n{_LEDE}\n\n{_NEXT}\n"
    )
    assert reading.headline == "Dam above Ober holds"
    assert reading.dek == "A third night of rain tests the valley"
    assert reading.bylines == ("Ann Low", "Bo Chen-Smith", "Cy O’Day")
    assert reading.published == datetime(2024, 11, 17, 23, 30, tzinfo=UTC)
    assert reading.modified == datetime(2024, 11, 18, 2, tzinfo=UTC)
    assert [notice.kind for notice in reading.notices] == [NoticeKind.UPDATE]
    assert reading.text == f"{_LEDE}\n\n{_NEXT}"
    assert reading.language == "en"


def test_section_bare_name_and_british_time() -> None:
    """A section's name over the headline, a byline without "by", hours with a point."""
    reading = tracker.read(
        "Valley\nDam above Ober holds for a third night\nThe worst rain in forty years\n"
        f"Ann Low\nSun 17 November 2024 21.30 GMT\n{_LEDE}\n{_NEXT}"
    )
    assert reading.section == "Valley"
    assert reading.headline == "Dam above Ober holds for a third night"
    assert reading.dek == "The worst rain in forty years"
    assert reading.bylines == ("Ann Low",)
    assert reading.published == datetime(2024, 11, 17, 21, 30, tzinfo=UTC)
    assert reading.text == f"{_LEDE}\n\n{_NEXT}"


def test_no_headline_is_invented() -> None:
    """A paste that begins with the body has none."""
    reading = tracker.read(f"{_LEDE}\n{_NEXT}")
    assert (reading.headline, reading.dek, reading.bylines) == (None, None, ())
    assert reading.text == f"{_LEDE}\n\n{_NEXT}"


def test_a_sentence_over_a_byline_is_a_dek() -> None:
    """A summary ends in a full stop; a headline does not."""
    reading = tracker.read(f"The dam held because crews worked.\nBy Ann Low\n{_LEDE}\n{_NEXT}")
    assert (reading.headline, reading.dek) == (None, "The dam held because crews worked.")
    assert reading.bylines == ("Ann Low",)


def test_a_headline_may_end_in_an_abbreviation_or_a_question_mark() -> None:
    """Only a sentence's full stop speaks against a headline."""
    for headline in ("Engineers for the dam come from the U.S.", "Will the dam above Ober hold?"):
        assert tracker.read(f"{headline}\nBy Ann Low\n{_LEDE}").headline == headline


def test_caption_and_credit_over_the_headline() -> None:
    """The picture's alternative text is its caption once more; the credit is apart."""
    caption = "Crews carry sandbags in Ober on Sunday, Nov. 17, 2024."
    reading = tracker.read(
        f"{caption}\n\n{caption} Ann Low / Valley Images via Getty Images\n\n"
        f"Dam above Ober holds\n\nThe valley waits for the rain to end.\n\n"
        f"Updated 9 p.m. ET: {_LEDE}\n\n{_NEXT}",
        published=datetime(2024, 11, 17, tzinfo=UTC),
    )
    assert reading.headline == "Dam above Ober holds"
    assert reading.dek == "The valley waits for the rain to end."
    assert _kinds(reading)[:2] == [BlockKind.CAPTION, BlockKind.CREDIT]
    assert reading.blocks[0].text == caption
    assert reading.blocks[1].text == "Ann Low / Valley Images via Getty Images"
    (notice,) = reading.notices
    assert (notice.field, notice.start, notice.end) == ("block:2", 0, 17)
    assert notice.stated_at == datetime(2024, 11, 18, 2, tzinfo=UTC)
    assert reading.text.startswith("Updated 9 p.m. ET: ")


def test_a_name_before_the_first_sentence_is_the_byline() -> None:
    """ "NAME: " opens a wire or campus report; the author's line at the end is no body."""
    reading = tracker.read(
        f"Dam Above Ober Holds\nANN LOW: {_LEDE}\n{_NEXT}\n"
        "Ann Low is a staff writer for The Valley Record. She grew up in Ober."
    )
    assert reading.bylines == ("Ann Low",)
    assert reading.text == f"{_LEDE}\n\n{_NEXT}"
    assert _kinds(reading)[-1] is BlockKind.CREDIT


@pytest.mark.parametrize("opening", ["NEW DELHI: ", "BREAKING NEWS: ", "OBER, Valley (AP) — "])
def test_a_place_before_the_first_sentence_is_no_byline(opening: str) -> None:
    """A dateline stays where it stands."""
    reading = tracker.read(f"Dam above Ober holds\n{opening}{_LEDE}\n{_NEXT}")
    assert reading.headline == "Dam above Ober holds"
    assert reading.bylines == ()
    assert reading.text.startswith(opening)


def test_contributors_and_corrections_stand_outside_the_body() -> None:
    """They are notices, each with its place."""
    reading = tracker.read(
        f"{_LEDE}\n\n{_NEXT}\n\nAdditional reporting by Bo Chen\n\n"
        "Correction: An earlier version of this article misstated the schools. It is 3, not 13."
    )
    assert [n.kind for n in reading.notices] == [NoticeKind.CONTRIBUTORS, NoticeKind.CORRECTION]
    assert [n.field for n in reading.notices] == ["block:2", "block:3"]
    assert reading.text == f"{_LEDE}\n\n{_NEXT}"


def test_headings_lists_and_quotes() -> None:
    """Marks are read, not kept."""
    reading = tracker.read(
        f"{_LEDE}\n\nWhat comes next\n\n{_NEXT}\n\n• Rain until Monday\n• Sun on Tuesday\n\n"
        "> Nobody sleeps here.\n"
    )
    assert _kinds(reading) == [
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
        BlockKind.LIST_ITEM,
        BlockKind.QUOTE,
    ]
    assert reading.blocks[3].text == "Rain until Monday"


def test_a_minus_is_no_list_mark() -> None:
    """A line that begins with a figure keeps its sign."""
    assert tracker.read(f"{_LEDE}\n\n-5% is what the index lost.").text.endswith(
        "-5% is what the index lost."
    )


def test_hard_wrapped_lines_are_joined() -> None:
    """Mail and terminals break lines that belong together; blank lines part paragraphs."""
    wrapped = (
        "The dam above Ober held through a third night of rain, the\r\n"
        "governor said on Sunday, while crews carried sandbags to the\r\n"
        "lower town.\r\n\r\nSome 1,200 people slept in schools."
    )
    reading = tracker.read(wrapped)
    assert [block.text for block in reading.blocks] == [
        _LEDE,
        "Some 1,200 people slept in schools.",
    ]


def test_every_kind_of_line_end_is_one() -> None:
    """The same paste from any system reads the same."""
    texts = {
        tracker.read(f"{_LEDE}{end}{end}{_NEXT}{end}").text
        for end in ("\n", "\r\n", "\r", "\u2028")
    }
    assert texts == {f"{_LEDE}\n\n{_NEXT}"}


def test_typography_nuls_and_lone_surrogates_survive() -> None:
    """The text's own characters are kept."""
    line = "The mayor said:\u00a0“We — all of us\u00ad — hold…” \0 \ud83d end."
    assert tracker.read(line).text == line


def test_furniture_is_lifted_out() -> None:
    """What a paste took along from the page is kept beside the article."""
    reading = tracker.read(f"{_LEDE}\n\nAdvertisement\n\n{_NEXT}\n\n5 minutes ago\n\n12 comments")
    assert reading.text == f"{_LEDE}\n\n{_NEXT}"
    assert reading.furniture == ("Advertisement", "5 minutes ago", "12 comments")


def test_what_is_known_from_outside_counts_where_the_text_is_silent() -> None:
    """The address and the time of publication are taken over; a naive time is UTC."""
    naive = datetime(2024, 11, 17, 9, tzinfo=UTC).replace(tzinfo=None)
    reading = tracker.read(_LEDE, url="https://ober.example/dam", published=naive)
    assert reading.address == "https://ober.example/dam"
    assert reading.published == datetime(2024, 11, 17, 9, tzinfo=UTC)


@pytest.mark.parametrize("text", ["| | |", "Advertisement\n\n5 minutes ago", "<<<<"])
def test_a_text_without_an_article_is_refused(text: str) -> None:
    """Nothing but marks or furniture is no article."""
    with pytest.raises(InputError, match="no words"):
        tracker.read(text)


def test_a_log_is_refused() -> None:
    """A hundred thousand lines are no article."""
    with pytest.raises(InputError, match="100,000 paragraphs"):
        tracker.read("line\n" * 100_000)
