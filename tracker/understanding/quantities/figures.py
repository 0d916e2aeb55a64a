"""Figures in a language that is not read: digits with their signs, and dates as ISO writes them."""

from collections.abc import Iterator

from tracker.understanding.dates.calendar_dates import calendar_date
from tracker.understanding.dates.datesense import DATE, Scene
from tracker.understanding.language import metrology
from tracker.understanding.language.lexicon import words
from tracker.understanding.language.numbered_names import is_name
from tracker.understanding.language.numbers import Numeral
from tracker.understanding.language.tokens import Tokens
from tracker.understanding.model import Fact, FactKind, Number
from tracker.understanding.quantities.international import Amount, amount_at

_YEARS = range(1500, 2101)
_DAYS = range(1, 32)
_ORDINALS = range(100)
_ORDINAL_DOTS = frozenset({"cs", "da", "de", "fi", "hr", "hu", "nb", "pl", "sk", "sl", "tr", None})
_ISO_TOKENS = 5
_CALENDAR_SIGNS = frozenset("年月日時时点點分秒号년월일시분초")
_CLOCKS = frozenset({"uhr", "h", "kl", "klo", "kello", "godz"})
_BEFORE_MONTH = frozenset({"de", ".", "º", "°", "er", "ta", "ngày", "-"})
_LAST_SPACED = "\u0590"  # the scripts before it put blanks between a word and a figure


def find_figures(tokens: Tokens, language: str | None = None) -> Iterator[Fact]:
    """Numbers with the signs and symbols of any language (%, €, km), and ISO dates.

    Words are not read: what a figure counts and how exact it is remain open.
    """
    scene = Scene(tokens, [""] * (tokens.count + 8), None)
    i = 0
    while i < tokens.count:
        if tokens.kinds[i] != "number":
            i += 1
            continue
        date = calendar_date(scene, i)
        if date and date.rule == "iso date":
            yield _date(tokens, i, date.value)
            i += _ISO_TOKENS
            continue
        amount = amount_at(tokens, i, language)
        if amount.value is not None and not _is_no_amount(scene, i, amount, language):
            yield _figure(tokens, i, amount, amount.value)
        i = amount.last + 1


def _is_no_amount(scene: Scene, i: int, amount: Amount, language: str | None) -> bool:
    """A name, a year, a day of a month, a clock time, or an ordinal ("17. November")."""
    tokens, last = scene.tokens, amount.last
    beside = (
        tokens.words[i - 1] if tokens.glued[i] else "",
        tokens.words[last + 1] if tokens.glued[last + 1] else "",
    )
    is_year = amount.value in _YEARS and len(tokens.words[i]) == 4  # noqa: PLR2004
    return (
        is_year
        or ":" in beside
        or "/" in beside
        or (language in _ORDINAL_DOTS and amount.value in _ORDINALS and _has_dot(tokens, last))
        or beside[1][:1] in _CALENDAR_SIGNS - {""}
        or _is_day(tokens, i, amount)
        or _is_clock(tokens, i, last)
        or _is_named(scene, i, amount)
    )


def _has_dot(tokens: Tokens, last: int) -> bool:
    return tokens.words[last + 1] == "." and tokens.glued[last + 1] and last + 2 < tokens.count


def _is_day(tokens: Tokens, i: int, amount: Amount) -> bool:
    if amount.value not in _DAYS:
        return False
    months = words("months_abroad")
    at = i + 1
    while tokens.lowers[at] in _BEFORE_MONTH and at < i + 3:
        at += 1
    return tokens.lowers[at] in months or tokens.lowers[i - 1] in months


def _is_clock(tokens: Tokens, i: int, last: int) -> bool:
    """As in "23.30 Uhr", "14h30", "kl 9"."""
    before = tokens.lowers[i - 1 - (tokens.words[i - 1] == ".")]
    return tokens.lowers[last + 1] in _CLOCKS or (before in _CLOCKS)


def _is_named(scene: Scene, i: int, amount: Amount) -> bool:
    """As in "A320", "Airbus 320", "15-jährig", "3e": part of a word, or behind a name."""
    tokens, last = scene.tokens, amount.last
    if last > i:
        return False
    if tokens.glued[i] and _is_unspaced(tokens.words[i - 1 - (tokens.words[i - 1] == "-")]):
        return False
    if is_name(tokens, scene.tags, Numeral(i, i + 1, amount.value or 0)) or _is_part(tokens, i):
        return True
    before, behind = tokens.words[i - 1], tokens.words[i + 1]
    is_counting = behind[:1].isalpha() or behind[:1] in "%°€$£" or metrology.sign_before(tokens, i)
    return i > 1 and before[:1].isupper() and not is_counting


def _is_part(tokens: Tokens, i: int) -> bool:
    """Whether letters follow at once that are neither a unit nor another script's word."""
    at = i + 1 + (tokens.words[i + 1] == "-" and tokens.glued[i + 1])
    behind = tokens.words[at]
    if not tokens.glued[at] or not behind[:1].isalpha() or _is_unspaced(behind):
        return False
    return at > i + 1 or not (metrology.unit_at(tokens, at) or metrology.sign_at(tokens, at))


def _is_unspaced(word: str) -> bool:
    return word[:1] >= _LAST_SPACED


def _figure(tokens: Tokens, i: int, amount: Amount, value: Number) -> Fact:
    unit, first, stop = _sign(tokens, i, amount)
    return Fact(
        kind=FactKind.QUANTITY,
        text="",
        value=value,
        low=None,
        high=None,
        qualifier="=",
        change=None,
        unit=unit.name if unit else None,
        dimension=unit.dimension if unit else None,
        subject=None,
        scope=None,
        timex=None,
        timex_type=None,
        start=tokens.starts[first],
        end=stop,
        rule="figure in an unread language",
    )


def _sign(tokens: Tokens, i: int, amount: Amount) -> tuple[metrology.Unit | None, int, int]:
    """Unit, first token and where it stops: a sign of currency or share on either side."""
    last = amount.last
    before = metrology.sign_before(tokens, i)
    if before:
        return before[0], before[1], amount.stop
    if tokens.words[i - 1] in {"%", "٪"} and tokens.glued[i]:
        return metrology.table().named["percentage"], i - 1, amount.stop
    behind = metrology.sign_at(tokens, last + 1)
    if behind:
        return behind[0], i, tokens.ends[behind[1] - 1]
    is_symbol = len(tokens.words[last + 1]) <= 3  # noqa: PLR2004 - km, kWh, m²
    symbol = metrology.unit_at(tokens, last + 1) if is_symbol else None
    if symbol:
        with_sign = tokens.words[last + 1] == "%"
        return symbol[0], i, tokens.ends[last + 1] if with_sign else amount.stop
    return None, i, amount.stop


def _date(tokens: Tokens, i: int, value: str | None) -> Fact:
    return Fact(
        kind=FactKind.DATE,
        text="",
        value=None,
        low=None,
        high=None,
        qualifier="=",
        change=None,
        unit=None,
        dimension=None,
        subject=None,
        scope=None,
        timex=value,
        timex_type=DATE,
        start=tokens.starts[i],
        end=tokens.ends[i + _ISO_TOKENS - 1],
        rule="iso date",
    )
