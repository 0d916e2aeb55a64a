"""Direct quotations in a language that is not read: told by how they are set off.

A quotation of a few words is a title or a name unless the layout, or a listed form of "say", shows
that somebody said it. Only a full name beside such a form is taken for the speaker.
"""

from collections.abc import Iterator, Sequence

from tracker.comparing.model import Sentence
from tracker.understanding.language.lexicon import words
from tracker.understanding.model import Span, Statement, StatementKind
from tracker.understanding.statements.grammar import Range, is_name, is_sign
from tracker.understanding.statements.marks import MARKS
from tracker.understanding.statements.quotations import Quotation
from tracker.understanding.statements.units import Token, Unit, cut_units

_FEWEST_BLANKS = 3
_FEWEST_SIGNS = 8  # of a script without blanks
_UNSPACED = "\u2e80"  # Chinese, Japanese and Korean signs stand behind it
_COMMAS = ",，،、"
_COLONS = ":："
_DASHES = "—–―-"
_QUOTATIVES = ("と", "라고", "이라고", "고 ")  # glued behind the mark, they make it speech
_RULE = "quotation in an unread language"
_FARTHEST = 8  # tokens between a form of "say" and a name
_LONGEST_NAME = 5


def find_quoted(
    text: str, sentences: Sequence[Sentence], quotations: Sequence[Quotation]
) -> tuple[Statement, ...]:
    """The direct statements of these sentences in reading order; `quotations` are the text's."""
    found: list[Statement] = []
    before: Unit | None = None
    for unit in cut_units(text, sentences, quotations):
        if not unit.quotations:
            before = None
            continue
        if before and found and unit.is_quotation and before.paragraph == unit.paragraph:
            found[-1] = _longer(text, found[-1], unit)
        else:
            count = len(found)
            found.extend(_statements(text, unit))
            before = unit if len(found) > count else None
    return tuple(found)


def _longer(text: str, statement: Statement, unit: Unit) -> Statement:
    """The statement with the sentences that go on quoting behind it."""
    more = tuple((quotation.start, quotation.end) for quotation in unit.quotations)
    return _statement(
        text, (*statement.spans, *more), statement.speaker_span, statement.cue_span, statement.rule
    )


def _statements(text: str, unit: Unit) -> Iterator[Statement]:
    tokens = unit.tokens
    cue = next((at for at, token in enumerate(tokens) if token.low in words("saying_abroad")), None)
    said = [at for at, token in enumerate(tokens) if token.kind == "quote" and _is_long(token)]
    if cue is not None and said:
        name = _name(tokens, cue)
        speaker = (tokens[name[0]].start, tokens[name[1] - 1].end) if name else None
        spans = tuple((tokens[at].start, tokens[at].end) for at in said)
        yield _statement(
            text, spans, speaker, (tokens[cue].start, tokens[cue].end), f"{_RULE}: cue beside"
        )
        return
    for at in said:
        if unit.is_quotation or _is_set_off(tokens, at):
            yield _statement(
                text, ((tokens[at].start, tokens[at].end),), None, None, f"{_RULE}: set off"
            )


def _statement(
    text: str, spans: tuple[Span, ...], speaker: Span | None, cue: Span | None, rule: str
) -> Statement:
    return Statement(
        StatementKind.DIRECT,
        " ".join(text[start:end] for start, end in spans),
        spans,
        text[slice(*speaker)] if speaker else None,
        speaker,
        text[slice(*cue)] if cue else None,
        cue,
        rule,
    )


def _is_long(token: Token) -> bool:
    """Whether the quoted words are more than a title or a name."""
    inner = token.text.strip(MARKS + " \xa0")
    unspaced = sum(sign >= _UNSPACED for sign in inner)
    return len(inner.split()) > _FEWEST_BLANKS or unspaced >= _FEWEST_SIGNS


def _is_set_off(tokens: Sequence[Token], at: int) -> bool:
    """Behind a colon; or opening the sentence, with a comma, a dash or "と" behind it."""
    if is_sign(tokens, at - 1, _COLONS):
        return True
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if behind and behind.start == tokens[at].end and behind.text.startswith(_QUOTATIVES):
        return True
    if any(token.kind == "word" for token in tokens[:at]):
        return False
    ends = tokens[at].text.rstrip(MARKS + " \xa0")[-1:]
    return is_sign(tokens, at + 1, _COMMAS + _DASHES) or (bool(ends) and ends in _COMMAS)


def _name(tokens: Sequence[Token], cue: int) -> Range | None:
    """The full name nearest to a form of "say", behind it or else before it."""
    behind = next(_names(tokens, cue + 1, min(len(tokens), cue + 1 + _FARTHEST)), None)
    return behind or next(reversed(list(_names(tokens, max(0, cue - _FARTHEST), cue))), None)


def _names(tokens: Sequence[Token], start: int, end: int) -> Iterator[Range]:
    """Runs of two to five capitalised words."""
    at = start
    while at < end:
        first = at
        while at < len(tokens) and is_name(tokens[at]):
            at += 1
        if 2 <= at - first <= _LONGEST_NAME:  # noqa: PLR2004
            yield first, at
        at += 1
