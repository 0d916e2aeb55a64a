"""What became of a statement that both versions have: other words, fewer, another speaker."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from tracker.understanding.language.names import parse_name, same_person
from tracker.understanding.language.numbers import SMALL, TENS
from tracker.understanding.model import ShiftKind, StatementKind
from tracker.understanding.shifts.cue_turns import turn_of_cue
from tracker.understanding.shifts.matching import Remarked, words_of
from tracker.understanding.shifts.opposites import NEGATION, is_turned_round

Verdict: TypeAlias = tuple[ShiftKind, str]  # with the rule that reached it

_QUOTED: Final = frozenset({StatementKind.DIRECT, StatementKind.MIXED})

SHORTENED: Final = (ShiftKind.SHORTENED, "words were cut")
"""The verdict on a statement that lost words and kept the others."""

LENGTHENED: Final = (ShiftKind.REWORDED, "words were added")
"""The verdict on a statement that kept its words and was given more."""

_CUT: Final = 3  # fewer words taken out of a quotation make it another, not a shorter one
_LONGEST_WORD: Final = 40
_MOST_WORK: Final = 1_000_000  # word pairs; longer statements count as replaced
_MISSPELLED: Final = 0.6  # letters of a surname in common, where the given name is the same
_SPELLING: Final = 0.8  # letters in common that "organise" and "organize" have, "now" and "not" not


def verdicts(before: Remarked, after: Remarked) -> Iterator[Verdict]:
    """What became of a statement, and by which rules; two where a quotation was given away cut.

    Nothing where reported words give way to others: what they assert is told word by word.
    """
    if _other_speaker(before, after):
        yield ShiftKind.REATTRIBUTED, "another speaker"
        if not (is_quoted(before) and is_quoted(after)):
            return
    turn = turn_of_cue(before.statement, after.statement)
    if turn and (turn.kind is ShiftKind.REWORDED or _same_words(before, after)):
        yield turn
    elif not _same_words(before, after):
        yield from filter(None, [_recut(before, after) or _reworded(before, after)])


def _same_words(before: Remarked, after: Remarked) -> bool:
    return before.words == after.words or _is_spelling(before, after)


def _recut(before: Remarked, after: Remarked) -> Verdict | None:
    if not (is_quoted(before) or is_quoted(after)):
        return None
    cut = len(before.words) - len(after.words)
    if cut >= _CUT and _is_part(after.words, before.words):
        return SHORTENED
    if -cut >= _CUT and after.words[: len(before.words)] == before.words:
        return LENGTHENED
    return None


def _reworded(before: Remarked, after: Remarked) -> Verdict | None:
    was, is_now = is_quoted(before), is_quoted(after)
    if was and is_now:
        turned = is_turned_round(" ".join(before.words), " ".join(after.words))
        return ShiftKind.REWORDED, NEGATION if turned else "quoted words changed"
    if was or is_now:
        return ShiftKind.REWORDED, "reported, no longer quoted" if was else "quoted now"
    return None


def is_quoted(remarked: Remarked) -> bool:
    """Whether a statement holds somebody's own words."""
    return remarked.statement.kind in _QUOTED


def _other_speaker(before: Remarked, after: Remarked) -> bool:
    one, other = before.statement.speaker, after.statement.speaker
    if not one or not other or same_person(one, other) or _is_misspelled(one, other):
        return False
    return _uncounted(one) != _uncounted(other)


def _is_misspelled(one: str, other: str) -> bool:
    """Whether a name was only spelled wrong: "Claire Martin", who is Claire Morton."""
    before, after = parse_name(one), parse_name(other)
    if not before or not after or not before.given or before.given != after.given:
        return False
    likeness = SequenceMatcher(None, before.surname[:_LONGEST_WORD], after.surname[:_LONGEST_WORD])
    return likeness.ratio() >= _MISSPELLED


def _uncounted(speaker: str) -> list[str]:
    """A speaker without figures: "two witnesses" who were three are told as a figure."""
    return [
        word
        for word in words_of(speaker)
        if not (word[0].isdigit() or word in SMALL or word in TENS)
    ]


def _is_spelling(before: Remarked, after: Remarked) -> bool:
    """Whether every word that differs is the same word written in another way."""
    if len(before.words) * len(after.words) > _MOST_WORK:
        return False
    return all(
        len(one) == len(other) and all(map(_is_spelled_like, one, other))
        for one, other in _replaced(before, after)
    )


def _is_spelled_like(one: str, other: str) -> bool:
    if one[:1] != other[:1] or max(len(one), len(other)) > _LONGEST_WORD:
        return False
    return SequenceMatcher(None, one, other).ratio() >= _SPELLING


def _replaced(
    before: Remarked, after: Remarked
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    matcher = SequenceMatcher(None, before.words, after.words, autojunk=False)
    for tag, i, k, j, m in matcher.get_opcodes():
        if tag != "equal":
            yield before.words[i:k], after.words[j:m]


def _is_part(part: Sequence[str], whole: Sequence[str]) -> bool:
    rest = iter(whole)
    return all(word in rest for word in part)
