"""What a figure is about: the nouns it stands with, and whoever or whatever has it.

"The missile has a range of 300 km": missile, range.
"""

from collections.abc import Iterator

from tracker.understanding.language.tags import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    DETERMINER,
    NOUN,
    POSSESSIVE,
    PRONOUN,
    SIGN,
    VERB,
    verb_forms,
)
from tracker.understanding.quantities.clauses import Clause
from tracker.understanding.quantities.phrases import phrase

_LONGEST_LOCAL = 6
_LONGEST_HOLDER = 7
_REACH = 30
_CLAUSE_SIGNS = frozenset({";", ":", ".", "—", "--", "?", "!"})
_REPORTING = frozenset({"say", "tell", "add", "warn", "note", "argue", "believe", "think"})
_BEHIND = frozenset({"of", "in", "for", "on", "from"})
_BEHIND_COUNTED = frozenset({"of", "in", "on", "from"})
_CLAUSE_WORDS = frozenset({"that", "which", "who", "when", "while", "as", "but", "because", "if"})
_JOINTS = frozenset({"-", "&"})
_INSIDE_NAMES = frozenset({"-", "&", "’", "'", "/"})
_OPENERS = frozenset({DETERMINER, ADVERB, POSSESSIVE})


def subject_of(clause: Clause, first: int, after: int, *, is_count: bool = False) -> str | None:
    """What the number from token `first` on is about; `after` is where its unit stops.

    What something counted is for ("9,000 soldiers for a push") is not what is counted.
    """
    verb = _verb_before(clause, first)
    opening = verb + 1 if verb is not None else 0
    links = _BEHIND_COUNTED if is_count else _BEHIND
    local = [*_behind(clause, after, links), *_between(clause, opening, first)]
    holder = _holder(clause, verb) if verb is not None else []
    return phrase(clause, {*local[:_LONGEST_LOCAL], *holder[-_LONGEST_HOLDER:]})


def _verb_before(clause: Clause, first: int) -> int | None:
    """The verb of the clause, left of the number; None where the number opens its clause."""
    tokens, tags = clause.tokens, clause.tags
    for at in range(first - 1, max(-1, first - _REACH), -1):
        if tags[at] in {VERB, AUXILIARY}:
            return at
        if tokens.words[at] in _CLAUSE_SIGNS or tokens.lowers[at] == "that":
            return None
    return None


def _behind(clause: Clause, after: int, links: frozenset[str]) -> list[int]:
    """As in "$8 million GRANT", "60% of its WORKERS", "3-inch THICKNESS", "a 5% fall in PRICES"."""
    tokens, tags = clause.tokens, clause.tags
    at = after + (tokens.words[after] == "-")
    found = list(_group(clause, at))
    end = found[-1] + 1 if found else at
    if tokens.lowers[end] in links and not (found and tags[end + 1] == PRONOUN):
        start = end + 1
        while start < tokens.count and (
            tags[start] in _OPENERS or start in clause.taken or _is_participle(clause, start)
        ):
            start += 1
        found += _group(clause, start)
    return found


def _is_participle(clause: Clause, i: int) -> bool:
    """As in "of the issued and outstanding shares": over "issued and"."""
    if clause.tags[i] == CONJUNCTION:
        return clause.tags[i - 1] == VERB
    return clause.tags[i] == VERB and clause.tokens.lowers[i].endswith(("ed", "ing"))


def _group(clause: Clause, start: int) -> Iterator[int]:
    """The run of nouns from token `start` on."""
    at = start
    while clause.tags[at] == NOUN or (
        at > start and (clause.tokens.words[at] in _JOINTS or clause.tags[at] == POSSESSIVE)
    ):
        if clause.is_telling(at):
            yield at
        at += 1


def _between(clause: Clause, start: int, first: int) -> list[int]:
    """The nearest nouns between the verb, or the opening of the clause, and the number."""
    found: list[int] = []
    for at in range(first - 1, max(start, first - _REACH) - 1, -1):
        if clause.is_telling(at):
            found.append(at)
        elif clause.tokens.words[at] in _CLAUSE_SIGNS or (found and _ends_group(clause, at)):
            break
        if len(found) >= _LONGEST_LOCAL:
            break
    return found[::-1]


def _ends_group(clause: Clause, at: int) -> bool:
    """A sign or conjunction does, but not the comma of "the missile, with a range of"."""
    is_parting = _parts(clause, at) or clause.tags[at] == CONJUNCTION
    return is_parting and clause.tokens.lowers[at + 1] != "with"


def _holder(clause: Clause, verb: int, *, reporting: bool = False) -> list[int]:
    """The nouns of the subject of `verb`; of "the company said it has", those of "said"."""
    tokens, tags = clause.tokens, clause.tags
    at = _before_verbs(clause, verb)
    if not reporting and any(
        verb_forms().get(tokens.lowers[i]) in _REPORTING for i in range(at + 1, verb + 1)
    ):
        return []
    if tags[at] == PRONOUN and tokens.lowers[at] not in {"who", "which"}:
        before = at - 1 - (tokens.lowers[at - 1] == "that")
        is_told = before > 0 and tags[before] == VERB and not reporting
        return _holder(clause, before, reporting=True) if is_told else []
    at = _before_aside(clause, at)
    found: list[int] = []
    for i in range(at, max(-1, at - _REACH), -1):
        if found and _opens_clause(clause, i):
            break
        if clause.is_telling(i):
            found.append(i)
    return found[::-1]


def _before_verbs(clause: Clause, verb: int) -> int:
    """The token in front of the verb group; from "capable of reaching" back to "is"."""
    tokens, tags = clause.tokens, clause.tags
    at = verb
    while at > verb - _REACH and at >= 0:
        if tags[at] in {VERB, AUXILIARY, ADVERB} or tokens.lowers[at] == "to":
            at -= 1
            continue
        bare = tokens.lowers[at + 1].endswith("ing") or tokens.lowers[at + 1] == "to"
        if not bare or tags[at] == NOUN:
            break
        governor = _verb_before(clause, at)
        if governor is None:
            break
        at = governor
    return at


def _before_aside(clause: Clause, at: int) -> int:
    """Over a phrase between commas in front of the verb: "The missile, made by X, has"."""
    if clause.tokens.words[at] != ",":
        return at
    for opening in range(at - 1, max(0, at - _REACH), -1):
        if clause.tokens.words[opening] == "," and clause.tokens.lowers[opening + 1] != "or":
            return opening - 1
        if clause.tokens.words[opening] in _CLAUSE_SIGNS:
            break
    return at - 1


def _opens_clause(clause: Clause, at: int) -> bool:
    return (
        clause.tags[at] in {VERB, AUXILIARY}
        or at in clause.taken
        or clause.tokens.lowers[at] in _CLAUSE_WORDS
        or _parts(clause, at)
    )


def _parts(clause: Clause, at: int) -> bool:
    return clause.tags[at] == SIGN and clause.tokens.words[at] not in _INSIDE_NAMES
