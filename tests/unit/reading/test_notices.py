"""Notices: the outlet's own words on its changes, with the time they state."""

from datetime import UTC, datetime

import pytest

from tracker.article.reading import Block, BlockKind, NoticeKind
from tracker.reading.notices.find import find_notices, place_notices

_PUBLISHED = datetime(2024, 11, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (NoticeKind.UPDATE, "Updated 9:03 PM EST, November 17, 2024"),
        (NoticeKind.UPDATE, "Last updated: Nov. 17, 2024, 9:00 p.m. ET"),
        (NoticeKind.UPDATE, "This story has been updated."),
        (NoticeKind.UPDATE, "Update, Nov. 18: This article has been updated with a comment."),
        (NoticeKind.UPDATE, "(Adds details on the rescue, background)"),
        (NoticeKind.CORRECTION, "Correction: The dam is in Ober."),
        (NoticeKind.CORRECTION, "CORRECTION (Nov. 18, 2024): The dam is in Ober."),
        (NoticeKind.CORRECTION, "Corrections & Clarifications: The dam is in Ober."),
        (NoticeKind.CORRECTION, "An earlier version of this article misstated the cost."),
        (NoticeKind.CORRECTION, "A previous headline on this story misspelled the valley."),
        (NoticeKind.CORRECTION, "This article was amended to correct a date."),
        (
            NoticeKind.CORRECTION,
            "Due to an editing error, an earlier version of this story said 12.",
        ),
        (NoticeKind.CORRECTION, "(Corrects figure in paragraph 2 to 12 from 21)"),
        (NoticeKind.CORRECTION, "Correction appended: The date was wrong. It is Dec. 3."),
        (NoticeKind.UPDATE, "Last modified on Mon 18 Nov 2024 11.02 CET"),
        (NoticeKind.CORRECTION, "REFILE—Corrects spelling of Müller in paragraph 4"),
        (NoticeKind.CORRECTION, "(This Nov. 17 story corrects the figure in paragraph 3)"),
        (NoticeKind.CORRECTION, "Note: An earlier version of this report gave a wrong date."),
        (NoticeKind.CORRECTION, "We originally reported that the dam had burst. It has not."),
        (NoticeKind.CORRECTION, "Because of a typing error, this article initially said 12."),
        (NoticeKind.CORRECTION, "The story has been corrected to show when the dam opened."),
        (NoticeKind.UPDATE, "(Amends headline)"),
        (NoticeKind.UPDATE, "(This story has been refiled to add a dropped word)"),
        (NoticeKind.UPDATE, "The headline on this article has been changed."),
        (NoticeKind.UPDATE, "This headline and story were updated at 10.30am."),
        (NoticeKind.CLARIFICATION, "Clarification: The toll includes rescuers."),
        (NoticeKind.CLARIFICATION, "This story was updated to make clear who was counted."),
        (NoticeKind.EDITORS_NOTE, "Editor’s note: This story was taken down for an hour."),
        (NoticeKind.RETRACTION, "Retraction: We withdraw the report on the dam."),
        (NoticeKind.RETRACTION, "This story has been retracted."),
        (NoticeKind.RETRACTION, "The Ober Gazette has retracted this story."),
        (NoticeKind.CONTRIBUTORS, "Ann Low contributed to this report from the valley."),
        (NoticeKind.CONTRIBUTORS, "Additional reporting by Ann Low and Bo Chen"),
        (NoticeKind.CONTRIBUTORS, "(Reporting by Ann Low in Ober; Editing by Bo Chen)"),
        (NoticeKind.CONTRIBUTORS, "With contributions from Ann Low."),
    ],
)
def test_a_paragraph_that_is_a_notice_is_found_whole(kind: NoticeKind, text: str) -> None:
    """Its kind is told and its span is the paragraph."""
    (notice,) = find_notices(f"The dam holds.\n\n{text}", published=_PUBLISHED)
    assert notice.kind is kind
    assert notice.text == text.strip("()") or notice.text == text


@pytest.mark.parametrize(
    "text",
    [
        "Updated 5 minutes ago",
        "Updated on Sunday, the plan keeps the dam open for a further ten years of work.",
        "An earlier report said 12 people had died.",
        "An earlier version of the report said the dam was safe.",
        "He contributed to this report.",
        "Ann Low, who contributed to the report on dams, said it was late.",
        "Corrections officers went on strike on Monday.",
        "The clarification came late: the dam is closed.",
        "Update",
        "She updated the valley at 9 p.m. on Sunday.",
    ],
)
def test_prose_is_no_notice(text: str) -> None:
    """Words of the trade in a report are not the outlet's words on its changes."""
    assert find_notices(text, published=_PUBLISHED) == ()


@pytest.mark.parametrize(
    ("text", "notice", "rest"),
    [
        ("Updated 9 p.m. ET: The dam holds.", "Updated 9 p.m. ET", ": The dam holds."),
        ("UPDATE: The dam holds.", "UPDATE", ": The dam holds."),
        ("CORRECTED-Dam costs $3 million", "CORRECTED", "-Dam costs $3 million"),
        ("REFILE-UPDATE 2-Dam holds", "REFILE-UPDATE 2", "-Dam holds"),
        ("UPDATE 3-Dam holds after storm", "UPDATE 3", "-Dam holds after storm"),
        ("Update Nov 18, 9 a.m. GMT — Crews came.", "Update Nov 18, 9 a.m. GMT", " — Crews came."),
    ],
)
def test_an_inline_notice_covers_its_label_alone(text: str, notice: str, rest: str) -> None:
    """What follows the label is reporting."""
    (found,) = find_notices(text, published=_PUBLISHED)
    assert (found.text, text[found.end :]) == (notice, rest)


