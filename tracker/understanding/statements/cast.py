"""Everyone an article names: the fullest name, the role, where they lead a clause."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.understanding.language.lexicon import words
from tracker.understanding.language.names import Name, parse_name, same_person
from tracker.understanding.statements.grammar import (
    PRONOUNS,
    has_finite,
    is_finite,
    is_name,
    is_past,
    is_sign,
    low,
)
from tracker.understanding.statements.units import Token, Unit

_LONGEST_NAME = 12
_LONGEST_ROLE = 18
_LONGEST_TITLE = 6
_MOST_PEOPLE = 400
_FARTHEST = 12
_SHORT = 3
_TITLE_CASE = 0.8
_PARTICLES = frozenset({"de", "del", "der", "van", "von", "den", "bin", "al", "la", "da", "di"})


@dataclass(slots=True)
class Person:
    """Somebody the article names: the fullest name seen, and the first role."""

    name: Name
    role: str | None = None
    title: str | None = None
    seen: int = 0

    @property
    def shown(self) -> str:
        if self.role:
            return f"{self.name.shown}, {self.role}"
        return f"{self.title} {self.name.shown}" if self.title else self.name.shown

    def holds(self, office: str) -> bool:
        """Whether the role or title is, or ends in, an office in lower case."""
        told = f" {self.role or self.title or ''}".lower()
        return bool(office) and told.split(" of ")[0].endswith(f" {office}")


@dataclass(slots=True)
class Cast:
    """Everyone an article names outside quotations, and where."""

    people: list[Person] = field(default_factory=list)
    by_surname: dict[str, list[Person]] = field(default_factory=dict)
    mentions: list[tuple[int, Person]] = field(default_factory=list)
    subjects: list[tuple[int, Person]] = field(default_factory=list)

    def find(self, name: Name) -> Person | None:
        """The person a name belongs to, the last one added where several fit."""
        bearers = [
            person
            for person in self.by_surname.get(name.surname, ())
            if same_person(person.name.shown, name.shown)
            and not (name.gender and person.name.gender and name.gender != person.name.gender)
        ]
        return max(bearers, key=lambda person: person.seen, default=None)

    def bearer(self, office: str) -> Person | None:
        """The one person whose role or title is this office."""
        told = [person for person in self.people if person.holds(office)]
        return told[0] if len(told) == 1 else None

    def add(
        self, name: Name, role: str | None, title: str | None, at: int, *, is_subject: bool
    ) -> None:
        """Record a mention; a fuller name or a first role is kept."""
        person = self.find(name)
        if person is None:
            if len(self.people) >= _MOST_PEOPLE:
                return
            person = Person(name)
            self.people.append(person)
            self.by_surname.setdefault(name.surname, []).append(person)
        elif len(name.given) > 0 and not person.name.given:
            person.name = name
        if name.gender and not person.name.gender:
            person.name = Name(
                person.name.shown,
                person.name.given,
                person.name.surname,
                person.name.suffix,
                name.gender,
            )
        person.role = person.role or role
        person.title = person.title or title
        person.seen += 1
        self.mentions.append((at, person))
        if is_subject:
            self.subjects.append((at, person))

    def last_before(self, at: int, gender: str) -> tuple[int, Person] | None:
        """Who of that gender last led a clause before an offset; failing that, was mentioned."""
        for places in (self.subjects, self.mentions):
            index = bisect_left(places, at, key=lambda mention: mention[0])
            for where, person in reversed(places[max(0, index - _FARTHEST) : index]):
                if person.name.gender in {gender, None}:
                    return where, person
        return None


def cast_of(text: str, units: Sequence[Unit]) -> Cast:
    """Everyone named in the writer's own words."""
    cast = Cast()
    for unit in units:
        if _is_headline(text, unit):
            continue
        for start, end in _runs(unit.tokens):
            _mention(text, unit.tokens, start, end, cast)
    return cast


def _mention(text: str, tokens: Sequence[Token], start: int, end: int, cast: Cast) -> None:
    shown = text[tokens[start].start : tokens[end - 1].end]
    name = parse_name(shown.removesuffix("’s").removesuffix("'s"))
    if name is None:
        return
    if not name.given and cast.find(name) is None and not _titled(tokens, start, end):
        return
    role = _role_behind(text, tokens, end) or _role_in_front(text, tokens, start)
    title = _title_before(text, tokens, start, end, name)
    leads = _is_subject(tokens, start)
    cast.add(name, role, title, tokens[start].start, is_subject=leads)


def _is_subject(tokens: Sequence[Token], start: int) -> bool:
    """Whether a name most likely begins a clause's subject."""
    before = low(tokens, start - 1)
    if before in words("prepositions"):
        return False
    opens = start == 0 or tokens[start - 1].kind != "word" or before in words("subordinators")
    return opens or not has_finite(tokens, 0, start)


def _titled(tokens: Sequence[Token], start: int, end: int) -> bool:
    return end - start > 1 and tokens[start].low.rstrip(".") in words("titles")


def _is_headline(text: str, unit: Unit) -> bool:
    """Title Case tells nothing about names."""
    if text[unit.end - 1] == ".":
        return False
    telling = [token for token in unit.tokens if token.kind == "word" and len(token.text) > _SHORT]
    return len(telling) > _SHORT and sum(map(is_name, telling)) > _TITLE_CASE * len(telling)


def _runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words; a particle may stand inside; a possessive ends one."""
    at = 0
    while at < len(tokens):
        if not is_name(tokens[at]):
            at += 1
            continue
        start = at
        while at < len(tokens) and (is_name(tokens[at]) or _joins(tokens, at)):
            at += 1
            if tokens[at - 1].low.endswith("'s"):
                break
        if tokens[start].low in words("determiners") | words("prepositions") | words(
            "subordinators"
        ):
            start += 1
        if start < at <= start + _LONGEST_NAME:
            yield start, at


def _joins(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].low in _PARTICLES and at + 1 < len(tokens) and is_name(tokens[at + 1])


def _title_before(
    text: str, tokens: Sequence[Token], start: int, end: int, name: Name
) -> str | None:
    """The words that lead up to a name and say what the person is."""
    first = start
    while first and _may_lead(tokens[first - 1]) and start - first < _LONGEST_TITLE:
        first -= 1
    shown = text[tokens[first].start : tokens[end - 1].end]
    lead = shown[: max(shown.rfind(name.shown.removesuffix(".")), 0)].rstrip()
    told = words("roles") | words("titles")
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


def _role_in_front(text: str, tokens: Sequence[Token], start: int) -> str | None:
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


def _role_behind(text: str, tokens: Sequence[Token], end: int) -> str | None:
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
        and role[0].low not in words("roles") | words("demonyms")
    ):
        return None
    return text[role[0].start : role[-1].end]
