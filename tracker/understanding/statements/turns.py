"""Turns of a conversation printed with a label for each: "RUIZ: ...", "Q: ...", "A. ..."."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.understanding.statements.grammar import Range
from tracker.understanding.statements.labels import capitals_label
from tracker.understanding.statements.units import Unit

TRANSCRIPT = "transcript"
ANSWER = "answer"
_FEWEST_LABELS = 3
_WIDE = 2  # characters between "A" and the next word where a full stop stands


@dataclass(frozen=True, slots=True)
class Turn:
    """Units first..end of one speaker; the label is tokens of the first, its words stand behind.

    `rule` is None for the question of an interview, which is the outlet's own.
    """

    first: int
    end: int
    label: Range
    words: int
    rule: str | None


def find_turns(units: Sequence[Unit]) -> tuple[Turn, ...]:
    """The turns of a text in order; none where it is not printed as a conversation."""
    capitals = [(at, label) for at, unit in enumerate(units) if (label := capitals_label(unit))]
    if len(capitals) >= _FEWEST_LABELS:
        return tuple(_spoken(units, at, colon) for at, colon in capitals)
    return tuple(_interview(units))


def _spoken(units: Sequence[Unit], at: int, colon: int) -> Turn:
    end = at + 1
    while (
        end < len(units)
        and units[end].paragraph == units[at].paragraph
        and not capitals_label(units[end])
    ):
        end += 1
    return Turn(at, end, (0, colon), colon + 1, TRANSCRIPT)


def _interview(units: Sequence[Unit]) -> Iterator[Turn]:
    """Questions and answers; the last answer ends with its paragraph, as a note may follow."""
    labels = [(at, letter) for at, unit in enumerate(units) if (letter := _letter(units, at, unit))]
    if {letter for _, letter in labels} != {"Q", "A"}:
        return
    for number, (at, letter) in enumerate(labels):
        if number + 1 < len(labels):
            end = labels[number + 1][0]
        else:
            end = next(
                (k for k in range(at, len(units)) if units[k].paragraph > units[at].paragraph),
                len(units),
            )
        words = 1 + (units[at].tokens[1].text == ":")
        yield Turn(at, end, (0, 1), words, ANSWER if letter == "A" else None)


def _letter(units: Sequence[Unit], at: int, unit: Unit) -> str | None:
    """The letter Q or A where it labels the paragraph that the unit opens."""
    opens = at == 0 or units[at - 1].paragraph != unit.paragraph
    if not opens or len(unit.tokens) <= 1 or unit.tokens[0].text not in {"Q", "A"}:
        return None
    letter, following = unit.tokens[:2]
    labelled = following.text == ":" or following.start - letter.end >= _WIDE
    return letter.text if labelled else None
