"""Where outlets agree and differ on the same thing: claims side by side, in the order of time."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import TypeAlias, TypeVar

from tracker.digest.model import Agreement, Claim, Quote, RemarkLine, ThreadLine
from tracker.digest.phrases import value_words
from tracker.digest.quoting import quote
from tracker.projections.records import FactThread, FactVoice, RemarkThread, StatementVoice
from tracker.understanding.model import Fact, Statement
from tracker.understanding.threads.voices import Telling, stand

V = TypeVar("V", FactVoice, StatementVoice)
Written: TypeAlias = tuple[object, ...]


def thread_lines(threads: Iterable[FactThread]) -> tuple[ThreadLine, ...]:
    """Every thread with its claims and how the outlets' latest stand to each other."""
    return tuple(_thread_line(thread) for thread in threads)


def remark_lines(remarks: Iterable[RemarkThread]) -> tuple[RemarkLine, ...]:
    """Every remark with each outlet's words and whether they are the same words."""
    return tuple(
        RemarkLine(
            speaker=remark.speaker,
            agreement=_likeness(remark.voices),
            claims=tuple(_statement_claim(voice) for voice in _changes_of_mind(remark.voices)),
        )
        for remark in remarks
    )


def _thread_line(thread: FactThread) -> ThreadLine:
    found = stand([_telling(voice) for voice in thread.voices])
    return ThreadLine(
        subject=thread.subject,
        scope=thread.scope,
        unit=thread.unit,
        agreement=Agreement(found.standing.value) if found.standing else Agreement.SINGLE,
        claims=tuple(_fact_claim(voice) for voice in _changes_of_mind(thread.voices)),
        first_to_report=found.first_to_report,
        last_to_correct=found.last_to_correct,
        not_mentioned_by=thread.not_mentioned_by,
    )


def _telling(voice: FactVoice) -> Telling:
    place = voice.observed_at, f"{voice.article}/{voice.version}"
    return Telling(voice.outlet, place, voice.item, voice.copy_of)


def _likeness(voices: Sequence[StatementVoice]) -> Agreement:
    """The same words agree; an excerpt of the longest is compatible; other words differ."""
    if len({voice.outlet for voice in voices if voice.copy_of is None}) <= 1:
        return Agreement.SINGLE
    wordings = {_folded(voice.item.text) for voice in voices}
    if len(wordings) == 1:
        return Agreement.AGREE
    longest = max(wordings, key=len)
    excerpts = all(words in longest for words in wordings)
    return Agreement.COMPATIBLE if excerpts else Agreement.DIFFER


def _changes_of_mind(voices: Iterable[V]) -> list[V]:
    """The voices in time, without those that repeat what their article said before."""
    kept: list[V] = []
    before: dict[str, set[Written]] = {}
    ordered = sorted(voices, key=_time)
    for (_, _, article, _), version in groupby(ordered, key=_time):
        said = before.get(article, set())
        before[article] = set()
        for voice in version:
            words = _written(voice.item)
            if words not in said and words not in before[article]:
                kept.append(voice)
            before[article].add(words)
    return kept


def _written(item: Fact | Statement) -> Written:
    if isinstance(item, Statement):
        return (_folded(item.text),)
    return (item.value, item.low, item.high, item.qualifier, item.unit, item.timex)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _time(voice: FactVoice | StatementVoice) -> tuple[datetime, str, str, int]:
    return (voice.observed_at, voice.outlet, voice.article, voice.version)


def _fact_claim(voice: FactVoice) -> Claim:
    return _claim(voice, value_words(voice.item), quote(voice.sentence, voice.item.text))


def _statement_claim(voice: StatementVoice) -> Claim:
    return _claim(voice, voice.item.text, Quote(text=voice.sentence))


def _claim(voice: FactVoice | StatementVoice, value: str, evidence: Quote) -> Claim:
    return Claim(
        article=voice.article,
        outlet=voice.outlet,
        version=voice.version,
        seen_at=voice.observed_at,
        value=value,
        quote=evidence,
        copy_of=voice.copy_of,
    )
