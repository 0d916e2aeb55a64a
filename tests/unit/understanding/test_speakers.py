"""Speakers resolve to the fullest name and role, and match over spellings and outlets."""

import pytest

from tracker.comparing.sentences import split_sentences
from tracker.understanding.language.names import fold, parse_name, same_person
from tracker.understanding.statements.find import find_statements
from tracker.understanding.statements.quotations import find_quotations


def speakers(text: str) -> list[str | None]:
    return [
        found.speaker
        for found in find_statements(text, split_sentences(text), find_quotations(text))
    ]


def test_a_surname_becomes_the_full_name_with_its_role() -> None:
    text = (
        "Andriy Bondar, a former Ukrainian defence minister, spoke on Monday.\n\n"
        "“We need more time,” Bondar said."
    )
    assert speakers(text) == ["Andriy Bondar, former Ukrainian defence minister"]


def test_a_title_before_the_name_is_kept() -> None:
    text = "Fleet chief Gen. R.T. Moss arrived.\n\nMoss said the fleet was ready."
    assert speakers(text) == ["Fleet chief Gen. R.T. Moss"]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Maria Stern said it rained. She said it would stop.", "Maria Stern"),
        ("Maria Stern met David Lund. “It rains,” he said.", "David Lund"),
        ("David Lund said it rained. Maria Stern left early. She said it was late.", "Maria Stern"),
        ("The mayor said it rained. “It will stop,” he said.", "The mayor"),
        ("Hydro Balkan said it rained. It said it would stop.", "Hydro Balkan"),
        ("Officials said it rained. It would stop, they added.", "Officials"),
        (
            "U.S. officials said it rained. It would stop, according to the officials.",
            "U.S. officials",
        ),
    ],
)
def test_a_pronoun_is_the_last_eligible_speaker(text: str, last: str) -> None:
    assert speakers(text)[-1] == last


def test_who_is_the_person_named_before_it() -> None:
    text = "The plan pleased Maria Stern, who said it was overdue."
    assert speakers(text) == ["Maria Stern"]


def test_a_role_may_stand_before_the_name() -> None:
    text = "The mayor’s spokesman, Karl Lund, said the square was closed."
    assert speakers(text) == ["Karl Lund, mayor’s spokesman"]


def test_two_speakers_stay_two() -> None:
    text = "Maria Stern and Karl Lund said the square was closed."
    assert speakers(text) == ["Maria Stern and Karl Lund"]


def test_an_office_is_its_one_holder() -> None:
    text = "President-elect Ada Ruiz won.\n\nThe president-elect said the count was fair."
    assert speakers(text) == ["President-elect Ada Ruiz"]


def test_an_unnamed_speaker_stays_as_described() -> None:
    assert speakers("A defense official said the convoy had left.") == ["A defense official"]


def test_nobody_is_named_where_a_pronoun_has_no_bearer() -> None:
    assert speakers("“It rains,” she said.") == [None]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zelensky", "Ukrainian President Volodymyr Zelenskyy"),
        ("Zelenskiy", "Zelenskyy"),
        ("Oleksandr Bondarenko", "Aleksandr Bondarenko"),
        ("Mike Arlen", "Michael Arlen, senior fellow at the institute"),
        ("Gen. Moss", "R.T. Moss"),
        ("António Prado", "Antonio Prado"),
        ("Ms. Stern", "Maria Stern"),
        ("a defense official", "one defence official"),
        ("U.S. officials", "US officials"),
        ("the White House", "White House"),
    ],
)
def test_the_same_person_under_two_names(one: str, other: str) -> None:
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Ruiz", "Leo Ruiz"),
        ("Karl Lund", "Karl Lund Jr."),
        ("Mr. Stern", "Maria Stern"),
        ("Moss", "Voss"),
        ("a defense official", "a health official"),
        ("Ada Ruiz", "a defense official"),
        ("a spokesman for Ada Ruiz", "Ada Ruiz"),
        ("", ""),
    ],
)
def test_two_people_stay_two(one: str, other: str) -> None:
    assert not same_person(one, other)