def test_a_notice_at_the_end_of_a_paragraph_runs_to_its_end() -> None:
    """The reporting before it is not part of it."""
    text = "The dam holds. This story has been corrected to say the fire began Monday, not Tuesday."
    (notice,) = find_notices(text)
    assert text[notice.start : notice.end].startswith("This story has been corrected")
    assert (notice.wrong, notice.right) == ("Tuesday", "the fire began Monday")


def test_offsets_count_the_given_text() -> None:
    """Notices come in order and their spans cut their words out of the text."""
    text = "Updated 9 p.m. ET: A\n\nB\n\nAnn Low contributed to this report."
    notices = find_notices(text, published=_PUBLISHED)
    assert [notice.kind for notice in notices] == [NoticeKind.UPDATE, NoticeKind.CONTRIBUTORS]
    assert [text[notice.start : notice.end] for notice in notices] == [n.text for n in notices]


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Updated 9 p.m. ET: The dam holds.", "2024-11-18T02:00:00+00:00"),
        ("Updated 9 p.m. Eastern time: The dam holds.", "2024-11-18T02:00:00+00:00"),
        ("Update, Nov. 18, 2024, 14:05 GMT: Crews came.", "2024-11-18T14:05:00+00:00"),
        ("This story was updated at 10:15 p.m. PT to add a comment.", "2024-11-18T06:15:00+00:00"),
        (
            "This article was amended on 18 November 2024. An earlier version said it was 3 May.",
            "2024-11-18T00:00:00+00:00",
        ),
        ("Correction, Nov. 19: The vote was on March 3.", "2024-11-19T00:00:00+00:00"),
        ("Correction: The vote was on March 3, not March 5.", None),
        ("This story has been updated.", None),
    ],
)
def test_the_stated_time_is_resolved(text: str, stated: str | None) -> None:
    """A clock time is of the day of publication; a date the notice is about is not its time."""
    (notice,) = find_notices(text, published=_PUBLISHED)
    found = notice.stated_at
    assert (found.astimezone(UTC).isoformat() if found else None) == stated


def test_the_outlets_zone_counts_where_the_notice_names_none() -> None:
    """Without a zone in the words, the one given decides, then the offset of publication."""
    (notice,) = find_notices("Updated 9 p.m.: X.", published=_PUBLISHED, zone="America/Chicago")
    assert notice.stated_at == datetime(2024, 11, 18, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("An earlier version of this article misstated the wells. It is 12, not 10.", "10", "12"),
        (
            "An earlier version of this story said the bridge was closed; in fact it stayed open.",
            "the bridge was closed",
            "it stayed open",
        ),
        ("(Corrects toll in paragraph 2 to 12 from 21)", "21", "12"),
        (
            "Correction: This story gave the toll as 21 instead of 12.",
            "the toll as 21",
            "12",
        ),
        (
            "An earlier version of this story misspelled a name. It is Halvorsen, not Halversen.",
            "Halversen",
            "Halvorsen",
        ),
        (
            "Correction: It incorrectly said that Mr. Bane won $1.5 million. He won $15 million.",
            "Mr. Bane won $1.5 million",
            "He won $15 million",
        ),
        ("Correction: The caption misidentified the speaker as Ann Low.", "Ann Low", None),
        (
            "An earlier version of this article misstated the age of the pilot as 34. She is 43.",
            "34",
            "43",
        ),
        ("An earlier version of this story misspelled the name as Kovac.", "Kovac", None),
        (
            "CORRECTION: The Wire reported that the mill employs 500. The mill employs 5,000.",
            "the mill employs 500",
            "The mill employs 5,000",
        ),
        (
            "This article originally said 12 people were hurt. The correct number is 21.",
            "12 people were hurt",
            "21",
        ),
        ("(This story corrects the sum to $2 billion from $2 million)", "$2 million", "$2 billion"),
        (
            "An earlier version of this article referred to the Tyne rather than the Tees.",
            "the Tyne",
            "the Tees",
        ),
        (
            "An earlier version of this article stated, incorrectly, that it sank in 2003.",
            "it sank in 2003",
            None,
        ),
        ("A correction was made on Nov. 18: It was 1972, not 1927.", "1927", "1972"),
        ("Correction: The date should have read March 5, not March 3.", "March 3", "March 5"),
        ("Correction: An earlier version of this story omitted a name.", None, None),
    ],
)
def test_a_correction_says_what_was_wrong_and_what_is_right(
    text: str, wrong: str | None, right: str | None
) -> None:
    """Where it says so; nothing is invented where it does not."""
    (notice,) = find_notices(text)
    assert (notice.wrong, notice.right) == (wrong, right)


def test_blocks_that_are_notices_stand_outside_the_body() -> None:
    """A correction box is a NOTICE block; an inline notice leaves its paragraph in the body."""
    lines = ("Updated 9 p.m. ET: The dam holds.", "Correction", "Correction: It is in Ober.")
    blocks, notices = place_notices(
        [Block(BlockKind.PARAGRAPH, line) for line in lines], published=_PUBLISHED
    )
    kinds = [block.kind for block in blocks]
    assert kinds == [BlockKind.PARAGRAPH, BlockKind.NOTICE, BlockKind.NOTICE]
    assert [(n.field, n.start, n.end) for n in notices] == [("block:0", 0, 17), ("block:2", 0, 26)]
