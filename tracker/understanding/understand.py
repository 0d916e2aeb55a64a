"""What one text asserts: its sentences, facts, statements and notices."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.article.reading import Notice
from tracker.comparing.model import Sentence
from tracker.comparing.sentences import split_sentences
from tracker.errors import InputError
from tracker.reading.notices import find_notices
from tracker.understanding.dates import find_dates
from tracker.understanding.datesense import Expression, Scene
from tracker.understanding.model import Fact, FactKind, Understanding
from tracker.understanding.quantities import find_quantities
from tracker.understanding.statements import find_statements
from tracker.understanding.tags import tag
from tracker.understanding.tokens import Tokens, tokenize

_LONGEST_SENTENCE = 5_000  # tokens; what is longer is no prose, and is not read for facts


def understand(
    text: str, *, published: datetime | None = None, zone: str | None = None
) -> Understanding:
    """Read `text` as it was published at `published` by an outlet in `zone` (an IANA name).

    Without a zone, the offset that `published` carries counts; a bare date is that local day.
    Raises InputError for a zone that is not known.
    """
    sentences = split_sentences(text)
    notices = find_notices(text, published=published, zone=zone)
    facts = tuple(_facts(text, sentences, notices, _local_day(published, zone)))
    statements = find_statements(text, sentences, published=published)
    return Understanding(sentences, facts, statements, notices)


def _local_day(published: datetime | None, zone: str | None) -> date | None:
    if published is None:
        return None
    if zone is None or published.tzinfo is None:
        return published.date()
    try:
        return published.astimezone(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InputError(f"no time zone is called {zone!r}; use an IANA name like Europe/Berlin") from error


def _facts(
    text: str, sentences: Sequence[Sentence], notices: Sequence[Notice], today: date | None
) -> Iterator[Fact]:
    tokens = tokenize(text)
    scene: Scene | None = None
    for sentence in sentences:
        stretch = tokens.between(sentence.start, sentence.end)
        if stretch.count > _LONGEST_SENTENCE:
            continue
        scene = _next_scene(scene, stretch, today)
        expressions = find_dates(scene)
        for fact in [*_date_facts(stretch, expressions), *find_quantities(stretch, scene.tags, expressions)]:
            if not any(notice.start <= fact.start < notice.end for notice in notices):
                yield replace(fact, text=text[fact.start : fact.end])


def _next_scene(before: Scene | None, tokens: Tokens, today: date | None) -> Scene:
    """The next sentence, with the dates that the ones before it spoke of."""
    if before is None:
        return Scene(tokens, tag(tokens), today)
    return Scene(tokens, tag(tokens), today, before.quarter, before.told)


def _date_facts(tokens: Tokens, expressions: Sequence[Expression]) -> Iterator[Fact]:
    for found in expressions:
        if found.numeral is None:
            yield Fact(
                kind=FactKind.DATE, text="", value=None, low=None, high=None, qualifier="=", change=None,
                unit=None, dimension=None, subject=None, scope=None, timex=found.value, timex_type=found.type,
                start=tokens.starts[found.first], end=tokens.ends[found.end - 1], rule=found.rule,
            )  # fmt: skip
