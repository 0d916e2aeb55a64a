"""What one text asserts: its sentences, facts, statements and notices."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from tracker.article.reading import Notice
from tracker.comparing.model import Sentence
from tracker.comparing.sentences import split_sentences
from tracker.reading.notices import find_notices
from tracker.understanding.model import Fact, Understanding
from tracker.understanding.quantities import find_quantities
from tracker.understanding.statements import find_statements
from tracker.understanding.tokens import tokenize


def understand(
    text: str, *, published: datetime | None = None, zone: str | None = None
) -> Understanding:
    """Read `text` as it was published at `published` by an outlet in `zone` (an IANA name).

    Without a zone, the offset that `published` carries counts; without either, times are UTC.
    """
    sentences = split_sentences(text)
    notices = find_notices(text, published=published, zone=zone)
    facts = tuple(_facts(text, sentences, notices))
    statements = find_statements(text, sentences, published=published)
    return Understanding(sentences, facts, statements, notices)


def _facts(text: str, sentences: Sequence[Sentence], notices: Sequence[Notice]) -> Iterator[Fact]:
    tokens = tokenize(text)
    for sentence in sentences:
        for fact in find_quantities(tokens.between(sentence.start, sentence.end)):
            if not any(notice.start <= fact.start < notice.end for notice in notices):
                yield replace(fact, text=text[fact.start : fact.end])
