"""Personal names taken apart, folded over spellings, and held against each other."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from tracker.understanding.language.lexicon import rows, words

_WORD = re.compile(r"(?:[^\W\d_]\.)+|[^\W_]+(?:[-’'.&][^\W_]+)*")
_SEGMENT = re.compile(r"[,(;]\s?| (?:who|whose|for|of|to|with|at|in|from|on|by|and) ")
_OWNER = re.compile(r"[’']s? ")
_PARTICLES = frozenset(
    {"de", "del", "della", "der", "van", "von", "den", "bin", "ben", "ibn", "al", "el", "la", "le"}
    | {"da", "di", "dos", "du", "abu"}
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_ARTICLES = frozenset(
    ("the", "a", "an", "one", "some", "another", "several", "two", "three", "his", "her", "their")
)
_TITLE_GENDERS = {
    **dict.fromkeys(("mr", "sir", "lord", "king", "prince", "congressman", "spokesman"), "he"),
    **dict.fromkeys(("mrs", "ms", "miss", "dame", "lady", "queen", "princess"), "she"),
    **dict.fromkeys(("congresswoman", "spokeswoman", "chairwoman", "baroness"), "she"),
}
_SPELLINGS = (
    ("kh", "h"), ("zh", "j"), ("ks", "x"), ("ph", "f"), ("tsch", "ch"), ("tch", "ch"),
    ("sch", "sh"), ("ou", "u"), ("oe", "o"), ("ue", "u"), ("ae", "a"), ("ø", "o"),
    ("ł", "l"), ("w", "v"), ("yy", "y"), ("iy", "y"), ("ij", "y"), ("dj", "j"), ("yu", "u"),
    ("iu", "u"), ("ya", "a"), ("ia", "a"),
)  # fmt: skip
_FUZZY_SURNAME = 6
"""Letters from which two spellings of a surname may differ by one."""
_FUZZY_GIVEN = 3
"""Letters from which two given names with one initial may differ by two."""


@dataclass(frozen=True, slots=True)
class Name:
    """A personal name. `given` and `surname` are folded; `shown` is the name without titles.

    `gender` is "he" or "she" where a title or the given name tells, else None.
    """

    shown: str
    given: tuple[str, ...]
    surname: str
    suffix: str = ""
    gender: str | None = None


def same_person(a: str, b: str) -> bool:
    """Whether two ways to name a speaker may be one: titles dropped, spellings folded.

    A surname alone is its full name; "a defense official" is "one defence official"; a man is no
    woman, a son not his father. Roles behind a comma are not held against each other.
    """
    one, other = parse_name(a), parse_name(b)
    if one is None or other is None:
        return one is other and bool(_gist(a)) and _gist(a) == _gist(b)
    return may_be_one(one, other)


def may_be_one(one: Name, other: Name) -> bool:
    """The same for names that are parsed already."""
    if one.suffix != other.suffix and one.given and other.given:
        return False
    if one.gender and other.gender and one.gender != other.gender:
        return False
    return _same_surname(one.surname, other.surname) and _same_given(one.given, other.given)


@lru_cache(maxsize=4096)
def parse_name(text: str) -> Name | None:
    """The personal name in a phrase, None where it names a body or nobody.

    "Gen. Ada Ruiz, head of staff", "Ukrainian President Volodymyr Zelensky", "Ms. Ruiz" have one.
    """
    run, gender = _without_titles(_naming_run(text))
    if not run or is_organisation(" ".join(run)):
        run, gender = _behind_an_office(text)
    if not run:
        return None
    suffix = run.pop().lower().rstrip(".") if len(run) > 1 and _is_suffix(run[-1]) else ""
    given = tuple(fold(word) for word in run[:-1] if word.lower() not in _PARTICLES)
    gender = gender or (_given_genders().get(run[0].lower()) if len(run) > 1 else None)
    shown = " ".join([*run, suffix.capitalize() + "."] if suffix in {"jr", "sr"} else run)
    return Name(shown, given, fold(run[-1]), suffix, gender)


def _without_titles(run: list[str]) -> tuple[list[str], str | None]:
    """The names behind the last title of a run: "Porto Fire Chief Ana Ruiz", "Ana Ruiz MP"."""
    gender = None
    while len(run) > 1 and run[-1].lower() in words("honours"):
        run = run[:-1]
    while run and (_bare(run[0]) in words("titles") | words("demonyms")):
        gender = _TITLE_GENDERS.get(_bare(run[0]), gender)
        run = run[1:]
    named = len(run) - 1 - (len(run) > 1 and _is_suffix(run[-1]))
    for at in range(named - 1, 0, -1):
        if _bare(run[at]) in words("titles") and _bare(run[at]) not in words("halves_of_titles"):
            return run[at + 1 :], _TITLE_GENDERS.get(_bare(run[at]), gender)
    return run, gender


def _behind_an_office(text: str) -> tuple[list[str], str | None]:
    """The full name behind an office with "of": "Bank of Porto Governor Ana Ruiz".

    Not behind "of President": that names whom somebody else belongs to.
    """
    lead, of, place = text.partition(",")[0].partition(" of ")
    capitals = _last_run(place) if of and lead[:1].isupper() else []
    if not capitals or _bare(capitals[0]) in words("titles") - {"state"}:
        return [], None
    run, gender = _without_titles(capitals)
    full = 1 < len(run) < len(capitals) and _bare(run[-1]) not in words("titles")
    return (run, gender) if full and not is_organisation(" ".join(run)) else ([], None)


def _bare(word: str) -> str:
    return word.lower().rstrip(".")


def _naming_run(text: str) -> list[str]:
    """The capitalised run that names the speaker, not whom they speak for or belong to.

    An apposition counts where the words before it name nobody: "Ruiz's son, Leo Ruiz".
    """
    run = _first_run(text)
    behind = text.partition(",")[2].lstrip()
    return run or (_first_run(behind) if behind[:1].isupper() else [])


def _first_run(text: str) -> list[str]:
    """The last run of the first segment, past whoever owns it: "Ruiz's aide Leo Prado of"."""
    return _last_run(_OWNER.split(_SEGMENT.split(text, maxsplit=1)[0])[-1])


def _is_suffix(word: str) -> bool:
    return word.lower().rstrip(".") in _SUFFIXES


def _last_run(text: str) -> list[str]:
    """The last run of capitalised words, particles and initials included."""
    best: list[str] = []
    run: list[str] = []
    for match in _WORD.finditer(text):
        word = match.group()
        if word[0].isupper():
            run.append(word)
            best = run
        elif run and word in _PARTICLES:
            run.append(word)
        else:
            run = []
    while best and best[-1] in _PARTICLES:
        best.pop()
    leads = best and best[0].lower() in words("determiners") | words("subordinators")
    return best[1:] if leads else best


def is_organisation(text: str) -> bool:
    """Whether a capitalised name is one of a body: "the Defence Ministry", "NATO", "AROS"."""
    parts = [match.group() for match in _WORD.finditer(text)]
    if any(part.lower() in words("organisations") for part in parts):
        return True
    described = parts[:-1] if gender_of(parts[0]) else parts  # "Jack French" is somebody
    if any(part.lower() in words("demonyms") for part in described):
        return True
    return len(parts) == 1 and len(parts[0]) > 1 and parts[0].isupper()


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """A name's key over transliterations: Zelensky, Zelenskyy, Zelenskiy and Zelenskij are one."""
    plain = unicodedata.normalize("NFKD", word)
    plain = "".join(letter for letter in plain if letter.isalnum()).lower()
    for written, folded in _SPELLINGS:
        plain = plain.replace(written, folded)
    plain = re.sub(r"(.)\1", r"\1", plain)
    return re.sub(r"(?:yi|i|yj)\Z", "y", plain)


