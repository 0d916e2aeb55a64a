"""Finds the words that attribute something: "said", "has been told", "according to"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tracker.understanding.language.lexicon import rows, words
from tracker.understanding.statements.grammar import is_adverb, is_past, low
from tracker.understanding.statements.units import Token, Unit

_NOT_BEFORE_A_VERB = frozenset({"of", "the", "a", "an"})
_STANDING = frozenset({"that", "this", "those", "some", "all", "both", "each", "another", "any"})


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
    forms = _forms()
    for at, token in enumerate(tokens):
        if token.low == "according":
            if low(tokens, at + 1) == "to":
                yield Cue(ACCORDING, "ing", at, at, at + 1)
        elif token.low in forms and (at == 0 or token.text[0].islower()):
            cue = _cue_at(tokens, at)
            if cue:
                yield cue


def is_bare_participle(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether a cue hangs on a noun or a clause: "Ruiz nodded, saying", but not "is saying"."""
    helped = any(tokens[at].low in words("be") for at in range(cue.first, cue.at))
    return cue.form == "ing" and not helped


def _cue_at(tokens: Sequence[Token], at: int) -> Cue | None:
    form, verbs = _forms()[tokens[at].low]
    following = low(tokens, at + 1)
    particle = next((verb for verb in verbs if verb.particle and verb.particle == following), None)
    verb = particle or next((verb for verb in verbs if not verb.particle), None)
    if verb is None:
        return None
    last = at + 1 if particle else at
    first = _group_start(tokens, at)
    helpers = {tokens[index].low for index in range(first, at)}
    if not particle and f"{verb.lemma} {following}" in words("idioms"):
        return None
    if _is_noun(tokens, verb, form, first, at, last):
        return None
    passive = form == "past" and bool(helpers & words("be"))
    return Cue(verb, form, first, at, last, passive)


def _group_start(tokens: Sequence[Token], at: int) -> int:
    """Where the auxiliaries and adverbs before a verb begin."""
    first = at
    while first and (tokens[first - 1].low in _helpers() or is_adverb(tokens[first - 1])):
        first -= 1
    return first


def _is_noun(
    tokens: Sequence[Token], verb: Verb, form: str, first: int, at: int, last: int
) -> bool:
    """Whether the form is no verb here: "the claims", "his report", "late-night tweets"."""
    before = tokens[first - 1] if first else None
    if before is None:
        return form in {"base", "s"}
    if form == "ing":
        return before.low in _NOT_BEFORE_A_VERB
    determined = before.low in words("determiners") and before.low not in _STANDING
    if form == "past":
        return first == at and determined
    if form == "base" and _is_infinite(tokens, first, at):
        return False
    if determined or before.low in words("prepositions") or before.low.endswith("'s"):
        return True
    return "noun" in verb.frames and _reads_as_noun(tokens, first - 1, form, last)


def _is_infinite(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Whether "to" or an auxiliary makes a base form a verb."""
    helped = any(tokens[index].low in words("modals") for index in range(first, at))
    return helped or low(tokens, first - 1) == "to"


def _reads_as_noun(tokens: Sequence[Token], at: int, form: str, last: int) -> bool:
    """Whether the company of a form that may be a noun, behind token `at`, speaks for the noun."""
    before = tokens[at]
    if before.text == "," and tokens[at - 1].text.isdigit():
        return False  # "Ada Ruiz, 34, claims"
    if form == "base" and not _is_plural(before):
        return True
    if before.low in {"those", "these", "this"}:
        return True
    described = "-" in before.text or is_past(before) or before.text[0].isdigit()
    return described or not _takes(tokens, last + 1)


def _is_plural(token: Token) -> bool:
    return token.low in words("plural_subjects") or (
        token.low.endswith("s") and not token.low.endswith(("'s", "ss", "us", "is"))
    )


def _takes(tokens: Sequence[Token], at: int) -> bool:
    """Whether what follows can be what a verb takes, rather than a noun's company."""
    if at >= len(tokens):
        return True
    token = tokens[at]
    if token.kind != "word":
        return token.kind == "quote" or token.text[0] in ":,"
    return token.low in words("taken", "times") or token.text[0].isupper()


@cache
def _helpers() -> frozenset[str]:
    return words("be", "modals")


@cache
def _forms() -> dict[str, tuple[str, tuple[Verb, ...]]]:
    """Every form of every cue verb, with its kind and the verbs it may be of."""
    table: dict[str, tuple[str, tuple[Verb, ...]]] = {}
    for forms, frames in rows("cues"):
        first, *irregular = forms.split()
        base, _, particle = first.partition("+")
        verb = Verb(base, particle, frozenset(frames.split()))
        inflected = zip(("s", "past", "past", "ing"), irregular or _regular(base), strict=True)
        for form, word in (("base", base), *inflected):
            known = table.get(word)
            if known is None or verb not in known[1]:
                table[word] = (known[0] if known else form, (*(known[1] if known else ()), verb))
    return table


def _regular(base: str) -> tuple[str, str, str, str]:
    """The other forms of a regular verb: "argue" -> argues, argued, argued, arguing."""
    if base.endswith("e"):
        return base + "s", base + "d", base + "d", base[:-1] + "ing"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies", base[:-1] + "ied", base[:-1] + "ied", base + "ing"
    plural = "es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return base + plural, base + "ed", base + "ed", base + "ing"
