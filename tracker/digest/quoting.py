"""Evidence: the old and the new sentence with the words that changed between them."""

from collections.abc import Iterable

from tracker.comparing.words import word_edits
from tracker.digest.model import Quote
from tracker.understanding.model import Side, Span


def quote(sentence: str, words: str) -> Quote:
    """The sentence, `words` marked where they first stand; unmarked where they are all of it."""
    start = sentence.find(words) if words else -1
    if start < 0 or len(words) == len(sentence):
        return Quote(text=sentence)
    return Quote(text=sentence, marks=((start, start + len(words)),))


def quotes(old: Side | None, new: Side | None) -> tuple[Quote | None, Quote | None]:
    """Both sentences with the changed words marked; a side alone has the words at issue marked."""
    if old is None or new is None:
        return _alone(old), _alone(new)
    return revised(old.sentence, new.sentence) or (_alone(old), _alone(new))


def revised(old: str, new: str) -> tuple[Quote, Quote] | None:
    """Both sentences, marked word by word; None where they are too unlike to be read so."""
    edits = word_edits(old, new)
    if not edits and old != new:
        return None
    return (
        Quote(text=old, marks=_marks(old, (edit.old_span for edit in edits))),
        Quote(text=new, marks=_marks(new, (edit.new_span for edit in edits))),
    )


def _marks(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans without the white space at their ends; none where nothing is left."""
    words = (trimmed(text, *span) for span in spans)
    return tuple(span for span in words if span[0] < span[1])


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without the white space at its ends."""
    words = text[start:end]
    indent = len(words) - len(words.lstrip())
    return start + indent, start + indent + len(words.strip())


def _alone(side: Side | None) -> Quote | None:
    return None if side is None else quote(side.sentence, side.text)
