"""What one text asserts: its sentences, facts, statements and notices."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from heapq import merge

from tracker.article.reading import Notice
from tracker.comparing.model import Sentence
from tracker.comparing.sentences import first_sentences
from tracker.errors import InputError
from tracker.reading.language import guess_language, may_be_english
from tracker.reading.notices.find import find_notices
from tracker.understanding.dates.datesense import Expression, Scene
from tracker.understanding.dates.find import find_dates
from tracker.understanding.foreign import foreign_sentences
from tracker.understanding.language.tags import tag
from tracker.understanding.language.tokens import Tokens, tokenize
from tracker.understanding.model import Fact, FactKind, Understanding
from tracker.understanding.quantities.figures import find_figures
from tracker.understanding.quantities.find import find_quantities
from tracker.understanding.statements.find import find_statements
from tracker.understanding.statements.quotations import find_quotations
from tracker.understanding.statements.quoted import find_quoted

_ENGLISH = "en"
_UNREAD = ("numbers in words", "units in words", "dates in words", "indirect statements")
_WORDS = frozenset({"word", "abbreviation"})
_LARGEST_CELL = 3  # tokens: "$1,200", "-5%", "(12)"; a date in figures has five
_LONGEST_SENTENCE = 20_000  # characters; what is longer is no prose
_MOST_SENTENCES = 5_000  # the longest articles have two thousand
_UNREAD_LONG = f"sentences of more than {_LONGEST_SENTENCE:,} characters"
_UNREAD_REST = f"what stands behind the first {_MOST_SENTENCES:,} sentences"


def understand(
    text: str, *, published: datetime | None = None, zone: str | None = None
) -> Understanding:
    """Read `text` as it was published at `published` by an outlet in `zone` (an IANA name).

    Without a zone, the offset that `published` carries counts; a bare date is that local day.
    In a language other than English only figures, ISO dates and direct quotations are read, of a
    long text only the first 5,000 sentences, of no sentence more than 20,000 characters; `unread`
    names the rest. Raises InputError for a zone that is not known.
    """
    opening = Scene(tokenize(""), [], _local_day(published, zone), published=_moment(published))
    language = guess_language(text)
    is_english = language == _ENGLISH or (language is None and may_be_english(text))
    sentences = first_sentences(text, _MOST_SENTENCES)
    abroad = foreign_sentences(text, sentences) if is_english else {language: sentences}
    unread = tuple(_unread(text, sentences, abroad, is_english=is_english))
    text = text[: sentences[-1].end] if _UNREAD_REST in unread else text
    elsewhere = {sentence.start for each in abroad.values() for sentence in each}
    own = [sentence for sentence in sentences if sentence.start not in elsewhere]
    notices = find_notices(text, published=published, zone=zone)
    facts = [_facts(text, own, opening), *(_figures(text, abroad[name], name) for name in abroad)]
    quotations = find_quotations(text)
    statements = [
        find_statements(text, own, quotations),
        *(find_quoted(text, each, quotations) for each in abroad.values()),
    ]
    return Understanding(
        sentences,
        tuple(_outside(merge(*facts, key=lambda fact: fact.start), notices)),
        tuple(merge(*statements, key=lambda statement: statement.spans[0])),
        notices,
        language,
        unread,
    )


def _unread(
    text: str,
    sentences: Sequence[Sentence],
    abroad: Mapping[str | None, Sequence[Sentence]],
    *,
    is_english: bool,
) -> Iterator[str]:
    """What of the text is left: in another language, too long to be prose, too far down."""
    if is_english:
        yield from (f"all but figures and quotations of what stands in {name}" for name in abroad)
    else:
        yield from _UNREAD
    if any(map(_is_too_long, sentences)):
        yield _UNREAD_LONG
    if len(sentences) == _MOST_SENTENCES and text[sentences[-1].end :].strip():
        yield _UNREAD_REST


def _is_too_long(sentence: Sentence) -> bool:
    return sentence.end - sentence.start > _LONGEST_SENTENCE


def _moment(published: datetime | None) -> datetime | None:
    """The moment of publication; None where only its day is known: a bare date, or midnight."""
    if published is None or published.tzinfo is None or published.time() == datetime.min.time():
        return None
    return published


def _local_day(published: datetime | None, zone: str | None) -> date | None:
    place = _zone(zone)
    if published is None:
        return None
    if place is None or published.tzinfo is None:
        return published.date()
    return published.astimezone(place).date()


def _zone(name: str | None) -> tzinfo | None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name) if name is not None else None
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputError(
            f"no time zone is called {name!r}; use an IANA name like Europe/Berlin"
        ) from error


def _outside(facts: Iterator[Fact], notices: Sequence[Notice]) -> Iterator[Fact]:
    """The facts that no notice holds: when it was updated is no fact of the story."""
    spans = sorted((notice.start, notice.end) for notice in notices)
    starts = [start for start, _ in spans]
    for fact in facts:
        at = bisect_right(starts, fact.start) - 1
        if at < 0 or fact.start >= spans[at][1]:
            yield fact


def _facts(text: str, sentences: Sequence[Sentence], opening: Scene) -> Iterator[Fact]:
    scene = opening
    for tokens in _stretches(text, sentences):
        scene = _next_scene(scene, tokens)
        times = find_dates(scene)
        found = [*_dates(tokens, times), *find_quantities(tokens, scene.tags, times)]
        for fact in sorted(found, key=lambda fact: fact.start):
            yield replace(fact, text=text[fact.start : fact.end])


def _figures(text: str, sentences: Sequence[Sentence], language: str | None) -> Iterator[Fact]:
    for start, end in _paragraphs(text, sentences):
        for fact in find_figures(tokenize(text, start, end), language):
            yield replace(fact, text=text[fact.start : fact.end])


def _paragraphs(text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Bounds of what stands in one line: elsewhere "12." may be an ordinal and end no sentence."""
    start = end = 0
    for sentence in sentences:
        if _is_too_long(sentence):
            continue
        if end and ("\n" in text[end : sentence.start] or sentence.end - start > _LONGEST_SENTENCE):
            yield start, end
            start = sentence.start
        start = start if end else sentence.start
        end = sentence.end
    if end:
        yield start, end


def _stretches(text: str, sentences: Sequence[Sentence]) -> Iterator[Tokens]:
    is_listing = len(sentences) > 1
    for sentence in sentences:
        if _is_too_long(sentence):
            continue
        stretch = tokenize(text, sentence.start, sentence.end)
        if not (is_listing and _is_cell(stretch)):
            yield stretch


def _is_cell(tokens: Tokens) -> bool:
    """A figure alone in its line, as in a table: without a word beside it, it asserts nothing."""
    return tokens.count <= _LARGEST_CELL and _WORDS.isdisjoint(tokens.kinds)


def _next_scene(before: Scene, tokens: Tokens) -> Scene:
    """The next sentence, with the dates that the ones before it spoke of."""
    return replace(before, tokens=tokens, tags=tag(tokens))


def _dates(tokens: Tokens, times: Sequence[Expression]) -> Iterator[Fact]:
    """Expressions of time that count nothing; counted ones are quantities."""
    for time in times:
        if time.numeral is None:
            yield Fact(
                kind=FactKind.DATE,
                text="",
                value=None,
                low=None,
                high=None,
                qualifier="=",
                change=None,
                unit=None,
                dimension=None,
                subject=None,
                scope=None,
                timex=time.value,
                timex_type=time.type,
                start=tokens.starts[time.first],
                end=tokens.ends[time.end - 1],
                rule=time.rule,
            )
