"""Quantities: every number that asserts something, with unit, bounds, qualifier and subject."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.understanding.dates.datesense import DATE, Expression
from tracker.understanding.language.metrology import COUNT
from tracker.understanding.language.numbered_names import is_name
from tracker.understanding.language.numerals import dozens, numeral_at
from tracker.understanding.language.tokens import Tokens
from tracker.understanding.model import Fact, FactKind
from tracker.understanding.quantities.amounts import (
    COUNTED,
    MEMBER,
    Amount,
    amount_of,
    counted_time,
    nth_day,
)
from tracker.understanding.quantities.changes import change_of
from tracker.understanding.quantities.clauses import Clause
from tracker.understanding.quantities.joining import (
    joined,
    restates,
    with_cents,
    with_inches,
)
from tracker.understanding.quantities.qualifiers import ABOUT, EXACT, is_odd, qualifier_of
from tracker.understanding.quantities.ranges import as_range
from tracker.understanding.quantities.shared_units import with_shared_units
from tracker.understanding.quantities.subjects import subject_of


def find_quantities(
    tokens: Tokens, tags: list[str], times: Sequence[Expression] = ()
) -> list[Fact]:
    """The quantities of one sentence; counted times ("two years") among `times` are quantities."""
    amounts = list(_amounts(tokens, tags, times))
    for join in (with_cents, with_inches, as_range):
        amounts = joined(tokens, amounts, join)
    amounts = with_shared_units(tokens, amounts)
    told = frozenset(i for time in times for i in range(time.first, time.end))
    taken = told.union(i for amount in amounts for i in _measure_tokens(amount))
    clause = Clause(tokens, tags, taken)
    facts: list[Fact] = []
    for number, amount in enumerate(amounts):
        fact = _fact(clause, amount)
        if number and restates(tokens, amounts[number - 1], amount):
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
    return range(amount.first, amount.end if amount.rule in {COUNTED, MEMBER} else amount.after)


def _amounts(tokens: Tokens, tags: list[str], times: Sequence[Expression]) -> Iterator[Amount]:
    by_token = {i: time for time in times for i in range(time.first, time.end)}
    i = 0
    while i < tokens.count:
        if i in by_token:
            time = by_token[i]
            if time.numeral:
                yield counted_time(tokens, time)
            i = time.end
            continue
        numeral = numeral_at(tokens, i)
        if numeral is None:
            i += 1
            continue
        numeral = dozens(tokens, numeral)
        amount = nth_day(tokens, numeral)
        if amount is None and not is_name(tokens, tags, numeral):
            amount = amount_of(tokens, tags, numeral)
        if amount:
            yield amount
        i = max(numeral.end, amount.after if amount and amount.rule == "unit" else 0)


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
        qualifier=ABOUT
        if is_odd(tokens, amount.end)
        else qualifier_of(tokens, amount.first, amount.after, lasts=time is not None),
        change=None if time else change_of(tokens, clause.tags, amount.numeral.first),
        unit=amount.unit,
        dimension=amount.dimension,
        subject=subject_of(clause, amount.first, amount.after, is_count=amount.dimension == COUNT),
        scope=amount.scope,
        timex=time.value if time else None,
        timex_type=time.type if time else None,
        start=tokens.starts[start],
        end=tokens.ends[amount.end - 1],
        rule=amount.rule,
    )
