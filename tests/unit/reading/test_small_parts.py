"""Bylines, captions and languages."""

import pytest

from tracker.reading.bylines import byline_of, spelled, split_names
from tracker.reading.credits import split_caption
from tracker.reading.language import guess_language


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Low", ("Ann Low",)),
        ("By ANN LOW, BO CHEN and CY D. O’DAY", ("Ann Low", "Bo Chen", "Cy D. O’Day")),
        ("by Ann Low & Bo Chen", ("Ann Low", "Bo Chen")),
        ("By Ann Low, Associated Press", ("Ann Low",)),
        ("By Ludwig van den Berg and Ana de la Cruz", ("Ludwig van den Berg", "Ana de la Cruz")),
        ("By Sunday the dam had held for three nights.", ()),
        ("By all accounts", ()),
        ("Ann Low", ()),
    ],
)
def test_bylines(line: str, names: tuple[str, ...]) -> None:
    """Names apart, each in its usual capitals; prose that begins with "by" is none."""
    assert byline_of(line) == names


def test_names_of_metadata_are_split_too() -> None:
    """One value often names several people, and some twice."""
    assert split_names("Ann Low, Bo Chen; Ann Low") == ("Ann Low", "Bo Chen")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("JEAN-LUC O'NEIL", "Jean-Luc O'Neil"),
        ("CY MCVIE", "Cy McVie"),
        ("Ann LOW", "Ann LOW"),
        ("AFP", "AFP"),
    ],
)
def test_capitals_of_names(name: str, expected: str) -> None:
    """Only names wholly in capitals are respelled; a single word may be an agency."""
    assert spelled(name) == expected


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("The dam on Sunday. (Photo by Ann Low/AFP)", "The dam on Sunday.", "Photo by Ann Low/AFP"),
        ("The dam on Sunday. (AP Photo/Ann Low)", "The dam on Sunday.", "AP Photo/Ann Low"),
        ("The dam on Sunday. Photograph: Ann Low", "The dam on Sunday.", "Photograph: Ann Low"),
        ("The dam. Ann Low via Getty Images", "The dam.", "Ann Low via Getty Images"),
        ("Photo: Ann Low", "", "Photo: Ann Low"),
        ("The dam on Sunday.", "The dam on Sunday.", ""),
        ("The dam, Reuters reported on Sunday.", "The dam, Reuters reported on Sunday.", ""),
    ],
)
def test_captions_and_credits(text: str, caption: str, credit: str) -> None:
    """Apart, and nothing lost."""
    assert split_caption(text) == (caption, credit)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The dam above the town held, and it was said that the water is to fall by Monday.", "en"),
        ("Der Damm hat gehalten, und das Wasser ist nicht mehr gestiegen, sagte die Frau.", "de"),
        ("Le barrage a tenu et la rivière est dans les champs, mais pas en ville, au matin.", "fr"),
        (
            "La presa resistió y el agua no ha subido en la noche, según los técnicos de la zona.",
            "es",
        ),
        ("Плотина выдержала, и вода не поднялась на ночь, как это было в прошлом году.", "ru"),
        (
            "Гребля витримала, і вода не піднялася на ніч, як це було за рік до того, що й було.",
            "uk",
        ),
        ("堤防は三日目の夜も持ちこたえた。", "ja"),
        ("水库大坂昨夜没有决口。", "zh"),
        ("댐은 사흘째 밤에도 버텼다.", "ko"),
        ("صمد السد لليلة الثالثة", "ar"),
        ("12 3 45", None),
        ("Dam holds", None),
        ("", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    """By script or small words; None where there is too little to tell."""
    assert guess_language(text) == language
