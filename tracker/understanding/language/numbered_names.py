"""Numbers that belong to a name: "F-16", "Game 2", "iPhone 12", "240mm rocket", "12 Oak Street"."""

from tracker.understanding.language.lexicon import words
from tracker.understanding.language.metrology import sign_before, table
from tracker.understanding.language.numbers import SMALL, TENS, Numeral
from tracker.understanding.language.tags import NOUN, NUMBER
from tracker.understanding.language.tokens import Tokens

ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
# what stands before "number" where it is a verb
_NUMBERING = frozenset(
    {"now", "already", "dead", "wounded", "injured", "missing", "displaced", "homeless"}
)
_HYPHENS = frozenset({"-", "‑", "–"})
_LISTED = frozenset({"and", "or", "to", "through", "-", "–", "&"})
_ERAS = frozenset({"a.d.", "b.c.", "ad", "bc", "bce", "ce"})


def is_name(tokens: Tokens, tags: list[str], numeral: Numeral) -> bool:
    """The numeral only names or numbers something, and asserts no amount."""
    if numeral.spelled:
        return (
            _follows_label(tokens, numeral.first)
            or _is_named_group(tokens, numeral)
            or _is_age_band(tokens, numeral)
        )
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
        or _is_dialled(tokens, numeral)
        or _is_tie_break(tokens, numeral)
        or _is_age_group(tokens, numeral)
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
    if tokens.lowers[at] in words("labels"):
        return not _is_verb(tokens, at)
    if tokens.words[at] == "(" and tokens.glued[at] and tokens.glued[i]:  # "Section 14(3)"
        return tokens.kinds[at - 1] == "number" and tokens.lowers[at - 2] in words("labels")
    is_second = tokens.lowers[at] in _LISTED and tokens.kinds[at - 1] == "number"
    return is_second and tokens.lowers[at - 2] in words("labels_of_many")


def _is_verb(tokens: Tokens, at: int) -> bool:
    """Whether "number" comes to an amount, as in "The wounded number 208"."""
    return tokens.lowers[at] == "number" and at > 0 and tokens.lowers[at - 1] in _NUMBERING


def _follows_name(tokens: Tokens, tags: list[str], numeral: Numeral) -> bool:
    """As in "iPhone 12 Mini", "S&P 500": a capitalised word in front, nothing measured behind."""
    if tokens.lowers[numeral.first - 1] in words("numbered"):
        return True
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


def _is_named_group(tokens: Tokens, numeral: Numeral) -> bool:
    """As in "the Group of Seven", "the Big Four": a capital inside a sentence that is no title."""
    i = numeral.first
    if numeral.end > i + 1 or not tokens.words[i].istitle() or tokens.kinds[i - 1] != "word":
        return False
    before = tokens.words[i - 1 - (tokens.lowers[i - 1] == "of")]
    return before[:1].isupper() and not any(word.istitle() for word in tokens.words[i + 1 : i + 3])


def _is_dialled(tokens: Tokens, numeral: Numeral) -> bool:
    """As in "1-800-555-0199", "0800 123", "4-3-3", "9/11", "24/7": no amount, and no fraction."""
    i = numeral.first
    if numeral.end == i + 1 and "/" in (tokens.words[i - 1], tokens.words[i + 1]):
        return _is_slashed(tokens, i) or _is_slashed(tokens, i - 2)
    word = tokens.words[i]
    if _opens_with_zero(word) or _opens_with_zero(tokens.words[i - 1]):
        return True
    if _is_row(tokens, i):
        return True
    start = i
    while _is_chained(tokens, start - 2) and i - start < _LONGEST_CHAIN:
        start -= 2
    end = i
    while _is_chained(tokens, end) and end - i < _LONGEST_CHAIN:
        end += 2
    return end - start >= 4  # noqa: PLR2004 - three figures and two hyphens


def _is_row(tokens: Tokens, i: int) -> bool:
    """As in "+44 20 7946 0958": three figures with nothing between them, or a plus in front."""
    if tokens.words[i - 1] == "+" and tokens.glued[i]:
        return True
    kinds = tokens.kinds
    return any(
        kinds[at] == kinds[at + 1] == kinds[at + 2] == "number"
        for at in range(max(i - 2, 0), i + 1)
    )


