"""Finds the words that attribute something: "said", "has been told", "according to"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tracker.understanding.lexicon import rows, words
from tracker.understanding.units import Token, Unit


@dataclass(frozen=True, slots=True)
class Verb:
    """An attributing verb; `frames` are what it takes (see words/cues.txt)."""

    lemma: str
    particle: str
    frames: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens first..last (inclusive) attribute; `at` is the verb itself.

    `form` is "base", "s", "past" or "ing"; `passive` where somebody is said to, asked to.
    """

    verb: Verb
    form: str
    first: int
    at: int
    last: int
    passive: bool = False


ACCORDING = Verb("according to", "to", frozenset({"clause", "after"}))


def find_cues(unit: Unit) -> Iterator[Cue]:
    """Every cue of a unit, in order."""
    tokens = unit.tokens
    for at, token in enumerate(tokens):
        if token.kind != "word":
            continue
        if token.low == "according":
            if _low(tokens, at + 1) == "to":
                yield Cue(ACCORDING, "ing", at, at, at + 1)
        elif token.low in _forms():
            yield from _cue_at(tokens, at)


def find_verb_forms(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a cue verb or an auxiliary stands among tokens start..end."""
    finite = words("be") | words("modals")
    return any(tokens[at].low in finite or tokens[at].low in _forms() for at in range(start, end))


def _cue_at(tokens: tuple[Token, ...], at: int) -> Iterator[Cue]:
    form, verbs = _forms()[tokens[at].low]
    following = _low(tokens, at + 1)
    verb = next((verb for verb in verbs if verb.particle and verb.particle == following), None)
    last = at + 1 if verb else at
    verb = verb or next((verb for verb in verbs if not verb.particle), None)
    if verb is None:
        return
    first = at
    while first and _low(tokens, first - 1) in _helpers():
        first -= 1
    chain = {token.low for token in tokens[first:at]}
    if _is_noun(tokens, first, at, form):
        return
    passive = form == "past" and bool(chain & words("be"))
    yield Cue(verb, form, first, at, last, passive)


def _is_noun(tokens: tuple[Token, ...], first: int, at: int, form: str) -> bool:
    """Whether the form is no verb here: "the claims", "his report", "in question"."""
    before = _low(tokens, first - 1)
    if form in {"base", "s"} and first == at:
        return (
            before in words("determiners")
            or before in words("prepositions")
            or before.endswith("'s")
        )
    if form == "base":
        return not {token.low for token in tokens[first:at]} & words("modals")
    return before in words("determiners") and form != "ing"


def _low(tokens: tuple[Token, ...], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


@cache
def _helpers() -> frozenset[str]:
    return words("be") | words("modals") | words("adverbs")


@cache
def _forms() -> dict[str, tuple[str, tuple[Verb, ...]]]:
    """Every form of every cue verb, with its kind and the verbs it may be of."""
    table: dict[str, tuple[str, tuple[Verb, ...]]] = {}
    for forms, frames in rows("cues"):
        base, *irregular = forms.replace(" +", "+").split()
        lemma, _, particle = base.partition("+")
        verb = Verb(lemma, particle, frozenset(frames.split()))
        for form, word in zip(
            ("s", "past", "past", "ing"), irregular or _regular(lemma), strict=True
        ):
            table[word] = (form, (*table.get(word, ("", ()))[1], verb))
        table[lemma] = ("base", (*table.get(lemma, ("", ()))[1], verb))
    return table


def _regular(base: str) -> tuple[str, str, str, str]:
    """The other forms of a regular verb: "argue" -> argues, argued, argued, arguing."""
    if base.endswith("e"):
        return base + "s", base + "d", base + "d", base[:-1] + "ing"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies", base[:-1] + "ied", base[:-1] + "ied", base + "ing"
    plural = "es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return base + plural, base + "ed", base + "ed", base + "ing"
