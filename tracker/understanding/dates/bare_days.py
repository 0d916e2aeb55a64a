"""Days of the month without their month: the "8" of "Aug. 7 and 8", "on the 14th"."""

from datetime import date

from tracker.understanding.dates.calendar import MONTHS
from tracker.understanding.dates.datesense import DATE, Expression, Scene
from tracker.understanding.dates.month_days import DAY_RULES, day_at
from tracker.understanding.language.tags import NOUN, NUMBER


def further_day(scene: Scene, before: Expression) -> Expression | None:
    """As in "Aug. 7 AND 8", "March 3, 4 and 5": a day of the month that was just named."""
    tokens, sign = scene.tokens, before.end
    i = sign + 1
    if before.rule not in DAY_RULES or tokens.lowers[sign] not in _LINKS or before.value is None:
        return None
    found = day_at(scene, i) if tokens.kinds[i] == "number" else None
    if found is None or found[0] <= int(before.value[-2:]) or _counts(scene, found[1]):
        return None
    if tokens.words[sign] == "," and tokens.lowers[found[1]] not in _LINKS:
        return None
    value = f"{before.value[:-2]}{found[0]:02d}"
    return Expression(i, found[1], value, DATE, "day of a month")


_LINKS = frozenset({",", "and", "or", "through", "to", "until", "&"})


def _counts(scene: Scene, end: int) -> bool:
    """A number of something, a share, a time or a day of another month, not of this one."""
    tokens = scene.tokens
    return (
        scene.tags[end] in {NOUN, NUMBER}
        or tokens.words[end] in {"%", ":", "-", "$", "/"}
        or tokens.lowers[end] in {"percent", "of", "more", "other", "were", "are"}
        or tokens.lowers[end] in MONTHS
    )


def nth(scene: Scene, i: int) -> Expression | None:
    """As in "on the 17th": of the month told last, else of the running one."""
    tokens = scene.tokens
    if tokens.lowers[i - 1] != "the" or tokens.lowers[i - 2] not in _BEFORE_NTH:
        return None
    found = day_at(scene, i)
    if found is None or found[1] != i + 2 or scene.today is None:
        return None
    if scene.tags[found[1]] in {NOUN, NUMBER} or tokens.words[found[1]] == "-":
        return None
    value = f"{_running_month(scene)}-{found[0]:02d}"
    try:
        date.fromisoformat(value)
    except ValueError:
        return None
    return Expression(i, found[1], value, DATE, "day of a month")


def _running_month(scene: Scene) -> str:
    """The month of the day told last, or told itself this year; else that of the dateline."""
    assert scene.today is not None
    told = scene.told or ""
    is_near = told[:4] == f"{scene.today.year}" and len(told) == len("2024-11")
    if is_near or len(told) == len("2024-11-17"):
        return told[:7]
    return scene.today.isoformat()[:7]


_BEFORE_NTH = frozenset({"on", "by", "until", "till", "since", "before", "after", "from", "to"})
