"""Figures in a language that is not read: digits with their signs, and dates as ISO writes them."""

from collections.abc import Iterator

from tracker.understanding.dates.calendar_dates import calendar_date
from tracker.understanding.dates.datesense import DATE, Scene
from tracker.understanding.language import metrology
from tracker.understanding.language.numbered_names import is_name
from tracker.understanding.language.numbers import Numeral, tidy
from tracker.understanding.language.tokens import Tokens
from tracker.understanding.model import Fact, FactKind, Number

# Words of scale in the languages of Europe; without them "1,5 Mio." would be read as 1.5.
_SCALES = {
    name: scale
    for scale, names in (
        (1_000, "tsd tausend mille mil mila тыс тис"),
        (
            1_000_000,
            "mio million millionen millions millones milhões milioni milhão milione mln млн",
        ),
        (1_000_000_000, "mrd milliarde milliarden milliard milliards miliardi miliardo mld млрд"),
    )
    for name in names.split()
}
_YEARS = range(1500, 2101)
_LONGEST_FIGURE = 24
_ISO_TOKENS = 5


def find_figures(tokens: Tokens) -> Iterator[Fact]:
    """Numbers with the signs and symbols of any language (%, €, km), and ISO dates.

    Words are not read: what a figure counts and how exact it is remain open.
    """
    scene = Scene(tokens, ["noun"] * tokens.count + [""] * 8, None)
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
        value = international(tokens.words[i])
        if value is not None and not _is_no_amount(scene, i, value):
            yield _figure(tokens, i, value)
        i += 1


def international(text: str) -> Number | None:
    """As in "1.200.000" and "3,5", which most of Europe writes, or "1,200.50", which English does.

    A single mark in front of exactly three digits parts thousands, any other one decimals.
    """
    if len(text) > _LONGEST_FIGURE or not text.isascii():
        return None
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return int(text)
    mark, decimals = text[last], text[last + 1 :]
    if text.count(mark) > 1 or len(decimals) == 3:  # noqa: PLR2004 - a group of thousands
        return int(text.replace(".", "").replace(",", ""))
    whole = text[:last].replace(".", "").replace(",", "")
    return tidy(float(f"{whole or 0}.{decimals}"))


def _is_no_amount(scene: Scene, i: int, value: Number) -> bool:
    """A name, a year, a clock time, or an ordinal ("17. November")."""
    tokens = scene.tokens
    beside = (
        tokens.words[i - 1] if tokens.glued[i] else "",
        tokens.words[i + 1] if tokens.glued[i + 1] else "",
    )
    return (
        is_name(tokens, scene.tags, Numeral(i, i + 1, value))
        or (value in _YEARS and len(tokens.words[i]) == 4)  # noqa: PLR2004
        or ":" in beside
        or "/" in beside
        or (beside[1] == "." and tokens.words[i + 2] != "")
    )


def _figure(tokens: Tokens, i: int, value: Number) -> Fact:
    last = i
    if tokens.lowers[i + 1] in _SCALES:
        last = i + 1
        value = tidy(value * _SCALES[tokens.lowers[last]])
        last += tokens.words[last + 1] == "." and tokens.glued[last + 1]
    unit, first, end = _sign(tokens, i, last)
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
        end=tokens.ends[end - 1],
        rule="figure in an unread language",
    )


def _sign(tokens: Tokens, i: int, last: int) -> tuple[metrology.Unit | None, int, int]:
    """Unit, first token and end: a currency sign on either side, a symbol behind."""
    before = metrology.sign_before(tokens, i)
    if before:
        return before[0], before[1], last + 1
    behind = metrology.sign_at(tokens, last + 1)
    if behind:
        return behind[0], i, behind[1]
    is_symbol = len(tokens.words[last + 1]) <= 3  # noqa: PLR2004 - km, kWh, m²
    symbol = metrology.unit_at(tokens, last + 1) if is_symbol else None
    if symbol:
        return symbol[0], i, last + 1 + (tokens.words[last + 1] == "%")
    return None, i, last + 1


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