def _opens_with_zero(word: str) -> bool:
    return len(word) > 1 and word[0] == "0" and word.isdigit()


_LONGEST_CHAIN = 8


def _is_chained(tokens: Tokens, i: int) -> bool:
    """A hyphen or dot glues the figure at token `i` to the next one."""
    return (
        i >= 0
        and tokens.kinds[i] == tokens.kinds[i + 2] == "number"
        and tokens.words[i + 1] in {"-", "–"}
        and tokens.glued[i + 1]
        and tokens.glued[i + 2]
    )


def _is_slashed(tokens: Tokens, i: int) -> bool:
    return tokens.words[i + 1] == "/" and tokens.kinds[i] == tokens.kinds[i + 2] == "number"


def _is_tie_break(tokens: Tokens, numeral: Numeral) -> bool:
    """As in "7-6 (4)", "7-6 (7-5)": the points inside a set."""
    i = numeral.first
    at = i - 1 if tokens.words[i - 1] == "(" else i - 3
    end = i + 1 + 2 * (at == i - 1 and tokens.words[i + 1] == "-")
    if tokens.words[at] != "(" or tokens.words[end] != ")":
        return False
    return [tokens.words[at - 3], tokens.words[at - 2], tokens.words[at - 1]] in (
        ["7", "-", "6"],
        ["6", "-", "7"],
    )


def _is_age_group(tokens: Tokens, numeral: Numeral) -> bool:
    """As in "the Under-21 team", "the under-18s"."""
    i = numeral.first
    return (
        tokens.lowers[i - 2] == "under"
        and tokens.words[i - 1] == "-"
        and (tokens.words[i - 2] == "Under" or tokens.lowers[numeral.end] == "s")
    )


def _is_list_number(tokens: Tokens, numeral: Numeral) -> bool:
    closes = tokens.words[numeral.end] == ")" and tokens.words[numeral.first - 1] != "("
    opens_line = (
        numeral.first == 0 and tokens.words[numeral.end] == "." and tokens.glued[numeral.end]
    )
    return (closes and tokens.words[numeral.first - 1] in {"", ";", ",", ".", ":", "and"}) or (
        opens_line and tokens.words[numeral.end + 1] != ""
    )


def _is_address(tokens: Tokens, end: int) -> bool:
    """As in "16 Industrial Avenue", "the 1200 block of Oak Street"."""
    if tokens.lowers[end : end + 2] in (["block", "of"], ["area", "code"]):
        return True
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
    """As in "5G", a generation of mobile networks, or the firm in "3M's masks"."""
    behind = numeral.end
    if tokens.words[behind] == "M" and tokens.lowers[behind + 1] == "'s":
        return True
    return tokens.words[behind] == "G" and tokens.glued[behind] and numeral.value in {2, 3, 4, 5, 6}


def _is_age_band(tokens: Tokens, numeral: Numeral) -> bool:
    """Either number of "men aged 18 to 34", which tells who is counted."""
    first = numeral.first
    if tokens.lowers[first - 1] in _LINKS and first > 1 and _is_amount_word(tokens, first - 2):
        first -= 2
    elif tokens.lowers[numeral.end] not in _LINKS or not _is_amount_word(tokens, numeral.end + 1):
        return False
    before = tokens.lowers[first - 1 - (tokens.lowers[first - 1] in {"between", "from"})]
    return before in {"aged", "ages"}


_LINKS = frozenset({"to", "-", "–", "and"})


def _is_amount_word(tokens: Tokens, i: int) -> bool:
    return tokens.kinds[i] == "number" or tokens.lowers[i] in SMALL or tokens.lowers[i] in TENS


def _is_of_an_era(tokens: Tokens, numeral: Numeral) -> bool:
    return tokens.lowers[numeral.first - 1] in _ERAS or tokens.lowers[numeral.end] in _ERAS
