"""Finds who said what: direct, mixed and indirect statements, and attitudes.

Sentences are read as tokens in which a quotation is one token; a cue is looked up, its speaker
sought beside it, and its content before or behind it. Every statement names the rule that made it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.comparing.model import Sentence
from tracker.understanding.model import Span, Statement, StatementKind
from tracker.understanding.statements.attributions import Attribution, find_attributions
from tracker.understanding.statements.cast import cast_of
from tracker.understanding.statements.grammar import Range, closes_sentence
from tracker.understanding.statements.layouts import HEADLINE, find_laid_out
from tracker.understanding.statements.quotations import Quotation
from tracker.understanding.statements.speakers import Resolver
from tracker.understanding.statements.turns import ANSWER, TRANSCRIPT, Turn, find_turns
from tracker.understanding.statements.units import Token, Unit, cut_units

_SELF = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Uu]s)\b")


@dataclass(slots=True)
class Draft:
    """A statement in the making; spans are offsets in the text."""

    spans: list[Span]
    speaker: Span | None
    cue: Span | None
    rule: str
    is_attitude: bool = False
    quotes: list[Span] = field(default_factory=list)
    named: Span | None = None


def find_statements(
    text: str, sentences: Sequence[Sentence], quotations: Sequence[Quotation]
) -> tuple[Statement, ...]:
    """Every statement of these sentences in reading order; `quotations` are those of the text."""
    units = cut_units(text, sentences, quotations)
    drafts = _continued(units)
    resolver = Resolver(cast_of(text, units))
    said = sorted((draft for draft in drafts if draft.spans), key=lambda draft: draft.spans[0])
    return tuple(_statement(text, draft, resolver) for draft in said)


def _continued(units: Sequence[Unit]) -> list[Draft]:
    """The drafts of all units; a sentence of quoted words only goes on with the one before."""
    drafts: list[Draft] = []
    open_draft: Draft | None = None
    last_unit: Unit | None = None
    turns = find_turns(units)
    drafts.extend(_turn(units, turn, turns[0]) for turn in turns if turn.rule)
    printed = {at for turn in turns for at in range(turn.first, turn.end)}
    for at, unit in enumerate(units):
        if at in printed:
            open_draft = None
        elif open_draft and last_unit and _only_quotes(unit):
            open_draft = _go_on(unit, open_draft, last_unit, drafts)
        else:
            found = list(_drafts(unit))
            drafts.extend(found)
            open_draft = _left_open(unit, found)
        last_unit = unit
    return drafts


def _turn(units: Sequence[Unit], turn: Turn, opening: Turn) -> Draft:
    """What one speaker says in a transcript, or answers in an interview that opened before."""
    spoken = units[turn.first : turn.end]
    spans = [(unit.start, unit.end) for unit in spoken]
    spans[0] = spoken[0].tokens[turn.words].start, spans[0][1]
    spans[-1] = spans[-1][0], spoken[-1].tokens[-1].end
    label = _span(spoken[0].tokens, turn.label)
    introduced = _span(units[opening.first].tokens, opening.label)
    return Draft(
        spans, label, None, turn.rule or "", named=introduced if turn.rule == ANSWER else None
    )


def _only_quotes(unit: Unit) -> bool:
    """Whether a unit is whole sentences of somebody else's words, not a title or a nickname."""
    if not unit.is_quotation or not unit.quotations:
        return False
    return unit.tokens[-1].kind == "quote" and closes_sentence(unit.tokens[-1])


def _left_open(unit: Unit, found: Sequence[Draft]) -> Draft | None:
    """The draft that a quotation in the next sentence would go on with."""
    announcing = bool(unit.tokens) and unit.tokens[-1].text == ":"
    return next((draft for draft in reversed(found) if draft.quotes or announcing), None) or next(
        (draft for draft in reversed(found) if not draft.is_attitude), None
    )


def _go_on(unit: Unit, open_draft: Draft, last_unit: Unit, drafts: list[Draft]) -> Draft:
    spans = [(quotation.start, quotation.end) for quotation in unit.quotations]
    beside = last_unit.paragraph == unit.paragraph and bool(open_draft.quotes)
    if (
        beside
        or not open_draft.spans
        or (last_unit.quotations and last_unit.quotations[-1].continued)
    ):
        open_draft.spans.extend(spans)
        open_draft.quotes.extend(spans)
        return open_draft
    draft = Draft(
        spans, open_draft.speaker, None, "goes on quoting", quotes=spans, named=open_draft.named
    )
    drafts.append(draft)
    return draft


def _drafts(unit: Unit) -> Iterator[Draft]:
    covered: set[int] = set()
    for found in find_attributions(unit):
        for taken in (*found.contents, found.source, found.cue):
            covered.update(range(*taken) if taken else ())
        yield _draft(unit.tokens, found)
    for found in find_laid_out(unit, covered):
        yield _draft(unit.tokens, found)


def _draft(tokens: Sequence[Token], found: Attribution) -> Draft:
    quotes = [
        (token.start, token.end)
        for content in found.contents
        for token in tokens[slice(*content)]
        if token.kind == "quote"
    ]
    return Draft(
        [span for content in found.contents if (span := _span(tokens, content))],
        _span(tokens, found.source) if found.source else None,
        _span(tokens, found.cue) if found.cue else None,
        found.rule,
        found.is_attitude,
        quotes,
        _span(tokens, found.named) if found.named else None,
    )


def _span(tokens: Sequence[Token], found: Range) -> Span | None:
    """Offsets of a range of tokens without the signs at its ends."""
    start, end = found
    while start < end and tokens[start].kind == "sign" and tokens[start].text not in "($£€#@":
        start += 1
    while start < end and tokens[end - 1].kind == "sign" and tokens[end - 1].text not in ")%!?…":
        end -= 1
    return (tokens[start].start, tokens[end - 1].end) if start < end else None


def _statement(text: str, draft: Draft, resolver: Resolver) -> Statement:
    said = " ".join(text[start:end] for start, end in draft.spans)
    named = draft.named or draft.speaker
    speaker = _speaker(text, draft.rule, named, resolver) if named else None
    cue = text[slice(*draft.cue)] if draft.cue else None
    return Statement(
        _kind(draft, said),
        said,
        tuple(draft.spans),
        speaker,
        draft.speaker,
        cue,
        draft.cue,
        draft.rule,
    )


def _speaker(text: str, rule: str, named: Span, resolver: Resolver) -> str | None:
    told = text[slice(*named)]
    if rule == ANSWER:
        return resolver.interviewed(named[0])
    if rule != TRANSCRIPT:
        return resolver.resolve(told, named[0])
    fuller = resolver.resolve(told.title(), named[0])
    return told if fuller == told.title() else fuller


def _kind(draft: Draft, said: str) -> StatementKind:
    if draft.is_attitude and (not draft.quotes or said.startswith("to ")):
        return StatementKind.ATTITUDE
    if draft.rule in {ANSWER, TRANSCRIPT} or (draft.rule == HEADLINE and _SELF.search(said)):
        return StatementKind.DIRECT
    if not draft.quotes:
        return StatementKind.INDIRECT
    return StatementKind.DIRECT if set(draft.spans) <= set(draft.quotes) else StatementKind.MIXED
