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
from tracker.understanding.model import Span, Statement, StatementKind
from tracker.understanding.quotations import find_quotations
from tracker.understanding.units import Token, Unit, cut_units

Range = tuple[int, int]


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
    floor = 0
    for cue in find_cues(unit):
        draft, floor = _draft(unit, cue, floor)
        if draft:
            yield draft


def _draft(unit: Unit, cue: Cue, floor: int) -> tuple[Draft | None, int]:
    tokens = unit.tokens
    if cue.passive:
        return None, floor
    if cue.verb is ACCORDING:
        return _according(unit, cue), floor
    end = len(tokens)
    inverted = _inverted(tokens, cue)
    if inverted:
        source = sources.after(tokens, cue.last + 1)
        rest = source[1] if source else cue.last + 1
        stop = cue.first
    else:
        source = _left(tokens, cue)
        rest = cue.last + 1
        stop = source[0] if source else cue.first
    if source is None:
        return None, floor
    front = _front(tokens, stop, floor) if cue.verb.frames & {"after", "quote"} else None
    back = contents.behind(tokens, cue, rest, end)
    if front and back and not _both(tokens, front, back):
        front = None
    ranges = [found for found in (front, back) if found]
    rule = "inverted" if inverted else "subject and cue"
    return _made(tokens, ranges, source, cue, rule, end), cue.last + 1


def _inverted(tokens: Sequence[Token], cue: Cue) -> bool:
    if cue.first == 0 or cue.last + 1 >= len(tokens) or "after" not in cue.verb.frames:
        return False
    previous, following = tokens[cue.first - 1], tokens[cue.last + 1]
    if following.kind != "word" or following.low in {"that", "in", "on", "at", "to"}:
        return False
    return previous.kind == "quote" or (
        previous.text in {",", "—", "-"} and cue.form != "ing" and following.text[:1].isupper()
    )


def _left(tokens: Sequence[Token], cue: Cue) -> Range | None:
    previous = tokens[cue.first - 1] if cue.first else None
    if cue.form == "ing" or (previous and previous.low in {"and", "but", "to", "then"}):
        return sources.shared(tokens, cue)
    return sources.before(tokens, cue.first)


def _front(tokens: Sequence[Token], stop: int, floor: int) -> Range | None:
    """The clause or quotation that stands before the speaker and the cue."""
    if stop <= floor:
        return None
    previous = tokens[stop - 1]
    if previous.kind == "quote":
        return _quoted_clause(tokens, stop, floor)
    if previous.text in {",", "—"} and stop - 1 > floor:
        return floor, stop - 1
    return None


def _quoted_clause(tokens: Sequence[Token], stop: int, floor: int) -> Range:
    start = stop - 1
    while start > floor and tokens[start - 1].text != ":":
        start -= 1
    return start, stop


def _both(tokens: Sequence[Token], front: Range, back: Range) -> bool:
    if tokens[front[1] - 1].kind == "quote":
        return tokens[back[0]].kind == "quote"
    return tokens[back[0] - 1].text == ","


def _according(unit: Unit, cue: Cue) -> Draft | None:
    tokens = unit.tokens
    source = sources.after(tokens, cue.last + 1)
    if source is None:
        return None
    if cue.at > 1:
        front = (0, cue.at - 1 if tokens[cue.at - 1].text == "," else cue.at)
        return _made(tokens, [front], source, cue, "according to", len(tokens))
    rest = source[1] + 1
    return _made(tokens, [(rest, len(tokens))], source, cue, "according to", len(tokens))


def _made(
    tokens: Sequence[Token],
    ranges: Sequence[Range],
    source: Range,
    cue: Cue,
    rule: str,
    end: int,
) -> Draft | None:
    spans = [span for found in ranges if (span := _span(tokens, found))]
    if not spans:
        return None
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
    words = " ".join(text[start:end] for start, end in draft.spans)
    speaker = text[slice(*draft.speaker)] if draft.speaker else None
    cue = text[slice(*draft.cue)] if draft.cue else None
    return Statement(
        _kind(draft), words, tuple(draft.spans), speaker, draft.speaker, cue, draft.cue, draft.rule
    )


def _kind(draft: Draft) -> StatementKind:
    if draft.attitude and not draft.quotes:
        return StatementKind.ATTITUDE
    if not draft.quotes:
        return StatementKind.INDIRECT
    return StatementKind.DIRECT if set(draft.spans) <= set(draft.quotes) else StatementKind.MIXED
