"""Words for values: what a figure says, what a change is about, when something was seen."""

import re
from datetime import datetime, tzinfo

from tracker.understanding.model import Fact, FactKind, Side, Statement

QUALIFIERS = {"~": "about", ">": "more than", ">=": "at least", "<": "less than", "<=": "up to"}

UNNAMED = "unnamed speaker"
HEADLINE = "headline"
_FIELDS = frozenset({HEADLINE, "dek"})
_SIGNS = frozenset("%$€£¥₹₽°")
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)\Z")
_VOWELS = frozenset("aeiou")
_PLURALS = {
    "child": "children",
    "crew": "crew",
    "fahrenheit": "fahrenheit",
    "foot": "feet",
    "hertz": "hertz",
    "kelvin": "kelvin",
    "percentage": "percent",
    "people": "people",
    "person": "people",
    "police": "police",
}


def value_words(fact: Fact) -> str:
    """The number or date with its qualifier and its unit in words: "at least 30 miles"."""
    if fact.kind is FactKind.DATE:
        return fact.text
    qualifier = QUALIFIERS.get(fact.qualifier) if fact.value is not None else None
    return " ".join(part for part in (qualifier, fact.text, _unit(fact)) if part)


def _unit(fact: Fact) -> str | None:
    written = fact.text.casefold()
    if not fact.unit or not _SIGNS.isdisjoint(written):
        return None
    if fact.unit in written or _PLURALS.get(fact.unit, fact.unit) in written:
        return None
    if fact.value is None and fact.text.isalpha():  # "dozens", "hundreds"
        return f"of {plural(fact.unit)}"
    is_one = fact.value == 1 or _ORDINAL.search(written)  # "the 1,000th day"
    return fact.unit if is_one else plural(fact.unit)


def plural(unit: str) -> str:
    """A unit as it stands behind a number: "mile per hour" -> "miles per hour"."""
    head, *rest = unit.split(" per ", 1)
    return " per ".join([_several(head), *rest])


def _several(noun: str) -> str:
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith("man"):
        return f"{noun[:-3]}men"
    if noun.endswith("s") and not noun.endswith("ss"):
        return noun
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("ss", "sh", "ch", "x")) else f"{noun}s"


def side_words(side: Side | None) -> str | None:
    """The words at issue on one side of a shift."""
    if side is None:
        return None
    return value_words(side.item) if isinstance(side.item, Fact) else side.text


def about(side: Side) -> str | None:
    """What a fact measures, with its scope; who makes a statement; which field a wording is of."""
    item = side.item
    if isinstance(item, Fact):
        return about_fact(item)
    if isinstance(item, Statement):
        return item.speaker or UNNAMED
    return side.evidence.field if side.evidence.field in _FIELDS else None


def about_fact(fact: Fact) -> str | None:
    """What a fact measures, and for whom or where."""
    return measure(fact.subject, fact.scope)


def measure(subject: str | None, scope: str | None) -> str | None:
    """The subject and, where the subject does not name it already, its scope."""
    if subject and scope and scope.casefold() not in subject.casefold():
        return f"{subject} ({scope})"
    return subject or scope


def stamp(moment: datetime, zone: tzinfo) -> str:
    """A time in a zone, with the zone's abbreviation: "17 Nov 2024, 21:04 EST"."""
    local = moment.astimezone(zone)
    return f"{local.day} {local:%b %Y, %H:%M} {local.tzname()}"


def clock(moment: datetime, zone: tzinfo) -> str:
    """A time in a zone without its year, for lines under a dated head: "17 Nov 21:04 EST"."""
    local = moment.astimezone(zone)
    return f"{local.day} {local:%b %H:%M} {local.tzname()}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: "1 figure", "3 figures", "no figures"."""
    words = noun if number == 1 else plural or f"{noun}s"
    return f"{number or 'no'} {words}"
