"""Finds who said what: direct, mixed and indirect statements, and attitudes.

Sentences are read as tokens in which a quotation is one token; a cue is looked up, its speaker
sought beside it, and its content before or behind it. Every statement names the rule that made it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tracker.comparing.model import Sentence
from tracker.understanding import contents, sources
from tracker.understanding.cues import ACCORDING, Cue, find_cues
from tracker.understanding.grammar import (
    COMPLEMENTISERS,
    Range,
    is_led,
    is_name,
    is_participle,
    is_sign,
)
from tracker.understanding.lexicon import words
from tracker.understanding.model import Span, Statement, StatementKind
from tracker.understanding.quotations import find_quotations
from tracker.understanding.units import Token, Unit, cut_units


@dataclass(slots=True)
class Draft:
    """A statement in the making; spans are offsets in the text."""

    spans: list[Span]
    speaker: Span | None
    cue: Span | None
    rule: str
    attitude: bool = False
    quotes: list[Span] = field(default_factory=list)


def find_statements(
    text: str, sentences: Sequence[Sentence], *, published: datetime | None = None
) -> tuple[Statement, ...]:
    """Every statement of an article in reading order. `published` is not needed to tell them."""
    del published
    units = cut_units(text, sentences, find_quotations(text))
    drafts: list[Draft] = []
    last: Draft | None = None
    last_unit: Unit | None = None
    for unit in units:
        if unit.is_quotation:
            draft = _alone(unit, last, last_unit)
            if draft is not last and draft is not None:
                drafts.append(draft)
            last, last_unit = draft, unit
            continue
        found = list(_drafts(unit))
        drafts.extend(found)
        speaking = [draft for draft in found if draft.quotes] or [
            draft for draft in found if unit.tokens and unit.tokens[-1].text == ":"
        ]
        last, last_unit = (speaking[-1] if speaking else None), unit
    return tuple(_statement(text, draft) for draft in drafts if draft.spans)


def _alone(unit: Unit, last: Draft | None, last_unit: Unit | None) -> Draft | None:
    """A sentence of quoted words only goes on with the speaker of the one before."""
    spans = [(quotation.start, quotation.end) for quotation in unit.quotations]
    if last is None or last_unit is None:
        return None
    if last_unit.paragraph == unit.paragraph or not last.spans or _open(last_unit):
        last.spans.extend(spans)
        last.quotes.extend(spans)
        return last
    return Draft(spans, last.speaker, None, "goes on quoting", quotes=spans)


def _open(unit: Unit) -> bool:
    return bool(unit.quotations) and unit.quotations[-1].continued


def _drafts(unit: Unit) -> Iterator[Draft]:
    cues = list(find_cues(unit))
    for number, cue in enumerate(cues):
        draft = _draft(unit, cue, cues[number + 1 :])
        if draft:
            yield draft


def _draft(unit: Unit, cue: Cue, following: Sequence[Cue]) -> Draft | None:
    if cue.passive:
        return None
    if cue.verb is ACCORDING:
        return _according(unit, cue)
    tokens = unit.tokens
    inverted = _inverted(tokens, cue)
    source = sources.after(tokens, cue.last + 1) if inverted else _left(tokens, cue)
    if source is None:
        return None
    rest = max(source[1], cue.last + 1)
    stop = min(source[0], cue.first)
    ranges = _contents(tokens, cue, stop, rest, following)
    if not ranges and not is_sign(tokens, len(tokens) - 1, ":"):
        return None
    return _made(tokens, ranges, source, cue, "inverted" if inverted else "subject and cue")


def _contents(
    tokens: Sequence[Token], cue: Cue, stop: int, rest: int, following: Sequence[Cue]
) -> list[Range]:
    """What was said, before and behind a speaker and a cue that fill tokens stop..rest."""
    end = len(tokens)
    front = None
    if cue.verb.frames & {"after", "quote"}:
        front = contents.in_front(tokens, stop, 0)
    if front and tokens[front[1] - 1].kind == "quote":
        more = contents.next_quotation(tokens, rest - 1, end)
        return [front] if more is None else [front, (more, end)]
    back = contents.behind(tokens, cue, rest, end)
    if back:
        back = back[0], contents.last(tokens, cue, back[0], end, following)
    if front and "after" in cue.verb.frames:
        if back is None and not contents.is_adverbial(tokens, front):
            return _interrupted(tokens, front, rest, end)
    if back and "quoted" in cue.verb.frames and not _quotes(tokens, back):
        return []
    return [back] if back else []


def _interrupted(tokens: Sequence[Token], front: Range, rest: int, end: int) -> list[Range]:
    """The clause before ", she said" and what goes on behind a second comma."""
    if rest + 1 < end and is_sign(tokens, rest, ","):
        following = tokens[rest + 1]
        if following.kind == "word" and not is_led(following) and not is_participle(following):
            return [front, (rest + 1, end)]
    return [front]


def _quotes(tokens: Sequence[Token], found: Range) -> bool:
    return any(token.kind == "quote" for token in tokens[slice(*found)])


def _inverted(tokens: Sequence[Token], cue: Cue) -> bool:
    if cue.last + 1 >= len(tokens) or "after" not in cue.verb.frames or cue.form == "ing":
        return False
    following = tokens[cue.last + 1]
    if following.kind != "word" or following.low in COMPLEMENTISERS | words("prepositions"):
        return False
    if cue.first == 0:
        return is_name(following)
    previous = tokens[cue.first - 1]
    return previous.kind == "quote" or (previous.text in {",", "—", "-"} and is_name(following))


def _left(tokens: Sequence[Token], cue: Cue) -> Range | None:
    previous = tokens[cue.first - 1] if cue.first else None
    helped = {token.low for token in tokens[cue.first : cue.at]}
    if (cue.form == "ing" and not helped & words("be")) or (
        previous and previous.low in {"and", "but", "to", "then", "by", "before", "after", "while"}
    ):
        return sources.shared(tokens, cue)
    return sources.before(tokens, cue.first)


def _according(unit: Unit, cue: Cue) -> Draft | None:
    tokens = unit.tokens
    source = sources.after(tokens, cue.last + 1)
    if source is None:
        return None
    if cue.at > 1:
        front = (0, cue.at - 1 if tokens[cue.at - 1].text == "," else cue.at)
        return _made(tokens, [front], source, cue, "according to")
    comma = next((at for at in range(*source) if is_sign(tokens, at, ",")), source[1])
    return _made(tokens, [(comma + 1, len(tokens))], (source[0], comma), cue, "according to")


def _made(
    tokens: Sequence[Token],
    ranges: Sequence[Range],
    source: Range,
    cue: Cue,
    rule: str,
) -> Draft | None:
    spans = [span for found in ranges if (span := _span(tokens, found))]
    quotes = [
        (token.start, token.end)
        for start, stop in ranges
        for token in tokens[start:stop]
        if token.kind == "quote"
    ]
    speaker = _span(tokens, source)
    return Draft(
        spans,
        speaker,
        (tokens[cue.first].start, tokens[cue.last].end),
        rule,
        "mind" in cue.verb.frames,
        quotes,
    )


def _span(tokens: Sequence[Token], found: Range) -> Span | None:
    start, end = found
    while start < end and tokens[start].kind == "sign":
        start += 1
    while start < end and tokens[end - 1].kind == "sign" and tokens[end - 1].text not in {")", "%"}:
        end -= 1
    return (tokens[start].start, tokens[end - 1].end) if start < end else None


def _statement(text: str, draft: Draft) -> Statement:
    said = " ".join(text[start:end] for start, end in draft.spans)
    speaker = text[slice(*draft.speaker)] if draft.speaker else None
    cue = text[slice(*draft.cue)] if draft.cue else None
    return Statement(
        _kind(draft), said, tuple(draft.spans), speaker, draft.speaker, cue, draft.cue, draft.rule
    )


def _kind(draft: Draft) -> StatementKind:
    if draft.attitude and not draft.quotes:
        return StatementKind.ATTITUDE
    if not draft.quotes:
        return StatementKind.INDIRECT
    return StatementKind.DIRECT if set(draft.spans) <= set(draft.quotes) else StatementKind.MIXED
