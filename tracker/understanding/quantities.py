"""Quantities: every number that asserts something, with unit, bounds, qualifier and subject."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.understanding import metrology
from tracker.understanding.changes import change_of
from tracker.understanding.datesense import DATE, DURATION, Expression
from tracker.understanding.model import Fact, FactKind, Number
from tracker.understanding.nouns import counted_noun, is_plural, joined_noun, singular
from tracker.understanding.numbered_names import is_name
from tracker.understanding.numbers import Numeral, dozens, numeral_at, tidy
from tracker.understanding.qualifiers import EXACT, qualifier_of
from tracker.understanding.subjects import Clause, subject_of
from tracker.understanding.tags import NOUN
from tracker.understanding.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Amount:
    """A numeral with its unit: tokens first..end are the number, `after` where the unit stops."""

    numeral: Numeral
    first: int
    end: int
    after: int
    unit: str | None = None
    dimension: str | None = None
    scope: str | None = None
    rule: str = "bare number"
    time: Expression | None = None


def find_quantities(
    tokens: Tokens, tags: list[str], times: Sequence[Expression] = ()
) -> list[Fact]:
    """The quantities of one sentence; counted times ("two years") among `times` are quantities."""
    amounts = _ranges(tokens, _with_cents(tokens, list(_amounts(tokens, tags, times))))
    taken = frozenset(i for amount in amounts for i in _measure_tokens(amount))
    clause = Clause(tokens, tags, taken)
    facts: list[Fact] = []
    for number, amount in enumerate(amounts):
        fact = _fact(clause, amount)
        if number and _restates(tokens, amounts[number - 1], amount):
            fact = _restated(facts[-1], fact)
        facts.append(fact)
    return facts


def _restated(before: Fact, fact: Fact) -> Fact:
    """The second wording says the same of the same thing, unless it says otherwise."""
    return replace(
        fact,
        subject=before.subject or fact.subject,
        change=fact.change or before.change,
        qualifier=before.qualifier if fact.qualifier == EXACT else fact.qualifier,
    )


def _measure_tokens(amount: Amount) -> range:
    """The tokens of number and unit; counted nouns stay free, they may be a subject."""
    return range(amount.first, amount.end if amount.rule == "counted noun" else amount.after)


def _restates(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    """ "300 km (186 miles)", "5%, or $2 million": the same thing in other units."""
    between = tokens.lowers[before.after : amount.first]
    return bool(between) and all(word in _RESTATING for word in between) and before.unit != amount.unit


_RESTATING = frozenset({"(", ")", "/", ",", "or", "about", "approximately", "around", "some", "nearly", "roughly"})


def _amounts(tokens: Tokens, tags: list[str], times: Sequence[Expression]) -> Iterator[Amount]:
    by_token = {i: time for time in times for i in range(time.first, time.end)}
    i = 0
    while i < tokens.count:
        if i in by_token:
            time = by_token[i]
            if time.numeral:
                yield _duration(tokens, time)
            i = time.end
            continue
        numeral = numeral_at(tokens, i)
        if numeral is None:
            i += 1
            continue
        numeral = dozens(tokens, numeral)
        amount = None if is_name(tokens, tags, numeral) else _amount(tokens, tags, numeral)
        if amount:
            yield amount
        i = max(numeral.end, amount.after if amount and amount.rule == "unit" else 0)


def _duration(tokens: Tokens, time: Expression) -> Amount:
    assert time.numeral is not None
    assert time.unit is not None
    unit, after = _per(tokens, time.unit, time.end) if time.type == DURATION else (time.unit, time.end)
    age = _is_of_age(tokens, time.numeral.first, time.end)
    return Amount(
        time.numeral, time.numeral.first, time.end, after, f"{unit} of age" if age else unit,
        metrology.AGE if age else metrology.DURATION, rule="age" if age else time.rule,
        time=None if age else time,
    )  # fmt: skip


def _amount(tokens: Tokens, tags: list[str], numeral: Numeral) -> Amount | None:
    money = metrology.sign_before(tokens, numeral.first)
    if _has_millions(tokens, tags, numeral, is_money=money is not None):
        numeral = replace(numeral, end=numeral.end + 1, value=tidy((numeral.value or 0) * 1_000_000))
    if money:
        unit, first = money
        name, after = _per(tokens, unit.name, numeral.end)
        return Amount(numeral, first, numeral.end, after, name, metrology.MONEY, rule="money")
    at = numeral.end
    at += tokens.words[at] == "-" and tokens.glued[at + 1]
    measured = metrology.unit_at(tokens, at) or metrology.sign_at(tokens, at)
    if measured and measured[0].name == "pound-mass" and _is_money(tokens, numeral, measured[1]):
        sterling = metrology.table().named["pound sterling"]
        name, after = _per(tokens, sterling.name, measured[1])
        return Amount(numeral, numeral.first, numeral.end, after, name, metrology.MONEY, rule="money")
    if measured:
        return _measured(tokens, numeral, *measured)
    if tokens.lowers[numeral.first - 1] in _AGED and not numeral.spelled:
        return _age(tokens, numeral)
    return _counted(tokens, tags, numeral)


def _has_millions(tokens: Tokens, tags: list[str], numeral: Numeral, *, is_money: bool) -> bool:
    """Is the m of "£10m" or "1.2m tons" a million? Elsewhere it is a metre."""
    at = numeral.end
    if tokens.lowers[at] != "m" or not tokens.glued[at] or numeral.value is None:
        return False
    return is_money or (tags[at + 1] == NOUN and is_plural(tokens.lowers[at + 1]))


_AGED = frozenset({"aged", "age", "ages"})


def _age(tokens: Tokens, numeral: Numeral) -> Amount | None:
    """ "aged 35"; a band of ages ("aged 18 to 34") tells who is counted, not how old someone is."""
    if tokens.lowers[numeral.end] in {"to", "-", "–", "and"} and tokens.kinds[numeral.end + 1] == "number":
        return None
    return Amount(numeral, numeral.first, numeral.end, numeral.end, "year of age", metrology.AGE, rule="age")


def _counted(tokens: Tokens, tags: list[str], numeral: Numeral) -> Amount | None:
    one = numeral.value == 1 and numeral.spelled
    counted = counted_noun(tokens, tags, numeral.end, one=one) or joined_noun(tokens, tags, numeral.end)
    if counted and numeral.part:
        return Amount(
            numeral, numeral.first, numeral.end, counted.end, None, metrology.PROPORTION,
            counted.scope, "share",
        )  # fmt: skip
    if counted:
        unit, after = _per(tokens, counted.unit, counted.end)
        return Amount(
            numeral, numeral.first, numeral.end, after, unit, metrology.COUNT,
            counted.scope, "counted noun",
        )  # fmt: skip
    if one or _stands_for_persons(tokens, numeral):
        return None
    return Amount(numeral, numeral.first, numeral.end, numeral.end)


def _stands_for_persons(tokens: Tokens, numeral: Numeral) -> bool:
    """ "the two agreed" counts nobody new."""
    return numeral.spelled and tokens.lowers[numeral.first - 1] in {"the", "these", "those"}


def _is_money(tokens: Tokens, numeral: Numeral, after: int) -> bool:
    """ "361 million pounds" are money; plain pounds weigh, unless they are sterling."""
    scaled = tokens.lowers[numeral.end - 1] in {"million", "billion", "trillion", "m", "bn", "mn"}
    return (scaled and tokens.lowers[numeral.end] == "pounds") or tokens.lowers[after] == "sterling"


def _measured(tokens: Tokens, numeral: Numeral, unit: metrology.Unit, after: int) -> Amount:
    end = numeral.end + (tokens.words[numeral.end] == "%")
    if unit.dimension == metrology.DURATION:
        old = after + (tokens.words[after] == "-")
        if tokens.lowers[old] in {"old", "olds"} or _is_of_age(tokens, numeral.first, after):
            return Amount(numeral, numeral.first, end, old + 1, f"{unit.name} of age", metrology.AGE, rule="age")
    name, after = _per(tokens, unit.name, after)
    return Amount(numeral, numeral.first, end, after, name, unit.dimension, rule="unit")


def _is_of_age(tokens: Tokens, first: int, after: int) -> bool:
    """ "three years of age", "under the age of 5 years"."""
    behind = tokens.lowers[after : after + 2] == ["of", "age"]
    return behind or tokens.lowers[first - 2 : first] == ["age", "of"]


def _per(tokens: Tokens, name: str, after: int) -> tuple[str, int]:
    """ "dollar per month", "barrel per day"."""
    word = tokens.lowers[after]
    at = after + 1
    if word == "-" and tokens.lowers[at] == "a":
        word, at = "a", at + 1 + (tokens.words[at + 1] == "-")
    if word not in {"per", "a", "an", "/"}:
        return name, after
    if tokens.lowers[at] == "annum":
        return f"{name} per year", at + 1
    if tokens.lowers[at + 1] in {"earlier", "ago", "before"}:
        return name, after
    known = metrology.unit_at(tokens, at)
    if known and known[0].dimension in {metrology.DURATION, "mass", "volume", "area", "length"}:
        if word == "per" or word == "/" or known[0].dimension == metrology.DURATION:
            return f"{name} per {known[0].name}", known[1]
    if word == "per" or tokens.lowers[at] in {"share", "barrel", "head", "person", "unit", "gallon", "piece"}:
        return f"{name} per {singular(tokens.lowers[at])}", at + 1
    return name, after


_SMALL_COINS = {"cent": ("dollar", "euro"), "penny": ("pound sterling",)}


def _with_cents(tokens: Tokens, amounts: list[Amount]) -> list[Amount]:
    """ "three dollars and fifty cents" is one amount."""
    joined: list[Amount] = []
    for amount in amounts:
        before = joined[-1] if joined else None
        if before and _adds_cents(tokens, before, amount):
            value = tidy((before.numeral.value or 0) + (amount.numeral.value or 0) / 100)
            numeral = replace(before.numeral, end=amount.numeral.end, value=value)
            joined[-1] = replace(before, numeral=numeral, end=amount.end, after=amount.after)
        else:
            joined.append(amount)
    return joined


def _adds_cents(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    between = tokens.lowers[before.after : amount.first]
    return (
        between in ([], ["and"])
        and before.unit in _SMALL_COINS.get(amount.unit or "", ())
        and before.numeral.value is not None
        and 0 < (amount.numeral.value or 0) < 100  # noqa: PLR2004
    )


def _ranges(tokens: Tokens, amounts: list[Amount]) -> list[Amount]:
    joined: list[Amount] = []
    for amount in amounts:
        before = joined[-1] if joined else None
        if before and _is_range(tokens, before, amount):
            joined[-1] = _range(before, amount)
        else:
            joined.append(amount)
    return joined


def _is_range(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    """ "5-10", "5 to 10 percent", "from $1 to $2", "between 5 and 7", "$500,000 to $1 million"."""
    low, high = before.numeral.value, amount.numeral.value
    if low is None or high is None or (before.unit and before.unit != amount.unit):
        return before.unit is not None and _is_rate_range(tokens, before, amount)
    between = tokens.lowers[max(before.end, before.after) : amount.first]
    if between in (["-"], ["–"], ["—"]):
        return True
    if between == ["to"]:
        return _opens_range(tokens, before, amount)
    return between == ["and"] and "between" in tokens.lowers[max(0, before.first - 2) : before.first]


def _is_rate_range(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    """ "$500,000 to $1 million a year": the rate stands behind the second figure only."""
    between = tokens.lowers[before.after : amount.first]
    return (
        between in (["to"], ["-"], ["–"])
        and (amount.unit or "").startswith(f"{before.unit} per ")
        and before.numeral.value is not None
        and amount.numeral.value is not None
    )


def _opens_range(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    """A change "by 5 to 10" is from five up to ten only where no "by" tells how far it went."""
    if before.unit is None:
        return True
    return tokens.lowers[before.first - 1] != "by" or before.unit == "percentage"


def _range(before: Amount, amount: Amount) -> Amount:
    low, high = before.numeral.value, amount.numeral.value
    assert low is not None
    assert high is not None
    if before.unit is None and high >= _SCALED and low < _SCALED and before.numeral.end < amount.first:
        low = _same_scale(low, high)
    numeral = replace(before.numeral, end=amount.numeral.end, value=None, low=low, high=high)
    return replace(amount, numeral=numeral, first=before.first)


_SCALED = 1000


def _same_scale(low: Number, high: Number) -> Number:
    """ "four to five thousand": the scale word holds for both."""
    for scale in (1_000_000_000_000, 1_000_000_000, 1_000_000, 1_000):
        if high >= scale:
            return tidy(low * scale) if low * scale < high else low
    return low


def _fact(clause: Clause, amount: Amount) -> Fact:
    tokens = clause.tokens
    numeral, time = amount.numeral, amount.time
    start = time.first if time and time.type == DATE else amount.first
    return Fact(
        kind=FactKind.QUANTITY,
        text="",
        value=numeral.value,
        low=numeral.low,
        high=numeral.high,
        qualifier=qualifier_of(tokens, amount.first, amount.after),
        change=None if time else change_of(tokens, clause.tags, amount.numeral.first),
        unit=amount.unit,
        dimension=amount.dimension,
        subject=subject_of(clause, amount.first, amount.after),
        scope=amount.scope,
        timex=time.value if time else None,
        timex_type=time.type if time else None,
        start=tokens.starts[start],
        end=tokens.ends[amount.end - 1],
        rule=amount.rule,
    )