def test_a_son_named_by_apposition_is_not_his_father() -> None:
    name = parse_name("Lund’s eldest son, Karl Lund Jr.")
    assert name is not None
    assert (name.shown, name.suffix) == ("Karl Lund Jr.", "jr")


@pytest.mark.parametrize(
    "body", ["the Defence Ministry", "NATO", "Leiden University", "the officials"]
)
def test_a_body_has_no_personal_name(body: str) -> None:
    assert parse_name(body) is None


def test_folding_joins_transliterations_only() -> None:
    assert (
        len({fold(spelling) for spelling in ("Zelensky", "Zelenskyy", "Zelenskiy", "Zelenskij")})
        == 1
    )
    assert fold("Moss") != fold("Voss")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Finance Minister Ola Brandt met deputy minister Tom Weir. The minister said no.",
            "Finance Minister Ola Brandt",
        ),
        ("Gov. Ada Ruiz left early. The governor said it rained.", "Gov. Ada Ruiz"),
        (
            "Ada Ruiz, a Democrat, met Tom Weir, a Republican. The Republican said it rained.",
            "Tom Weir",
        ),
        ("Ada Ruiz, 43, met Tom Weir, 51. The 43-year-old said it rained.", "Ada Ruiz"),
        ("The prize went to Luc Morel. The Frenchman said it rained.", "Luc Morel"),
        ("Ada Ruiz, 19, scored. “It was luck,” the teenager said.", "Ada Ruiz"),
        ("The paper named Ada Ruiz. The mother-of-three said it rained.", "Ada Ruiz"),
        ("Moss, a former paratrooper, left at ten. He said it rained.", "Moss, former paratrooper"),
        ("Ada Ruiz won. It rained all day. “It was luck,” the Swede said.", "Ada Ruiz"),
        (
            "A spokeswoman for Tom Weir denied it. “It rains,” she said.",
            "A spokeswoman for Tom Weir",
        ),
        ("Kit Vale and Tom Weir split up. Kit said it rained.", "Kit Vale"),
        ("His wife, Carmen, was less sure. “I am staying,” she said.", "Carmen, wife"),
    ],
)
def test_a_second_mention_is_the_one_person_it_fits(text: str, speaker: str) -> None:
    """An office, a party, an age, a country, a given name."""
    assert speakers(text)[-1] == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Gov. Ada Ruiz met Gov. Tom Weir. The governor said it rained.", "The governor"),
        ("Vice President Ada Ruiz left. The president said it rained.", "The president"),
        ("Ada Ruiz met Tom Weir. The Republican said it rained.", "The Republican"),
        ("Georgia Ruiz left for Tbilisi. Georgia said the border was open.", "Georgia"),
    ],
)
def test_what_fits_several_or_nobody_stays_as_it_stands(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Porto Fire Chief Ana Ruiz", "Ana Ruiz"),
        ("House Speaker Tom Weir", "Tom Weir"),
        ("U.S. District Judge Noel Vargas", "Noel Vargas"),
        ("Bank of Porto Governor Ana Ruiz", "Ana Ruiz"),
        ("Secretary of State Ana Ruiz", "Ana Ruiz"),
        ("Ana Ruiz KC", "Ana Ruiz"),
        ("Jack French", "Jack French"),
    ],
)
def test_a_name_stands_behind_the_last_title(phrase: str, name: str) -> None:
    found = parse_name(phrase)
    assert found
    assert found.shown == name


@pytest.mark.parametrize(
    "phrase", ["supporters of President Leo Stone", "Department of State", "the Green Party"]
)
def test_whoever_stands_behind_of_may_be_somebody_else(phrase: str) -> None:
    assert parse_name(phrase) is None


def test_a_show_is_no_person() -> None:
    text = "Kimberly Vale met him on the show Dark Water. She said it rained."
    assert speakers(text) == ["Kimberly Vale"]