def _same_surname(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < _FUZZY_SURNAME or one[0] != other[0]:
        return False
    return _slips(one, other) <= 1


def _slips(one: str, other: str) -> int:
    """How many letters were missed, added, mistaken or swapped."""
    from rapidfuzz.distance import DamerauLevenshtein  # 10 ms at start

    return DamerauLevenshtein.distance(one, other)


def _same_given(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other or one[0] in other or other[0] in one:
        return True
    short, long = sorted((one[0], other[0]), key=len)
    if _nickname(short) == _nickname(long):
        return True
    if short[:1] != long[:1]:
        return False
    if len(short) == 1 or long.startswith(short):
        return True
    return len(short) >= _FUZZY_GIVEN and _slips(short, long) <= len(short) // 3


@cache
def _nicknames() -> dict[str, str]:
    return {
        fold(short): fold(full) for full, shorts in rows("nicknames") for short in shorts.split()
    }


def _nickname(given: str) -> str:
    return _nicknames().get(given, given)


@cache
def _given_genders() -> dict[str, str]:
    return {name: gender for names, gender in rows("given_names") for name in names.split()}


def gender_of(given: str) -> str | None:
    """Which pronoun a given name tells, if any: "he" or "she"."""
    return _given_genders().get(given.lower())


def _gist(text: str) -> tuple[str, ...]:
    """An unnamed speaker's words without articles, American and British spellings alike."""
    kept = []
    for match in _WORD.finditer(text.lower().replace("’", "'")):
        word = match.group().replace(".", "").replace("defence", "defense")
        if word not in _ARTICLES:
            kept.append(word.removesuffix("s") if len(word) > len("uss") else word)
    return tuple(kept)
