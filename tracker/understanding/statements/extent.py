"""How far a statement reaches in its text: the words, and whoever is said to have said them."""

from tracker.understanding.model import Span, Statement


def extent(statement: Statement) -> Span:
    """From the first to the last of content, speaker and cue: what its evidence must show."""
    parts = [
        *statement.spans,
        *(span for span in (statement.speaker_span, statement.cue_span) if span),
    ]
    return min(start for start, _ in parts), max(end for _, end in parts)
