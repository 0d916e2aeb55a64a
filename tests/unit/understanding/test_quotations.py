"""Quotation marks pair up whatever their glyphs, and broken ones never swallow an article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.understanding.statements.quotations import find_quotations


def quoted(text: str) -> list[str]:
    return [text[quotation.start : quotation.end] for quotation in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We sail at noon,” she said.", ["“We sail at noon,”"]),
        ('"We sail at noon," she said.', ['"We sail at noon,"']),
        ("‘We sail at noon,’ she said.", ["‘We sail at noon,’"]),
        ("'We sail at noon,' she said.", ["'We sail at noon,'"]),
        ("« We sail at noon », she said.", ["« We sail at noon »"]),
        ("„We sail at noon“, she said.", ["„We sail at noon“"]),
        ("„We sail at noon”, she said.", ["„We sail at noon”"]),
        ("''We sail at noon,'' she said.", ["''We sail at noon,''"]),
        ("``We sail at noon,'' she said.", ["``We sail at noon,''"]),
    ],
)
def test_every_style_of_marks_is_read(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_mark_of_another_style_closes_what_a_page_opened() -> None:
    assert quoted('"The ferry is late,” he said.') == ['"The ferry is late,”']


def test_apostrophes_open_and_close_nothing() -> None:
    assert quoted("It’s the pilots’ boat; they don't sail in the '90s rig or the ’80s one.") == []


def test_a_quotation_inside_a_quotation_is_part_of_it() -> None:
    text = "“He told me ‘go home’ and I went,” she said."
    assert quoted(text) == ["“He told me ‘go home’ and I went,”"]


def test_a_plural_possessive_does_not_close_single_marks() -> None:
    assert quoted("‘It’s late,’ she said. The crew’s hats stay.") == ["‘It’s late,’"]


def test_a_quotation_over_paragraphs_is_one_part_per_paragraph() -> None:
    text = "“The first day was calm.\n\n“The second was not,” she said.\n\nThey left."
    first, second = find_quotations(text)
    assert first.continued
    assert not first.closed
    assert second.closed
    assert quoted(text) == ["“The first day was calm.", "“The second was not,”"]


@pytest.mark.parametrize("mark", ["“", '"', "«", "„"])
def test_an_unbalanced_mark_ends_with_its_paragraph(mark: str) -> None:
    text = f"He said: {mark}We are leaving.\n\nThe quay was empty by nine.\n\n“Good,” she said."
    assert all("quay" not in words for words in quoted(text))
    assert quoted(text)[-1] == "“Good,”"


def test_a_stray_mark_in_a_sentence_quotes_nothing() -> None:
    assert quoted('The 12" pipe burst on Friday.\n\nIt was mended.') == []


def test_an_empty_pair_is_no_quotation() -> None:
    assert quoted('“” and "..." say nothing') == []


@given(st.text(alphabet="“”\"'‘’«»„ab .,\n", max_size=60))
def test_quotations_are_in_order_disjoint_and_within_one_paragraph(text: str) -> None:
    last = 0
    for quotation in find_quotations(text):
        assert last <= quotation.start < quotation.end <= len(text)
        assert "\n" not in text[quotation.start : quotation.end]
        last = quotation.end


def test_a_paragraph_of_nothing_but_marks_is_no_prose() -> None:
    """Ten thousand marks are left alone; what stands in other paragraphs is still read."""
    found = find_quotations('"a" ' * 6_000 + "\n\n“We stay,” she said.")
    assert [(quotation.start, quotation.end) for quotation in found] == [(24_002, 24_012)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("„We sail at noon,“ she said. He left.", ["„We sail at noon,“"]),
        ("»We sail at noon,« she said. He left.", ["»We sail at noon,«"]),
        ("‚We sail at noon,‘ she said. He left.", ["‚We sail at noon,‘"]),
        ("“We sail at noon,“ she said. He left.", ["“We sail at noon,“"]),
        ("「船は正午に出る」と言った。", ["「船は正午に出る」"]),
    ],
)
def test_a_mark_that_opens_elsewhere_closes_what_its_pair_opened(
    text: str, expected: list[str]
) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'The sailors' pay is late,' she said. The boats' owners left.", 1),
        ('"The 10" pipe burst," she said. The 12" main held.', 1),
        ("The ‘70s rig, the '80s hits and rock 'n' roll were the sailors' own.", 0),
        ("The 6'2\" sailor stood 30' above the deck of the 40' boat.", 0),
    ],
)
def test_inches_feet_decades_and_possessives_are_no_marks(text: str, expected: int) -> None:
    assert len(quoted(text)) == expected


def test_a_forgotten_closing_mark_swallows_no_later_quotation() -> None:
    assert quoted("“It was loud, she said. “We ran,” she added. He left.") == ["“We ran,”"]


def test_a_quotation_goes_on_over_paragraphs_without_marks_to_the_one_that_closes_it() -> None:
    text = "He said, “We left.\nThe water came.\nThen it was gone.” Nobody was hurt.\nIt rained."
    assert quoted(text) == ["“We left.", "The water came.", "Then it was gone.”"]


def test_a_mark_left_open_reaches_no_paragraph_that_does_not_close_it() -> None:
    text = "He said, “We left.\nThe water came.\n“Then it was gone,” she said. Nobody was hurt."
    assert quoted(text) == ["“We left.", "“Then it was gone,”"]
