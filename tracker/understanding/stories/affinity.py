"""How surely an article belongs to a story, and on what grounds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import exp
from typing import Final, TypeAlias

from tracker.understanding.model import Fact
from tracker.understanding.stories.common import Common
from tracker.understanding.stories.likeness import Likeness
from tracker.understanding.stories.terms import TermKind

SUGGESTED: Final = 0.4
"""The score from which a story is suggested; measured on articles of one event and of others."""

CERTAIN: Final = 0.8
"""The score from which an article may be linked without being looked at."""

_HALF_SURE: Final = 0.22  # likeness at which an article rather belongs than not
_FIGURE: Final = 0.1  # share of the remaining doubt that one figure in common takes away
_REMARK: Final = 0.25
_COPY: Final = 0.9
_MOST: Final = 4  # figures or remarks that count
_FRESH: Final = timedelta(days=3)
_HALF_LIFE: Final = timedelta(days=14)


Gain: TypeAlias = "tuple[GroundKind, tuple[str, ...], float]"
"""A ground, the words to show, and the share of the remaining doubt that it takes away."""


class GroundKind(StrEnum):
    """Why an article is thought to belong: what it shares with the story's articles."""

    NAMES = "names"
    WORDS = "words"
    FIGURES = "figures"
    REMARKS = "remarks"
    COPY = "copy"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: `shared` are the words to show, `added` what it does to the score.

    For TIME nothing is shared: `added` is what the distance in time takes off, below 0.
    """

    kind: GroundKind
    shared: tuple[str, ...]
    added: float


@dataclass(frozen=True, slots=True)
class Affinity:
    """How surely an article belongs to a story, 0 to 1, and the grounds that add up to it."""

    score: float
    grounds: tuple[Ground, ...]


def affinity(
    likeness: Likeness, common: Common, apart: timedelta, tell: Callable[[Fact], str]
) -> Affinity:
    """The score of an article and a story, `likeness` being that to the story's nearest article.

    `apart` is the time between the article and the nearest of the story's; `tell` puts a figure in
    words.
    """
    score = 0.0
    grounds = []
    for kind, shared, gain in (*_term_gains(likeness), *_common_gains(common, tell)):
        added = (1 - score) * gain
        score += added
        if added:
            grounds.append(Ground(kind, shared, round(added, 3)))
    late = score * (_fading(apart) - 1)
    if late:
        grounds.append(Ground(GroundKind.TIME, (), round(late, 3)))
    return Affinity(round(score + late, 3), tuple(grounds))


def apart(moment: datetime, others: Iterable[datetime]) -> timedelta:
    """The time from `moment` to the nearest of `others`; no time where there are none."""
    return min((abs(moment - other) for other in others), default=timedelta())


def _term_gains(likeness: Likeness) -> Iterator[Gain]:
    """What shared names and words are good for, told apart by what each adds to the likeness."""
    sure = 1 - exp(-((likeness.value / _HALF_SURE) ** 2))
    by_names = sure * likeness.of_names / likeness.value if likeness.value else 0.0
    yield GroundKind.NAMES, _shown(likeness, TermKind.NAME), by_names
    yield GroundKind.WORDS, _shown(likeness, TermKind.WORD), (sure - by_names) / (1 - by_names)


def _shown(likeness: Likeness, kind: TermKind) -> tuple[str, ...]:
    return tuple(term.shown for term in likeness.shared if term.kind is kind)


def _common_gains(common: Common, tell: Callable[[Fact], str]) -> Iterator[Gain]:
    figures = tuple(tell(fact) for fact in common.figures[:_MOST])
    remarks = tuple(said.text for said in common.remarks[:_MOST])
    yield GroundKind.FIGURES, figures, 1 - (1 - _FIGURE) ** len(figures)
    yield GroundKind.REMARKS, remarks, 1 - (1 - _REMARK) ** len(remarks)
    yield GroundKind.COPY, (), _COPY if common.is_copy else 0.0


def _fading(apart: timedelta) -> float:
    """What is left of a score: half of it may fade with time, half an old story keeps."""
    return float((1 + 0.5 ** (max(apart - _FRESH, timedelta()) / _HALF_LIFE)) / 2)
