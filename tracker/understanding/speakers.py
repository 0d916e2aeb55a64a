"""Tells who a speaker is: the fullest name and the role that the article gives."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.understanding.grammar import (
    PRONOUNS,
    RELATIVES,
    has_finite,
    is_finite,
    is_name,
    is_sign,
    low,
)
from tracker.understanding.lexicon import words
from tracker.understanding.names import Name, parse_name, same_person
from tracker.understanding.units import Token, Unit

_LONGEST_ROLE = 18
_LONGEST_TITLE = 6
_MOST_PEOPLE = 400
_FARTHEST = 12
_LAST_SPOKEN = 3
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
        if is_subject:
            self.subjects.append((at, person))

    def last_before(self, at: int, gender: str) -> tuple[int, Person] | None:
        """The person of that gender who was last the subject of a sentence before an offset."""
        index = bisect_left(self.subjects, at, key=lambda mention: mention[0])
        for where, person in reversed(self.subjects[max(0, index - _FARTHEST) : index]):
            if person.name.gender in {gender, None}:
                return where, person
        return None


def cast_of(text: str, units: Sequence[Unit]) -> Cast:
    """Everyone named in the writer's own words."""
    cast = Cast()
    for unit in units:
        if _is_headline(unit):
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
    role = _role_behind(text, tokens, end)
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


def _is_headline(unit: Unit) -> bool:
    """Title Case tells nothing about names."""
    words_of = [token for token in unit.tokens if token.kind == "word" and len(token.text) > 3]
    return len(words_of) > 3 and sum(map(is_name, words_of)) > 0.8 * len(words_of)


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
        if start < at:
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
        if tokens[stop].low in {"who", "whose", "which"} or is_finite(tokens[stop]):
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


@dataclass(slots=True)
class Resolver:
    """Resolves speakers in reading order, remembering who spoke last."""

    cast: Cast
    spoken: list[tuple[int, str, Person | None]] = field(default_factory=list)

    def resolve(self, said: str, at: int) -> str | None:
        """The fullest name and role of the speaker whom `said`, at an offset, names."""
        person, shown = self._resolved(said, at)
        if shown is not None:
            self.spoken.append((at, shown, person))
        return shown

    def _resolved(self, said: str, at: int) -> tuple[Person | None, str | None]:
        word = said.lower().replace("’", "'")
        if word in PRONOUNS | RELATIVES:
            return self._pronoun(word, at)
        name = parse_name(said)
        if name is not None and " and " not in said.split(",", maxsplit=1)[0]:
            person = self.cast.find(name)
            return (person, person.shown) if person else (None, said.strip())
        return None, self._described(said)

    def _pronoun(self, word: str, at: int) -> tuple[Person | None, str | None]:
        if word in {"he", "she"}:
            candidates = [
                (where, person)
                for where, _, person in self.spoken[-_LAST_SPOKEN:]
                if person and person.name.gender in {word, None}
            ]
            subject = self.cast.last_before(at, word)
            if subject:
                candidates.append(subject)
            person = max(candidates, key=lambda each: each[0])[1] if candidates else None
            return (person, person.shown) if person else (None, None)
        if word in {"they", "it"}:
            for _, shown, person in reversed(self.spoken[-_LAST_SPOKEN:]):
                if person is None:
                    return None, shown
        return None, None

    def _described(self, said: str) -> str:
        """An unnamed speaker in the words used; "the officials" are those named more fully before."""
        parts = said.split()
        office = " ".join(parts[1:]).lower()
        if parts[0].lower() == "the" and (bearer := self.cast.bearer(office)):
            return bearer.shown
        if len(parts) == 2 and parts[0].lower() == "the":
            head = parts[1].lower()
            for _, shown, person in reversed(self.spoken):
                if (
                    person is None
                    and shown.lower().endswith(f" {head}")
                    and not shown.lower().startswith("the ")
                ):
                    return shown
        return said.strip()
