"""Remarks: what several sources quote of one speaker, in whatever words or translation."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tracker.understanding.language.lexicon import words
from tracker.understanding.language.names import same_person
from tracker.understanding.model import Remark, Statement
from tracker.understanding.statements.remarks import SAME_REMARK, same_remark, stem_of
from tracker.understanding.threads.accounts import SourceAccount

_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_LATEST: Final = 12  # remarks with a word in common that a statement is held against
_UNNAMED: Final = 0.85  # score from which words alone tell a remark, where nobody is named
_FEWEST: Final = 2  # words of content in a remark that can be told from others


@dataclass(slots=True)
class _Thread:
    entries: list[tuple[str, Statement]] = field(default_factory=list)
    speaker: str | None = None


def find_remarks(accounts: Sequence[SourceAccount]) -> tuple[Remark, ...]:
    """The remarks that more than one source has, those that most have first."""
    found: list[_Thread] = []
    homes: dict[str, list[int]] = defaultdict(list)
    for source, statement in _statements(accounts):
        stems = _stems(statement)
        if len(stems) < _FEWEST:
            continue
        number = _home(statement, stems, found, homes)
        found[number].entries.append((source, statement))
        found[number].speaker = _fuller(found[number].speaker, statement.speaker)
        for stem in stems:
            if number not in homes[stem][-_LATEST:]:
                homes[stem].append(number)
    remarks = [Remark(each.speaker, tuple(each.entries)) for each in found if _is_shared(each)]
    return tuple(sorted(remarks, key=lambda each: -len({source for source, _ in each.entries})))


def _statements(accounts: Sequence[SourceAccount]) -> Iterator[tuple[str, Statement]]:
    for account in sorted(accounts, key=lambda account: (account.published, account.id)):
        for statement in account.statements:
            yield account.id, statement


def _stems(statement: Statement) -> frozenset[str]:
    faint = words("faint_words")
    lowers = (word.lower() for word in _WORD.findall(statement.text))
    return frozenset(stem_of(word) for word in lowers if word not in faint)


def _home(
    statement: Statement,
    stems: frozenset[str],
    found: list[_Thread],
    homes: dict[str, list[int]],
) -> int:
    """The number of the remark that the statement is, a new one where it is none of them."""
    common = Counter(number for stem in stems for number in homes[stem][-_LATEST:])
    scored = [
        (score, -number)
        for number, _ in common.most_common(_LATEST)
        if (score := _score(statement, found[number]))
    ]
    if scored:
        return -max(scored)[1]
    found.append(_Thread())
    return len(found) - 1


def _score(statement: Statement, thread: _Thread) -> float:
    """How surely the statement is the remark; 0 where it is not."""
    score = max(same_remark(statement, other) for _, other in thread.entries[-_LATEST:])
    named = bool(statement.speaker and thread.speaker)
    if named and not same_person(statement.speaker or "", thread.speaker or ""):
        return 0.0
    return score if score >= (SAME_REMARK if named else _UNNAMED) else 0.0


def _is_shared(thread: _Thread) -> bool:
    return len({source for source, _ in thread.entries}) > 1


def _fuller(one: str | None, other: str | None) -> str | None:
    return max((name for name in (one, other) if name), key=len, default=None)
