"""Numbers that belong to a name: "F-16", "Game 2", "iPhone 12", "240mm rocket", "12 Oak Street"."""

from tracker.understanding.language.lexicon import words
from tracker.understanding.language.metrology import sign_before, table
from tracker.understanding.language.numbers import Numeral
from tracker.understanding.language.tags import NOUN, NUMBER
from tracker.understanding.language.tokens import Tokens

ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_HYPHENS = frozenset({"-", "‑", "–"})
_ERAS = frozenset({"a.d.", "b.c.", "ad", "bc", "bce", "ce"})


def is_name(tokens: Tokens, tags: list[str], numeral: Numeral) -> bool:
    """The numeral only names or numbers something, and asserts no amount."""
    if numeral.spelled:
        return _follows_label(tokens, numeral.first)
    return (
        _is_ordinal(tokens, numeral.end)
        or _is_glued(tokens, numeral.first)
        or _follows_label(tokens, numeral.first)
        or _follows_name(tokens, tags, numeral)
        or _is_list_number(tokens, numeral)
        or _is_address(tokens, numeral.end)
        or _is_calibre(tokens, numeral.end)
        or _is_of_an_era(tokens, numeral)
        or _is_index(tokens, numeral)
        or _is_generation(tokens, numeral)
        or _is_age_band(tokens, numeral)
    )


def _is_ordinal(tokens: Tokens, end: int) -> bool:
    return tokens.lowers[end] in ORDINAL_ENDINGS and tokens.glued[end]


def _is_glued(tokens: Tokens, i: int) -> bool:
    """As in "M142", "F-16", "ID.3"; not "USD10m" or "mid-10s"."""
    if not tokens.glued[i]:
        return False
    if tokens.kinds[i - 1] in {"word", "abbreviation"}:
        return tokens.lowers[i - 1] not in table().signs
    mark = tokens.words[i - 1] in _HYPHENS or tokens.words[i - 1] == "."
    before = tokens.words[i - 2]
    return (
        mark
        and tokens.glued[i - 1]
        and before[:1].isalpha()
        and before.lower() not in words("number_prefixes")
    )


def _follows_label(tokens: Tokens, i: int) -> bool:
    """As in "Section 427", "category 4", "No. 3"."""
    at = i - 1 - (tokens.words[i - 1] == "." and tokens.glued[i - 1])
    return tokens.lowers[at] in words("labels")


def _follows_name(tokens: Tokens, tags: list[str], numeral: Numeral) -> bool:
    """As in "iPhone 12 Mini", "S&P 500": a capitalised word in front, nothing measured behind."""
    before = tokens.words[numeral.first - 1]
    if tags[numeral.first - 1] != NOUN or not any(letter.isupper() for letter in before):
        return False
    if sign_before(tokens, numeral.first):
        return False
    if numeral.first < 2 and tokens.words[numeral.end][:1].islower():  # noqa: PLR2004
        return False
    behind = tokens.words[numeral.end]
    is_counting = behind[:1].islower() and tags[numeral.end] in {NOUN, NUMBER}
    is_amount = behind[:1] in {"%", "°", "-"} or is_counting
    return numeral.end == numeral.first + 1 and not is_amount


def _is_list_number(tokens: Tokens, numeral: Numeral) -> bool:
    closes = tokens.words[numeral.end] == ")" and tokens.words[numeral.first - 1] != "("
    opens_line = (
        numeral.first == 0 and tokens.words[numeral.end] == "." and tokens.glued[numeral.end]
    )
    return (closes and tokens.words[numeral.first - 1] in {"", ";", ",", ".", ":", "and"}) or (
        opens_line and tokens.words[numeral.end + 1] != ""
    )


def _is_address(tokens: Tokens, end: int) -> bool:
    """As in "16 Industrial Avenue"."""
    at = end
    while at < end + 4 and tokens.words[at][:1].isupper():
        if tokens.lowers[at] in words("streets") and at > end:
            return True
        at += 1
    return False


def _is_calibre(tokens: Tokens, end: int) -> bool:
    """As in "155mm shells", "35 mm film"."""
    if tokens.lowers[end] != "mm":
        return False
    return any(word.rstrip("s") in words("bored") for word in tokens.lowers[end + 1 : end + 7])


def _is_index(tokens: Tokens, numeral: Numeral) -> bool:
    """As in "S&P 500", "Nasdaq 100": how many shares a stock index is named after."""
    return numeral.value in _SHARES_OF_INDICES and tokens.lowers[numeral.first - 1] in words(
        "indices"
    )


_SHARES_OF_INDICES = frozenset({30, 35, 40, 50, 100, 125, 200, 225, 300, 400, 500, 600, 1000, 2000})


def _is_generation(tokens: Tokens, numeral: Numeral) -> bool:
    """As in "5G": a generation of mobile networks."""
    behind = numeral.end
    return tokens.words[behind] == "G" and tokens.glued[behind] and numeral.value in {2, 3, 4, 5, 6}


def _is_age_band(tokens: Tokens, numeral: Numeral) -> bool:
    """The second number of "men aged 18 to 34", which tells who is counted."""
    i = numeral.first
    is_linked = tokens.lowers[i - 1] in {"to", "-", "–", "and"} and tokens.kinds[i - 2] == "number"
    before = tokens.lowers[i - 3] if tokens.lowers[i - 3] != "between" else tokens.lowers[i - 4]
    return is_linked and before in {"aged", "ages"}


def _is_of_an_era(tokens: Tokens, numeral: Numeral) -> bool:
    return tokens.lowers[numeral.first - 1] in _ERAS or tokens.lowers[numeral.end] in _ERAS
