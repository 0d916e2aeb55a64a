"""Everyone an article names: the fullest name, the role, where they lead a clause."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from tracker.understanding.language.lexicon import rows, words
from tracker.understanding.language.names import Name, gender_of, parse_name, same_person
from tracker.understanding.statements.grammar import (
    has_finite,
    is_name,
    low,
)
from tracker.understanding.statements.people import Person, Told, holders
from tracker.understanding.statements.roles import told_beside
from tracker.understanding.statements.units import Token, Unit

_LONGEST_NAME = 12
_MOST_PEOPLE = 400
_FARTHEST = 12
_SHORT = 3
_SENTENCES_BACK = 3
_TITLE_CASE = 0.8
_PARTICLES = frozenset({"de", "del", "der", "van", "von", "den", "bin", "al", "la", "da", "di"})


@dataclass(slots=True)
class Cast:
    """Everyone an article names outside quotations, and where."""

    people: list[Person] = field(default_factory=list)
    by_surname: dict[str, list[Person]] = field(default_factory=dict)
    by_given: dict[str, list[Person]] = field(default_factory=dict)
    mentions: list[tuple[int, Person]] = field(default_factory=list)
    subjects: list[tuple[int, Person]] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)

    def find(self, name: Name) -> Person | None:
        """The person a name belongs to, the one named most where several fit.

        A given name alone is whoever alone bears it: "Ada".
        """
        bearers = [
            person
            for person in self.by_surname.get(name.surname, ())
            if same_person(person.name.shown, name.shown)
            and not (name.gender and person.name.gender and name.gender != person.name.gender)
        ]
        if bearers or name.given or name.shown.lower() in _country_names():
            return max(bearers, key=lambda person: person.seen, default=None)
        namesakes = self.by_given.get(name.surname, ())
        return namesakes[0] if len(namesakes) == 1 else None

    def bearer(self, office: str) -> Person | None:
        """The one person whose role or title is this office."""
        told = holders(self.people, office)
        return told[0] if len(told) == 1 else None

    def named_just_before(self, at: int) -> Person | None:
        """The one person named in the last sentence before an offset's that names anybody."""
        here = bisect_right(self.sentences, at) - 1
        for before in range(here - 1, max(-1, here - 1 - _SENTENCES_BACK), -1):
            bounds = self.sentences[before], self.sentences[before + 1]
            first, end = (bisect_left(self.mentions, edge, key=_where) for edge in bounds)
            named = {id(person): person for _, person in self.mentions[first:end]}
            if named:
                return next(iter(named.values())) if len(named) == 1 else None
        return None

    def add(self, name: Name, told: Told, at: int, *, is_subject: bool) -> None:
        """Record a mention; a fuller name or a first role is kept."""
        person = self.find(name) or self._newcomer(name)
        if person is None:
            return
        if name.given and not person.name.given:
            person.name = name
            self.by_given.setdefault(name.given[0], []).append(person)
        if name.gender and not person.name.gender:
            person.name = replace(person.name, gender=name.gender)
        person.hears(told)
        self.mentions.append((at, person))
        if is_subject:
            self.subjects.append((at, person))

    def _newcomer(self, name: Name) -> Person | None:
        if len(self.people) >= _MOST_PEOPLE:
            return None
        person = Person(name)
        self.people.append(person)
        self.by_surname.setdefault(name.surname, []).append(person)
        if name.given:
            self.by_given.setdefault(name.given[0], []).append(person)
        return person

    def last_before(self, at: int, gender: str) -> tuple[int, Person] | None:
        """Who of that gender last led a clause before an offset; failing that, was mentioned."""
        for places in (self.subjects, self.mentions):
            index = bisect_left(places, at, key=_where)
            for where, person in reversed(places[max(0, index - _FARTHEST) : index]):
                if person.name.gender in {gender, None}:
                    return where, person
        return None


def _where(mention: tuple[int, Person]) -> int:
    return mention[0]


def cast_of(text: str, units: Sequence[Unit]) -> Cast:
    """Everyone named in the writer's own words."""
    cast = Cast()
    for unit in units:
        if not unit.is_quotation:
            cast.sentences.append(unit.start)
        if _is_headline(text, unit):
            continue
        for start, end in _runs(unit.tokens):
            _mention(text, unit.tokens, start, end, cast)
    return cast


def _mention(text: str, tokens: Sequence[Token], start: int, end: int, cast: Cast) -> None:
    shown = text[tokens[start].start : tokens[end - 1].end]
    name = parse_name(shown.removesuffix("’s").removesuffix("'s"))
    if name is None or _names_a_thing(tokens, start):
        return
    told = told_beside(text, tokens, (start, end), name)
    if not name.given and cast.find(name) is None and not _titled(tokens, start, end):
        alone = name.shown.lower() not in _country_names() and _is_subject(tokens, start)
        if not told.role or not (alone or gender_of(name.shown)):
            return
        name = replace(name, gender=gender_of(name.shown))
    leads = _is_subject(tokens, start)
    cast.add(name, told, tokens[start].start, is_subject=leads)


def _names_a_thing(tokens: Sequence[Token], start: int) -> bool:
    """Whether the words before a name say it is no person's: "the show Dark Water"."""
    before = low(tokens, start - 1)
    return before == "the" or before in words("things_named")


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
        if tokens[start].low in words("determiners", "prepositions") | words("subordinators"):
            start += 1
        if start < at <= start + _LONGEST_NAME:
            yield start, at


def _joins(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].low in _PARTICLES and at + 1 < len(tokens) and is_name(tokens[at + 1])


@cache
def _country_names() -> frozenset[str]:
    return frozenset(country for country, *_ in rows("countries"))
