"""One side of a comparison: what a version asserts, by the sentence in which it stands."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import islice
from typing import Final

from tracker.article.reading import BODY_KINDS, Evidence, Notice
from tracker.comparing.model import Sentence
from tracker.understanding.measures.measures import measures_of
from tracker.understanding.measures.values import is_vague
from tracker.understanding.model import Fact, Side, Span, Statement
from tracker.understanding.shifts.matching import Figure, Remarked, words_of
from tracker.understanding.shifts.passages import Sentences, Spans
from tracker.understanding.statements.extent import extent
from tracker.understanding.understood import Understood

_AROUND: Final = (40, 50)  # characters before and after a figure that tell it from others

_LEAD_WITHIN: Final = 12  # sentences among which the body begins
_BEFORE: Final = 40  # characters before a figure in which words may qualify it
_QUALIFYING: Final = re.compile(
    r"(?:\b(?:at|least|most|more|less|fewer|than|some|about|around|nearly|almost|over|under|up|to"
    r"|as|many|much|few|an?|the|estimated|approximately|roughly|just|only|exactly|between|or|so"
    r") ){1,5}\Z",
    re.IGNORECASE,
)


class Version:
    """Everything of one version that shifts are made from. Offsets are those of its layout."""

    def __init__(self, understood: Understood, sentences: Sequence[Sentence]) -> None:
        self.understood = understood
        self.text = understood.layout.text
        self.sentences = Sentences(sentences)
        self.notices = [_notice_span(understood, each) for each in understood.understanding.notices]
        self._notices = Spans(self.notices)
        self.facts = [fact for fact in understood.understanding.facts if self._counts(fact)]
        self._facts_of: dict[int, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            self._facts_of[self.sentences.at(fact.start)].append(fact)

    def _counts(self, fact: Fact) -> bool:
        return not is_vague(fact) and not self.in_notice((fact.start, fact.end))

    def in_notice(self, span: Span) -> bool:
        """Whether a span lies in the outlet's own words on its changes."""
        return self._notices.hold(span)

    def told(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """Those of the sentences that are no notice."""
        spans = zip(numbers := tuple(numbers), self.spans_of(numbers), strict=True)
        return tuple(number for number, span in spans if not self.in_notice(span))

    def field_of(self, number: int) -> str:
        """The field that sentence `number` begins in."""
        start = self.sentences.all[number].start
        return self.understood.layout.locate(start, start).field

    def spans_of(self, numbers: Iterable[int]) -> Iterator[Span]:
        """Where sentences stand."""
        for number in numbers:
            sentence = self.sentences.all[number]
            yield sentence.start, sentence.end

    def is_body(self, number: int) -> bool:
        """Whether the sentence is headline, dek or body: not a caption, a credit, a notice."""
        sentence = self.sentences.all[number]
        field = self.field_of(number)
        if self.in_notice((sentence.start, sentence.end)):
            return False
        if not field.startswith("block:"):
            return True
        block = self.understood.reading.blocks[int(field.removeprefix("block:"))]
        return block.kind in BODY_KINDS

    def in_field(self, field: str) -> list[int]:
        """The numbers of the sentences of the headline or the dek."""
        for segment in self.understood.layout.segments[:2]:
            if segment.field == field and segment.end > segment.start:
                return sorted(self.sentences.over([(segment.start, segment.end)]))
        return []

    def lead(self) -> list[int]:
        """The number of the first sentence of the body, if any."""
        near = range(min(len(self.sentences.all), _LEAD_WITHIN))
        body = (n for n in near if self.field_of(n) not in ("headline", "dek") and self.is_body(n))
        return list(islice(body, 1))

    def figures(self, numbers: Iterable[int]) -> list[Figure]:
        """The facts of the sentences, in order, with what they measure."""
        return [figure for number in numbers for figure in self._figures(number)]

    def _figures(self, number: int) -> Iterator[Figure]:
        facts = self._facts_of.get(number)
        if not facts:
            return
        sentence = self.sentences.all[number]
        placed = [(fact, fact.start - sentence.start) for fact in facts]
        measures = measures_of(sentence.text, placed)
        for (fact, at), measure in zip(placed, measures, strict=True):
            yield Figure(fact, number, measure, _around(sentence.text, at))

    @cached_property
    def placed_statements(self) -> list[tuple[Statement, frozenset[int]]]:
        """All statements with the numbers of the sentences they stand in."""
        found = self.understood.understanding.statements
        return [(each, self.sentences.over(each.spans)) for each in found]

    def statements(self, numbers: AbstractSet[int]) -> list[Remarked]:
        """The statements that touch these sentences."""
        return [
            self._remarked(statement, sentences)
            for statement, sentences in self.placed_statements
            if sentences & numbers
        ]

    @cached_property
    def words(self) -> str:
        """All words of the version, between blanks."""
        return f" {' '.join(words_of(self.text))} "

    def _remarked(self, statement: Statement, sentences: frozenset[int]) -> Remarked:
        """A statement as words, figures blanked: a revised figure is a shift by itself."""
        blanks = [
            (qualified_from(self.text, fact), fact.end, "#")
            for number in sentences
            for fact in self._facts_of.get(number, ())
        ]
        blanks = sorted([*blanks, *((start, end, "") for start, end in self.notices)])
        words = [word for span in statement.spans for word in self._masked(span, blanks)]
        return Remarked(statement, sentences, tuple(words))

    def _masked(self, span: Span, blanks: Sequence[tuple[int, int, str]]) -> Iterator[str]:
        """The words of a span, each figure as "#", a notice left out."""
        position = span[0]
        first, last = bisect_left(blanks, (span[0],)), bisect_left(blanks, (span[1],))
        for start, end, sign in blanks[first:last]:
            if position <= start and end <= span[1]:
                yield from words_of(self.text[position:start])
                yield from sign
                position = end
        yield from words_of(self.text[position : span[1]])

    def fact_side(self, figure: Figure) -> Side:
        fact = figure.fact
        sentence = self.sentences.all[figure.sentence].text
        return Side(fact.text, sentence, self.locate((fact.start, fact.end)), fact)

    def statement_side(self, remarked: Remarked) -> Side:
        """The statement in the sentences that hold it, its speaker and its cue."""
        statement = remarked.statement
        span = statement.spans[0][0], statement.spans[-1][1]
        sentence = self._sentences_over(extent(statement))
        return Side(statement.text, sentence, self.locate(span), statement)

    def words_side(self, span: Span) -> Side:
        """The words of a span that is neither fact nor statement."""
        return Side(self.text[slice(*span)], self._sentences_over(span), self.locate(span))

    def _sentences_over(self, span: Span) -> str:
        """All sentences that a span touches, as one line."""
        first, last = (self.sentences.at(offset) for offset in (span[0], max(span[0], span[1] - 1)))
        return " ".join(sentence.text for sentence in self.sentences.all[first : last + 1])

    def notice_side(self, notice: Notice) -> Side:
        if notice.field == "text":
            evidence = self.locate((notice.start, notice.end))
        else:
            evidence = Evidence(notice.field, notice.start, notice.end)
        return Side(notice.text, notice.text, evidence, notice)

    def locate(self, span: Span) -> Evidence:
        return self.understood.layout.locate(*span)


def qualified_from(text: str, fact: Fact) -> int:
    """Where the words begin that qualify a fact: "at least" of "at least 30"."""
    qualified = _QUALIFYING.search(text, max(fact.start - _BEFORE, 0), fact.start)
    return qualified.start() if qualified else fact.start


def _notice_span(understood: Understood, notice: Notice) -> Span:
    """Where a notice stands in the layout; an empty span where it is not part of it."""
    if notice.field == "text":
        return notice.start, notice.end
    for segment in understood.layout.segments:
        if segment.field == notice.field:
            return segment.start + notice.start, segment.start + notice.end
    return 0, 0


def _around(sentence: str, at: int) -> frozenset[str]:
    before, after = _AROUND
    return frozenset(words_of(sentence[max(at - before, 0) : at + after]))
