"""What a figure is about: the noun phrase of its clause or the words it stands with."""

from tracker.understanding.tags import NOUN, VERB
from tracker.understanding.tokens import Tokens


def subject_of(tokens: Tokens, tags: list[str], first: int, after: int) -> str | None:
    """The subject of the clause that token `first` stands in, as written."""
    at = first - 1
    while at >= 0 and tags[at] != VERB and tags[at] != "auxiliary":
        at -= 1
    while at >= 0 and tags[at] != NOUN:
        at -= 1
    end = at + 1
    while at >= 0 and tags[at] == NOUN:
        at -= 1
    return " ".join(tokens.words[at + 1 : end]) or None
