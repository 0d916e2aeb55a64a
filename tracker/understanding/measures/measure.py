"""What a fact measures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """What a fact measures.

    `what` is a measure of the word list where `known`, else the noun it is about. `counted` is who
    or what is counted ("" for other dimensions). `part` is "" for the whole, else why the figure is
    only a part of it. `place` is where it holds and `when` (a TIMEX value), as its clause says;
    `around` are stems of the words beside the figure; `within` tells that those are counted who
    were counted by the figure before ("61, including 4 girls").
    """

    dimension: str
    what: str
    known: bool
    counted: str
    names: frozenset[str]
    part: str
    place: frozenset[str]
    when: str
    around: frozenset[str]
    within: bool = False
