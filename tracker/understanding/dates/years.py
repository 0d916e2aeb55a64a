"""Years, decades and seasons of a year: "1998", "the nineties", "nineteen ninety-seven"."""

from tracker.understanding.dates.calendar import SEASONS
from tracker.understanding.dates.datesense import DATE, Expression, Scene
from tracker.understanding.language.metrology import unit_at
from tracker.understanding.language.numbers import SMALL, TENS
from tracker.understanding.language.tags import NOUN

FIRST_YEAR, _LAST_YEAR = 1100, 2100
_NEWEST_SHORT = 50


DECADES = {
    word: number
    for number, word in enumerate(
        [
            "twenties",
            "thirties",
            "forties",
            "fifties",
            "sixties",
            "seventies",
            "eighties",
            "nineties",
        ],
        2,
    )
}


def year_at(scene: Scene, i: int) -> tuple[int, int] | None:
    """The year that stands at token `i`, and the token behind it."""
    tokens = scene.tokens
    if tokens.kinds[i] == "number" and len(tokens.words[i]) == 4 and tokens.words[i].isdigit():  # noqa: PLR2004
        year = int(tokens.words[i])
        return (year, i + 1) if FIRST_YEAR <= year <= _LAST_YEAR else None
    if (
        tokens.words[i] in {"'", "’"}
        and len(tokens.words[i + 1]) == 2  # noqa: PLR2004
        and tokens.words[i + 1].isdigit()
    ):
        short = int(tokens.words[i + 1])
        return short + century_of(short), i + 2
    return _spoken(scene, i)


def century_of(short: int) -> int:
    """The century of a year in two figures: the last one, but for the years since 2000."""
    return 1900 if short > _NEWEST_SHORT else 2000


def _spoken(scene: Scene, i: int) -> tuple[int, int] | None:
    """As in "nineteen ninety-seven", as broadcasts write it out."""
    lowers = scene.tokens.lowers
    if lowers[i] == "two" and lowers[i + 1] == "thousand":
        more = SMALL.get(lowers[i + 2], 0)
        return 2000 + more, i + 2 + bool(more)
    century = {"nineteen": 1900, "eighteen": 1800, "seventeen": 1700}.get(lowers[i])
    tens = TENS.get(lowers[i + 1], SMALL.get(lowers[i + 1], 0) >= 10 and SMALL[lowers[i + 1]])  # noqa: PLR2004
    if not century or not tens:
        return None
    at = i + 2 + (lowers[i + 2] == "-")
    small = SMALL.get(lowers[at], 0)
    if tens >= 20 and 0 < small < 10:  # noqa: PLR2004
        return century + tens + small, at + 1
    return century + tens, i + 2


def year(scene: Scene, i: int) -> Expression | None:
    """A year by itself: four figures that count nothing."""
    found = year_at(scene, i)
    if found is None:
        return None
    tokens, (year, end) = scene.tokens, found
    if year % 10 == 0 and tokens.lowers[end] == "s" and tokens.glued[end]:
        return Expression(i, end + 1, str(year)[:3], DATE, "decade")
    if not _stands_as_year(scene, i, end, year):
        return None
    if (
        tokens.words[end] in {"-", "–"}
        and tokens.glued[end]
        and len(tokens.words[end + 1]) in {2, 4}
    ):
        end += 2 * (tokens.kinds[end + 1] == "number")
    return Expression(i, end, str(year), DATE, "year")


def _stands_as_year(scene: Scene, i: int, end: int, year: int) -> bool:
    tokens = scene.tokens
    if not 1500 <= year <= _LAST_YEAR or (  # noqa: PLR2004
        tokens.glued[i] and tokens.words[i - 1] not in {"(", "-", "–", "“", '"', "'"}
    ):
        return False
    if tokens.words[end] in {"%", "/"} or (tokens.glued[end] and tokens.kinds[end] == "word"):
        return False
    if tokens.words[end] in {"-", "–"} and unit_at(tokens, end + 2):
        return False
    before = tokens.lowers[i - 1]
    if 1900 <= year <= 2060:  # noqa: PLR2004
        return (
            before not in {"some", "nearly", "approximately", "roughly", "least", "$", "only"}
            or False
        )
    return before in {
        "in",
        "since",
        "until",
        "by",
        "from",
        "of",
        "year",
        "after",
        "before",
        "to",
        "(",
    } and (scene.tags[end] != NOUN)


def spoken_year(scene: Scene, i: int) -> Expression | None:
    tokens = scene.tokens
    found = _spoken(scene, i)
    if found is None:
        return None
    if found[0] >= 2000 and tokens.lowers[i - 1] != "year":  # noqa: PLR2004
        return None
    if tokens.lowers[found[1]] in {"thousand", "million", "people", "percent", "dollars"}:
        return None
    return Expression(i, found[1], str(found[0]), DATE, "spoken year")


def spoken_decade(scene: Scene, i: int) -> Expression | None:
    """As in "the nineties"; not "in his thirties"."""
    if scene.tokens.lowers[i - 1] not in {"the", "early", "late", "mid", "-"}:
        return None
    return Expression(i, i + 1, f"19{DECADES[scene.tokens.lowers[i]]}", DATE, "decade")


def season_of_year(scene: Scene, i: int) -> Expression | None:
    """As in "summer 2023", "the winter of 1994"."""
    lowers = scene.tokens.lowers
    year = year_at(scene, i + 1 + (lowers[i + 1] == "of"))
    if year is None:
        return None
    return Expression(i, year[1], f"{year[0]:04d}-{SEASONS[lowers[i]]}", DATE, "season")


def short_decade(scene: Scene, i: int) -> Expression | None:
    """As in "'80s"."""
    tokens = scene.tokens
    digits = tokens.words[i + 1]
    if len(digits) == 2 and digits.isdigit() and digits[1] == "0" and tokens.lowers[i + 2] == "s":  # noqa: PLR2004
        return Expression(i, i + 3, f"{'20' if digits < '30' else '19'}{digits[0]}", DATE, "decade")
    return None
