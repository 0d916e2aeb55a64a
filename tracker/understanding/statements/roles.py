"""What an article says of the people beside their names: titles, offices, ages, parties."""

from collections.abc import Sequence
from functools import cache

from tracker.understanding.language.lexicon import rows, words
from tracker.understanding.language.names import Name, parse_name
from tracker.understanding.statements.grammar import (
    PRONOUNS,
    is_finite,
    is_name,
    is_past,
    is_sign,
    low,
)
from tracker.understanding.statements.people import Told
from tracker.understanding.statements.units import Token

_LONGEST_ROLE = 18
_LONGEST_TITLE = 6
_LONGEST_AGE = 4  # digits
_YEARS = range(1, 120)


def told_beside(text: str, tokens: Sequence[Token], at: tuple[int, int], name: Name) -> Told:
    """Title, role, age and party that stand before or behind a name at tokens start..end."""
    start, end = at
    age, behind = _age_behind(tokens, end)
    role = role_behind(text, tokens, behind) or role_in_front(text, tokens, start)
    title = title_before(text, tokens, start, end, name)
    return Told(role, title, age or _age_before(tokens, start), _party(tokens, start, end, name))


def _age_behind(tokens: Sequence[Token], end: int) -> tuple[int | None, int]:
    """The age of "Ada Ruiz, 43," and the token behind it."""
    if is_sign(tokens, end, ",") and low(tokens, end + 1).isdecimal():
        age = tokens[end + 1].text
        closed = end + 2 >= len(tokens) or tokens[end + 2].kind == "sign"
        if closed and len(age) < _LONGEST_AGE and int(age) in _YEARS:
            return int(age), end + 2
    return None, end


def _age_before(tokens: Sequence[Token], start: int) -> int | None:
    for token in tokens[max(0, start - _LONGEST_TITLE) : start]:
        if (age := age_in(token.low)) is not None:
            return age
    return None


def age_in(word: str) -> int | None:
    """The years of "43-year-old"."""
    years, _, rest = word.partition("-")
    told = rest in {"year-old", "years-old"} and years.isdecimal() and len(years) < _LONGEST_AGE
    return int(years) if told else None


def _party(tokens: Sequence[Token], start: int, end: int, name: Name) -> str | None:
    """The party of "Ada Ruiz, a Republican", "Ruiz (R-Ohio)", "Republican Ada Ruiz"."""
    at = end + 1
    if is_sign(tokens, end, ",(") and at < len(tokens):
        at += tokens[at].low in {"a", "an", "the"}
        if at < len(tokens) and (party := party_of(tokens[at].text)):
            return party
    names = {word.lower() for word in name.shown.split()}
    for token in reversed(tokens[max(0, start - 2) : end]):
        if token.low not in names and (party := party_of(token.text.removesuffix("'s"))):
            return party
    return None


def party_of(word: str) -> str | None:
    """The party a capitalised word names: "Democrat", "R-Ohio"."""
    letter, dash, _ = word.partition("-")
    if not word[:1].isupper() or (len(letter) == 1 and not dash):
        return None
    return _parties().get((letter if len(letter) == 1 else word).lower())


@cache
def _parties() -> dict[str, str]:
    return {
        form.replace("_", " "): party for forms, party in rows("parties") for form in forms.split()
    }


def title_before(
    text: str, tokens: Sequence[Token], start: int, end: int, name: Name
) -> str | None:
    """The words that lead up to a name and say what the person is."""
    first = start
    while first and _may_lead(tokens[first - 1]) and start - first < _LONGEST_TITLE:
        first -= 1
    shown = text[tokens[first].start : tokens[end - 1].end]
    lead = shown[: max(shown.rfind(name.shown.removesuffix(".")), 0)].rstrip()
    told = words("roles", "titles")
    if any(word.strip(".,").lower() in told for word in lead.split()):
        return lead
    return None


def _may_lead(token: Token) -> bool:
    return token.kind == "word" and not (
        token.low in words("determiners")
        or token.low in words("prepositions")
        or token.low in words("subordinators")
        or token.low in PRONOUNS
        or is_finite(token)
        or token.low.endswith(("ing", "'s"))
    )


def role_in_front(text: str, tokens: Sequence[Token], start: int) -> str | None:
    """The role that an apposition fills with the name: "the mayor, Ada Ruiz,"."""
    if not is_sign(tokens, start - 1, ","):
        return None
    first = start - 1
    while first and tokens[first - 1].kind == "word" and start - first < _LONGEST_TITLE:
        first -= 1
        if tokens[first].low in words("determiners"):
            role = tokens[first + 1 : start - 1]
            return text[role[0].start : role[-1].end] if role and _is_role(role[-1]) else None
    return None


def _is_role(token: Token) -> bool:
    return any(part in words("roles") for part in (token.low, *token.low.split("-")))


def role_behind(text: str, tokens: Sequence[Token], end: int) -> str | None:
    """The apposition behind a name: ", head of the union," with its article left out."""
    if not is_sign(tokens, end, ",") or end + 1 >= len(tokens):
        return None
    start = end + 1
    if tokens[start].low in {"a", "an", "the"}:
        start += 1
    stop = start
    while stop < len(tokens) and stop - start < _LONGEST_ROLE and tokens[stop].kind == "word":
        verb = is_finite(tokens[stop]) and not is_past(tokens[stop])
        if verb or tokens[stop].low in {"who", "whose", "which"}:
            break
        stop += 1
    closed = (
        stop >= len(tokens) or tokens[stop].kind != "word" or low(tokens, stop) in {"who", "whose"}
    )
    role = tokens[start:stop]
    if not closed or not any(map(_is_role, role[:8])):
        return None
    if (
        is_name(role[0])
        and parse_name(role[0].text)
        and role[0].low not in words("roles", "demonyms")
    ):
        return None
    return text[role[0].start : role[-1].end]
