"""Clock times: "9 p.m.", "7:15 p.m. Eastern time", "noon", "0900 GMT"."""

from tracker.understanding.dates.datesense import TIME, Expression, Scene
from tracker.understanding.language.numbers import SMALL, figure

_HALVES = {"a.m.": 0, "am": 0, "p.m.": 12, "pm": 12}
_ZONES = frozenset(
    [
        "gmt",
        "utc",
        "est",
        "edt",
        "et",
        "cst",
        "cdt",
        "ct",
        "mst",
        "mdt",
        "mt",
        "pst",
        "pdt",
        "pt",
        "bst",
        "cet",
        "cest",
        "eet",
        "eest",
        "msk",
        "ist",
        "jst",
        "z",
    ]
)
_ZONE_NAMES = frozenset(
    [
        "eastern",
        "central",
        "mountain",
        "pacific",
        "local",
        "greenwich",
        "moscow",
        "kyiv",
        "london",
        "beijing",
        "tokyo",
    ]
)
NAMED_TIMES = {"noon": "T12:00", "midnight": "T24:00", "midday": "T12:00"}


def clock_time(scene: Scene, i: int) -> Expression | None:
    """The clock time that begins at token `i`; its value is the time alone ("T21:00")."""
    tokens = scene.tokens
    if tokens.lowers[i] in NAMED_TIMES:
        return Expression(
            i, _past_zone(scene, i + 1), NAMED_TIMES[tokens.lowers[i]], TIME, "named time"
        )
    hour, minute, end = _hands(scene, i)
    if hour is None:
        return None
    stamp = _with_seconds(scene, i, end, hour, minute)
    if stamp:
        return stamp
    half = _HALVES.get(tokens.lowers[end])
    if half is None and tokens.lowers[end] in {"a", "p"} and scene.after(end + 1, ".", "m", "."):
        half, end = _HALVES[tokens.lowers[end] + "m"], end + 3
    if half is None and tokens.lowers[end : end + 2] == ["o'clock"]:
        half = 0
    if half is not None:
        if not 1 <= hour <= 12:  # noqa: PLR2004
            return None
        return _time(scene, i, end + 1, hour % 12 + half, minute)
    return _without_half(scene, i, end, hour, minute)


def _with_seconds(
    scene: Scene, i: int, end: int, hour: int, minute: int | None
) -> Expression | None:
    """As in the stamp "05:11:42"."""
    tokens = scene.tokens
    seconds = tokens.words[end + 1]
    if tokens.words[end] != ":" or not (tokens.glued[end] and tokens.glued[end + 1]):
        return None
    if minute is None or hour > 24 or len(seconds) != 2 or not seconds.isdigit():  # noqa: PLR2004
        return None
    value = f"T{hour:02d}:{minute:02d}:{seconds}"
    return Expression(i, _past_zone(scene, end + 2), value, TIME, "clock time")


def _hands(scene: Scene, i: int) -> tuple[int | None, int | None, int]:  # noqa: PLR0911
    """Hour, minute and the token behind them."""
    tokens = scene.tokens
    if tokens.kinds[i] != "number":
        return SMALL.get(tokens.lowers[i]), None, i + 1
    value = figure(tokens.words[i])
    if tokens.words[i + 1] == ":" and tokens.glued[i + 1] and tokens.glued[i + 2]:
        minutes = tokens.words[i + 2]
        if len(minutes) == 2 and minutes.isdigit() and isinstance(value, int) and int(minutes) < 60:  # noqa: PLR2004
            return value, int(minutes), i + 3
        return None, None, i
    if isinstance(value, float) and value < 13 and len(tokens.words[i].partition(".")[2]) == 2:  # noqa: PLR2004
        whole, _, minutes = tokens.words[i].partition(".")
        return int(whole or 0), int(minutes), i + 1
    if not isinstance(value, int):
        return None, None, i
    if len(tokens.words[i]) == 4 and tokens.lowers[i + 1] in {"gmt", "utc", "est", "edt", "hours"}:  # noqa: PLR2004
        return value // 100, value % 100, i + 1
    return value, None, i + 1


def _without_half(
    scene: Scene, i: int, end: int, hour: int, minute: int | None
) -> Expression | None:
    """As in "17:22 GMT", "21:00": without a.m. or p.m. a time needs its minutes."""
    if minute is None or hour > 24 or minute > 59:  # noqa: PLR2004
        return None
    if isinstance(figure(scene.tokens.words[i]), float):
        return None
    return _time(scene, i, end, hour, minute)


def _time(scene: Scene, first: int, end: int, hour: int, minute: int | None) -> Expression:
    value = f"T{hour:02d}:{minute or 0:02d}"
    return Expression(first, _past_zone(scene, end), value, TIME, "clock time")


def _past_zone(scene: Scene, end: int) -> int:
    tokens = scene.tokens
    if tokens.lowers[end] in _ZONES and tokens.words[end].isupper():
        return end + 1
    if tokens.lowers[end] in _ZONE_NAMES:
        at = end + 1 + (tokens.lowers[end + 1] in {"standard", "daylight", "mean"})
        return at + 1 if tokens.lowers[at] == "time" else end
    return end
