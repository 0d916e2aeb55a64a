"""Where outlets agree and differ on the same thing: claims side by side, in the order of time."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TypeVar

from tracker.digest.material import FactThread, FactVoice, RemarkThread, StatementVoice
from tracker.digest.model import Agreement, Claim, Quote, RemarkLine, ThreadLine
from tracker.digest.phrases import value_words
from tracker.digest.quoting import quote
from tracker.understanding.model import Fact, Statement
from tracker.understanding.values import Standing, standing

V = TypeVar("V", FactVoice, StatementVoice)


def thread_lines(threads: Iterable[FactThread]) -> tuple[ThreadLine, ...]:
    """Every thread with its claims and how the outlets' latest stand to each other."""
    return tuple(
        ThreadLine(
            subject=thread.subject,
            scope=thread.scope,
            unit=thread.unit,
            agreement=_agreement(thread.voices),
            claims=tuple(_fact_claim(voice) for voice in _changes_of_mind(thread.voices)),
        )
        for thread in threads
    )


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


def _agreement(voices: Sequence[FactVoice]) -> Agreement:
    """Of what each outlet says last: an outlet that has updated does not contradict itself."""
    latest = {voice.outlet: voice.item for voice in sorted(voices, key=_time)}
    if len(latest) == 1:
        return Agreement.SINGLE
    facts = {_written(fact): fact for fact in latest.values()}.values()
    worst = Agreement.AGREE
    for one, other in combinations(facts, 2):
        found = standing(one, other)
        if found is Standing.DIFFER:
            return Agreement.DIFFER
        if found is Standing.COMPATIBLE:
            worst = Agreement.COMPATIBLE
    return worst


def _likeness(voices: Sequence[StatementVoice]) -> Agreement:
    """The same words agree; an excerpt of the longest is compatible; other words differ."""
    if len({voice.outlet for voice in voices}) == 1:
        return Agreement.SINGLE
    wordings = {_folded(voice.item.text) for voice in voices}
    if len(wordings) == 1:
        return Agreement.AGREE
    longest = max(wordings, key=len)
    excerpts = all(words in longest for words in wordings)
    return Agreement.COMPATIBLE if excerpts else Agreement.DIFFER


def _changes_of_mind(voices: Iterable[V]) -> list[V]:
    """The voices in time, without those that repeat what their article said before."""
    said: dict[str, object] = {}
    kept = []
    for voice in sorted(voices, key=_time):
        words = _written(voice.item)
        if said.get(voice.article) != words:
            kept.append(voice)
        said[voice.article] = words
    return kept


def _written(item: Fact | Statement) -> tuple[object, ...]:
    if isinstance(item, Statement):
        return (_folded(item.text),)
    return (item.value, item.low, item.high, item.qualifier, item.unit, item.timex)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _time(voice: FactVoice | StatementVoice) -> tuple[object, ...]:
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
    )
